"""Questions before the rows are read: which of two columns of one name, and which day a snapshot is of."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from funnel.errors import sentence
from funnel.intake.asking import WRITTEN, Asking, period_of
from funnel.intake.outcome import Question, Reading
from funnel.intake.private import is_personal_name, masked
from funnel.intake.sniff import Table, rows_of

MOST_EXAMPLES = 3
WITHOUT = "without"
WITHOUT_IT = {
    "status": sentence("without it every order counts, cancelled ones too"),
    "currency": sentence("without it all amounts count as in one currency"),
    "product": sentence("without it no row says which product it is about"),
}
NO_DAYS = sentence(
    "Neither the rows of this file nor its name say which days it covers; say the first and the last day."
)
DAYS_IN_DOUBT = sentence(
    "The rows of this file have no days, and what stands above them leaves it open; say which days it covers."
)


@dataclass(frozen=True)
class Choices:
    """What a person may choose of one file, with its first rows to show."""

    asking: Asking
    text: Path
    table: Table
    modified: datetime
    zone: str

    def column(self, header: str, places: tuple[int, ...], *, personal: bool) -> int:
        """Which of several columns named `header` is meant, the first one while that is open."""
        rows, hidden = list(enumerate(self.rows(MOST_EXAMPLES), 1)), personal or is_personal_name(header)
        readings = tuple(
            Reading(
                str(nth),
                sentence("column {place} of the file", place=place + 1),
                tuple(
                    (record, masked(cells[place], personal=hidden), masked(cells[place], personal=hidden))
                    for record, cells in rows
                    if place < len(cells)
                ),
            )
            for nth, place in enumerate(places, 1)
        )
        asked = sentence(
            "The column “{column}” stands {times} times in the file (columns {places}); say which of them counts.",
            column=header,
            times=len(places),
            places=", ".join(str(place + 1) for place in places),
        )
        answer = self.asking.ask(Question(f"columns:{header}", header, readings, asked))
        return places[int(answer) - 1] if answer else places[0]

    def goes_without(self, header: str, column: str) -> None:
        """Ask whether a file may be read without the column `header`, which would be missed."""
        reading = Reading(WITHOUT, WITHOUT_IT[column])
        asked = sentence(
            "The column “{column}” is missing: {effect}. Add it to the export, or say that the file is right without "
            "it.",
            column=header,
            effect=WITHOUT_IT[column],
        )
        self.asking.ask(Question(f"lacks:{header}", header, (reading,), asked))

    def rows(self, most: int) -> list[list[str]]:
        """The first rows of the table, as text."""
        with self.text.open(encoding="utf-8", newline="\n") as file:
            below = islice(file, self.table.header_line + 1, None)
            try:
                return list(islice(rows_of(below, self.table.dialect), most))
            except csv.Error:
                return []

    def taken_on(self) -> dict[str, str]:
        """The day of a snapshot, or its moment (UTC): as said, else when the file was last written."""
        written = self.modified.date().isoformat()
        readings = (
            Reading(WRITTEN, sentence("the day the file was last written: {day}", day=written)),
            Reading("", sentence("another day, written like {day}", day=written)),
        )
        asked = sentence(
            "Neither the rows of this file nor its name say of which day they are; say the day, or take {day}, "
            "when the file was last written.",
            day=written,
        )
        answer = self.asking.ask(Question("day", None, readings, asked))
        if answer is None or answer == WRITTEN:
            return {"moment": self.modified.replace(tzinfo=None, microsecond=0).isoformat(sep=" ")}
        said = datetime.fromisoformat(answer)
        if len(answer) <= len("2026-10-01"):
            return {"day": said.date().isoformat()}
        moment = said.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
        return {"moment": moment.replace(tzinfo=None).isoformat(sep=" ")}

    def days_covered(self, possible: Sequence[tuple[date, date]]) -> dict[str, str]:
        """First and last day of a report whose rows have no days, as said; `possible` are those its title may mean."""
        written = self.modified.date().isoformat()
        form = f"{written}..{written}"
        offered = tuple(_stated_above(first, last) for first, last in possible[:MOST_EXAMPLES])
        wanted = Reading("", sentence("the first and the last day, written like {days}", days=form))
        answer = self.asking.ask(Question("days", None, (*offered, wanted), DAYS_IN_DOUBT if possible else NO_DAYS))
        first, last = period_of(answer or written)
        return {"day": first.isoformat(), "day_to": last.isoformat()}


def _stated_above(first: date, last: date) -> Reading:
    told = sentence("what the title says: {first} to {last}", first=first.isoformat(), last=last.isoformat())
    return Reading(f"{first.isoformat()}..{last.isoformat()}", told)
