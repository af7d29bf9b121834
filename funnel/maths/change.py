"""Why a period differs from another: an exact split of the difference in money or orders.

In each segment the difference is the logarithmic mean of both periods times a sum of logarithms: visits, rate of every
step, value of a kept order; of each rate the problems met more or less often, part by part as their visits are worth,
and the rest, not explained. Lines add up to the difference exactly. To have promotion days compared with promotion
days, make the kind of day part of the segment: its share is then part of the mix.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, Tables, Whole
from funnel.maths.drags import StepDrag
from funnel.maths.gaps import step_rates
from funnel.maths.losses import Measure, drags_of, ratios_of
from funnel.maths.ranges import Range, error_over_days, range_around


class Cause(StrEnum):
    """Kinds of line."""

    VOLUME = "traffic_volume"
    MIX = "traffic_mix"
    FACTOR = "factor"
    STEP = "step_not_explained"
    KEPT = "cancellations_and_returns"
    VALUE = "order_value"
    COUNTED_DIFFERENTLY = "counted_differently"
    THIN = "thin_segments"


@dataclass(frozen=True)
class ChangeLine:
    """One line: `effect` is segments × readings in the unit of the change."""

    cause: Cause
    step: int | None
    bit: int | None
    effect: Numbers


@dataclass(frozen=True)
class Change:
    """The split of `after − before` (segments × readings); `periods`: whose day each reading left out."""

    measure: Measure
    before: Numbers
    after: Numbers
    lines: tuple[ChangeLine, ...]
    periods: Whole


@dataclass(frozen=True)
class Side:
    """One of the two periods; arrays are segments × readings, those of steps steps × segments × readings."""

    visits: Numbers
    earned: Numbers
    orders: Numbers
    at_risk: Numbers
    went_on: Numbers
    share: Numbers
    """Parts × readings: of what their segment earned."""
    drags: tuple[StepDrag, ...]


def change_of(tables: Tables, before: Sequence[int] | Whole, after: Sequence[int] | Whole, measure: Measure) -> Change:
    """Split the difference between the days `after` and `before`; ratios come from both, each compared within."""
    return changes_of(tables, before, after, (measure,))[measure]


def changes_of(
    tables: Tables, before: Sequence[int] | Whole, after: Sequence[int] | Whole, measures: Iterable[Measure] = Measure
) -> dict[Measure, Change]:
    """The same in several measures; ratios and drags are estimated once for all of them."""
    days, periods = _left_out(tables.columns(before), tables.columns(after))
    ratios = ratios_of(tables, np.stack([(own > 0) * 1.0 for own in days]))
    drags = [drags_of(tables, ratios, own) for own in days]
    made = {}
    for measure in measures:
        old, new = (_side(tables, own, weights, measure) for own, weights in zip(drags, days, strict=True))
        lines = tuple(_lines(old, new, tables, measure))
        made[measure] = Change(measure, old.earned, new.earned, lines, periods)
    return made


def line_range(change: Change, lines: Sequence[ChangeLine], segments: NDArray[np.bool_] | None = None) -> Range:
    """Range of some lines added up; the variances of both periods are added."""
    total = np.sum([line.effect for line in lines], axis=0)
    readings = (total if segments is None else total[segments]).sum(0)
    before, after = (error_over_days(readings[1:][change.periods == period]) for period in (0, 1))
    freedom = int(min(np.sum(change.periods == period) for period in (0, 1))) - 1
    return range_around(float(readings[0]), math.hypot(before, after), freedom)


def _left_out(before: Numbers, after: Numbers) -> tuple[tuple[Numbers, Numbers], Whole]:
    """Weights of days for both periods in every reading; a period short of a day is scaled up to its full length."""
    columns = [(period, day) for period, own in enumerate((before, after)) for day in np.flatnonzero(own)]
    weights = [np.repeat(own[None], len(columns) + 1, axis=0) for own in (before, after)]
    for reading, (period, day) in enumerate(columns, 1):
        length = (before, after)[period].sum()
        weights[period][reading] *= length / max(length - 1, 1)
        weights[period][reading, day] = 0.0
    return (weights[0], weights[1]), np.array([period for period, _ in columns], dtype=np.int64)


def _side(tables: Tables, drags: tuple[StepDrag, ...], days: Numbers, measure: Measure) -> Side:
    money = measure is Measure.MONEY
    earned = (tables.value if money else tables.paid) @ days.T
    by_part, whole = (tables.value_by_part if money else tables.paid_by_part) @ days.T, earned[tables.parts.segment]
    counted = len(drags) if money else tables.cells.order_steps
    at_risk, went_on = step_rates(tables, days)
    return Side(
        tables.visits @ days.T,
        earned,
        (tables.kept if money else tables.paid) @ days.T,
        at_risk[:counted],
        went_on[:counted],
        np.divide(by_part, whole, out=np.zeros_like(whole), where=whole > 0),
        drags[:counted],
    )


def _lines(before: Side, after: Side, tables: Tables, measure: Measure) -> Iterator[ChangeLine]:
    full = _comparable(before, after)
    scale = np.where(full, _log_mean(after.earned, before.earned), 0.0)
    parts = list(_logarithms(before, after, tables, full))
    whole = _log(after.earned, before.earned, full)
    rest = whole - sum((part for *_, part in parts), np.zeros_like(whole))
    if np.abs(rest).max(initial=0.0) > 1e-9:
        parts.append((Cause.COUNTED_DIFFERENTLY, None, None, rest))
    for cause, step, bit, part in parts:
        if cause is not Cause.VALUE or measure is Measure.MONEY:
            yield ChangeLine(cause, step, bit, scale * part)
    yield ChangeLine(Cause.THIN, None, None, np.where(full, 0.0, after.earned - before.earned))


def _logarithms(
    before: Side, after: Side, tables: Tables, full: NDArray[np.bool_]
) -> Iterator[tuple[Cause, int | None, int | None, Numbers]]:
    visits = _log(after.visits, before.visits, full)
    total = np.log(np.maximum(after.visits.sum(0), 1e-9) / np.maximum(before.visits.sum(0), 1e-9)) * full
    yield Cause.VOLUME, None, None, total
    yield Cause.MIX, None, None, visits - total
    share = (before.share + after.share) / 2
    for old, new in zip(before.drags, after.drags, strict=True):
        less = np.where(full, tables.by_segment((old.by_factor - new.by_factor) * share), 0.0)
        step = new.step
        rate = _log(after.went_on[step], before.went_on[step], full) - _log(
            after.at_risk[step], before.at_risk[step], full
        )
        yield Cause.STEP if step < tables.cells.order_steps else Cause.KEPT, step, None, rate - less.sum(0)
        for bit, own in zip(new.bits, less, strict=True):
            yield Cause.FACTOR, step, bit, own
    worth = _log(after.earned, before.earned, full) - _log(after.orders, before.orders, full)
    yield Cause.VALUE, None, None, worth


def _comparable(before: Side, after: Side) -> NDArray[np.bool_]:
    """Segments × readings in which every logarithm exists in both periods."""
    held = [side.visits for side in (before, after)] + [side.earned for side in (before, after)]
    held += [side.orders for side in (before, after)]
    held += [counts for side in (before, after) for counts in side.went_on]
    return np.logical_and.reduce([counts > 0 for counts in held])


def _log(after: Numbers, before: Numbers, full: NDArray[np.bool_]) -> Numbers:
    return np.log(np.divide(after, before, out=np.ones_like(after), where=full))


def _log_mean(after: Numbers, before: Numbers) -> Numbers:
    """(a − b) ÷ ln(a ÷ b), with its limit a when both are equal; a and b above 0, elsewhere 0."""
    both = (after > 0) & (before > 0)
    log_ratio = _log(after, before, both)
    near = np.abs(log_ratio) < 1e-9
    return np.where(both, np.divide(after - before, log_ratio, out=after.copy(), where=both & ~near), 0.0)
