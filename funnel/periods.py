"""Periods of whole days in the shop's zone: weeks, the weekday-matched comparison, maturity."""

from dataclasses import dataclass
from datetime import date, timedelta

from funnel.errors import WrongUse, sentence

WEEK = 7


@dataclass(frozen=True, order=True)
class Period:
    """Whole days from `start` to `end`, both included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise WrongUse(
                sentence("A period cannot end ({end}) before it starts ({start}).", end=self.end, start=self.start)
            )

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def shifted(self, days: int) -> "Period":
        """The same length, `days` later (earlier when negative)."""
        step = timedelta(days=days)
        return Period(self.start + step, self.end + step)

    def until(self, last: date) -> "Period | None":
        """The part up to `last`, or None when nothing is left."""
        return Period(self.start, min(self.end, last)) if last >= self.start else None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.start <= day <= self.end


def monday_of(day: date) -> date:
    """First day of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def last_full_week(newest: date) -> Period:
    """The newest Monday-to-Sunday week that is over on `newest`."""
    sunday = newest - timedelta(days=(newest.weekday() + 1) % WEEK)
    return Period(sunday - timedelta(days=WEEK - 1), sunday)


def weekday_matched_before(period: Period) -> Period:
    """The nearest earlier period of equal length that starts on the same weekday and does not overlap."""
    weeks = -(-period.days // WEEK)
    return period.shifted(-weeks * WEEK)


def whole_weeks(period: Period, first: date | None, last: date | None) -> tuple[date, date]:
    """First and last day of the whole weeks of a period, last before first when it has none.

    A week that only the days there are (`first` to `last`) cut short is whole.
    """
    start = first if first is not None and period.start <= first else period.start + timedelta(days=WEEK - 1)
    end = last if last is not None and period.end >= last else period.end - timedelta(days=WEEK - 1)
    weeks = (monday_of(start), monday_of(end) + timedelta(days=WEEK - 1))
    return weeks if weeks[0] <= weeks[1] else no_weeks(period)


def no_weeks(period: Period) -> tuple[date, date]:
    """No week at all, last day before first: every day of the period is asked by itself."""
    return period.end + timedelta(days=1), period.start - timedelta(days=1)


def first_immature_day(newest: date, late_days: int) -> date:
    """First day still filling up when data reach `newest`; the day after `newest` when late_days is 0."""
    return newest - timedelta(days=late_days - 1)


def full_days(period: Period, newest: date, late_days: int) -> Period:
    """The days of `period` that no longer fill up; a period without any is taken as it is."""
    return period.until(first_immature_day(newest, late_days) - timedelta(days=1)) or period
