"""Forecasts of sales: known answers, slow sellers, and how often the range holds the truth."""

import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import nbinom, poisson
from statsmodels.tsa.holtwinters import SimpleExpSmoothing

from funnel.maths.demand import FARTHEST, LEAST_SALES, SMOOTHING, STEADY, Demand, RunsOut, demands_of, runs_out


def demand_of(days: Sequence[float]) -> Demand | None:
    return demands_of([days])[0]


def runs_out_of(available: int, demand: Demand) -> RunsOut:
    return runs_out([available], [demand])[0]


def shops_days(products: int) -> list[list[float]]:
    """Days of products of every kind, some new, most never sold daily."""
    draw = np.random.default_rng(11)
    return [
        (draw.poisson(chance * 3, days) * draw.integers(1, 4)).astype(float).tolist()
        for chance, days in zip(draw.uniform(0.01, 1.5, products), draw.integers(20, 57, products), strict=True)
    ]


def level_of_statsmodels(values: Sequence[float]) -> float:
    start = float(np.mean(values))
    model = SimpleExpSmoothing(np.asarray(values), initialization_method="known", initial_level=start)
    with np.errstate(divide="ignore", invalid="ignore"):  # its information criteria of a perfect fit
        return float(model.fit(smoothing_level=SMOOTHING, optimized=False).forecast(1)[0])


def test_all_at_once_are_the_levels_of_statsmodels_one_by_one() -> None:
    series = [*shops_days(60), [2.0] * 40, [1.0, 0.0] * 14 + [0.0] * 28]
    steady = slow = 0
    for days, demand in zip(series, demands_of(series), strict=True):
        sales = [pieces for pieces in days if pieces]
        if len(days) < 28 or len(sales) < LEAST_SALES:
            assert demand is None
            continue
        assert demand is not None
        if len(sales) / len(days) >= STEADY:
            steady, expected = steady + 1, level_of_statsmodels(days)
        else:
            chance = level_of_statsmodels([float(pieces > 0) for pieces in days])
            slow, expected = slow + 1, chance * level_of_statsmodels(sales)
        assert demand.a_day == pytest.approx(expected, rel=1e-6, abs=1e-9)
        assert demand.variance == pytest.approx(max(np.var(days, ddof=1), expected), rel=1e-6)
    assert min(steady, slow) > 10


def test_all_at_once_are_the_days_of_scipys_distributions_one_by_one() -> None:
    told = [demand for demand in demands_of(shops_days(60)) if demand is not None] + [Demand(0.5, 0.0, 0.5)]
    stocks = np.random.default_rng(3).integers(1, 200, len(told)).tolist()
    ahead = np.arange(1, FARTHEST + 1)
    for pieces, demand, found in zip(stocks, told, runs_out(stocks, told), strict=True):
        mean, variance = ahead * demand.a_day, ahead * demand.variance + (ahead * demand.standard_error) ** 2
        if demand.standard_error:
            gone = nbinom.sf(pieces - 1, mean**2 / (variance - mean), mean / variance)
        else:
            gone = poisson.sf(pieces - 1, mean)
        ends = [int(np.argmax(gone >= share)) + 1 if gone.max() >= share else FARTHEST for share in (0.05, 0.5, 0.95)]
        assert found == RunsOut(*ends)


def test_a_steady_seller_of_two_a_day_is_expected_to_sell_two() -> None:
    demand = demand_of([2.0] * 40)
    assert demand is not None
    assert demand.a_day == pytest.approx(2.0)
    assert runs_out_of(60, demand).middle == pytest.approx(30, abs=1)


def test_a_slow_seller_sells_its_size_times_its_chance() -> None:
    # A sale of 3 pieces every fourth day: 0.75 a day, up to where in the rhythm the last day stands.
    demand = demand_of([3.0, 0.0, 0.0, 0.0] * 14)
    assert demand is not None
    assert demand.a_day == pytest.approx(0.75, rel=0.2)


def test_a_dying_product_fades() -> None:
    alive, dying = demand_of([1.0, 0.0] * 28), demand_of([1.0, 0.0] * 14 + [0.0] * 28)
    assert alive is not None
    assert dying is not None
    assert dying.a_day < alive.a_day / 4


def test_too_little_history_tells_nothing() -> None:
    assert demand_of([1.0] * 27) is None
    assert demand_of([0.0] * 50 + [5.0, 5.0]) is None
    assert demand_of([]) is None


def test_an_empty_shelf_is_empty_now_and_an_endless_one_never() -> None:
    demand = Demand(0.1, 0.02, 0.1)
    never = RunsOut(FARTHEST, FARTHEST, FARTHEST)
    assert runs_out([0, 5000, 3], [demand, demand, Demand(0.0, 0.0, 0.0)]) == [RunsOut(0, 0, 0), never, never]
    assert runs_out([], []) == []


@pytest.mark.parametrize(("chance", "size"), [(0.9, 3), (0.25, 1), (0.15, 4)])
def test_the_range_holds_the_day_in_about_nine_of_ten(chance: float, size: int) -> None:
    draw = np.random.default_rng(7)
    held = told = 0
    for _ in range(150):
        days = np.where(draw.random(56 + FARTHEST) < chance, draw.integers(1, size + 1, 56 + FARTHEST), 0)
        demand = demand_of(days[:56].astype(float))
        if demand is None:
            continue
        found = runs_out_of(20, demand)
        gone = int(np.searchsorted(np.cumsum(days[56:]), 20)) + 1
        told += 1
        held += found.early <= gone <= found.late
    assert told > 100
    assert 0.84 <= held / told <= 0.99


def test_nothing_of_it_is_imported_at_start() -> None:
    told = "import sys, funnel.cli; print('scipy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
