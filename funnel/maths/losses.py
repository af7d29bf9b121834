"""What the problems met cost: money or orders by factor, step and segment, adding up exactly.

Level: against "nobody met it". With t the sum of a part's drags, V what it earned: loss = V·(e^t − 1)/t · k, so that
factors, steps and parts sum to V·(e^t − 1). Segments are sums of their parts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from funnel.maths.anywhere import without_common_gain
from funnel.maths.cells import Numbers, StepTable, Tables
from funnel.maths.drags import StepDrag, drag_of, later_logs
from funnel.maths.intent import NotLost, share_not_lost
from funnel.maths.ratios import Ratio, ratios_over
from funnel.maths.spans import spans_of
from funnel.maths.uneven import share_of
from funnel.maths.unlike import ByDevice, by_device


class Measure(StrEnum):
    """What is lost."""

    MONEY = "money"
    ORDERS = "orders"


@dataclass(frozen=True)
class Readings:
    """The same question with different days: the first reading is the answer, each other one leaves out a day.

    Weights of days: `window` in the ratios, spans × readings × days; `period` in what is counted, 1 × days.
    """

    window: Numbers
    period: Numbers


@dataclass(frozen=True)
class Ratios:
    """Ratios of every (step, factor) of `pairs`, in their order."""

    pairs: tuple[tuple[int, int], ...]
    each: tuple[Ratio, ...]
    to_the_end: Mapping[tuple[int, int], Ratio]
    """Of visits that bought in the end, by a factor's first (step, factor) where the cells say who bought."""
    not_lost: NotLost
    readings: int
    by_device: ByDevice
    anywhere: float = 0.0
    """Standard error of every logarithm where flags are raised anywhere in the visit (funnel/maths/anywhere.py)."""

    @property
    def like_odds(self) -> float:
        """Share between problems that multiply rates (0) and odds (1)."""
        return share_of(ratio.evidence for ratio in self.each if ratio.fair)

    def by_part(self, table: StepTable) -> Numbers:
        """Factors × parts of the step × readings: `used`, stronger in parts where few go on anyway; apart by device."""
        return self.by_device.logs(table, self.used(table.step), self.like_odds, self.kept(table.step))

    def at(self, step: int) -> list[Ratio]:
        """Ratios of the factors of the step."""
        return [ratio for (at, _), ratio in zip(self.pairs, self.each, strict=True) if at == step]

    def used(self, step: int) -> Numbers:
        """Factors of the step × readings: the logarithms that losses rest on; 0 where no fair comparison may speak."""
        own = self.at(step)
        each = [ratio.log_ratio * (self.kept(step) * ratio.fair) for ratio in own]
        return np.stack(each) if each else np.zeros((0, self.readings))

    def kept(self, step: int) -> float:
        """What losses take of the logarithms of ratios of the step."""
        return 1 - self.not_lost.share if step == 0 else 1.0


@dataclass(frozen=True)
class Losses:
    """Losses as pairs × segments × readings, in the unit of `measure`; `base` (segments × 1) is what was earned.

    A negative loss is a gain and stays in every sum.
    """

    measure: Measure
    pairs: tuple[tuple[int, int], ...]
    loss: Numbers
    base: Numbers


def ratios_of(tables: Tables, window: Numbers) -> Ratios:
    """Every ratio of the shop, over the days of `window` (spans × readings × days)."""
    spans = spans_of(window)
    to_the_end = _to_the_end(tables)
    both = [ratios_over(table, spans, to_the_end=table.step in to_the_end.values()) for table in tables.steps]
    at = [own for own, _ in both]
    each = tuple(at[step][tables.steps[step].bits.index(bit)] for step, bit in tables.cells.pairs)
    speak = {bit for (_, bit), ratio in zip(tables.cells.pairs, each, strict=True) if ratio.fair}
    each = tuple(replace(ratio, beside=bit in speak) for (_, bit), ratio in zip(tables.cells.pairs, each, strict=True))
    whole = {
        (table.step, bit): one
        for table, (_, ended) in zip(tables.steps, both, strict=True)
        for bit, one in zip(table.bits, ended, strict=bool(ended))
    }
    devices = by_device(tables, spans, each, whole)
    not_lost = share_not_lost(tables, tables.cells.pairs, each, whole, devices)
    each, anywhere = without_common_gain([step for step, _ in tables.cells.pairs], each)
    devices = replace(devices, at={}) if anywhere else devices
    return Ratios(tables.cells.pairs, each, whole, not_lost, window.shape[1], devices, anywhere)


def _to_the_end(tables: Tables) -> dict[int, int]:
    """First step of every factor, where it lies on the way to payment and the cells say who bought."""
    first: dict[int, int] = {}
    for step, bit in tables.cells.pairs:
        first.setdefault(bit, step)
    return {bit: step for bit, step in first.items() if step < tables.cells.order_steps}


def drags_of(tables: Tables, ratios: Ratios, period: Numbers) -> tuple[StepDrag, ...]:
    """Drags of every step over the days of `period` (readings × days, or 1 × days), with the shop's ratios."""
    return drags_with(tables, [ratios.by_part(table) for table in tables.steps], period)


def drags_with(tables: Tables, used: Sequence[Numbers], period: Numbers) -> tuple[StepDrag, ...]:
    """Drags with logarithms of ratios of one's own: for each step, factors × parts of the step × readings."""
    paid = slice(tables.cells.order_steps)
    later = [*later_logs(tables.steps[paid], used[paid]), *[None] * len(tables.steps[tables.cells.order_steps :])]
    each = zip(tables.steps, used, later, strict=True)
    return tuple(drag_of(table, own, period, further) for table, own, further in each)


def losses_of(tables: Tables, drags: tuple[StepDrag, ...], period: Numbers, measure: Measure) -> Losses:
    """Split what "nobody met it" would have added, exactly, over (step, factor) and segments."""
    counted = drags if measure is Measure.MONEY else drags[: tables.cells.order_steps]
    money = measure is Measure.MONEY
    base = (tables.value if money else tables.paid) @ period.T
    total = sum((drag.drag for drag in counted), np.zeros((len(tables.parts.segment), 1)))
    per_drag = (tables.value_by_part if money else tables.paid_by_part) @ period.T * growth_per_log(total)
    pairs = tuple((drag.step, bit) for drag in counted for bit in drag.bits)
    parts = [tables.by_segment(drag.by_factor * per_drag) for drag in counted]
    return Losses(measure, pairs, np.concatenate(parts) if parts else np.zeros((0, *base.shape)), base)


def growth_per_log(log_ratio: Numbers) -> Numbers:
    """(e^t − 1) ÷ t with its limit 1 at 0."""
    return np.divide(np.expm1(log_ratio), log_ratio, out=np.ones_like(log_ratio), where=np.abs(log_ratio) > 1e-12)
