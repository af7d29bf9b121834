"""The same answers without a browser.

Exit codes: 0 done · 1 nothing accepted, or an invariant is broken · 2 wrong use.
"""

import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from funnel.answers import printed
from funnel.answers.after_import import held_imports
from funnel.answers.as_json import coverage_as_json, funnel_as_json, imports_as_json, reconciliation_as_json
from funnel.answers.bring_in import bring_in_sample, settle
from funnel.answers.check import check_store
from funnel.answers.coverage import coverage
from funnel.answers.departments import DEPARTMENTS
from funnel.answers.funnel import ask_funnel
from funnel.answers.progress_line import share_on_terminal, watch_on_terminal
from funnel.answers.reconcile import reconcile
from funnel.answers.shop import today_of
from funnel.answers.told import question_from_words
from funnel.commands.building import build
from funnel.commands.departments import show_department
from funnel.commands.importing import import_files, preview_file, remembered, undo_import
from funnel.commands.keeping import backup, doctor, rebuild, restore_backup
from funnel.commands.losing import show_change, show_losses
from funnel.commands.mapping import list_mappings, map_file
from funnel.commands.marketplaces import show_marketplaces
from funnel.commands.naming import show_culprits
from funnel.commands.options import (
    DONE,
    NOTHING_DONE,
    WRONG,
    as_text,
    json_option,
    language_of_call,
    period_options,
    remark_on_filters,
    store_option,
)
from funnel.commands.packing import pack
from funnel.commands.planning import show_backlog
from funnel.commands.trying import show_experiment
from funnel.errors import FunnelError, WrongUse, sentence
from funnel.places import sample_folder
from funnel.store import Store
from funnel.terms import Counting, Dimension, Step, Unit
from funnel.words import Words


def _permit(_context: click.Context, _option: click.Parameter, told: bool) -> None:
    if told:
        os.environ["FUNNEL_PUBLIC_WITHOUT_LOGIN"] = "1"


@click.group(invoke_without_command=True)
@store_option
@click.option("--port", default=8501, show_default=True, help="Port of the dashboard.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Address the dashboard listens on.")
@click.option("--headless", is_flag=True, help="Do not open a browser.")
@click.option(
    "--public-without-login",
    is_flag=True,
    expose_value=False,
    callback=_permit,
    help="Listen for others too, though anybody could look and write.",
)
@click.pass_context
def funnel(context: click.Context, folder: Path, port: int, address: str, headless: bool) -> None:
    """Where a shop loses its orders. Without a command: opens the dashboard (with a sample shop on first start)."""
    if context.invoked_subcommand:
        return
    from funnel.ui.exposure import refuse_to_be_public  # noqa: PLC0415  Streamlit takes a second to import;
    from funnel.ui.serve import serve  # noqa: PLC0415  only the dashboard needs it

    store = Store(folder)
    refuse_to_be_public(address, store.settings)
    _made_ready(store)
    _tell_the_address(store, port, address)
    serve(folder, port=port, address=address, open_browser=not headless)


def _tell_the_address(store: Store, port: int, address: str) -> None:
    host = f"[{address}]" if ":" in address.strip("[]") and not address.startswith("[") else address
    url = f"http://{host}:{port}{urlsplit(store.settings.public_url).path.rstrip('/')}/"
    told = sentence("The dashboard opens at {url} and runs until Ctrl+C is pressed here.", url=url)
    click.echo(Words(language_of_call()).said(told), err=True)


def _made_ready(store: Store) -> None:
    """What a crash left is settled, an empty store gets the sample shop; what is wrong is said."""
    words = Words(language_of_call())
    try:
        settle(store)
        if not store.shelf.receipts():
            _fill_with_sample(store)
        if store.catch_up():
            click.echo(words.said(sentence("The published numbers were built anew from the imports.")), err=True)
    except FunnelError as problem:
        click.echo(words.said(problem.told), err=True)


def _fill_with_sample(store: Store) -> None:
    sample = sample_folder()
    if sample is None:
        return
    click.echo("First start: building the sample shop …", err=True)
    bring_in_sample(store, sample, watch_on_terminal())


for command in (
    import_files, preview_file, remembered, undo_import, map_file, list_mappings, pack, build,
    backup, restore_backup, rebuild, doctor,
):  # fmt: skip
    funnel.add_command(command)


@funnel.group("show")
def show() -> None:
    """Print the answer a screen shows."""


@show.command("funnel")
@period_options
@click.option("--by", default="", help=f"Break down by one or more of {', '.join(Dimension)}.")
@click.option(
    "--where",
    multiple=True,
    metavar="K=V",
    help="Only these: channel=email or device=mobile,tablet. Repeatable.",
)
@click.option(
    "--counting",
    type=click.Choice([counting.value for counting in Counting]),
    default=Counting.REACHED.value,
    show_default=True,
)
@click.option("--steps", help=f"Steps to count, of {', '.join(Step)} (default: all the store holds).")
@click.option("--unit", type=click.Choice([unit.value for unit in Unit]), default=Unit.SESSION.value, show_default=True)
@click.option(
    "--window",
    "window_days",
    type=click.IntRange(1, 3650),
    default=7,
    show_default=True,
    help="Unit visitor: days after the first entry.",
)
@click.option("--feed", help="Count this traffic feed only (default: each day its finest).")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@store_option
@json_option
def show_funnel(folder: Path, as_json: bool, as_csv: bool, **asked: Any) -> int:
    """From ad click to kept order: counts, shares, orders and money."""
    remark_on_filters(folder, asked["where"])
    answer = ask_funnel(Store(folder), question_from_words(**asked))
    if as_csv:
        click.echo(printed.funnel_csv(answer), nl=False)
    else:
        click.echo(as_text(funnel_as_json(answer)) if as_json else printed.funnel(answer))
    return DONE


show.add_command(show_marketplaces)
show.add_command(show_experiment)
for department in DEPARTMENTS:
    if department not in show.commands:  # marketplaces have a command of their own, with the same lists
        show.add_command(show_department(department))


@show.command("imports")
@store_option
@json_option
def show_imports(folder: Path, as_json: bool) -> int:
    """Every import and what became of its rows."""
    store = Store(folder)
    held = held_imports(store, today_of(store))
    words = Words(store.settings.language)
    click.echo(as_text(imports_as_json(held, words)) if as_json else printed.imports(held.receipts, held.freshness))
    return DONE


@show.command("coverage")
@store_option
@json_option
def show_coverage(folder: Path, as_json: bool) -> int:
    """What the imported files can answer, and what is missing for the rest."""
    store = Store(folder)
    lines = coverage(store)
    click.echo(as_text(coverage_as_json(lines, store.generation())) if as_json else printed.coverage(lines))
    return DONE


@show.command("reconcile")
@period_options
@store_option
@json_option
def show_reconcile(folder: Path, as_json: bool, start: date | None, end: date | None) -> int:
    """Orders by the traffic source against orders by the order book, per day and channel."""
    found = reconcile(Store(folder), start, end)
    click.echo(as_text(reconciliation_as_json(found)) if as_json else printed.reconciliation(found))
    return DONE


for command in (show_losses, show_change, show_culprits, show_backlog):
    show.add_command(command)


@funnel.command("sample")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--sessions", default=60_000, show_default=True, help="Visits in the invented shop.")
@click.option("--weeks", default=13, show_default=True, help="Weeks of it.")
@click.option("--seed", default=20261115, show_default=True, help="Same seed, same bytes.")
@json_option
def write_sample_shop(folder: Path, sessions: int, weeks: int, seed: int, as_json: bool) -> int:
    """Write the exports of an invented shop with known, planted faults."""
    from funnel.sample import write_sample  # noqa: PLC0415  numpy is only needed here

    write_sample(folder, sessions=sessions, weeks=weeks, seed=seed, told=share_on_terminal)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    click.echo(as_text({"folder": str(folder), "files": files}) if as_json else f"{len(files)} files in {folder}.")
    return DONE


@funnel.command("check")
@click.option("--rebuild", is_flag=True, help="Also build everything anew and compare.")
@store_option
@json_option
def check(folder: Path, rebuild: bool, as_json: bool) -> int:
    """Prove that the numbers of the store add up."""
    findings = check_store(Store(folder), rebuild=rebuild)
    broken = [finding for finding in findings if not finding.holds]
    told = {"holds": not broken, "findings": [vars(finding) for finding in findings]}
    click.echo(as_text(told) if as_json else printed.findings(findings))
    return NOTHING_DONE if broken else DONE


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of `funnel` and `python -m funnel`."""
    try:
        code = funnel.main(
            args=list(arguments) if arguments is not None else None, prog_name="funnel", standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        code = WRONG
    except click.Abort:
        code = NOTHING_DONE
    except FunnelError as error:
        click.echo(Words(language_of_call()).said(error.told), err=True)
        code = WRONG if isinstance(error, WrongUse) else NOTHING_DONE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left; nothing to say to anyone
        code = DONE
    except OSError as error:
        click.echo(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), err=True)
        code = NOTHING_DONE
    sys.exit(code if isinstance(code, int) else DONE)
