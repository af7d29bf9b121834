"""The counts of one step as matrices, and which lines of counts make their rows."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from funnel.maths.counts import Lines
from funnel.maths.grouped import Numbers, Whole, distinct, firsts, numbered, short_pattern
from funnel.maths.like_rows import Counted, LikeRows, like_rows


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
    daily: Counted
    known: Whole
    """Every part's number among `part`."""
    alike: LikeRows
    could_meet: Whole

    @cached_property
    def patterns(self) -> tuple[Whole, Whole]:
        """The distinct patterns, few however many rows there are, and the place among them of every row."""
        return distinct(self.pattern)

    @property
    def at_risk(self) -> Numbers:
        """Rows × days."""
        return self.daily[0].counts

    @property
    def went_on(self) -> Numbers:
        """Rows × days."""
        return self.daily[1].counts

    @property
    def visits(self) -> Numbers:
        """Rows: at risk on all days."""
        return self.daily[0].whole

    @property
    def gone_on(self) -> Numbers:
        """Rows: went on, on all days."""
        return self.daily[1].whole

    @property
    def bought(self) -> Numbers | None:
        """Rows: of those at risk on all days, who bought in the end."""
        return None if self.daily[2] is None else self.daily[2].whole

    @cached_property
    def met(self) -> Numbers:
        """Factors of the step × distinct patterns: 1 where it is met."""
        return (self.patterns[0] >> np.arange(len(self.bits))[:, None] & 1).astype(float)

    @property
    def parts(self) -> int:
        """Numbers that parts have at the step."""
        return int(max(self.known.max(initial=-1), self.part.max(initial=-1))) + 1


@dataclass(frozen=True)
class StepRows:
    """Rows of the table of one step: the lines of each, and what they are alike in."""

    step: int
    bits: tuple[int, ...]
    lines: Whole
    place: Whole
    """Row of every line of `lines`."""
    first: Whole
    """A line of every row."""
    stratum: Whole
    pattern: Whole
    unmeasured: Whole
    segment: Whole
    part: Whole


def rows_of(lines: Lines, step: int, bits: tuple[int, ...]) -> StepRows:
    """Which lines make the rows of a step; `bits` are the places of the factors that can harm at it."""
    own = np.flatnonzero(lines.step == step)
    unmeasured, pattern = (short_pattern(masks[own], bits) for masks in (lines.unmeasured, lines.pattern))
    keys = (numbered(lines.stratum[own], unmeasured), pattern, lines.segment[own], lines.part[own])
    place = numbered(*keys)
    first = firsts(place, int(place.max(initial=-1)) + 1)
    stratum, pattern, segment, part = (key[first] for key in keys)
    return StepRows(step, bits, own, place, own[first], stratum, pattern, unmeasured[first], segment, part)


def step_table(
    rows: StepRows,
    known: Whole,
    could_meet: Whole | None,
    devices: Whole | None,
    counted: Counted,
) -> StepTable:
    """The table of the step: `could_meet` is of lines, `devices` of segments."""
    device = None if devices is None else devices[rows.segment]
    alike = like_rows(len(rows.bits), (rows.stratum, rows.pattern, rows.unmeasured), counted, device)
    told = np.zeros_like(rows.first) if could_meet is None else numbered(could_meet[rows.first])
    own = (rows.step, rows.bits, rows.segment, rows.part, rows.stratum, rows.pattern)
    return StepTable(*own, rows.unmeasured, counted, known, alike, told)
