"""Is a difference more than chance? Known values, known traps, and what must hold for any counts."""

from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.maths.differences import (
    Change,
    chance_of_difference,
    enough,
    outside_noise,
    real_changes,
    wilson_band,
)

counts = st.integers(0, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


def test_two_proportions_agree_with_the_textbook() -> None:
    # 40/100 against 60/100: z = 2.8284, two-sided p = 0.004678
    assert isclose(chance_of_difference(40, 100, 60, 100), 0.004678, abs_tol=1e-6)


@pytest.mark.parametrize("told", [(0, 0, 1, 10), (0, 10, 0, 10), (10, 10, 7, 7)])
def test_without_spread_or_base_nothing_is_outside_chance(told: tuple[int, int, int, int]) -> None:
    assert chance_of_difference(*told) == 1.0


@given(counts, counts)
def test_chance_is_a_probability_and_the_same_both_ways(now: tuple[int, int], before: tuple[int, int]) -> None:
    chance = chance_of_difference(*now, *before)
    assert 0 <= chance <= 1
    assert isclose(chance, chance_of_difference(*before, *now))


def test_benjamini_hochberg_keeps_all_up_to_the_last_that_passes() -> None:
    assert outside_noise([0.04, 0.01, 0.9, 0.07], 0.10) == (True, True, False, True)
    assert outside_noise([0.2, 0.5], 0.10) == (False, False)
    assert outside_noise([], 0.10) == ()


def test_alike_segments_are_hardly_ever_called_different() -> None:
    alike = [Change((str(place),), 300, 10_000, 300 + place, 10_000) for place in range(10)]
    assert real_changes(alike) == ()


def test_few_visits_are_not_judged() -> None:
    assert not enough(29, 1000)
    assert not enough(1000, None)
    assert real_changes([Change(("a",), 0, 29, 1000, 1000)]) == ()


def test_effect_counts_orders() -> None:
    change = Change(("purchase",), 48, 100, 61, 100, weight=0.5)
    assert isclose(change.effect, -6.5)


def test_wilson_band_holds_the_share_and_stays_inside() -> None:
    low, high = wilson_band(5, 100) or (0, 0)
    assert isclose(low, 0.0247, abs_tol=5e-4)
    assert isclose(high, 0.0992, abs_tol=5e-4)
    assert wilson_band(0, 0) is None


@given(counts.filter(lambda told: told[1] > 0))
def test_wilson_band_surrounds_its_share(told: tuple[int, int]) -> None:
    low, high = wilson_band(*told) or (1.0, 0.0)
    assert 0 <= low <= told[0] / told[1] + 1e-12
    assert told[0] / told[1] - 1e-12 <= high <= 1
