"""Problems that weigh otherwise on one device than on another: ratios apart, where comparisons say so beyond chance.

A problem three times as strong on phones has no one ratio: the shop's gives computers too much of the loss, and the
visits that bought in the end, most of them on computers, seem to have met a weaker problem than the steps promise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from funnel.maths.cells import Numbers, StepTable, Tables, Whole
from funnel.maths.ratios import Ratio, ratio_within
from funnel.maths.spans import Spans
from funnel.maths.spread import between_groups
from funnel.maths.uneven import by_part

BEYOND = 3.0
"""Standard errors from which ratios of devices differ beyond chance."""
Pair = tuple[int, int]
"""Step and factor."""


@dataclass(frozen=True)
class ByDevice:
    """Ratios of the factors that differ, at all their steps, one for each device."""

    devices: Whole
    """Of every segment."""
    at: Mapping[Pair, tuple[Ratio, ...]] = field(default_factory=dict)
    to_the_end: Mapping[Pair, tuple[Ratio, ...]] = field(default_factory=dict)
    """Of visits that bought in the end, at a factor's first step."""

    def part(self, table: StepTable) -> Whole:
        """Device of every part of the step."""
        return self.devices[segment_of_parts(table)]

    def logs(self, table: StepTable, used: Numbers, like_odds: float, kept: float) -> Numbers:
        """Factors × parts × readings: of the factors that differ each device's own, of the others `used` alike."""
        logs = by_part(table, _alike(table, used), np.zeros(table.parts, dtype=np.int64), like_odds)
        for place, bit in enumerate(table.bits):
            if (own := self.at.get((table.step, bit))) and np.any(used[place]):
                mine = _alike(table, used)
                mine[place] = (shrunk(own, used[place] / kept) * kept)[self.part(table)]
                logs[place] = by_part(table, mine, self.part(table), like_odds)[place]
        return logs

    def relative_error(self, pair: Pair, lost: Numbers, whole: float) -> float:
        """Standard error of what a pair lost, as a share of it; `lost` by segment, `whole` where devices are alike."""
        own = self.at.get(pair)
        if not own or not lost.sum():
            return whole
        each = [relative_error(ratio.log_ratio[0], ratio.standard_error) if ratio.fair else whole for ratio in own]
        by_device = np.bincount(self.devices, lost, len(own))
        return float(np.linalg.norm(by_device * each) / abs(lost.sum()))


def by_device(tables: Tables, spans: Spans, each: Sequence[Ratio], to_the_end: Mapping[Pair, Ratio]) -> ByDevice:
    """Ratios of the factors whose devices differ at a step; `each` in the order of the cells' pairs."""
    devices = tables.cells.devices
    if devices is None:
        return ByDevice(np.zeros(len(tables.cells.segments), dtype=np.int64))
    pairs = dict(zip(tables.cells.pairs, each, strict=True))
    differ = {bit for (_, bit), ratio in pairs.items() if ratio.unlike > BEYOND and ratio.fair}
    own = {(step, bit): _apart(tables, step, bit, spans, pairs) for step, bit in pairs if bit in differ}
    whole = {
        (step, bit): _apart(tables, step, bit, spans, to_the_end, to_the_end=True)
        for step, bit in to_the_end
        if bit in differ
    }
    return ByDevice(devices, own, whole)


def _apart(
    tables: Tables, step: int, bit: int, spans: Spans, ratios: Mapping[Pair, Ratio], *, to_the_end: bool = False
) -> tuple[Ratio, ...]:
    table, devices = tables.steps[step], tables.cells.devices
    others = np.array([ratios[step, other].log_ratio[0] if (step, other) in ratios else 0.0 for other in table.bits])
    assert devices is not None  # noqa: S101
    return tuple(
        ratio_within(table, bit, spans, others, devices[table.segment] == device, to_the_end=to_the_end)
        for device in range(int(devices.max(initial=-1)) + 1)
    )


def segment_of_parts(table: StepTable) -> Whole:
    """Segment of every part of the step."""
    segment = np.zeros(table.parts, dtype=np.int64)
    segment[table.part] = table.segment
    return segment


def _alike(table: StepTable, used: Numbers) -> Numbers:
    return np.repeat(used[:, None, :], table.parts, axis=1)


def relative_error(log_ratio: float, error: float) -> float:
    """Of a loss that rests on the logarithm of a ratio; 0 where there is none."""
    return error / abs(log_ratio) if abs(log_ratio) > 1e-9 else 0.0


def shrunk(own: Sequence[Ratio], pooled: Numbers) -> Numbers:
    """Groups × readings: each group's logarithm of the ratio between its own and the `pooled` one (readings).

    A group without a fair comparison takes the pooled one.
    """
    spread = between_groups(
        np.array([ratio.log_ratio[0] for ratio in own if ratio.fair]),
        np.array([ratio.standard_error**2 for ratio in own if ratio.fair]),
    )
    shares = [spread / (spread + ratio.standard_error**2) if ratio.fair and spread else 0.0 for ratio in own]
    return np.stack([pooled + share * (ratio.log_ratio - pooled) for share, ratio in zip(shares, own, strict=True)])
