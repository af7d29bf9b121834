"""Cells: visits counted by step, day, segment, stratum and pattern of problems; the only input of losses and change.

A visit is counted once at every step it was at risk of (it reached the step before). Everything else in this room
reads `tables_of(cells)`, in which days are columns, so that leaving out a day is a matrix product.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from funnel.errors import WrongUse
from funnel.terms import Group

Whole = NDArray[np.int64]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Factor:
    """One problem a visit can meet. Its place in `Cells.factors` is its bit in patterns."""

    code: str
    group: Group
    steps: tuple[str, ...]
    """The one or two steps it can harm, set by a person."""


@dataclass(frozen=True)
class Counts:
    """Rows of counts; every array has one entry a row.

    `stratum` holds what was known before any problem of the step could be met, opportunity included: visits that
    could not meet a problem stand in other strata than those that could. `pattern` has the bit of every problem met,
    `unmeasured` the bit of every problem whose flag is not known.
    """

    step: Whole
    day: Whole
    segment: Whole
    stratum: Whole
    pattern: Whole
    unmeasured: Whole
    at_risk: Whole
    went_on: Whole
    bought: Whole | None = None
    """Visits of the row that paid in the end; without it the second route is unknown."""


@dataclass(frozen=True)
class Money:
    """Rows of day × segment; visits and orders are counts, `value` is net revenue in units of the shop's currency.

    `squares` is the sum of the squared values of the kept orders: how uneven orders are.
    """

    day: Whole
    segment: Whole
    visits: Whole
    paid: Whole
    kept: Whole
    value: Numbers
    squares: Numbers


@dataclass(frozen=True)
class Cells:
    """Counts and money of one shop.

    Steps are in order; the first `order_steps` lead to payment, the rest come after it. Segments are names; the arrays
    hold their places. Days are any whole numbers (ordinals). Raises WrongUse when a row cannot be.
    """

    steps: tuple[str, ...]
    order_steps: int
    factors: tuple[Factor, ...]
    segments: tuple[str, ...]
    counts: Counts
    money: Money
    counted_by_source: bool = False
    """Each step as its source counted it: a step may then hold more visits than the one before."""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise WrongUse(problem)

    def bits_at(self, step: int) -> tuple[int, ...]:
        """Places of the factors that can harm at `step`."""
        return tuple(bit for bit, factor in enumerate(self.factors) if self.steps[step] in factor.steps)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Every (step, factor) that can lose something, in order of steps."""
        return tuple((step, bit) for step in range(len(self.steps)) for bit in self.bits_at(step))


@dataclass(frozen=True)
class StepTable:
    """Counts of one step: rows are segment × stratum × pattern (sorted so), columns are days."""

    step: int
    bits: tuple[int, ...]
    segment: Whole
    stratum: Whole
    """Stratum together with what was not measured, renumbered: only rows of the same number are compared."""
    pattern: Whole
    unmeasured: Whole
    at_risk: Numbers
    went_on: Numbers
    bought: Numbers | None

    def met(self, bit: int) -> NDArray[np.bool_]:
        """Rows whose visits met the problem."""
        return (self.pattern >> bit & 1).astype(bool)


@dataclass(frozen=True)
class Tables:
    """The cells of a shop as matrices; `days` names the columns. Money is segment × day."""

    cells: Cells
    days: Whole
    steps: tuple[StepTable, ...]
    visits: Numbers
    paid: Numbers
    kept: Numbers
    value: Numbers
    squares: Numbers

    def columns(self, days: Sequence[int] | Whole) -> Numbers:
        """1 for the columns of `days`, 0 for the others."""
        return np.isin(self.days, np.asarray(days)).astype(float)


def tables_of(cells: Cells) -> Tables:
    """Turn rows into matrices; the order of rows, and the names of days and strata, do not matter."""
    days = np.unique(np.concatenate([cells.counts.day, cells.money.day]))
    steps = tuple(_step_table(cells, step, days) for step in range(len(cells.steps)))
    return Tables(cells, days, steps, *(_money_matrix(cells, days, field.name) for field in fields(Money)[2:]))


def _step_table(cells: Cells, step: int, days: Whole) -> StepTable:
    counts = cells.counts
    rows = np.flatnonzero(counts.step == step)
    held = sum(1 << bit for bit in cells.bits_at(step))
    keys = (counts.segment, counts.stratum, counts.unmeasured & held, counts.pattern & held)
    named, place = _grouped([key[rows] for key in keys])
    _, stratum = _grouped([named[1], named[2]])
    cell = place * len(days) + np.searchsorted(days, counts.day[rows])
    size = len(named[0]), len(days)
    matrices = [_matrix(cell, values, size) for values in _of_rows(counts, rows)]
    return StepTable(
        step, cells.bits_at(step), named[0], stratum, named[3], named[2], *matrices, *[None] * (3 - len(matrices))
    )


def _of_rows(counts: Counts, rows: NDArray[np.intp]) -> list[Whole]:
    columns = [counts.at_risk, counts.went_on, counts.bought]
    return [column[rows] for column in columns if column is not None]


def _grouped(keys: Sequence[Whole]) -> tuple[list[Whole], NDArray[np.intp]]:
    """Distinct combinations of `keys` in lexical order, and for each entry its combination."""
    places = [np.unique(key, return_inverse=True) for key in keys]
    code = np.zeros(len(keys[0]), dtype=np.int64)
    for names, place in places:
        code = code * max(len(names), 1) + place
    distinct, first, place = np.unique(code, return_index=True, return_inverse=True)
    return [key[first] for key in keys], place if len(distinct) else np.zeros(0, dtype=np.intp)


def _matrix(cell: Whole, values: Whole | Numbers, size: tuple[int, int]) -> Numbers:
    return np.bincount(cell, values.astype(float), size[0] * size[1]).astype(float).reshape(size)


def _money_matrix(cells: Cells, days: Whole, name: str) -> Numbers:
    cell = cells.money.segment * len(days) + np.searchsorted(days, cells.money.day)
    return _matrix(cell, getattr(cells.money, name), (len(cells.segments), len(days)))


def summed(place: Whole, values: Numbers, size: int) -> Numbers:
    """Rows of `values` added up by their `place`; the result has `size` rows."""
    sums = np.zeros((size, values.shape[1]))
    if len(place):
        order = np.argsort(place, kind="stable")
        named, starts = np.unique(place[order], return_index=True)
        sums[named] = np.add.reduceat(values[order], starts, axis=0)
    return sums


def _problems(cells: Cells) -> list[str]:
    counts, money = cells.counts, cells.money
    columns = [value for value in vars(counts).values() if value is not None]
    if len({len(column) for column in columns}) > 1 or len({len(column) for column in vars(money).values()}) > 1:
        return ["The columns of cells differ in length."]
    if unknown := {step for factor in cells.factors for step in factor.steps} - set(cells.steps):
        return [f"Factors name steps that the cells do not have: {sorted(unknown)}."]
    bad = {
        "steps": _outside(counts.step, len(cells.steps)),
        "segments": _outside(np.concatenate([counts.segment, money.segment]), len(cells.segments)),
        "problems": _outside(counts.pattern | counts.unmeasured, 1 << len(cells.factors)),
        "problems both met and not measured": bool(np.any(counts.pattern & counts.unmeasured)),
        "fewer than no visits going on": bool(np.any(counts.went_on < 0)),
        "more visits going on than at risk": _more_than_at_risk(cells),
    }
    return [f"Cells hold {what} that cannot be." for what, found in bad.items() if found]


def _more_than_at_risk(cells: Cells) -> bool:
    return not cells.counted_by_source and bool(np.any(cells.counts.went_on > cells.counts.at_risk))


def _outside(places: Whole, size: int) -> bool:
    return bool(np.any((places < 0) | (places >= size)))
