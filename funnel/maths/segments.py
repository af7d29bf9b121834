"""Ratios of one factor by segment, drawn towards the shop's own as far as chance explains the difference."""

import numpy as np

from funnel.maths.cells import Numbers, StepTable, Tables, Whole
from funnel.maths.losses import Ratios
from funnel.maths.ratios import ratio_within
from funnel.maths.spans import Spans, spans_of
from funnel.maths.uneven import by_part
from funnel.maths.unlike import segment_of_parts, shrunk


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
            place, group_of = table.bits.index(bit), groups[segment_of_parts(table)]
            mine = np.repeat(ratios.used(table.step)[:, None, :], table.parts, axis=1)
            mine[place] = _of_groups(table, ratios, bit, spans, groups)[group_of]
            logs[place] = by_part(table, mine, group_of, ratios.like_odds)[place]
        used.append(logs)
    return used


def _of_groups(table: StepTable, ratios: Ratios, bit: int, spans: Spans, groups: Whole) -> Numbers:
    """Groups × readings: ratios of `bit`, drawn towards the shop's."""
    others = np.array([ratio.log_ratio[0] for ratio in ratios.at(table.step)])
    own = [ratio_within(table, bit, spans, others, groups[table.segment] == group) for group in range(groups.max() + 1)]
    return shrunk(own, ratios.at(table.step)[table.bits.index(bit)].log_ratio) * ratios.kept(table.step)
