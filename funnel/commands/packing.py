"""`funnel pack`: the numbers of a week, frozen, as one file to take into the meeting."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from funnel.answers.snapshot import take_snapshot
from funnel.board import board_of
from funnel.board.agenda import agenda
from funnel.commands.options import DONE, store_option
from funnel.errors import WrongUse, sentence
from funnel.periods import WEEK, Period, monday_of
from funnel.report.pack import FORMS, pack_of
from funnel.store import Store
from funnel.words import LANGUAGES, Words


@click.command("pack")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help=f"File to write; its ending says the form: {', '.join(FORMS)}.",
)
@click.option("--language", type=click.Choice(tuple(LANGUAGES)), help="Language (default: the shop's).")
@click.option("--week", type=click.DateTime(["%Y-%m-%d"]), help="A day of that week (default: the newest full one).")
@store_option
def pack(folder: Path, week: datetime | None, language: str | None, out: Path) -> int:
    """The meeting pack as one file: HTML that opens offline, PowerPoint, or Excel; with what the board brings."""
    if out.suffix.lower() not in FORMS:
        told = sentence("“{name}” is no pack; end its name in {forms}.", name=out.name, forms=", ".join(FORMS))
        raise WrongUse(told)
    store = Store(folder)
    words = Words(language or store.settings.language)
    now = datetime.now(ZoneInfo(store.settings.zone))
    snapshot = take_snapshot(store, now, _week_of(week), agenda(board_of(store), now.date()))
    out.write_bytes(pack_of(snapshot, words, out.suffix.lower()))
    click.echo(str(out))
    return DONE


def _week_of(day: datetime | None) -> Period | None:
    if day is None:
        return None
    monday = monday_of(date(day.year, day.month, day.day))
    return Period(monday, date.fromordinal(monday.toordinal() + WEEK - 1))
