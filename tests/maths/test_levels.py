"""Days whose visits go on more often whatever they met: a problem that fell on them is not taken for their level."""

from collections.abc import Sequence

import numpy as np
import pytest

from funnel.maths.cells import Cells, Factor, tables_of
from funnel.maths.levels import levels_of
from funnel.maths.ratios import Ratio, ratios_over
from funnel.maths.spans import spans_of
from funnel.maths.spread import beyond_chance
from funnel.terms import Group
from tests.maths.rows import counts_of, money_of

SLOW = Factor("slow_page", Group.SITE, ("view_item",))
ALL_DAYS = np.ones((1, 1, 2))


def _ratios(rows: Sequence[Sequence[int]], bought: Sequence[int] = ()) -> tuple[tuple[Ratio, ...], ...]:
    """Rows of (day, pattern, at risk, went on) of one stratum."""
    full = [(0, day, 0, 0, pattern, 0, *counts) for day, pattern, *counts in rows]
    rows_to_the_end = [(*row, one) for row, one in zip(full, bought or (0,) * len(full), strict=True)]
    counted = counts_of(rows_to_the_end, bought=True)
    cells = Cells(("view_item",), 1, (SLOW,), ("all",), counted, money_of([(0, 0, 1, 1, 1, 1.0)]))
    table = tables_of(cells).steps[0]
    return ratios_over(table, spans_of(ALL_DAYS), to_the_end=bool(bought))


# On a pay-day twice as many go on. Most who met the problem came on it, and of them half of what usual is went on.
PAY_DAY = ((0, 0, 9000, 1800), (0, 1, 1000, 100), (1, 0, 5000, 2000), (1, 1, 5000, 1000))


def test_levels_by_hand() -> None:
    visits, went_on = np.array([[9000.0, 5000.0]]), np.array([[1800.0, 2000.0]])
    levels = levels_of(visits, went_on, np.ones((1, 2)))
    assert levels is not None
    # Drawn towards alike as far as chance explains it, which is next to nothing here.
    assert levels[1] / levels[0] == pytest.approx(2.0, rel=0.01)
    assert np.average(levels, weights=visits[0]) == pytest.approx(1.0, rel=0.05)


def test_a_problem_on_a_pay_day_is_not_taken_for_harmless() -> None:
    (ratio,), _ = _ratios(PAY_DAY)
    pooled = np.log((1100 * 14000 / 20000) / (3800 * 6000 / 20000))
    assert pooled > -0.4
    assert ratio.log_ratio[0] == pytest.approx(np.log(0.5), abs=0.01)
    assert (ratio.met, ratio.met_with_like, ratio.like) == (6000, 6000, 14000)
    assert ratio.expected == pytest.approx(1000 * 0.2 + 5000 * 0.4, rel=0.01)


def test_days_that_differ_by_chance_alone_are_alike() -> None:
    visits, went_on = np.array([[900.0, 500.0]]), np.array([[180.0, 110.0]])
    assert levels_of(visits, went_on, np.ones((1, 2))) is None
    rows = ((0, 0, 900, 180), (0, 1, 100, 10), (1, 0, 500, 110), (1, 1, 500, 55))
    (ratio,), _ = _ratios(rows)
    assert ratio.log_ratio[0] == pytest.approx(np.log((65 * 1400 / 2000 + 0.5) / (290 * 600 / 2000 + 0.5)))


def test_strata_that_came_on_one_day_alone_set_no_level() -> None:
    # A new category is sold from the second day on, and goes on half as often: the days are alike.
    visits = np.array([[5000.0, 5000.0], [0.0, 5000.0]])
    assert levels_of(visits, np.array([[2000.0, 2000.0], [0.0, 1000.0]]), np.ones((1, 2))) is None


def test_days_of_different_spans_have_levels_of_their_own() -> None:
    visits = np.full((1, 4), 5000.0)
    spans = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    apart = levels_of(visits, np.array([[1000.0, 1000.0, 2000.0, 2000.0]]), spans)
    assert apart is None
    both = levels_of(visits, np.array([[1000.0, 2000.0, 1500.0, 1500.0]]), spans)
    assert both is not None
    assert both[2:] == pytest.approx([1.0, 1.0])


def test_who_bought_in_the_end_has_levels_of_its_own() -> None:
    (_,), (ended,) = _ratios(PAY_DAY, bought=(180, 10, 800, 400))
    # On the pay-day one in 6.25, on the other day one in 50; of those who met it half of that each day.
    assert ended.log_ratio[0] == pytest.approx(np.log((10 + 400) / (20 + 800)), abs=0.03)


def test_beyond_chance_in_standard_errors() -> None:
    assert beyond_chance(9.0, 10) == 0.0
    assert beyond_chance(40.0, 10) == pytest.approx(4.08, abs=0.05)
    assert beyond_chance(40.0, 0) == 0.0
