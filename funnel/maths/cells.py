"""Cells: visits counted by step, day, segment, stratum and pattern of problems; the only input of losses and change.

A visit is counted once at every step it was at risk of (it reached the step before). Everything else in this room
reads `tables_of(cells)`, in which every day has a column (or a row) of its own, so that a day can be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from funnel.errors import WrongUse, sentence
from funnel.maths.counts import Counts, LinedCounts, Lines
from funnel.maths.grouped import Numbers, Whole, distinct
from funnel.maths.like_rows import Counted
from funnel.maths.spans import Daily, kinds_of
from funnel.maths.step_table import StepTable, rows_of, step_table
from funnel.terms import Group


@dataclass(frozen=True)
class Factor:
    """One problem a visit can meet. Its place in `Cells.factors` is its bit in patterns."""

    code: str
    group: Group
    steps: tuple[str, ...]
    """The one or two steps it can harm, set by a person."""


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
    part: Whole | None = None


@dataclass(frozen=True)
class Parts:
    """Segments told further apart, so that what was earned is carried through the steps part by part.

    Within a segment those who meet a problem may be worth more than the others; within a part they are taken as alike.
    """

    segment: Whole
    """Segment of every part."""
    known: Whole
    """Steps × parts: the number of the part in counts of that step; parts a step cannot tell apart yet share one."""


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
    counts: Counts | LinedCounts
    money: Money
    counted_by_source: bool = False
    """Each step as its source counted it: a step may then hold more visits than the one before."""
    parts: Parts | None = None
    """Without it every segment is one part."""
    devices: Whole | None = None
    """Device of every segment, numbered from 0: problems may weigh otherwise on another. Without it, alike on all."""

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise WrongUse(
                sentence("The counts of visits do not agree ({fault}). Run “funnel rebuild”.", fault=problem)
            )

    def bits_at(self, step: int) -> tuple[int, ...]:
        """Places of the factors that can harm at `step`."""
        return tuple(bit for bit, factor in enumerate(self.factors) if self.steps[step] in factor.steps)

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Every (step, factor) that can lose something, in order of steps."""
        return tuple((step, bit) for step in range(len(self.steps)) for bit in self.bits_at(step))


@dataclass(frozen=True)
class Tables:
    """The cells of a shop as matrices; `days` names the columns. Money is segment × day, by part where so named."""

    cells: Cells
    days: Whole
    steps: tuple[StepTable, ...]
    parts: Parts
    visits: Numbers
    paid: Numbers
    kept: Numbers
    value: Numbers
    squares: Numbers
    paid_by_part: Numbers
    value_by_part: Numbers

    def columns(self, days: Sequence[int] | Whole) -> Numbers:
        """1 for the columns of `days`, 0 for the others."""
        return np.isin(self.days, np.asarray(days)).astype(float)

    def by_segment(self, of_parts: Numbers) -> Numbers:
        """Sums over the parts of every segment; parts are the last axis but one."""
        held = np.arange(len(self.cells.segments))[:, None] == self.parts.segment
        return np.asarray(held.astype(float) @ of_parts)


def tables_of(
    cells: Cells, days_asked: Sequence[int] | Whole | None = None, apart: Sequence[Sequence[int] | Whole] = ()
) -> Tables:
    """Turn rows into matrices, of the days asked for (all by default); the order of rows and names do not matter.

    `apart`: sets of days that sums will mostly be asked of; it changes no number.
    """
    counts, money = cells.counts.lined, cells.money
    if days_asked is not None:
        counts, money = counts.of_days(np.asarray(days_asked)), _of_days(money, np.asarray(days_asked))
    days, day = distinct(np.concatenate([counts.days, money.day]))
    places = np.arange(len(cells.segments))
    parts = cells.parts or Parts(places, np.repeat(places[None], len(cells.steps), axis=0))
    steps = _step_tables(cells, parts, counts, (day[: len(counts.days)], kinds_of(days, apart)))
    part, day = money.segment if money.part is None else money.part, day[len(counts.days) :]
    by_segment = (_money_matrix(money, name, (money.segment, len(places)), (day, len(days))) for name in MONEY)
    by_part = (_money_matrix(money, name, (part, len(parts.segment)), (day, len(days))) for name in ("paid", "value"))
    return Tables(cells, days, steps, parts, *by_segment, *by_part)


def _of_days(money: Money, days: Whole) -> Money:
    own = np.isin(money.day, days)
    picked: dict[str, Any] = {name: None if column is None else column[own] for name, column in vars(money).items()}
    return money if own.all() else replace(money, **picked)


MONEY = ("visits", "paid", "kept", "value", "squares")


Numbering = tuple[Whole, int]
"""The number of every row, and how many numbers there are."""


def _step_tables(cells: Cells, parts: Parts, counts: LinedCounts, days: tuple[Whole, Whole]) -> tuple[StepTable, ...]:
    """The rows of all steps are counted at once, each step's after those of the step before.

    `days`: the column of every day of the counts, and the kind of every column.
    """
    column, kinds = days
    each = [rows_of(counts.lines, step, cells.bits_at(step)) for step in range(len(cells.steps))]
    ends = np.cumsum([0, *(len(rows.first) for rows in each)])
    row = np.zeros(len(counts.lines.step), dtype=np.int64)
    for rows, start in zip(each, ends, strict=False):
        row[rows.lines] = start + rows.place
    in_order = np.array_equal(row, np.arange(len(row))) and np.array_equal(column, np.arange(len(kinds)))
    cell = counts.cell if in_order else row[counts.line] * len(kinds) + column[counts.place]
    size, spans = (int(ends[-1]), len(kinds)), [slice(*both) for both in pairwise(ends.tolist())]
    at_risk, went_on = (_matrix(cell, own, size) for own in (counts.at_risk, counts.went_on))
    bought = None if counts.bought is None else _matrix(cell, counts.bought, size)
    counted = (_counted((at_risk[own], went_on[own], None if bought is None else bought[own]), kinds) for own in spans)
    return tuple(
        step_table(rows, parts.known[rows.step], counts.lines.could_meet, cells.devices, own)
        for rows, own in zip(each, counted, strict=True)
    )


def _counted(matrices: tuple[Numbers, Numbers, Numbers | None], kinds: Whole) -> Counted:
    at_risk, went_on, bought = matrices
    return Daily(at_risk, kinds), Daily(went_on, kinds), None if bought is None else Daily(bought, kinds)


def _matrix(cell: Whole, values: Whole | Numbers, size: tuple[int, int]) -> Numbers:
    return np.asarray(np.bincount(cell, values, size[0] * size[1]), dtype=np.float64).reshape(size)


def _money_matrix(money: Money, name: str, places: Numbering, days: Numbering) -> Numbers:
    return _matrix(places[0] * days[1] + days[0], getattr(money, name), (places[1], days[1]))


def _problems(cells: Cells) -> list[str]:
    counts, keys, money = cells.counts, cells.counts.keys, cells.money
    if any(map(_uneven, (counts, keys, money))):
        return ["the columns of cells differ in length"]
    if unknown := {step for factor in cells.factors for step in factor.steps} - set(cells.steps):
        return [f"factors name steps that the cells do not have: {sorted(unknown)}"]
    bad = {
        "steps": _outside(keys.step, len(cells.steps)),
        "segments": _outside(np.concatenate([keys.segment, money.segment]), len(cells.segments)),
        "problems": _outside(keys.pattern | keys.unmeasured, 1 << len(cells.factors)),
        "problems both met and not measured": bool(np.any(keys.pattern & keys.unmeasured)),
        "fewer than no visits going on": bool(np.any(counts.went_on < 0)),
        "more visits going on than at risk": _more_than_at_risk(cells),
    }
    return [f"cells hold {what} that cannot be" for what, found in bad.items() if found]


def _uneven(rows: Counts | LinedCounts | Lines | Money) -> bool:
    beside = ("lines", "days")
    return len({len(column) for name, column in vars(rows).items() if column is not None and name not in beside}) > 1


def _more_than_at_risk(cells: Cells) -> bool:
    return not cells.counted_by_source and bool(np.any(cells.counts.went_on > cells.counts.at_risk))


def _outside(places: Whole, size: int) -> bool:
    return bool(np.any((places < 0) | (places >= size)))
