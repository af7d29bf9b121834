"""Time zones as plain arithmetic: the offsets of a zone over some years, in order, as one CASE expression.

A time shown twice by the clock is its first occurrence; a time the clock skipped counts on from before the gap.
Both are what Python's zoneinfo calls fold 0.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1970, 2100
HAS_TIME = r":|^\s*\d{5}[.,]\d|^\s*\d{12,14}\s*$"
"""In a text that states a day: a clock time, part of a spreadsheet's day, or a time right behind the day."""


@dataclass(frozen=True)
class Change:
    """At `moment` (UTC, naive) the offset in seconds goes from `before` to `after`."""

    moment: datetime
    before: int
    after: int

    @property
    def local(self) -> datetime:
        """First clock time that is read with the new offset."""
        return self.moment + timedelta(seconds=max(self.before, self.after))


@cache
def changes_of(zone: str, first_year: int, last_year: int) -> tuple[int, tuple[Change, ...]]:
    """Offset in seconds at the start of `first_year`, and every change until the end of `last_year`."""
    start = datetime(max(first_year, FIRST_YEAR), 1, 1)  # noqa: DTZ001
    end = datetime(min(last_year, LAST_YEAR) + 1, 1, 2)  # noqa: DTZ001
    found: list[Change] = []
    day = start
    while day < end:
        following = day + timedelta(days=1)
        before, after = _offset(zone, day), _offset(zone, following)
        if before != after:
            found.append(Change(_moment_of_change(zone, day, following), before, after))
        day = following
    return _offset(zone, start), tuple(found)


def _moment_of_change(zone: str, low: datetime, high: datetime) -> datetime:
    before = _offset(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high


def _offset(zone: str, moment: datetime) -> int:
    offset = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def utc_sql(local: str, zone: str, years: tuple[int, int]) -> str:
    """SQL of the UTC moment of the clock time `local` (an SQL expression) in `zone`."""
    return _shifted(local, zone, years, sign="-", of_clock=True)


def stated_sql(local: str, text: str, zones: tuple[str, str], years: tuple[int, int], has_time: str) -> str:
    """SQL of the UTC moment of the clock time `local` that `text` states; `zones` are the source's and the shop's.

    A day without a time is that day of the shop, wherever its source stands; `has_time` tells it, as HAS_TIME does.
    """
    timed = utc_sql(local, zones[0], years)
    if zones[0] == zones[1]:
        return timed
    return f"case when regexp_matches({text}, {has_time}) then {timed} else {utc_sql(local, zones[1], years)} end"


def local_sql(moment: str, zone: str, years: tuple[int, int]) -> str:
    """SQL of the clock time in `zone` at the UTC moment `moment` (an SQL expression)."""
    return _shifted(moment, zone, years, sign="+", of_clock=False)


def _shifted(time: str, zone: str, years: tuple[int, int], sign: str, of_clock: bool) -> str:
    if zone == "UTC":
        return time
    first, changes = changes_of(zone, years[0] - 1, years[1] + 1)
    if not changes:
        return f"({time} {sign} interval '{first} seconds')"
    branches = " ".join(
        f"when {time} >= timestamp '{(change.local if of_clock else change.moment).isoformat(sep=' ')}' "
        f"then {time} {sign} interval '{change.after} seconds'"
        for change in reversed(changes)
    )
    return f"case {branches} else {time} {sign} interval '{first} seconds' end"
