"""Matched ratios, counted by hand."""

import numpy as np
import pytest

from funnel.errors import WrongUse
from funnel.maths.cells import Cells, Factor, tables_of
from funnel.maths.ratios import Ratio, ratios_at
from funnel.terms import Group
from tests.maths.rows import ONE, counts_of, money_of, one_step

DAY = np.ones((1, 1, 1))


def _ratio(*rows: tuple[int, ...], bit: int = 0) -> Ratio:
    return ratios_at(tables_of(one_step(rows, 100.0)).steps[0], DAY)[bit]


def test_one_set_by_hand() -> None:
    ratio = _ratio((0, 1, 0, 100, 20), (0, 0, 0, 300, 120))
    # R = 20 · 300 / 400 = 15, S = 120 · 100 / 400 = 30
    assert ratio.log_ratio[0] == pytest.approx(np.log(15.5 / 30.5))
    # (100 · 300 · 140 − 20 · 120 · 400) / 400² / (15 · 30) = 20.25 / 450
    assert ratio.standard_error == pytest.approx(np.sqrt(0.045))
    assert (ratio.met, ratio.met_with_like, ratio.like) == (100, 100, 300)
    assert ratio.expected == pytest.approx(100 * 120 / 300)


def test_strata_are_not_mixed() -> None:
    # Strong visits meet it rarely, weak ones often; within each, it does nothing.
    ratio = _ratio((0, 1, 0, 100, 50), (0, 0, 0, 900, 450), (1, 1, 0, 900, 90), (1, 0, 0, 100, 10))
    # R = 50 · 900 / 1000 + 90 · 100 / 1000 = 54 = S
    assert ratio.log_ratio[0] == pytest.approx(0.0)


def test_other_problems_are_held_alike() -> None:
    # Who met problem 0 often met problem 1 too, which halves the rate; problem 0 alone does nothing.
    ratio = _ratio((0, 0, 0, 500, 200), (0, 1, 0, 100, 40), (0, 2, 0, 100, 20), (0, 3, 0, 400, 80))
    # Half a visit is added to both sides of every ratio, hence not exactly 0.
    assert ratio.log_ratio[0] == pytest.approx(0.0, abs=0.005)


def test_what_is_not_measured_is_never_a_comparison() -> None:
    ratio = _ratio((0, 1, 0, 100, 20), (0, 0, 0, 100, 40), (0, 0, 1, 800, 0))
    assert ratio.log_ratio[0] == pytest.approx(np.log(10.5 / 20.5))
    assert (ratio.unmeasured, ratio.at_risk) == (800, 1000)


def test_not_measuring_another_problem_makes_another_stratum() -> None:
    ratio = _ratio((0, 1, 0, 100, 20), (0, 0, 2, 100, 40))
    assert (ratio.met, ratio.met_with_like, ratio.comparable) == (100, 0, 0.0)
    assert not ratio.fair


def test_nobody_met_it() -> None:
    ratio = _ratio((0, 0, 0, 100, 20))
    assert (ratio.log_ratio[0], ratio.standard_error, ratio.met, ratio.comparable) == (0.0, 0.0, 0.0, None)
    assert not ratio.fair


@pytest.mark.parametrize(
    ("met", "like", "fair"),
    [
        ((30, 5), (90, 30), True),  # 30 visits, 30 · 30 / 90 = 10 expected
        ((29, 5), (87, 30), False),  # 29 visits
        ((30, 5), (90, 29), False),  # 9.67 expected
    ],
)
def test_floors(met: tuple[int, int], like: tuple[int, int], *, fair: bool) -> None:
    assert _ratio((0, 1, 0, *met), (0, 0, 0, *like)).fair is fair


def test_a_comparison_with_too_few_of_those_who_met_it_is_not_fair() -> None:
    # 69 of 100 have a like visit; the other stratum was met by all.
    ratio = _ratio((0, 1, 0, 69, 20), (0, 0, 0, 100, 50), (1, 1, 0, 31, 5))
    assert ratio.comparable == pytest.approx(0.69)
    assert not ratio.too_few
    assert not ratio.fair


@pytest.mark.parametrize(
    "row", [(0, 1, 1, 10, 5), (0, 0, 0, 10, 11), (0, 4, 0, 10, 5)], ids=["met and unmeasured", "more on", "no factor"]
)
def test_impossible_cells_are_refused(row: tuple[int, ...]) -> None:
    with pytest.raises(WrongUse, match="that cannot be"):
        one_step([row], 100.0)


def test_visits_of_different_spans_are_never_compared() -> None:
    # Nobody met it on the first day, everybody on the second: before and after is not a comparison of like visits.
    counts = counts_of([(0, 1, 0, 0, 0, 0, 500, 250), (0, 2, 0, 0, 1, 0, 500, 50)])
    money = money_of([(day, 0, 500, 50, 50, 50.0) for day in (1, 2)])
    table = tables_of(Cells(("view_item",), 1, (Factor("slow_page", Group.SITE, ("view_item",)),), ONE, counts, money))
    apart, together = np.eye(2)[:, None, :], np.ones((1, 1, 2))
    assert not ratios_at(table.steps[0], apart)[0].fair
    assert ratios_at(table.steps[0], together)[0].log_ratio[0] == pytest.approx(np.log(25.5 / 125.5))
