"""Ranges, chances and labels against published tables and hand counts."""

import math

import numpy as np
import pytest

from funnel.maths.firmness import Firmness, Verdict, cannot_speak, e_value, firmness_of, verdicts
from funnel.maths.ranges import Range, error_over_days, range_around, t_quantile, t_tail
from funnel.maths.ratios import Ratio
from funnel.maths.spread import between_groups
from funnel.maths.unlike import shrunk


@pytest.mark.parametrize(
    ("freedom", "published"), [(0, 1.6449), (1, 6.3138), (2, 2.9200), (6, 1.9432), (13, 1.7709), (27, 1.7033)]
)
def test_t_quantiles_of_the_tables(freedom: int, published: float) -> None:
    assert t_quantile(0.95, freedom) == pytest.approx(published, abs=5e-5)
    assert t_tail(published, freedom) == pytest.approx(0.05, abs=1e-5)
    assert t_tail(-published, freedom) == pytest.approx(0.95, abs=1e-5)


def test_leaving_out_days_of_a_mean_gives_its_standard_error() -> None:
    days = np.array([3.0, 5.0, 10.0])
    left_out = (days.sum() - days) / 2
    assert error_over_days(left_out) == pytest.approx(days.std(ddof=1) / math.sqrt(3))
    assert error_over_days(left_out[:1]) == 0


def test_a_range_without_error_is_the_effect() -> None:
    assert range_around(5.0, 0.0, 13) == Range(5.0, 5.0, 5.0, 0.5, 0.5)
    around = range_around(10.0, 2.0, 13)
    assert (around.low, around.high) == pytest.approx((10 - 3.5419, 10 + 3.5419), abs=1e-3)


def test_e_value_by_hand() -> None:
    assert e_value(math.log(0.5)) == pytest.approx(2 + math.sqrt(2))
    assert e_value(0.0) == 1.0
    labels = [firmness_of(math.log(ratio)) for ratio in (0.95, 0.85, 0.6)]
    assert labels == [Firmness.FRAGILE, Firmness.MODERATE, Firmness.FIRM]


def _ratio(log_ratio: float, error: float, *, met: float = 100, with_like: float = 100, unmeasured: float = 0) -> Ratio:
    return Ratio(np.array([log_ratio]), error, met, with_like, 20, 40, 500, unmeasured, 1000)


def test_what_may_be_said() -> None:
    fair, sure = _ratio(-0.5, 0.1), Range(50, 40, 60, 1e-6, 1.0)
    found = verdicts(
        [
            sure,
            Range(5, 4, 6, 1e-6, 1),
            Range(5, -1, 11, 0.2, 0.8),
            Range(-5, -9, 1, 0.9, 0.1),
            Range(-9, -12, -6, 1, 1e-6),
        ],
        [cannot_speak([fair])] * 5,
        1000.0,
    )
    assert found == (
        Verdict.SURE,
        Verdict.SURE_BUT_SMALL,
        Verdict.WITHIN_NOISE,
        Verdict.NO_LOSS_FOUND,
        Verdict.CHECK_FLAG,
    )


def test_a_claim_worth_acting_on_must_be_beyond_half_of_what_is_worth_acting_on() -> None:
    clear, large, small = (range_around(effect, 5.0, 27) for effect in (17.0, 12.0, 9.9))
    assert verdicts([large], [None], 1000.0) == (Verdict.WITHIN_NOISE,)
    assert verdicts([small], [None], 1000.0) == (Verdict.SURE_BUT_SMALL,)
    assert verdicts([clear], [None], 1000.0) == (Verdict.SURE,)
    assert clear.chance_above(5.0) == pytest.approx(t_tail(12 / 5, 27))
    assert range_around(12.0, 0.0, 27).chance_above(5.0) == 0.5


def test_what_cannot_be_said() -> None:
    nothing = Range(0, 0, 0, 0.5, 0.5)
    silent = [
        _ratio(0, 0, met=0, with_like=0, unmeasured=1000),
        _ratio(0, 0, met=0, with_like=0),
        _ratio(-0.5, 0.1, met=20, with_like=20),
        _ratio(-0.5, 0.1, met=100, with_like=60),
    ]
    assert verdicts([nothing] * 4, [cannot_speak([one]) for one in silent], 1000.0) == (
        Verdict.NOT_MEASURED,
        Verdict.NOBODY_MET,
        Verdict.TOO_FEW,
        Verdict.NO_FAIR_COMPARISON,
    )


def test_between_groups_by_hand() -> None:
    # Weights 100: mean ½, Q = 100 · (¼ + ¼) = 50; (50 − 1) / (200 − 20000 / 200) = 0.49
    assert between_groups(np.array([0.0, 1.0]), np.array([0.01, 0.01])) == pytest.approx(0.49)
    assert between_groups(np.array([0.0, 0.1]), np.array([0.01, 0.01])) == 0
    assert between_groups(np.array([1.0]), np.array([0.01])) == 0


def test_groups_are_drawn_towards_the_shop() -> None:
    drawn = shrunk([_ratio(0.0, 0.1), _ratio(1.0, 0.1), _ratio(9.0, 0.1, met=1, with_like=1)], np.array([0.5]))
    # Share of its own 0.49 / (0.49 + 0.01) = 0.98; a group without a fair comparison takes the shop's.
    assert drawn[:, 0] == pytest.approx([0.01, 0.99, 0.5])
