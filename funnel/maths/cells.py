"""Cells: visits counted by step, day, segment, stratum and pattern of problems; the only input of losses and change.

A visit is counted once at every step it was at risk of (it reached the step before). Everything else in this room
reads `tables_of(cells)`, in which every day has a column (or a row) of its own, so that a day can be left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from funnel.errors import WrongUse, sentence
from funnel.maths.grouped import Numbers, Whole, distinct, firsts, numbered, short_pattern
from funnel.maths.like_rows import Columns, LikeRows, like_rows
from funnel.terms import Group


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
    part: Whole | None = None
    """The number `Parts.known` has for the row's part at the row's step."""
    could_meet: Whole | None = None
    """Which problems of the step the visits could meet, as any number; visits of one stratum have the same."""


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


Rows = TypeVar("Rows", Counts, Money)


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
    counts: Counts
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
class StepTable:
    """Counts of one step: rows are stratum × pattern × segment × part (sorted so), columns are days."""

    step: int
    bits: tuple[int, ...]
    segment: Whole
    part: Whole
    stratum: Whole
    """Stratum together with what was not measured, renumbered: only rows of the same number are compared."""
    pattern: Whole
    """Which factors of the step were met: bits in the order of `bits`."""
    unmeasured: Whole
    """Which are not known, likewise."""
    at_risk: Numbers
    went_on: Numbers
    bought: Numbers | None
    known: Whole
    """Every part's number among `part`."""
    alike: LikeRows
    could_meet: Whole

    @property
    def parts(self) -> int:
        """Numbers that parts have at the step."""
        return int(max(self.known.max(initial=-1), self.part.max(initial=-1))) + 1


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


def tables_of(cells: Cells, days_asked: Sequence[int] | Whole | None = None) -> Tables:
    """Turn rows into matrices, of the days asked for (all by default); the order of rows and names do not matter."""
    if days_asked is not None:
        cells = _of_days(cells, np.asarray(days_asked))
    counted = len(cells.counts.day)
    days, day = distinct(np.concatenate([cells.counts.day, cells.money.day]))
    places = np.arange(len(cells.segments))
    parts = cells.parts or Parts(places, np.repeat(places[None], len(cells.steps), axis=0))
    steps = tuple(
        _step_table(cells, parts.known[step], step, (day[:counted], len(days))) for step in range(len(cells.steps))
    )
    money = cells.money
    part = money.segment if money.part is None else money.part
    by_segment = (
        _money_matrix(money, name, (money.segment, len(places)), (day[counted:], len(days))) for name in MONEY
    )
    by_part = (
        _money_matrix(money, name, (part, len(parts.segment)), (day[counted:], len(days))) for name in ("paid", "value")
    )
    return Tables(cells, days, steps, parts, *by_segment, *by_part)


def _of_days(cells: Cells, days: Whole) -> Cells:
    counts, money = _rows_of_days(cells.counts, days), _rows_of_days(cells.money, days)
    return cells if counts is cells.counts and money is cells.money else replace(cells, counts=counts, money=money)


def _rows_of_days(rows: Rows, days: Whole) -> Rows:
    own = np.isin(rows.day, days)
    if own.all():
        return rows
    picked: dict[str, Any] = {name: None if column is None else column[own] for name, column in vars(rows).items()}
    return replace(rows, **picked)


MONEY = ("visits", "paid", "kept", "value", "squares")


Numbering = tuple[Whole, int]
"""The number of every row, and how many numbers there are."""


def _step_table(cells: Cells, known: Whole, step: int, days: Numbering) -> StepTable:
    counts, bits = cells.counts, cells.bits_at(step)
    rows = np.flatnonzero(counts.step == step)
    part = counts.segment if counts.part is None else counts.part
    unmeasured, pattern = (short_pattern(masks[rows], bits) for masks in (counts.unmeasured, counts.pattern))
    stratum = numbered(counts.stratum[rows], unmeasured)
    keys = (stratum, pattern, counts.segment[rows], part[rows])
    place = numbered(*keys)
    first = firsts(place, int(place.max(initial=-1)) + 1)
    cell = place * days[1] + days[0][rows]
    at_risk, went_on, bought = (
        None if column is None else _matrix(cell, column[rows], (len(first), days[1]))
        for column in (counts.at_risk, counts.went_on, counts.bought)
    )
    assert at_risk is not None  # noqa: S101
    assert went_on is not None  # noqa: S101
    stratum, pattern, segment, part = (key[first] for key in keys)
    columns: Columns = (unmeasured[first], at_risk, went_on, bought)
    alike = like_rows(len(bits), stratum, pattern, columns, None if cells.devices is None else cells.devices[segment])
    could_meet = np.zeros_like(first) if counts.could_meet is None else counts.could_meet[rows][first]
    return StepTable(step, bits, segment, part, stratum, pattern, *columns, known, alike, numbered(could_meet))


def _matrix(cell: Whole, values: Whole | Numbers, size: tuple[int, int]) -> Numbers:
    return np.bincount(cell, values.astype(float), size[0] * size[1]).astype(float).reshape(size)


def _money_matrix(money: Money, name: str, places: Numbering, days: Numbering) -> Numbers:
    return _matrix(places[0] * days[1] + days[0], getattr(money, name), (places[1], days[1]))


def _problems(cells: Cells) -> list[str]:
    counts, money = cells.counts, cells.money
    lengths = [{len(column) for column in vars(rows).values() if column is not None} for rows in (counts, money)]
    if any(len(one) > 1 for one in lengths):
        return ["the columns of cells differ in length"]
    if unknown := {step for factor in cells.factors for step in factor.steps} - set(cells.steps):
        return [f"factors name steps that the cells do not have: {sorted(unknown)}"]
    bad = {
        "steps": _outside(counts.step, len(cells.steps)),
        "segments": _outside(np.concatenate([counts.segment, money.segment]), len(cells.segments)),
        "problems": _outside(counts.pattern | counts.unmeasured, 1 << len(cells.factors)),
        "problems both met and not measured": bool(np.any(counts.pattern & counts.unmeasured)),
        "fewer than no visits going on": bool(np.any(counts.went_on < 0)),
        "more visits going on than at risk": _more_than_at_risk(cells),
    }
    return [f"cells hold {what} that cannot be" for what, found in bad.items() if found]


def _more_than_at_risk(cells: Cells) -> bool:
    return not cells.counted_by_source and bool(np.any(cells.counts.went_on > cells.counts.at_risk))


def _outside(places: Whole, size: int) -> bool:
    return bool(np.any((places < 0) | (places >= size)))
