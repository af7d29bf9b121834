"""Visits that could meet a problem may be nearer to buying than others of their part."""

from dataclasses import replace

import numpy as np
import pytest

from funnel.maths.cells import Cells, Counts, Factor, StepTable, tables_of
from funnel.maths.drags import drag_of, later_logs, worth_of
from funnel.terms import Group
from tests.maths.rows import counts_of, money_of

CHAT = Factor("chat_slow", Group.SERVICE, ("view_item",))
# A thousand of each went on; of those who asked in the chat 300 bought, 60 of them after a slow answer, of others 100.
ROWS = [(0, 1, 0, 1, 1, 0, 800, 200, 60), (0, 1, 0, 1, 0, 0, 1600, 800, 240), (0, 1, 0, 0, 0, 0, 2000, 1000, 100)]


def _table(counts: Counts) -> StepTable:
    money = money_of([(1, 0, 4400, 400, 400, 4000.0)])
    return tables_of(Cells(("view_item", "purchase"), 2, (CHAT,), ("all",), counts, money)).steps[0]


def test_they_weigh_by_how_often_they_buy() -> None:
    counts = counts_of(ROWS, bought=True)
    table = _table(replace(counts, could_meet=counts.stratum))
    # 200 would have bought of each; 100 more and 100 fewer are ten times what chance does: hardly drawn towards 1.
    real = 1 - 200 / 100**2
    assert sorted(set(worth_of(table).round(9))) == pytest.approx([1 - real / 2, 1 + real / 2])
    half, day = np.log(np.full((1, 1, 1), 0.5)), np.ones((1, 1))
    assert drag_of(table, half, day).drag[0, 0] > drag_of(_table(counts), half, day).drag[0, 0]


def test_chance_alone_weighs_nothing() -> None:
    rows = [(*row[:8], bought) for row, bought in zip(ROWS, (41, 163, 196), strict=True)]
    counts = counts_of(rows, bought=True)
    assert worth_of(_table(replace(counts, could_meet=counts.stratum))) == pytest.approx(1.0)
    assert worth_of(_table(counts_of(ROWS, bought=True))) == pytest.approx(1.0)


def test_what_a_problem_takes_later_on_is_not_held_against_them() -> None:
    # Ten thousand of each went on; all buy equally often, but half of those who waited are lost at a later step.
    rows = [(0, 1, 0, 1, 1, 0, 9000, 6000, 300), (0, 1, 0, 1, 0, 0, 4000, 4000, 400)]
    rows += [(0, 1, 0, 0, 0, 0, 20_000, 10_000, 1000)]
    counts = counts_of(rows, bought=True)
    table = _table(replace(counts, could_meet=counts.stratum))
    assert worth_of(table).min() < 0.9
    assert worth_of(table, np.log([0.5])) == pytest.approx(1.0)


def test_later_steps_are_added_up_for_each_problem() -> None:
    rows = [(step, 1, 0, 0, 1, 0, 100, 50) for step in range(3)]
    late = Factor("late", Group.SERVICE, ("begin_checkout",))
    twice = Factor("twice", Group.SITE, ("view_item", "add_to_cart", "begin_checkout"))
    money = money_of([(1, 0, 100, 50, 50, 1.0)])
    steps = tables_of(Cells(twice.steps, 3, (twice, late), ("all",), counts_of(rows), money)).steps
    used = [np.full((1, 1, 1), -0.1), np.full((1, 1, 1), -0.2), np.array([-0.4, -0.8]).reshape(2, 1, 1)]
    first, second, last = later_logs(steps, used)
    assert (first, second) == (pytest.approx([-0.6]), pytest.approx([-0.4]))
    assert last == pytest.approx([0.0, 0.0])
