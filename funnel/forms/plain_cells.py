"""Values of other forms as the text a careful person would have typed: exact numbers, ISO days and moments."""

import math
from collections.abc import Callable, Iterable, Sequence
from csv import writer
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

FIRST_DAY, LONGEST_DURATION = datetime.fromisoformat("1899-12-30"), 20_000
"""Day 0 of a spreadsheet, and the days beyond which a duration is a moment that is only shown by its hours."""
SURE_DIGITS = 15
"""Digits a spreadsheet keeps of a number; what a double holds beyond them is an artefact of reckoning."""


def number_text(value: float) -> str:
    """A number with at most 15 digits; a larger whole number keeps its exponent, for its digits are lost."""
    if not math.isfinite(value):
        return str(value)
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    shown = format(value, f".{SURE_DIGITS}g")
    if "e+" in shown:
        return shown.upper()
    return unmistakable(format(Decimal(shown), "f"))


def unmistakable(number: str) -> str:
    """A decimal text whose dot cannot be taken for a group: 1.234 becomes 1.2340."""
    whole, _, part = number.partition(".")
    return number + "0" if len(part) == 3 and len(whole.lstrip("-")) < 4 else number


def cell_text(cell: object) -> str:
    """Text of any cell; null is empty."""
    if cell is None:
        return ""
    for kind, made in TEXT_OF:
        if isinstance(cell, kind):
            return made(cell)
    return str(cell)


def _moment_text(moment: datetime) -> str:
    # A day stored as a fraction comes back a few microseconds beside its second.
    if moment.tzinfo is None:
        moment = (moment + timedelta(microseconds=500)).replace(microsecond=0) if _is_near_second(moment) else moment
    if moment.tzinfo is None and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(sep=" ")


def _is_near_second(moment: datetime) -> bool:
    return min(moment.microsecond, 1_000_000 - moment.microsecond) <= 500


def _duration_text(duration: timedelta) -> str:
    if duration.days > LONGEST_DURATION:
        return _moment_text(FIRST_DAY + duration)
    seconds = round(duration.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


TEXT_OF: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, lambda cell: str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")),
    (bool, lambda cell: "true" if cell else "false"),
    (float, number_text),
    (datetime, _moment_text),
    (timedelta, _duration_text),
    (date, date.isoformat),
    (time, time.isoformat),
)


def write_rows(rows: Iterable[Sequence[str]], target: Path) -> None:
    """Rows as comma-separated text that keeps a row of blanks apart from no row."""
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        out = writer(file, lineterminator="\n")
        for row in rows:
            out.writerow(row if any(row) else [""] * max(len(row), 2))
