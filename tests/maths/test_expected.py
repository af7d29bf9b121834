"""What like visits bring on average, countable on fingers."""

import pytest

from funnel.maths.expected import Brought, Expected, expected_of, short_of

EVERY = {("email",): Brought(10, 100.0, 2_000.0), ("direct",): Brought(4, 8.0, 64.0), ("none",): Brought(0, 0.0, 0.0)}


def test_every_kind_of_visit_is_expected_to_bring_its_own_average() -> None:
    expected = expected_of({("email",): 5, ("direct",): 1}, EVERY)
    assert (expected.money, expected.variance) == (52.0, 1_016.0)


def test_all_visits_together_are_short_of_nothing() -> None:
    expected = expected_of({kind: part.visits for kind, part in EVERY.items()}, EVERY)
    assert short_of(expected, 108.0).money == 0


def test_the_range_reaches_as_far_to_both_sides_as_chance_does() -> None:
    short = short_of(Expected(52.0, 100.0), 40.0)
    assert (short.low, short.money, short.high) == pytest.approx((12 - 16.449, 12.0, 12 + 16.449), abs=0.001)
