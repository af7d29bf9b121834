"""Signs of a cause no column shows, counted by hand."""

from dataclasses import replace

import numpy as np
import pytest

from funnel.maths.cells import Cells, Factor, tables_of
from funnel.maths.losses import Measure
from funnel.maths.reckoning import factor_lines, reckon
from funnel.maths.unseen import LARGEST, together_of, unseen_of
from funnel.terms import Group
from tests.maths.rows import one_step

DAY = np.array([0])
BY_CHANCE = ((0, 0, 0, 8100, 4050), (0, 1, 0, 900, 300), (0, 2, 0, 900, 360), (0, 3, 0, 100, 25))
"""A tenth met each problem, a hundredth both."""
TOGETHER = ((0, 0, 0, 8150, 4050), (0, 1, 0, 850, 300), (0, 2, 0, 850, 360), (0, 3, 0, 150, 25))
"""Half as many again met both."""


def _unseen(cells: Cells) -> np.ndarray:
    return unseen_of(tables_of(cells), DAY)


def test_pairs_are_counted_among_like_visits() -> None:
    together = together_of(tables_of(one_step(TOGETHER, 100.0)), DAY)
    assert together.met.tolist() == [[0, 150], [150, 0]]
    assert together.by_chance == pytest.approx(np.array([[0.0, 100], [100, 0]]))


def test_problems_that_meet_by_chance_show_nothing() -> None:
    assert _unseen(one_step(BY_CHANCE, 100.0)).tolist() == [0, 0]


def test_problems_that_meet_more_often_show_a_cause() -> None:
    # ln(150 ÷ 100) + 2 · √(1 ÷ 100) = 0.61, more than is ever taken
    assert _unseen(one_step(TOGETHER, 100.0)).tolist() == [LARGEST, LARGEST]
    some = ((0, 0, 0, 811_000, 4050), (0, 1, 0, 89_000, 300), (0, 2, 0, 89_000, 360), (0, 3, 0, 11_000, 25))
    assert _unseen(one_step(some, 100.0)) == pytest.approx(np.log(1.1) + 2 * np.sqrt([1 / 10_000] * 2))


def test_different_kinds_of_visit_are_not_a_cause() -> None:
    # One stratum meets both problems often, the other hardly ever.
    often = ((0, 0, 0, 250, 90), (0, 1, 0, 250, 90), (0, 2, 0, 250, 90), (0, 3, 0, 250, 90))
    hardly = ((1, 0, 0, 8100, 900), (1, 1, 0, 900, 90), (1, 2, 0, 900, 90), (1, 3, 0, 100, 9))
    assert _unseen(one_step((*often, *hardly), 100.0)).tolist() == [0, 0]


def test_problems_of_one_group_may_be_parts_of_each_other() -> None:
    cells = one_step(TOGETHER, 100.0)
    alike = tuple(replace(factor, group=Group.SITE) for factor in cells.factors)
    assert _unseen(replace(cells, factors=alike)).tolist() == [0, 0]


def test_an_unseen_cause_widens_ranges_and_moves_no_figure() -> None:
    def width(rows: tuple[tuple[int, ...], ...], groups: tuple[Group, Group]) -> tuple[float, float]:
        cells = one_step(rows, 1000.0)
        factors = tuple(replace(one, group=group) for one, group in zip(cells.factors, groups, strict=True))
        found = factor_lines(reckon(replace(cells, factors=factors), [1], [1], Measure.MONEY))[0].range
        return found.effect, found.high - found.low

    apart = width(TOGETHER, (Group.SITE, Group.ASSORTMENT))
    one = width(TOGETHER, (Group.SITE, Group.SITE))
    assert apart[0] == pytest.approx(one[0])
    assert apart[1] > 1.1 * one[1]


def test_a_shop_with_one_problem_shows_nothing() -> None:
    cells = one_step(((0, 0, 0, 100, 50), (0, 1, 0, 100, 20)), 100.0)
    only = replace(cells, factors=(Factor("slow_page", Group.SITE, ("view_item",)),))
    assert _unseen(only).tolist() == [0]
