"""Which of a marketplace's reports count: several of the same days are the same cards, and are never added."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from funnel.periods import Period


@dataclass(frozen=True)
class CardReport:
    """One feed's report of one marketplace over one day or one longer period."""

    marketplace: str
    feed: str
    day: date
    day_to: date
    products: int = 0
    measured: int = 0
    """Number of steps it states."""

    @property
    def days(self) -> tuple[date, ...]:
        """Every day it covers."""
        return tuple(self.day + timedelta(days=number) for number in range((self.day_to - self.day).days + 1))

    @property
    def is_of_a_day(self) -> bool:
        """Whether it covers one day only."""
        return self.day == self.day_to

    def lies_in(self, period: Period) -> bool:
        """Whether all its days are in the period."""
        return period.start <= self.day and self.day_to <= period.end

    def overlaps(self, other: "CardReport") -> bool:
        """Whether both cover some day."""
        return self.day <= other.day_to and other.day <= self.day_to


Fits = Callable[[CardReport], bool]


def counted_reports(reports: Iterable[CardReport], fits: Fits) -> tuple[CardReport, ...]:
    """Reports of every marketplace that cover the most days without covering a day twice.

    Of a day, the report with most cards counts. A longer report counts, and takes the place of the days inside it,
    unless reports of days cover it whole.
    """
    fitting = sorted((one for one in reports if fits(one)), key=lambda one: one.marketplace)
    return tuple(
        chosen for _, group in groupby(fitting, key=lambda one: one.marketplace) for chosen in _of_one(list(group))
    )


def _of_one(reports: Sequence[CardReport]) -> list[CardReport]:
    of_days: dict[date, CardReport] = {}
    for one in sorted((one for one in reports if one.is_of_a_day), key=_worth):
        of_days.setdefault(one.day, one)
    longer: list[CardReport] = []
    for one in sorted((one for one in reports if not one.is_of_a_day), key=lambda one: (-len(one.days), *_worth(one))):
        if not any(one.overlaps(taken) for taken in longer) and not all(day in of_days for day in one.days):
            longer.append(one)
    kept = [one for one in of_days.values() if not any(one.overlaps(taken) for taken in longer)]
    return sorted((*kept, *longer), key=lambda one: (one.day, one.feed))


def _worth(one: CardReport) -> tuple[int, int, date, str]:
    return -one.products, -one.measured, one.day, one.feed


def columns_of(reports: Sequence[CardReport]) -> dict[str, object]:
    """The reports side by side, as the queries take them."""
    return {
        "marketplaces": [one.marketplace for one in reports],
        "feeds": [one.feed for one in reports],
        "days": [one.day for one in reports],
        "days_to": [one.day_to for one in reports],
    }
