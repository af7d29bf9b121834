"""Forecasts of sales: known answers, slow sellers, and how often the range holds the truth."""

import subprocess
import sys

import numpy as np
import pytest

from funnel.maths.demand import FARTHEST, Demand, RunsOut, demand_of, runs_out


def test_a_steady_seller_of_two_a_day_is_expected_to_sell_two() -> None:
    demand = demand_of([2.0] * 40)
    assert demand is not None
    assert demand.a_day == pytest.approx(2.0)
    assert runs_out(60, demand).middle == pytest.approx(30, abs=1)


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
    assert runs_out(0, demand) == RunsOut(0, 0, 0)
    assert runs_out(5000, demand) == RunsOut(FARTHEST, FARTHEST, FARTHEST)
    assert runs_out(3, Demand(0.0, 0.0, 0.0)).early == FARTHEST


@pytest.mark.parametrize(("chance", "size"), [(0.9, 3), (0.25, 1), (0.15, 4)])
def test_the_range_holds_the_day_in_about_nine_of_ten(chance: float, size: int) -> None:
    draw = np.random.default_rng(7)
    held = told = 0
    for _ in range(150):
        days = np.where(draw.random(56 + FARTHEST) < chance, draw.integers(1, size + 1, 56 + FARTHEST), 0)
        demand = demand_of(days[:56].astype(float))
        if demand is None:
            continue
        found = runs_out(20, demand)
        gone = int(np.searchsorted(np.cumsum(days[56:]), 20)) + 1
        told += 1
        held += found.early <= gone <= found.late
    assert told > 100
    assert 0.84 <= held / told <= 0.99


def test_nothing_of_it_is_imported_at_start() -> None:
    told = "import sys, funnel.cli; print([name for name in ('statsmodels', 'scipy') if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
