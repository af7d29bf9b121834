"""The period a report states outside its rows: above the table, or in the name of its file."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from funnel.intake.vocabulary import vocabulary

COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})")
DAY_NAMED = re.compile(r"(?P<day>\d{1,2})[ .]+(?P<month>[^\W\d]+)\.?,? +(?P<year>\d{4})(?: *г\.?)?")
MONTH_NAMED = re.compile(r"(?P<month>[^\W\d]+)\.? +(?P<day>\d{1,2}),? +(?P<year>\d{4})")
MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-/](?P<day>\d{1,2})[-/](?P<year>\d{4})")
SLASHED = re.compile(r"(?P<day>\d{1,2})[-/](?P<month>\d{1,2})[-/](?P<year>\d{4})")
A_DAY = re.compile(
    r"(?<![\w/])(?<!\d\.)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}"
    r"|\d{1,2}[ .]+[^\W\d]+\.?,? +\d{4}|[^\W\d]+\.? +\d{1,2},? +\d{4})(?![\w/])"
)
BETWEEN = re.compile(r"\s*(?:[-–—…]|\.\.+|to|till|until|по|до|do|bis|au|al|a)\s*", re.IGNORECASE)
OF_A_DAY = re.compile(r"(?<!\w)(?:for|day|period|range|за|день|период|za|dzień|okres)\s*:?\s*", re.IGNORECASE)
AT_A_DAY = re.compile(r"(?<!\w)(?:as of|at|на|на дату|на конец|na|na dzień)\s*:?\s*", re.IGNORECASE)
FORMS = (COMPACT, YEAR_FIRST, DAY_FIRST, DAY_NAMED, MONTH_NAMED)


def period_in(texts: Iterable[str], patterns: Mapping[str, str]) -> tuple[date, date] | None:
    """First and last day by the first pattern that finds both, or one day, in one of the texts; None when none does."""
    for text in texts:
        for pattern in patterns.values():
            found = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
            told = found.groupdict() if found else {}
            first, last = (day_of(told.get(name) or told.get("first") or "") for name in ("first", "last"))
            if first and last and first <= last:
                return first, last
    return None


def day_of(text: str) -> date | None:
    """The day in a text such as 20261031, 2026-10-31, 31.10.2026, 31 października 2026 or October 31, 2026."""
    plain = " ".join(text.split()).strip(" \"'.,").lower()
    found = next((match for form in FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    month = found["month"] if found["month"].isdigit() else vocabulary().months.get(found["month"])
    try:
        return date(int(found["year"]), int(month), int(found["day"])) if month else None
    except ValueError:
        return None


@dataclass(frozen=True)
class Above:
    """Periods that lines state: the one they can only mean, None when there is none, and all they may mean."""

    meant: tuple[date, date] | None
    possible: tuple[tuple[date, date], ...] = ()


def periods_above(lines: Iterable[str], date_order: str | None, *, taken: bool = False) -> Above:
    """The periods in lines above a table, each one line's text; `taken` where the rows are what was there on a day.

    Meant is the only range, or the only day where a word in front of it says that the rows are of it.
    """
    orders = (date_order,) if date_order else ("dmy", "mdy")
    told = [one for line in lines for one in _told_in(line, orders, AT_A_DAY if taken else OF_A_DAY)]
    ranges = {span for one in told if one.is_range for span in one.spans}
    sure = {span for one in told if one.is_sure for span in one.spans}
    every = tuple(dict.fromkeys(span for one in told for span in one.spans))
    alone = ranges or (sure if len(every) == 1 else set())
    return Above(next(iter(alone)) if len(alone) == 1 else None, every)


@dataclass(frozen=True)
class _Told:
    spans: tuple[tuple[date, date], ...]
    is_range: bool
    is_sure: bool


def _told_in(line: str, orders: Iterable[str | None], leading: re.Pattern[str]) -> Iterator[_Told]:
    found, place = list(A_DAY.finditer(line)), 0
    while place < len(found):
        one, other = found[place], found[place + 1] if place + 1 < len(found) else None
        if other and BETWEEN.fullmatch(line[one.end() : other.start()]):
            yield _Told(tuple(dict.fromkeys(_spans(one[0], other[0], orders))), is_range=True, is_sure=True)
            place += 2
        else:
            is_sure = any(match.end() == one.start() for match in leading.finditer(line))
            yield _Told(tuple(dict.fromkeys(_spans(one[0], one[0], orders))), is_range=False, is_sure=is_sure)
            place += 1


def _spans(first: str, last: str, orders: Iterable[str | None]) -> Iterator[tuple[date, date]]:
    for order in orders:
        one, other = _day_by(first, order), _day_by(last, order)
        if one and other and one <= other:
            yield one, other


def _day_by(text: str, order: str | None) -> date | None:
    """A day by an order of day and month, which decides where numbers with slashes or dashes leave it open."""
    by_order = (MONTH_FIRST if order == "mdy" else SLASHED).fullmatch(text)
    if by_order is None:
        return day_of(text)
    try:
        return date(int(by_order["year"]), int(by_order["month"]), int(by_order["day"]))
    except ValueError:
        return None
