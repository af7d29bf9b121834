"""Counts of visits by row, and the same with their days told apart from everything else that tells rows apart.

Many rows differ in nothing but the day: what is alike is grouped once for all of them.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from funnel.maths.grouped import Whole, distinct, firsts, numbered


@dataclass(frozen=True)
class Lines:
    """What rows are alike in, but the day; every array has one entry a line, and stands for that of `Counts`."""

    step: Whole
    segment: Whole
    stratum: Whole
    pattern: Whole
    unmeasured: Whole
    part: Whole
    could_meet: Whole | None = None


@dataclass(frozen=True)
class LinedCounts:
    """Rows of counts, as `Counts` has them, by line and day."""

    lines: Lines
    days: Whole
    """The days there are, rising."""
    cell: Whole
    """Of every row: its line, times how many days there are, plus the place of its day."""
    at_risk: Whole
    went_on: Whole
    bought: Whole | None = None

    @property
    def place(self) -> Whole:
        """Of the day of every row, among `days`."""
        return self.cell % max(len(self.days), 1)

    @property
    def line(self) -> Whole:
        """Of every row."""
        return self.cell // max(len(self.days), 1)

    @property
    def day(self) -> Whole:
        """Of every row."""
        return self.days[self.place]

    @property
    def step(self) -> Whole:
        """Of every row."""
        return self.lines.step[self.line]

    @property
    def pattern(self) -> Whole:
        """Of every row."""
        return self.lines.pattern[self.line]

    @property
    def unmeasured(self) -> Whole:
        """Of every row."""
        return self.lines.unmeasured[self.line]

    @property
    def keys(self) -> Lines:
        """What tells rows apart, as often as rows need it."""
        return self.lines

    @property
    def lined(self) -> "LinedCounts":
        """The rows as they are."""
        return self

    def with_segments(self, place: Whole) -> "LinedCounts":
        """The same with segments numbered otherwise: `place` of each."""
        return replace(self, lines=replace(self.lines, segment=place[self.lines.segment]))

    def of_days(self, days: Whole) -> "LinedCounts":
        """The rows of the days asked for."""
        own = np.isin(self.days, days)
        if own.all():
            return self
        kept = np.flatnonzero(own[self.place])
        held, line = distinct(self.line[kept])
        lines: dict[str, Any] = {name: _of(column, held) for name, column in vars(self.lines).items()}
        cell = line * int(own.sum()) + (np.cumsum(own) - 1)[self.place[kept]]
        counted = self.at_risk[kept], self.went_on[kept], _of(self.bought, kept)
        return LinedCounts(Lines(**lines), self.days[own], cell, *counted)


@dataclass(frozen=True)
class Counts:
    """Rows of counts; every array has one entry a row.

    `stratum` holds what was known before any problem of the step could be met, opportunity included: visits that
    could not meet a problem stand in other strata than those that could. `pattern` has the bit of every problem met,
    `unmeasured` the bit of every problem whose flag is not known.
    """

    step: Whole
    day: Whole
    segment: Whole
    stratum: Whole
    pattern: Whole
    unmeasured: Whole
    at_risk: Whole
    went_on: Whole
    bought: Whole | None = None
    """Visits of the row that paid in the end; without it the second route is unknown."""
    part: Whole | None = None
    """The number `Parts.known` has for the row's part at the row's step."""
    could_meet: Whole | None = None
    """Which problems of the step the visits could meet, as any number; visits of one stratum have the same."""

    @property
    def lined(self) -> LinedCounts:
        """The same with days told apart from everything else."""
        part = self.segment if self.part is None else self.part
        keys = Lines(self.step, self.segment, self.stratum, self.pattern, self.unmeasured, part, self.could_meet)
        lines, line = lines_of(keys)
        days, place = distinct(self.day)
        return LinedCounts(lines, days, line * len(days) + place, self.at_risk, self.went_on, self.bought)

    @property
    def keys(self) -> "Counts":
        """What tells rows apart, as often as rows need it."""
        return self

    def with_segments(self, place: Whole) -> "Counts":
        """The same with segments numbered otherwise: `place` of each."""
        return replace(self, segment=place[self.segment])


def _of(column: Whole | None, rows: Whole) -> Whole | None:
    return None if column is None else column[rows]


def lines_of(keys: Lines) -> tuple[Lines, Whole]:
    """Rows (`keys` has one entry a row) by what they are alike in: the lines, and that of every row."""
    told = {name: column for name, column in vars(keys).items() if column is not None}
    line = numbered(*told.values())
    first = firsts(line, int(line.max(initial=-1)) + 1)
    return replace(keys, **{name: column[first] for name, column in told.items()}), line
