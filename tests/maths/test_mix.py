"""Mix against rate: both effects of all segments add up to the change, whichever segments come and go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.maths.mix import Part, mix_and_rate, rate_of, whole_of

GOOD, POOR = ("email",), ("social",)
COUNTS = st.lists(st.integers(0, 900), min_size=8, max_size=8)


def period_of(counts: list[int]) -> dict[tuple[str, ...], Part]:
    """Four segments, the first never empty."""
    pairs = zip("abcd", counts[::2], counts[1::2], strict=True)
    return {(name,): Part(visits + (name == "a"), min(visits, buying)) for name, visits, buying in pairs}


def test_more_visits_of_a_poor_channel_are_mix_alone() -> None:
    before = {GOOD: Part(100, 10), POOR: Part(100, 2)}
    now = {GOOD: Part(100, 10), POOR: Part(300, 6)}
    effects = mix_and_rate(before, now)
    assert [effects[key].rate for key in (GOOD, POOR)] == [0, 0]
    assert effects[GOOD].mix + effects[POOR].mix == pytest.approx(16 / 400 - 12 / 200)


def test_the_same_visits_buying_less_are_rate_alone() -> None:
    before, now = {GOOD: Part(100, 10), POOR: Part(100, 2)}, {GOOD: Part(50, 3), POOR: Part(50, 1)}
    effects = mix_and_rate(before, now)
    assert [effects[key].mix for key in (GOOD, POOR)] == [0, 0]
    assert effects[GOOD].rate == pytest.approx(0.5 * (0.06 - 0.10))


def test_a_segment_that_went_has_changed_the_mix_alone() -> None:
    before, now = {GOOD: Part(100, 10), POOR: Part(100, 2)}, {GOOD: Part(100, 10)}
    effects = mix_and_rate(before, now)
    assert effects[POOR].rate == 0
    assert effects[POOR].mix + effects[GOOD].mix + effects[GOOD].rate == pytest.approx(0.04)


@given(COUNTS, COUNTS)
def test_effects_add_up_to_the_change(first: list[int], second: list[int]) -> None:
    before, now = period_of(first), period_of(second)
    effects = mix_and_rate(before, now).values()
    change = rate_of(whole_of(now)) - rate_of(whole_of(before))
    assert sum(one.mix + one.rate for one in effects) == pytest.approx(change, abs=1e-9)
