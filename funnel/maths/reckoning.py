"""Losses of a period, from cells: every factor with range, verdict and firmness, and sums of any choice of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnel.maths.cells import Cells, Factor, Numbers, Tables, Whole, tables_of
from funnel.maths.drags import StepDrag
from funnel.maths.firmness import (
    Firmness,
    SecondRoute,
    Verdict,
    cannot_speak,
    firmness_of,
    pooled_log_ratio,
    second_route,
    verdicts,
)
from funnel.maths.losses import Losses, Measure, Ratios, Readings, drags_of, drags_with, losses_of, ratios_of
from funnel.maths.ranges import Noise, Range, noise_of, range_of, readings_of
from funnel.maths.ratios import Ratio
from funnel.maths.segments import ratios_by_segment
from funnel.maths.unseen import unseen_of
from funnel.terms import Group


@dataclass(frozen=True)
class FactorLine:
    """One factor of the ranked list."""

    factor: Factor
    range: Range
    verdict: Verdict
    firmness: Firmness | None
    """None where nothing is claimed."""
    ratios: tuple[Ratio, ...]
    """At each of the factor's steps: the matched comparison in plain counts."""
    second: SecondRoute | None
    at_most: bool
    """All of it falls on the first step: word it as "at most about"."""
    at_least: bool
    """Partly measured: word it as "at least"."""


@dataclass(frozen=True)
class Reckoned:
    """Everything known of a period's losses in one measure; ask it with the functions of this module."""

    tables: Tables
    readings: Readings
    ratios: Ratios
    drags: tuple[StepDrag, ...]
    losses: Losses
    noise: Noise
    unseen: Numbers
    """Factors: standard error of their logarithms of ratios for a cause no column shows (funnel/maths/unseen.py)."""

    @property
    def earned(self) -> float:
        """What was earned in the period: currency units, or paid orders."""
        return float(self.losses.base[:, 0].sum())


def reckon(cells: Cells, period: Sequence[int] | Whole, window: Sequence[int] | Whole, measure: Measure) -> Reckoned:
    """Losses of the days of `period`, with ratios from the days of `window` (4–8 weeks that hold the period)."""
    tables = tables_of(cells, np.union1d(period, window), (period, window))
    readings = readings_of(tables, window, period)
    ratios = ratios_of(tables, readings.window)
    unseen = np.maximum(unseen_of(tables, np.flatnonzero(tables.columns(window))), ratios.anywhere)
    drags = drags_of(tables, ratios, readings.period)
    return _reckoned(tables, readings, ratios, drags=drags, unseen=unseen, measure=measure)


def in_measure(reckoned: Reckoned, measure: Measure) -> Reckoned:
    """The same reckoning in another measure; nothing is estimated again."""
    return _once_more(reckoned, reckoned.drags, measure)


def opened(reckoned: Reckoned, bit: int, groups: Whole) -> Reckoned:
    """The same with the ratios of one factor by group of segments, drawn towards the shop's."""
    used = ratios_by_segment(reckoned.tables, reckoned.ratios, bit, reckoned.readings.window, groups)
    drags = drags_with(reckoned.tables, used, reckoned.readings.period)
    return _once_more(reckoned, drags, reckoned.losses.measure)


def factor_lines(reckoned: Reckoned) -> tuple[FactorLine, ...]:
    """Every factor, in the order of the cells; those looked at together are judged together."""
    factors = reckoned.tables.cells.factors
    ranges = [loss_of(reckoned, factors=[factor.code]) for factor in factors]
    ratios = [_own_ratios(reckoned, bit) for bit in range(len(factors))]
    anywhere = reckoned.ratios.anywhere > 0
    found = verdicts(ranges, [cannot_speak(own, anywhere=anywhere) for own in ratios], reckoned.earned)
    return tuple(_line(reckoned, bit, ranges[bit], found[bit], tuple(ratios[bit])) for bit in range(len(factors)))


def loss_of(
    reckoned: Reckoned,
    *,
    factors: Sequence[str] | None = None,
    groups: Sequence[Group] | None = None,
    steps: Sequence[str] | None = None,
    segments: Sequence[int] | None = None,
) -> Range:
    """Range of the losses that match everything given, added up."""
    cells = reckoned.tables.cells
    pairs = [
        (factors is None or cells.factors[bit].code in factors)
        and (groups is None or cells.factors[bit].group in groups)
        and (steps is None or cells.steps[step] in steps)
        for step, bit in reckoned.losses.pairs
    ]
    chosen = None if segments is None else np.isin(np.arange(len(cells.segments)), np.asarray(segments))
    return range_of(reckoned.noise, np.asarray(pairs, dtype=bool), chosen)


def loss_table(reckoned: Reckoned) -> Numbers:
    """Factors × steps × segments: the losses alone, without ranges."""
    cells = reckoned.tables.cells
    table = np.zeros((len(cells.factors), len(cells.steps), len(cells.segments)))
    for (step, bit), loss in zip(reckoned.losses.pairs, reckoned.losses.loss, strict=True):
        table[bit, step] = loss[:, 0]
    return table


def _reckoned(
    tables: Tables,
    readings: Readings,
    ratios: Ratios,
    *,
    drags: tuple[StepDrag, ...],
    unseen: Numbers,
    measure: Measure,
) -> Reckoned:
    losses = losses_of(tables, drags, readings.period, measure)
    noise = noise_of(tables, ratios, losses, readings, unseen)
    return Reckoned(tables, readings, ratios, drags, losses, noise, unseen)


def _once_more(reckoned: Reckoned, drags: tuple[StepDrag, ...], measure: Measure) -> Reckoned:
    tables, readings, ratios, unseen = reckoned.tables, reckoned.readings, reckoned.ratios, reckoned.unseen
    return _reckoned(tables, readings, ratios, drags=drags, unseen=unseen, measure=measure)


def _own_ratios(reckoned: Reckoned, bit: int) -> list[Ratio]:
    return [
        ratio
        for pair, ratio in zip(reckoned.ratios.pairs, reckoned.ratios.each, strict=True)
        if pair[1] == bit and pair in reckoned.losses.pairs
    ]


def _line(reckoned: Reckoned, bit: int, found: Range, verdict: Verdict, ratios: tuple[Ratio, ...]) -> FactorLine:
    factor = reckoned.tables.cells.factors[bit]
    speaks = any(ratio.fair for ratio in ratios)
    return FactorLine(
        factor,
        found,
        verdict,
        firmness_of(pooled_log_ratio(ratios)) if speaks else None,
        ratios,
        second_route(reckoned.tables, reckoned.ratios, bit) if speaks else None,
        factor.steps == reckoned.tables.cells.steps[:1],
        speaks and any(ratio.unmeasured > 0 for ratio in ratios),
    )
