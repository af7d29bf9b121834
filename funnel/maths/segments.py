"""Ratios of one factor by segment, drawn towards the shop's own as far as chance explains the difference."""

from collections.abc import Sequence

import numpy as np

from funnel.maths.cells import Numbers, StepTable, Tables, Whole
from funnel.maths.losses import Ratios
from funnel.maths.ratios import Ratio, ratio_within
from funnel.maths.spans import Spans, spans_of
from funnel.maths.uneven import by_part


def ratios_by_segment(tables: Tables, ratios: Ratios, bit: int, window: Numbers, groups: Whole) -> list[Numbers]:
    """For each step, factors × parts of the step × readings: the shop's ratios, those of `bit` by group of segments.

    `groups` numbers the group of every segment (its channel, its device), from 0. Flags raised anywhere tell no
    segments apart.
    """
    used, spans = [], spans_of(window)
    for table in tables.steps:
        logs = ratios.by_part(table)
        told = bit in table.bits and not ratios.anywhere
        if told and np.any(ratios.used(table.step)[table.bits.index(bit)]):
            place, group_of = table.bits.index(bit), groups[_segment_of_parts(table)]
            mine = np.repeat(ratios.used(table.step)[:, None, :], table.parts, axis=1)
            mine[place] = _of_groups(table, ratios, bit, spans, groups)[group_of]
            logs[place] = by_part(table, mine, group_of, ratios.like_odds)[place]
        used.append(logs)
    return used


def _segment_of_parts(table: StepTable) -> Whole:
    segment = np.zeros(table.parts, dtype=np.int64)
    segment[table.part] = table.segment
    return segment


def _of_groups(table: StepTable, ratios: Ratios, bit: int, spans: Spans, groups: Whole) -> Numbers:
    """Groups × readings: ratios of `bit`, drawn towards the shop's."""
    others = np.array([ratio.log_ratio[0] for ratio in ratios.at(table.step)])
    own = [ratio_within(table, bit, spans, others, groups[table.segment] == group) for group in range(groups.max() + 1)]
    return shrunk(own, ratios.at(table.step)[table.bits.index(bit)].log_ratio) * ratios.kept(table.step)


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


def between_groups(values: Numbers, variances: Numbers) -> float:
    """DerSimonian–Laird variance between groups; 0 when chance within them explains the differences."""
    if len(values) < 2 or np.any(variances <= 0):
        return 0.0
    weights = 1 / variances
    mean = np.sum(weights * values) / weights.sum()
    excess = np.sum(weights * (values - mean) ** 2) - (len(values) - 1)
    return max(0.0, float(excess / (weights.sum() - np.sum(weights**2) / weights.sum())))
