"""`funnel show culprits`."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from funnel.answers import printed_culprits as printed
from funnel.answers.culprit_result import SHOWN, CulpritQuestion
from funnel.answers.culprits import ask_culprits
from funnel.answers.culprits_as_json import culprits_as_json, culprits_csv
from funnel.answers.told import filters_from_words, known_word
from funnel.commands.losing import csv_option
from funnel.commands.options import DONE, Command, as_text, json_option, period_options, remark_on_filters, store_option
from funnel.errors import sentence
from funnel.maths.losses import Measure
from funnel.store import Store
from funnel.terms import Culprit, Group


def culprit_options(command: Command) -> Command:
    """Whose losses, laid to what, in which measure."""
    for name, helped in (
        ("--group", f"Only this department: {', '.join(Group)}."),
        ("--factor", "Only this factor."),
        ("--kind", f"Lay them to this: {', '.join(Culprit)} (default: of every factor its first kind)."),
    ):
        command = click.option(name, help=helped)(command)
    command = click.option(
        "--limit", type=click.IntRange(1, 1000), default=SHOWN, show_default=True, help="Culprits named of each factor."
    )(command)
    command = click.option(
        "--measure", type=click.Choice([measure.value for measure in Measure]), default=Measure.MONEY.value,
        show_default=True, help="What ranks the rows.",
    )(command)  # fmt: skip
    return click.option(
        "--where", multiple=True, metavar="K=V", help="Only these: channel=email or device=mobile,tablet. Repeatable."
    )(command)


@click.command("culprits")
@period_options
@culprit_options
@csv_option
@store_option
@json_option
def show_culprits(folder: Path, as_json: bool, as_csv: bool, start: date | None, end: date | None, **asked: Any) -> int:
    """What the losses can be laid to: campaign, page, product, hours …, in money and orders."""
    remark_on_filters(folder, asked["where"])
    answer = ask_culprits(Store(folder), _question(start, end, asked))
    if as_csv:
        click.echo(culprits_csv(answer), nl=False)
    else:
        click.echo(as_text(culprits_as_json(answer)) if as_json else printed.culprits(answer))
    return DONE


def _question(start: date | None, end: date | None, asked: Mapping[str, Any]) -> CulpritQuestion:
    return CulpritQuestion(
        start,
        end,
        known_word(asked["group"], Group, sentence("group")) if asked["group"] else None,
        asked["factor"],
        known_word(asked["kind"], Culprit, sentence("kind of culprit")) if asked["kind"] else None,
        filters_from_words(asked["where"]),
        Measure(asked["measure"]),
        asked["limit"],
    )
