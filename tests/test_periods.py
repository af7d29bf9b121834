"""Periods are whole days; the one before starts on the same weekday and never overlaps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.errors import WrongUse
from funnel.periods import Period, first_immature_day, last_full_week, monday_of, weekday_matched_before

some_days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
periods = st.builds(lambda start, days: Period(start, start + timedelta(days=days)), some_days, st.integers(0, 400))


@given(periods)
def test_the_period_before_has_the_same_weekdays_and_does_not_overlap(period: Period) -> None:
    before = weekday_matched_before(period)
    assert before.days == period.days
    assert before.start.weekday() == period.start.weekday()
    assert before.end < period.start
    assert (period.start - before.end).days <= 7


@given(some_days)
def test_the_last_full_week_runs_monday_to_sunday_and_is_over(newest: date) -> None:
    week = last_full_week(newest)
    assert (week.start.weekday(), week.end.weekday(), week.days) == (0, 6, 7)
    assert week.end <= newest < week.end + timedelta(days=7)


@given(some_days)
def test_monday_of_the_week(day: date) -> None:
    assert monday_of(day).weekday() == 0
    assert monday_of(day) <= day < monday_of(day) + timedelta(days=7)


@pytest.mark.parametrize(("late", "first"), [(0, date(2026, 9, 11)), (1, date(2026, 9, 10)), (2, date(2026, 9, 9))])
def test_the_newest_days_are_immature(late: int, first: date) -> None:
    assert first_immature_day(date(2026, 9, 10), late) == first


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(WrongUse, match="cannot end"):
        Period(date(2026, 9, 2), date(2026, 9, 1))


def test_a_period_cut_at_a_day() -> None:
    period = Period(date(2026, 9, 1), date(2026, 9, 10))
    assert period.until(date(2026, 9, 4)) == Period(date(2026, 9, 1), date(2026, 9, 4))
    assert period.until(date(2026, 9, 30)) == period
    assert period.until(date(2026, 8, 31)) is None
    assert period.holds(date(2026, 9, 10))
    assert not period.holds(date(2026, 9, 11))
