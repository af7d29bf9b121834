"""Cells written as a few rows, and random ones."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from funnel.maths.cells import Cells, Counts, Factor, Money
from funnel.terms import Group

STEPS = ("view_item", "purchase", "kept")
SLOW = Factor("slow_page", Group.SITE, ("view_item", "purchase"))
DEAR = Factor("price_above", Group.ASSORTMENT, ("view_item",))
LATE = Factor("late_delivery", Group.SERVICE, ("kept",))
FACTORS = (SLOW, DEAR, LATE)
ONE = ("all",)


def counts_of(rows: Sequence[Sequence[int]], *, bought: bool = False) -> Counts:
    """Rows of (step, day, segment, stratum, pattern, not measured, at risk, went on[, bought])."""
    columns = [np.array([row[place] for row in rows], dtype=np.int64) for place in range(8)]
    return Counts(*columns, np.array([row[8] for row in rows], dtype=np.int64) if bought else None)


def money_of(rows: Sequence[Sequence[float]]) -> Money:
    """Rows of (day, segment, visits, paid, kept, value)."""
    whole = [np.array([row[place] for row in rows], dtype=np.int64) for place in range(5)]
    value = np.array([row[5] for row in rows], dtype=float)
    return Money(*whole, value, value**2 / np.maximum(whole[4], 1))


def one_step(rows: Sequence[Sequence[int]], value: float) -> Cells:
    """A shop of one step, one segment and one day: rows of (stratum, pattern, not measured, at risk, went on)."""
    counts = counts_of([(0, 1, 0, *row) for row in rows])
    visits, orders = int(counts.at_risk.sum()), int(counts.went_on.sum())
    factors = tuple(replace(factor, steps=("view_item",)) for factor in FACTORS[:2])
    return Cells(("view_item",), 1, factors, ONE, counts, money_of([(1, 0, visits, orders, orders, value)]))


@st.composite
def random_cells(draw: st.DrawFn, *, days: int = 6, segments: int = 2) -> Cells:
    """Random counts on every step, day, segment, stratum and pattern; steps need not follow from each other."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    size = draw(st.integers(100, 600))
    step = rng.integers(0, 3, size)
    held = np.array([0b011, 0b001, 0b100])[step]
    unmeasured = np.where(rng.random(size) < 0.1, held & rng.integers(0, 8, size), 0)
    at_risk = rng.integers(0, 200, size)
    went_on = rng.binomial(at_risk, rng.uniform(0.05, 0.9))
    counts = Counts(
        step,
        rng.integers(0, days, size),
        rng.integers(0, segments, size),
        rng.integers(0, 3, size),
        held & rng.integers(0, 8, size) & ~unmeasured,
        unmeasured,
        at_risk,
        went_on,
        rng.binomial(went_on, 0.5),
    )
    return Cells(
        STEPS, 2, FACTORS, tuple(f"segment {place}" for place in range(segments)), counts, _money(rng, days, segments)
    )


def _money(rng: np.random.Generator, days: int, segments: int) -> Money:
    day, segment = (places.ravel() for places in np.meshgrid(np.arange(days), np.arange(segments)))
    visits = rng.integers(50, 500, len(day))
    paid = rng.integers(1, 50, len(day))
    kept = rng.binomial(paid, 0.8)
    value = np.round(kept * rng.uniform(10, 100, len(day)), 2)
    return Money(day, segment, visits, paid, kept, value, value**2)
