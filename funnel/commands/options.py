"""Options that several commands share, and how their answers are printed."""

import json
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from funnel.answers.told import PROBLEM, filters_from_words
from funnel.answers.unheld import unheld_filters
from funnel.errors import FunnelError, WrongUse, sentence
from funnel.places import default_store
from funnel.settings import Settings, read_settings
from funnel.store import Store
from funnel.upkeep.log import level_of_log, start_log
from funnel.words import Words

DONE, NOTHING_DONE, WRONG = 0, 1, 2
Command = Callable[..., Any]


def store_option(command: Command) -> Command:
    """Every command works on one store folder."""
    return click.option(
        "--store",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="FUNNEL_STORE",
        default=default_store,
        show_default="data/store of a checkout, else the user's data folder",
        callback=_noted,
        help="Folder of the shop's data.",
    )(command)


ASKED_STORE: ContextVar[Path | None] = ContextVar("asked_store", default=None)


def _noted(context: click.Context, _parameter: click.Parameter, value: Path) -> Path:
    folder = value if _is_typed(context) else _typed_before(context) or value
    ASKED_STORE.set(folder)
    start_log(folder, level_of_log(folder))
    return folder


def _typed_before(context: click.Context) -> Path | None:
    """The folder typed before the command's name, as in `funnel --store DIR import`; None when it was not."""
    group = context.parent
    while group is not None and not _is_typed(group):
        group = group.parent
    return group.params["folder"] if group else None


def _is_typed(context: click.Context) -> bool:
    return context.get_parameter_source("folder") is ParameterSource.COMMANDLINE


def language_of_call() -> str:
    """Language of the store that was asked for, for errors that end a command; English where it cannot be told."""
    folder = ASKED_STORE.get()
    try:
        return read_settings(folder or Path()).language
    except (FunnelError, OSError):
        return Settings().language


def remark_on_filters(folder: Path, *where: Sequence[str]) -> None:
    """Say on the error stream which of the filters typed nothing of the shop answers to."""
    typed = [word for words in where for word in words if not word.startswith(PROBLEM)]
    for told in unheld_filters(Store(folder), filters_from_words(typed)):
        click.echo(Words(language_of_call()).said(told), err=True)


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def _day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


def period_options(command: Command) -> Command:
    """First and last day asked for."""
    day = click.DateTime(["%Y-%m-%d"])
    command = click.option("--to", "end", type=day, callback=_day, help="Last day, YYYY-MM-DD (default: newest held).")(
        command
    )
    return click.option(
        "--from", "start", type=day, callback=_day, help="First day, YYYY-MM-DD (default: oldest held)."
    )(command)


def _answers(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    given = dict(one.partition("=")[::2] for one in value)
    wrong = [one for one in value if not all(one.partition("="))]
    if wrong:
        raise WrongUse(sentence("“{answer}” is no answer; write it like date_order:Date=dmy.", answer=wrong[0]))
    return given


def reading_options(command: Command) -> Command:
    """How a file is to be read where it does not say so itself."""
    command = click.option(
        "--answer",
        "answers",
        multiple=True,
        metavar="ID=TOKEN",
        callback=_answers,
        help="Answer to a question of an import, like date_order:Date=dmy. Repeatable.",
    )(command)
    command = click.option(
        "--mapping",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="TOML file: which column is what.",
    )(command)
    return click.option("--source", help="Name of the source, when its header does not tell.")(command)


def as_text(told: Any) -> str:
    """JSON for programs and people."""
    return json.dumps(told, ensure_ascii=False, indent=2)
