"""What a period lost against reference rates: by step and segment, never by cause.

The rates are a person's target, the shop's own previous period, or its own better segment. Same arithmetic as the
losses to problems: with k the logarithm of reference ÷ observed rate of a step, t the sum of k over the steps and V
what the segment earned, the step's loss is V·(e^t − 1)/t · k, so that steps and segments add up exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, Tables, Whole
from funnel.maths.grouped import summed
from funnel.maths.losses import Measure, growth_per_log
from funnel.maths.ranges import Range, error_over_days, range_around

LEAST_AT_RISK = 300
"""Visits at risk a segment needs before its rate is held up to others."""


@dataclass(frozen=True)
class Gaps:
    """Gaps as steps × segments × readings in the unit of `measure`; `base` (segments × readings) is what was earned."""

    measure: Measure
    steps: tuple[int, ...]
    gap: Numbers
    base: Numbers


def step_rates(tables: Tables, days: Numbers) -> tuple[Numbers, Numbers]:
    """(at risk, went on), each steps × segments × readings, over the days of `days` (readings × days)."""
    segments = len(tables.cells.segments)
    at_risk = [summed(table.segment, table.daily[0].over(days.T), segments) for table in tables.steps]
    went_on = [summed(table.segment, table.daily[1].over(days.T), segments) for table in tables.steps]
    return np.stack(at_risk), np.stack(went_on)


def days_left_out(tables: Tables, days: Sequence[int] | Whole) -> Numbers:
    """Readings × days: all of `days`, then each of them left out and the others scaled up to the full length."""
    whole = tables.columns(days)
    own = np.flatnonzero(whole)
    weights = np.repeat(whole[None], len(own) + 1, axis=0)
    weights[1:] *= len(own) / max(len(own) - 1, 1)
    weights[np.arange(len(own)) + 1, own] = 0.0
    return weights


def rates_of_days(tables: Tables, days: Sequence[int] | Whole) -> Numbers:
    """Steps × segments: rates of those days; not a number where too few were at risk."""
    at_risk, went_on = (counts[:, :, 0] for counts in step_rates(tables, tables.columns(days)[None]))
    enough = at_risk >= LEAST_AT_RISK
    return np.divide(went_on, at_risk, out=np.full_like(at_risk, np.nan), where=enough)


def best_within(rates: Numbers, family: Whole) -> Numbers:
    """For each step and segment the best rate among the segments of its family (its own included)."""
    best = np.full_like(rates, np.nan)
    for number in np.unique(family):
        own = family == number
        held = np.where(np.isnan(rates[:, own]), -np.inf, rates[:, own]).max(1)
        best[:, own] = np.where(np.isinf(held), np.nan, held)[:, None]
    return best


def gaps_to(tables: Tables, period: Sequence[int] | Whole, reference: Numbers, measure: Measure) -> Gaps:
    """Gap to `reference` (steps × segments; not a number = no comparison) in the days of `period`."""
    days = days_left_out(tables, period)
    counted = len(tables.steps) if measure is Measure.MONEY else tables.cells.order_steps
    at_risk, went_on = (counts[:counted] for counts in step_rates(tables, days))
    wanted = at_risk * np.nan_to_num(reference[:counted, :, None])
    known = (wanted > 0) & (went_on > 0)
    logs = np.log(np.divide(wanted, went_on, out=np.ones_like(wanted), where=known))
    base = (tables.value if measure is Measure.MONEY else tables.paid) @ days.T
    return Gaps(measure, tuple(range(counted)), logs * (base * growth_per_log(logs.sum(0))), base)


def gap_range(gaps: Gaps, steps: NDArray[np.bool_], segments: NDArray[np.bool_]) -> Range:
    """Range over days of the gaps of some steps and segments, added up."""
    chosen = gaps.gap[steps][:, segments].sum((0, 1))
    return range_around(float(chosen[0]), error_over_days(chosen[1:]), len(chosen) - 2)
