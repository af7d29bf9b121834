"""Gaps to reference rates: by hand, exact in sum, nothing where the reference is the rate itself."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.maths.cells import Cells, tables_of
from funnel.maths.gaps import best_within, gap_range, gaps_to, rates_of_days
from funnel.maths.losses import Measure
from tests.maths.rows import ONE, counts_of, money_of, random_cells

DAYS = np.arange(6)


def two_steps() -> Cells:
    counts = counts_of([(0, 0, 0, 0, 0, 0, 1000, 500), (1, 0, 0, 0, 0, 0, 500, 100)])
    return Cells(("view_item", "purchase"), 2, (), ONE, counts, money_of([(0, 0, 1000, 100, 100, 5000.0)]))


def test_twice_the_rate_is_twice_the_money() -> None:
    gaps = gaps_to(tables_of(two_steps()), [0], np.array([[0.5], [0.4]]), Measure.MONEY)
    assert gaps.gap[:, 0, 0] == pytest.approx([0.0, 5000.0])


def test_a_step_without_reference_is_no_gap() -> None:
    gaps = gaps_to(tables_of(two_steps()), [0], np.array([[np.nan], [np.nan]]), Measure.ORDERS)
    assert gaps.gap == pytest.approx(np.zeros_like(gaps.gap))


@settings(max_examples=30, deadline=None)
@given(random_cells(segments=3), st.sampled_from(Measure))
def test_steps_and_segments_add_up(cells: Cells, measure: Measure) -> None:
    tables = tables_of(cells)
    reference = np.full((len(cells.steps), 3), 0.9)
    gaps = gaps_to(tables, DAYS, reference, measure)
    every = gap_range(gaps, np.ones(len(gaps.steps), bool), np.ones(3, bool)).effect
    parts = [
        gap_range(gaps, np.arange(len(gaps.steps)) == step, np.arange(3) == segment).effect
        for step in range(len(gaps.steps))
        for segment in range(3)
    ]
    assert sum(parts) == pytest.approx(every, abs=1e-6)


def test_the_best_of_a_family_leads_it() -> None:
    best = best_within(np.array([[0.1, 0.3, 0.2, np.nan]]), np.array([0, 0, 1, 1]))
    assert best[0] == pytest.approx([0.3, 0.3, 0.2, 0.2])


def test_few_visits_are_held_up_to_nobody() -> None:
    counts = counts_of([(0, 0, 0, 0, 0, 0, 10, 9)])
    cells = Cells(("purchase",), 1, (), ONE, counts, money_of([(0, 0, 10, 9, 9, 90.0)]))
    assert np.isnan(rates_of_days(tables_of(cells), [0])).all()
