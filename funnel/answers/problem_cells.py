"""The published cells of losses as the maths takes them: segments are channel × device, strata as visits allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from pandas import factorize

from funnel.factors import BY_CODE, LOSS_STEPS
from funnel.maths.cells import Cells, Factor, Money, Parts, Whole
from funnel.maths.counts import LinedCounts, Lines
from funnel.maths.grouped import Numbers, numbered, runs_of, short_pattern
from funnel.store.place import Columns, Reader
from funnel.terms import Step

VISITS_A_STRATUM = 100
"""Strata are told apart further only while this many visits fall to each."""
LEAST_PAID, PAID_A_PART = 4_000, 20
"""What was earned is carried by parts of segments from so many orders on, while so many fall to each part."""
AT_RISK_A_STRATUM = 10
"""The same within one step and word of opportunities, where fewer are at risk."""
BETWEEN = "/"
"""Between channel and device in the name of a segment."""
NOT_MEASURED = "not_measured"
LEFT, PAID = ("kept", "value", "squares"), ("paid", "paid_value", "paid_squares")
"""Columns of money: orders, their value, its square."""


@dataclass(frozen=True)
class FactorState:
    """Whether the files measure a factor: `state` is measured, partly or not_measured; `lacking` is what would help."""

    code: str
    state: str
    met: int | None
    chances: int
    unmeasured: int
    first_day: date | None
    last_day: date | None
    lacking: str | None


def factor_states(reader: Reader) -> tuple[FactorState, ...]:
    """Every factor of the published generation."""
    return tuple(
        FactorState(**{name: value for name, value in row.items() if name != "bit"})
        for row in reader.ask("answers/factor_states")
    )


@dataclass(frozen=True)
class Kinds:
    """The kinds of visit: one entry for every part that is published, in order of their numbers."""

    names: tuple[str, ...]
    """Of segments: channel and device."""
    segment: Whole
    visitor: Whole
    """Numbers of the kind of visitor within its segment; the segment's own where strata do not tell visitors apart."""
    part: Whole
    """The same with the category told apart too, where strata do."""
    carried: Whole
    """The finest of them with orders enough to carry what was earned."""


@dataclass(frozen=True)
class Published:
    """What is published, read once."""

    visits: Columns
    """One day and part, in order of the segments published."""
    money: Columns
    """What orders left, of the segments with any."""
    kinds: Kinds
    lines: Columns
    """What rows are alike in, but the day."""
    rows: Columns
    states: Sequence[dict[str, Any]]


def published(reader: Reader) -> Published:
    """Cells of all visits, as they are kept."""
    visits, parts = reader.numbers("answers/problem_visits"), reader.columns("answers/problem_parts")
    return Published(
        {**visits, "day": _ordinals(visits["day"])},
        reader.columns("answers/problem_money"),
        _kinds(parts, visits),
        _in_order(_whole(reader.columns("answers/problem_lines"))),
        reader.numbers("answers/problem_cells"),
        reader.ask("answers/factor_states"),
    )


def cells_of(reader: Reader, *, paid: bool = False) -> Cells:
    """`cells_in` what is published."""
    return cells_in(published(reader), paid=paid)


def cells_in(told: Published, *, paid: bool = False) -> Cells:
    """Cells for the maths; factors that no file measures are left out, and steps none reaches.

    Days are ordinals (date.toordinal), segments are "channel/device", money in units of the shop's currency: what
    orders left so far, or, with `paid`, what was paid; the step to the kept order is then left out.
    """
    kinds = told.kinds
    judged = not paid and bool((told.lines["place"] == len(LOSS_STEPS)).any())
    steps = tuple(step for step in LOSS_STEPS if step is not Step.KEPT or judged)
    bits = {row["code"]: row["bit"] for row in told.states if _counted(row, steps)}
    return Cells(
        tuple(step.value for step in steps),
        len([step for step in steps if step is not Step.KEPT]),
        tuple(_factor(code, steps) for code in bits),
        kinds.names,
        _counts(told, len(steps), tuple(bits.values())),
        _money(told, PAID if paid else LEFT),
        parts=_parts(kinds, len(steps)),
        devices=_devices(kinds.names),
    )


def _whole(rows: Columns) -> Columns:
    return {name: column.astype(np.int64, copy=False) for name, column in rows.items()}


def _in_order(lines: Columns) -> Columns:
    """By their numbers, as they are kept: to see it costs less than to have them sorted."""
    order = lines["line"]
    return lines if np.array_equal(order, np.arange(len(order))) else _rows(lines, np.argsort(order))


def _rows(columns: Columns, own: Whole | slice) -> Columns:
    return {name: column[own] for name, column in columns.items()}


def _kinds(parts: Columns, visits: Columns) -> Kinds:
    named = [f"{channel}{BETWEEN}{device}" for channel, device in zip(parts["channel"], parts["device"], strict=True)]
    names = sorted(set(named))
    segment = np.searchsorted(names, named) if names else np.zeros(0, dtype=np.int64)
    by_visitor = numbered(segment, factorize(parts["visitor"], sort=True)[0])
    by_category = numbered(by_visitor, factorize(parts["category"], sort=True)[0])
    came = int(visits["visits"].sum(dtype=np.int64))
    visitor = by_visitor if _falls_to_each(came, by_visitor) else segment
    part = by_category if visitor is by_visitor and _falls_to_each(came, by_category) else visitor
    paid = np.bincount(visits["part"], visits["paid"], len(named)).astype(np.int64)
    return Kinds(tuple(names), segment, visitor, part, with_orders((segment, visitor, part), paid))


def _falls_to_each(visits: int, kind: Whole) -> bool:
    return visits >= VISITS_A_STRATUM * (int(kind.max(initial=-1)) + 1)


def with_orders(ever_finer: Sequence[Whole], paid: Whole) -> Whole:
    """The finest of the numberings of parts that has orders enough; `paid` are the orders of every entry."""
    enough = [
        kind for kind in ever_finer if paid.sum() >= max(LEAST_PAID, PAID_A_PART * (int(kind.max(initial=0)) + 1))
    ]
    return enough[-1] if enough else ever_finer[0]


def _parts(kinds: Kinds, steps: int) -> Parts:
    """At the first step no category is known: parts of one kind of visitor go by the number of the first of them."""
    _, first, alike = np.unique(kinds.visitor, return_index=True, return_inverse=True)
    parts, held = np.unique(kinds.carried, return_index=True)
    known = np.repeat(parts[None], steps, axis=0)
    known[0] = kinds.carried[first][alike][held]
    return Parts(kinds.segment[held], known)


def _devices(segments: Sequence[str]) -> Whole:
    return np.asarray(factorize(np.array([name.partition(BETWEEN)[2] for name in segments]), sort=True)[0])


def _counted(row: dict[str, object], steps: Sequence[Step]) -> bool:
    measured = row["bit"] is not None and row["state"] != NOT_MEASURED
    return measured and any(step in steps for step in BY_CODE[str(row["code"])].steps)


def _factor(code: str, steps: Sequence[Step]) -> Factor:
    rule = BY_CODE[code]
    return Factor(code, rule.group, tuple(step.value for step in rule.steps if step in steps))


def _counts(told: Published, steps: int, bits: Sequence[int]) -> LinedCounts:
    """Rows of the first `steps` steps; lines are in the order of their steps."""
    lines, rows, days = told.lines, told.rows, np.unique(told.visits["day"])
    size = int(np.searchsorted(lines["place"], steps, side="right"))
    if size < len(lines["place"]):
        own = np.flatnonzero(rows["cell"] < size * len(days))
        lines, rows = _rows(lines, slice(size)), _rows(rows, own)
    cell = rows["cell"].astype(np.int64, copy=False)
    return LinedCounts(_lines(lines, told, bits), days, cell, rows["at_risk"], rows["went_on"], rows["bought"])


def _lines(lines: Columns, told: Published, bits: Sequence[int]) -> Lines:
    """Lines of one step, word of opportunities and part stand one after another: they are alike but in problems."""
    first, lengths = runs_of(lines["place"], lines["stratum"], lines["part"])
    kinds, step, kind = told.kinds, lines["place"][first] - 1, lines["part"][first]
    carried, finest = kinds.carried[kind], np.where(step == 0, kinds.visitor[kind], kinds.part[kind])
    at_risk = np.add.reduceat(lines["at_risk"], first) if len(first) else lines["at_risk"]
    ever_finer = kinds.segment[kind], kinds.visitor[kind], finest
    alike = (
        step,
        kinds.segment[kind],
        _strata(numbered(step, lines["stratum"][first]), ever_finer, at_risk),
        np.where(step == 0, _parts(kinds, 1).known[0][carried], carried),
    )
    step, segment, stratum, part = (np.repeat(column, lengths) for column in alike)
    pattern, unmeasured = (_rebitted(lines[name], bits) for name in ("pattern", "unmeasured"))
    return Lines(step, segment, stratum, pattern, unmeasured, part, lines["stratum"])


def _strata(word: Whole, ever_finer: Sequence[Whole], at_risk: Whole) -> Whole:
    """Numbers of strata: within each step and word of opportunities (`word`) as fine as its visits allow."""
    levels = [numbered(word, kind) for kind in ever_finer]
    visits, chosen = np.bincount(word, at_risk), levels[0] * len(levels)
    for level, finer in enumerate(levels[1:], start=1):
        enough = visits >= AT_RISK_A_STRATUM * _distinct(word, finer)
        chosen = np.where(enough[word], finer * len(levels) + level, chosen)
    return chosen


def _distinct(group: Whole, finer: Whole) -> Whole:
    """How many numbers of `finer`, each within one group, every group holds."""
    group_of = np.zeros(int(finer.max(initial=-1)) + 1, dtype=np.int64)
    group_of[finer] = group
    return np.bincount(group_of, minlength=int(group.max(initial=-1)) + 1)


def _rebitted(published: Whole, bits: Sequence[int]) -> Whole:
    """Patterns in the places of the factors counted; other factors' bits are dropped."""
    return short_pattern(published, tuple(bits))


def _ordinals(days: Whole) -> Whole:
    return days.astype("datetime64[D]").astype(np.int64) + date(1970, 1, 1).toordinal()


def _money(told: Published, of: tuple[str, str, str]) -> Money:
    orders, value, squares = of
    visits, kinds, kind = told.visits, told.kinds, told.visits["part"]
    return Money(
        visits["day"],
        kinds.segment[kind],
        visits["visits"].astype(np.int64),
        visits["paid"].astype(np.int64),
        visits[orders].astype(np.int64),
        _at_its_place(told, value),
        _at_its_place(told, squares),
        kinds.carried[kind],
    )


def _at_its_place(told: Published, name: str) -> Numbers:
    """A column of money for every row of visits; 0 where none is told."""
    segments = told.visits["segment"]
    order = np.argsort(segments, kind="stable")  # they rise as they are kept, and so cost hardly anything
    column = np.zeros(len(segments))
    column[order[np.searchsorted(segments[order], told.money["segment"])]] = told.money[name]
    return column
