"""Split tests: our ranges against an independent library (tea-tasting), their coverage, and daily peeking."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
import tea_tasting as tt
from tea_tasting.aggr import Aggregates

from funnel.maths.lift import ArmSums, always_valid, lift_of, visits_needed

Floats = npt.NDArray[np.float64]
EXPERIMENTS = 200


def sums_of(y: Floats, x: Floats) -> ArmSums:
    return ArmSums(len(y), y.sum(), x.sum(), (y * y).sum(), (x * x).sum(), (x * y).sum())


def arm(rng: np.random.Generator, units: int, rate: float, spend: float = 90.0) -> tuple[Floats, Floats, Floats]:
    """Visits, orders and money of so many visitors; who visits often buys more often, money has a heavy tail."""
    visits = rng.geometric(0.6, units).astype(float)
    keen = rng.gamma(4.0, 0.25, units)
    orders = rng.binomial(visits.astype(int), np.minimum(1, rate * keen)).astype(float)
    money = orders * rng.lognormal(np.log(spend), 0.7, units)
    return visits, orders, money


def library_reading(arms: Sequence[tuple[Floats, Floats]]) -> tt.RatioOfMeans:
    aggregates = [
        Aggregates(
            count_=len(y),
            mean_={"y": y.mean(), "x": x.mean()},
            var_={"y": y.var(ddof=1), "x": x.var(ddof=1)},
            cov_={("x", "y"): float(np.cov(x, y)[0, 1])},
        )
        for y, x in arms
    ]
    metric = tt.RatioOfMeans("y", "x", use_t=False, confidence_level=0.95)
    return metric.analyze_aggregates(*aggregates)


@pytest.mark.parametrize("money", [False, True])
def test_ranges_are_those_of_tea_tasting(money: bool) -> None:
    rng = np.random.default_rng(7)
    (x0, o0, m0), (x1, o1, m1) = arm(rng, 4_000, 0.03), arm(rng, 4_100, 0.034)
    pairs = [(m0, x0), (m1, x1)] if money else [(o0, x0), (o1, x1)]
    found = lift_of(*(sums_of(*pair) for pair in pairs))
    told = library_reading(pairs)
    assert found is not None
    assert found.relative_range is not None
    assert found.control == pytest.approx(told.control)
    assert found.relative == pytest.approx(told.rel_effect_size)
    assert found.p == pytest.approx(told.pvalue, rel=1e-9)
    assert (found.difference_range.low, found.difference_range.high) == pytest.approx(
        (told.effect_size_ci_lower, told.effect_size_ci_upper), rel=1e-9
    )
    assert (found.relative_range.low, found.relative_range.high) == pytest.approx(
        (told.rel_effect_size_ci_lower, told.rel_effect_size_ci_upper), rel=1e-9
    )


def test_ranges_cover_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(20261122)
    held = 0
    for _ in range(5 * EXPERIMENTS):
        (x0, o0, _), (x1, o1, _) = arm(rng, 3_000, 0.04), arm(rng, 3_000, 0.04 * 1.2)
        found = lift_of(sums_of(o0, x0), sums_of(o1, x1))
        assert found is not None
        held += found.difference_range.low <= 0.008 <= found.difference_range.high
    assert 0.93 <= held / (5 * EXPERIMENTS) <= 0.97


def test_looking_every_day_calls_a_difference_in_no_more_than_five_of_a_hundred_tests_without_one() -> None:
    rng = np.random.default_rng(5)
    days, a_day = 28, 250
    called = 0
    for _ in range(EXPERIMENTS):
        arms = [arm(rng, days * a_day, 0.04) for _ in range(2)]
        looks = [
            always_valid(found, day / days)
            for day in range(1, days + 1)
            if (found := lift_of(*(sums_of(o[: day * a_day], x[: day * a_day]) for x, o, _ in arms))) is not None
        ]
        called += any(not look.holds_zero for look in looks)
    assert called / EXPERIMENTS <= 0.05


def test_a_range_for_daily_looks_is_wider_than_one_for_a_single_look() -> None:
    rng = np.random.default_rng(3)
    (x0, o0, _), (x1, o1, _) = arm(rng, 3_000, 0.04), arm(rng, 3_000, 0.05)
    found = lift_of(sums_of(o0, x0), sums_of(o1, x1))
    assert found is not None
    at_plan, early = always_valid(found, 1.0), always_valid(found, 0.1)
    assert early.high - early.low > at_plan.high - at_plan.low > 2 * 1.96 * found.scale


def test_the_visits_asked_for_find_the_difference_four_times_of_five() -> None:
    rng = np.random.default_rng(11)
    x, o, _ = arm(rng, 200_000, 0.04)
    needed = visits_needed(sums_of(o, x), 0.25)
    assert needed is not None
    per_arm = round(needed / 2 / x.mean())
    seen = 0
    for _ in range(EXPERIMENTS):
        (x0, o0, _), (x1, o1, _) = arm(rng, per_arm, 0.04), arm(rng, per_arm, 0.05)
        found = lift_of(sums_of(o0, x0), sums_of(o1, x1))
        seen += found is not None and found.p < 0.05
    assert 0.72 <= seen / EXPERIMENTS <= 0.88


def test_swapping_the_arms_flips_the_difference() -> None:
    a, b = ArmSums(100, 10, 120, 12, 170, 14), ArmSums(110, 15, 125, 18, 180, 19)
    there, back = lift_of(a, b), lift_of(b, a)
    assert there is not None
    assert back is not None
    assert there.difference == -back.difference
    assert (1 + (there.relative or 0)) * (1 + (back.relative or 0)) == pytest.approx(1)


def test_what_cannot_be_divided_is_not_told() -> None:
    nothing, something = ArmSums(0, 0, 0, 0, 0, 0), ArmSums(10, 1, 10, 1, 10, 1)
    assert lift_of(nothing, something) is None
    assert visits_needed(nothing, 0.1) is None
    one = lift_of(ArmSums(1, 0, 1, 0, 1, 0), something)
    assert one is not None
    assert one.relative is None
    assert one.p == 1.0
