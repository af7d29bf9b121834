"""Counts whose days are told apart from the rest: the same tables, whatever way the rows are written."""

from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from funnel.maths.cells import Cells, Counts, LinedCounts, tables_of
from funnel.maths.losses import Measure
from funnel.maths.reckoning import loss_of, reckon
from tests.maths.rows import random_cells

DAYS = range(6)


def _columns(counts: Counts | LinedCounts) -> list[Any]:
    """What rows say, in one order."""
    keys = [counts.step, counts.day, counts.pattern, counts.unmeasured, counts.at_risk, counts.went_on]
    order = np.lexsort(keys)
    return [key[order].tolist() for key in keys]


@given(random_cells())
def test_lines_say_what_rows_say(cells: Cells) -> None:
    assert _columns(cells.counts.lined) == _columns(cells.counts)


@given(random_cells(), st.sets(st.integers(0, 5), min_size=1))
def test_days_are_left_out_alike(cells: Cells, days: set[int]) -> None:
    asked = np.array(sorted(days))
    lined, plain = cells.counts.lined.of_days(asked), cells.counts
    own = np.isin(plain.day, asked)
    kept = replace(plain, **{name: column[own] for name, column in vars(plain).items() if column is not None})
    assert _columns(lined) == _columns(kept)
    assert len(lined.lines.step) == len(kept.lined.lines.step)


@given(random_cells())
def test_segments_are_renumbered_alike(cells: Cells) -> None:
    turned = np.array([1, 0])
    two = [
        tables_of(replace(cells, counts=counts.with_segments(turned))) for counts in (cells.counts, cells.counts.lined)
    ]
    for one, other in zip(two[0].steps, two[1].steps, strict=True):
        assert one.at_risk.tolist() == other.at_risk.tolist()
        assert one.segment.tolist() == other.segment.tolist()


@given(random_cells())
def test_lines_lose_what_rows_lose(cells: Cells) -> None:
    """In whatever order lines stand: in that of tables nothing is moved, in any other it is."""
    lined = cells.counts.lined
    size, turned = len(lined.days), np.arange(len(lined.lines.step))[::-1]
    lines = replace(
        lined.lines, **{name: column[turned] for name, column in vars(lined.lines).items() if column is not None}
    )
    back = replace(lined, lines=lines, cell=turned[lined.line] * size + lined.place)
    losses = [
        loss_of(reckon(replace(cells, counts=counts), DAYS, DAYS, Measure.MONEY))
        for counts in (cells.counts, lined, back)
    ]
    assert losses[0] == losses[1] == losses[2]
