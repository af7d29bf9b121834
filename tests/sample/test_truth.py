"""The reckoning of true losses, on visits small enough to do by hand."""

import numpy as np
import pytest

from funnel.sample.chance import Chance
from funnel.sample.faults import ARRIVE, FAULTS, PURCHASE, number_of
from funnel.sample.truth import Worth, expected_by_visit, shares
from funnel.sample.walk import STEPS, Ground, chances_of_steps, reached


def ground_of(visits: int) -> Ground:
    numbers = np.vstack([Chance(1).uniform(f"test {step}", np.arange(visits)) for step in range(STEPS)])
    odds = np.zeros((STEPS, visits))
    odds[ARRIVE] = 60.0
    return Ground(odds, numbers)


def met_of(visits: int, *names: str) -> np.ndarray:
    met = np.zeros((visits, len(FAULTS)), dtype=np.bool_)
    met[:, [number_of(name) for name in names]] = True
    return met


def worth_of(visits: int) -> Worth:
    return Worth(np.full(visits, 1000), np.full(visits, 1000))


def test_a_single_fault_bears_all_it_costs() -> None:
    way, met, worth = ground_of(3), met_of(3, "payment_error"), worth_of(3)
    # Seven steps, the first certain: ½⁶ orders a visit without the fault, and e^−2.1 times the odds with it.
    with_fault = 0.5**5 * np.exp(-2.1) / (1 + np.exp(-2.1))
    assert shares(way, met, worth)[number_of("payment_error"), 0] == pytest.approx(3 * (0.5**6 - with_fault))


def test_faults_that_meet_share_what_they_cost_together() -> None:
    way, worth = ground_of(5), worth_of(5)
    names = ("ad_mismatch", "payment_error", "late_delivery")
    met = met_of(5, *names)
    nothing = np.zeros_like(met)
    together = (expected_by_visit(way, nothing, worth) - expected_by_visit(way, met, worth)).sum(axis=0)
    split = shares(way, met, worth)
    assert split.sum(axis=0) == pytest.approx(together)
    assert set(np.flatnonzero(split[:, 2])) == {number_of(name) for name in names}


def test_a_lost_click_never_arrives() -> None:
    way = ground_of(4)
    assert reached(way, met_of(4, "click_lost")).tolist() == [0, 0, 0, 0]
    assert chances_of_steps(way.odds, met_of(4, "click_lost"))[ARRIVE].max() < 1e-9


def test_switching_a_fault_off_loses_no_order() -> None:
    way = ground_of(5000)
    with_fault, without = reached(way, met_of(5000, "slow_page")), reached(way, met_of(5000))
    assert (without >= with_fault).all()
    assert (without > PURCHASE).sum() > (with_fault > PURCHASE).sum()


def test_chance_depends_on_place_alone() -> None:
    places = np.arange(1000)
    numbers = Chance(7).uniform("a draw", places)
    assert Chance(7).uniform("a draw", places[500:510]).tolist() == numbers[500:510].tolist()
    assert abs(np.corrcoef(numbers, Chance(7).uniform("another", places))[0, 1]) < 0.1
    assert Chance(8).uniform("a draw", places)[3] != numbers[3]
    assert abs(numbers.mean() - 0.5) < 0.03
