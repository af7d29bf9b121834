"""Counts of one step by stratum and pattern of problems alone, whatever segment they come from."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from funnel.maths.grouped import Numbers, Whole, distinct


@dataclass(frozen=True)
class LikeRows:
    """Counts of one step by stratum and pattern alone; matrices are rows × days, rows in the order of `code`."""

    factors: int
    """Of the step."""
    code: Whole
    """Stratum and, in the lowest bits, which factors of the step were met, in their order."""
    unmeasured: Whole
    """Which are not known, likewise."""
    at_risk: Numbers
    went_on: Numbers
    bought: Numbers | None
    device: Whole | None = None
    """Of every row; a stratum lies within one."""

    @cached_property
    def starts(self) -> Whole:
        """First row of every stratum."""
        return np.flatnonzero(np.diff(self.code >> self.factors, prepend=-1))

    @cached_property
    def _patterns(self) -> tuple[Whole, Whole]:
        return distinct(self.code & ((1 << self.factors) - 1))

    @property
    def patterns(self) -> Whole:
        """The distinct patterns, in rising order: few, however many rows there are."""
        return self._patterns[0]

    @property
    def pattern(self) -> Whole:
        """Place among `patterns` of every row."""
        return self._patterns[1]

    @cached_property
    def met(self) -> NDArray[np.bool_]:
        """Factors of the step × patterns: whether it is met."""
        return (self.patterns >> np.arange(self.factors)[:, None] & 1).astype(bool)

    @cached_property
    def place(self) -> Whole:
        """Stratum of every row, from 0."""
        return np.repeat(np.arange(len(self.starts)), np.diff(self.starts, append=len(self.code)))

    @cached_property
    def met_by_set(self) -> Numbers:
        """Strata × (1 + factors) × days: visits at risk, and those of them that met each factor."""
        return by_set(self, self.at_risk, self.everybody_and_met)

    @property
    def everybody_and_met(self) -> Numbers:
        """(1 + factors) × patterns: 1 for everybody, and for who met each factor."""
        return np.concatenate([np.ones((1, len(self.patterns))), self.met])


Columns = tuple[Whole, Numbers, Numbers, Numbers | None]


def like_rows(factors: int, stratum: Whole, pattern: Whole, columns: Columns, device: Whole | None = None) -> LikeRows:
    """Rows of one stratum and pattern added up; `columns`: what is not measured, at risk, went on, bought."""
    unmeasured, at_risk, went_on, bought = columns
    code = stratum << factors | pattern
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    ended = None if bought is None else _added_up(bought, starts)
    own = None if device is None else device[starts]
    counted = _added_up(at_risk, starts), _added_up(went_on, starts), ended
    return LikeRows(factors, code[starts], unmeasured[starts], *counted, own)


def by_set(alike: LikeRows, counts: Numbers, groups: Numbers) -> Numbers:
    """Strata × groups × columns, from rows × columns; groups × patterns: what each takes of the visits of a pattern."""
    filled = groups.any(1)
    held, found = (
        groups[filled].take(alike.pattern, 1),
        np.empty((len(alike.starts), int(filled.sum()), counts.shape[1])),
    )
    for place, (start, end) in enumerate(pairwise([*alike.starts.tolist(), len(alike.code)])):
        np.matmul(held[:, start:end], counts[start:end], out=found[place])
    if filled.all():
        return found
    sums = np.zeros((len(found), len(groups), counts.shape[1]))
    sums[:, filled] = found
    return sums


def _added_up(matrix: Numbers, starts: Whole) -> Numbers:
    return matrix if len(starts) == len(matrix) else np.add.reduceat(matrix, starts, axis=0)
