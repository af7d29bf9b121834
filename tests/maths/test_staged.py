"""A staged fix: unbiased under a common trend, silent without an effect, and honest about days that move apart."""

from statistics import fmean

import numpy as np
import pytest
import statsmodels.api as sm

from funnel.maths.staged import Day, change_over_time, staged_change

SHOPS = 200


def days_of(
    rng: np.random.Generator, effect: float, *, trend: float = 0.0, apart: float = 0.0, length: int = 28
) -> list[Day]:
    """Days of a shop whose two sides share weekday and trend; the fix multiplies the rate of one by 1 + effect."""
    found = []
    for number in range(2 * length):
        after = number >= length
        common = (1 + 0.15 * np.sin(number * 2 * np.pi / 7)) * np.exp(trend * number) * rng.lognormal(0, 0.05)
        fixed_x, other_x = rng.poisson(900), rng.poisson(1500)
        fixed = 0.02 * common * np.exp(apart * number) * (1 + effect * after)
        found.append(
            Day(
                bool(after),
                float(rng.poisson(fixed_x * fixed)),
                float(fixed_x),
                float(rng.poisson(other_x * 0.035 * common)),
                float(other_x),
            )
        )
    return found


def test_the_common_trend_is_not_taken_for_an_effect() -> None:
    rng = np.random.default_rng(1)
    found = [staged_change(days_of(rng, 0.15, trend=0.012)) for _ in range(SHOPS)]
    logs = [np.log1p(each.relative) for each in found if each]
    assert len(logs) == SHOPS
    assert abs(fmean(logs) - np.log(1.15)) <= 2 * np.std(logs) / np.sqrt(SHOPS)
    held = [each.relative_range.low <= 0.15 <= each.relative_range.high for each in found if each]
    assert 0.92 <= fmean(held) <= 0.99


def test_before_and_after_takes_the_trend_for_an_effect_which_is_why_it_is_called_weak() -> None:
    rng = np.random.default_rng(2)
    found = [change_over_time(days_of(rng, 0.0, trend=0.012)) for _ in range(20)]
    assert fmean(each.relative for each in found if each) > 0.2


def test_without_an_effect_hardly_any_is_seen() -> None:
    rng = np.random.default_rng(3)
    seen = [each.seen for _ in range(SHOPS) if (each := staged_change(days_of(rng, 0.0)))]
    assert fmean(seen) <= 0.08


def test_the_same_difference_as_a_poisson_regression() -> None:
    days = days_of(np.random.default_rng(4), 0.2)
    y = [value for day in days for value in (day.fixed_y, day.other_y)]
    x = [value for day in days for value in (day.fixed_x, day.other_x)]
    columns = [[1.0, side, day.after, side * day.after] for day in days for side in (1.0, 0.0)]
    model = sm.GLM(y, np.array(columns, dtype=float), family=sm.families.Poisson(), exposure=x).fit()
    found = staged_change(days)
    assert found is not None
    assert np.log1p(found.relative) == pytest.approx(model.params[3], abs=1e-6)


def test_sides_that_moved_apart_before_the_fix_are_told() -> None:
    apart = staged_change(days_of(np.random.default_rng(5), 0.0, apart=0.03))
    alike = staged_change(days_of(np.random.default_rng(6), 0.3))
    assert apart is not None
    assert apart.moved_apart_before
    assert alike is not None
    assert not alike.moved_apart_before


def test_a_few_days_or_an_empty_side_say_nothing() -> None:
    days = days_of(np.random.default_rng(7), 0.2, length=6)
    assert staged_change(days) is None
    assert staged_change([Day(number > 9, 1, 10) for number in range(20)]) is None
