"""Pieces from each way of reckoning: losses to problems, changes, gaps of rates, clicks that never became visits."""

import math
from dataclasses import dataclass, replace

import numpy as np

from funnel.answers.loss_ground import LossGround, days_of
from funnel.answers.loss_pieces import NO_CAUSE, Chosen, Mask, PieceName, Pieces, RangeOf, SegmentName
from funnel.maths.cells import Cells, Numbers, Tables, Whole, tables_of
from funnel.maths.change import Cause, Change, changes_of, line_range
from funnel.maths.clicks import ClicksLost, clicks_lost, error_of_worth, worth_of_lost
from funnel.maths.gaps import Gaps, gap_range, gaps_to
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range, error_over_days, range_around, range_of
from funnel.maths.reckoning import Reckoned, in_measure, reckon
from funnel.periods import Period
from funnel.terms import NOT_STATED, OTHER, Group, Step

CLICK_LOST = "click_lost"
LEAST_ORDERS = 3
"""Orders of a segment in each period below which its change is told together with other thin ones."""
GROUP_OF_CAUSE = {Cause.VOLUME: Group.TRAFFIC.value, Cause.MIX: Group.TRAFFIC.value, Cause.STEP: NO_CAUSE}
"""Lines without a factor: those of no group stand under their own name."""


@dataclass(frozen=True)
class Level:
    """Losses against “nobody met it”, estimated once and read in both measures."""

    money: Reckoned
    orders: Reckoned


def level_of(ground: LossGround, period: Period, window: Period) -> Level:
    """Reckon the losses of `period` with the comparisons of `window`."""
    money = reckon(ground.cells, days_of(period), days_of(window), Measure.MONEY)
    return Level(money, in_measure(money, Measure.ORDERS))


def level_pieces(ground: LossGround, level: Level) -> Pieces:
    """Every factor at every step it can harm."""
    cells = ground.cells
    names = [
        PieceName(cells.factors[bit].group.value, cells.factors[bit].code, cells.steps[step])
        for step, bit in level.money.losses.pairs
    ]
    in_orders = len(level.orders.losses.pairs)  # steps after payment come last and cost no orders

    def money(own: Mask, segments: Mask) -> Range:
        return range_of(level.money.noise, own, segments)

    def orders(own: Mask, segments: Mask) -> Range:
        return range_of(level.orders.noise, own[:in_orders], segments)

    return Pieces(tuple(names), ground.segments, {Measure.MONEY: money, Measure.ORDERS: orders})


def change_pieces(
    ground: LossGround, cells: Cells, periods: tuple[Period, Period], chosen: Chosen, sign: int = 1
) -> Pieces:
    """Every line of the split of the second period against the first, over the chosen segments.

    `sign` −1 turns gains into losses.
    """
    before, after = (days_of(period) for period in periods)
    held = np.array([chosen(one) for one in ground.segments], dtype=bool)
    cells, segments, held = with_thin_together(cells, ground.segments, held, (before, after))
    tables = tables_of(cells)
    made = changes_of(tables, before, after)
    keys = list(dict.fromkeys((line.cause, line.step, line.bit) for one in made.values() for line in one.lines))
    names = tuple(_name_of_line(cells, *key) for key in keys)
    ranges = {measure: _of_lines(one, keys, np.flatnonzero(held), sign) for measure, one in made.items()}
    return Pieces(names, tuple(segments[place] for place in np.flatnonzero(held)), ranges)


def with_thin_together(
    cells: Cells, segments: tuple[SegmentName, ...], held: Mask, periods: tuple[Whole, Whole]
) -> tuple[Cells, tuple[SegmentName, ...], Mask]:
    """Segments too thin to be split (hardly an order in one of the periods) pooled into one called “other”.

    Those that `held` marks and the rest are pooled apart. Returns cells, names and marks of the new segments.
    """
    days = [np.isin(cells.money.day, period) for period in periods]
    orders = [np.bincount(cells.money.segment[own], cells.money.paid[own], len(segments)) for own in days]
    thin = (orders[0] < LEAST_ORDERS) | (orders[1] < LEAST_ORDERS)
    whole = np.flatnonzero(~thin)
    place = np.where(held, len(whole), len(whole) + 1)
    place[whole] = np.arange(len(whole))
    names = (*(segments[number] for number in whole), SegmentName(OTHER, OTHER), SegmentName(OTHER, OTHER))
    pooled = replace(
        cells,
        segments=(*(cells.segments[number] for number in whole), OTHER, f"{OTHER} than chosen"),
        counts=cells.counts.with_segments(place),
        money=replace(cells.money, segment=place[cells.money.segment]),
        parts=cells.parts and replace(cells.parts, segment=place[cells.parts.segment]),
        devices=None if cells.devices is None else np.append(cells.devices[whole], [cells.devices.max() + 1] * 2),
    )
    return pooled, names, np.array([*held[whole], bool(np.any(held & thin)), False])


def _name_of_line(cells: Cells, cause: Cause, step: int | None, bit: int | None) -> PieceName:
    factor = cells.factors[bit] if bit is not None else None
    group = factor.group.value if factor else GROUP_OF_CAUSE.get(cause, cause.value)
    return PieceName(group, factor.code if factor else "", cells.steps[step] if step is not None else "", cause)


def _of_lines(change: Change, keys: list[tuple[Cause, int | None, int | None]], places: Whole, sign: int) -> RangeOf:
    lines = {(line.cause, line.step, line.bit): line for line in change.lines}
    size = len(change.before)

    def found(own: Mask, segments: Mask) -> Range:
        chosen = [lines[keys[place]] for place in np.flatnonzero(own) if keys[place] in lines]
        if not chosen:
            return range_around(0.0, 0.0, 0)
        mask = np.zeros(size, dtype=bool)
        mask[places[segments]] = True
        return turned(line_range(change, chosen, mask), sign)

    return found


def turned(found: Range, sign: int) -> Range:
    """The range itself, or with its sign turned."""
    if sign > 0:
        return found
    return Range(-found.effect, -found.high, -found.low, found.chance_of_gain, found.chance, found.freedom)


def gap_pieces(ground: LossGround, tables: Tables, period: Period, reference: Numbers) -> Pieces:
    """Gap of every step to its reference rate."""
    made = {measure: gaps_to(tables, days_of(period), reference, measure) for measure in Measure}
    names = tuple(PieceName(NO_CAUSE, "", step, Cause.STEP) for step in ground.cells.steps)
    return Pieces(names, ground.segments, {measure: _of_gaps(gaps) for measure, gaps in made.items()})


def _of_gaps(gaps: Gaps) -> RangeOf:
    return lambda own, segments: gap_range(gaps, own[: len(gaps.steps)], segments)


def click_pieces(ground: LossGround, level: Level, period: Period, window: Period) -> tuple[Pieces, ClicksLost] | None:
    """Clicks that never became visits, worth the clean value of a visit of their campaign; None without ad reports."""
    if ground.clicks is None:
        return None
    lost = clicks_lost(ground.clicks, days_of(window), days_of(period))
    segments = tuple(SegmentName(channel, NOT_STATED) for channel in ground.clicks.channels)
    reckoned = {Measure.MONEY: level.money, Measure.ORDERS: level.orders}
    earned = {Measure.MONEY: ground.clicks.value, Measure.ORDERS: ground.clicks.orders}
    worth = {
        measure: _worth_of_visit(ground, one) * worth_of_lost(ground.clicks, lost, days_of(window), earned[measure])
        for measure, one in reckoned.items()
    }
    name = PieceName(Group.TRAFFIC.value, CLICK_LOST, Step.SESSION_START.value, Cause.FACTOR)
    error = error_of_worth(ground.clicks, lost, days_of(window))
    return Pieces((name,), segments, {measure: _of_clicks(lost, each, error) for measure, each in worth.items()}), lost


def _worth_of_visit(ground: LossGround, reckoned: Reckoned) -> Numbers:
    """What a visit of each channel with ads would earn had nobody met a problem."""
    assert ground.clicks is not None  # noqa: S101
    earned = reckoned.losses.base[:, 0] + reckoned.losses.loss[:, :, 0].sum(0)
    visits = reckoned.tables.visits @ reckoned.readings.period[0]
    own = [np.array([one.channel == channel for one in ground.segments]) for channel in ground.clicks.channels]
    return np.array([earned[mask].sum() / max(visits[mask].sum(), 1.0) for mask in own])


def _of_clicks(lost: ClicksLost, worth: Numbers, uncertain: Numbers) -> RangeOf:
    def found(own: Mask, segments: Mask) -> Range:
        usual, days = ((found * worth[:, None])[segments].sum(0) for found in (lost.by_channel, lost.without_day))
        if not own.any():
            return range_around(0.0, 0.0, 0)
        of_worth = float(np.linalg.norm((lost.by_channel[:, 0] * worth * uncertain)[segments]))
        error = math.hypot(error_over_days(usual[1:]), error_over_days(days), of_worth)
        return range_around(float(usual[0]), error, len(days) - 1)

    return found
