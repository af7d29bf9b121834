"""Counts of one step by stratum and pattern of problems alone, whatever segment they come from."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from funnel.maths.grouped import Numbers, Whole, distinct
from funnel.maths.spans import Daily

Keys = tuple[Whole, Whole, Whole]
"""Of rows: stratum, pattern, what is not measured."""
Counted = tuple[Daily, Daily, Daily | None]
"""At risk, went on, bought in the end."""


@dataclass(frozen=True)
class LikeRows:
    """Counts of one step by stratum and pattern alone, rows in the order of `code`."""

    factors: int
    """Of the step."""
    code: Whole
    """Stratum and, in the lowest bits, which factors of the step were met, in their order."""
    unmeasured: Whole
    """Which are not known, likewise."""
    daily: Counted
    device: Whole | None = None
    """Of every row; a stratum lies within one."""

    @property
    def at_risk(self) -> Numbers:
        """Rows × days."""
        return self.daily[0].counts

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
    def filled(self) -> Whole:
        """0 for everybody, and 1 + its place for each factor that any visit met."""
        return np.flatnonzero(np.append(True, self.met.any(1)))

    @cached_property
    def held(self) -> Numbers:
        """Rows × `filled`: 1 where the visits of the row count."""
        everybody_and_met = np.concatenate([np.ones((1, len(self.patterns))), self.met])
        return np.ascontiguousarray(everybody_and_met[self.filled].T).take(self.pattern, 0)

    @cached_property
    def met_by_set(self) -> Numbers:
        """Strata × (1 + factors) × days: visits at risk, and those of them that met each factor."""
        return by_set(self, self.at_risk)


def like_rows(factors: int, keys: Keys, counted: Counted, device: Whole | None = None) -> LikeRows:
    """Rows of one stratum and pattern added up."""
    stratum, pattern, unmeasured = keys
    code = stratum << factors | pattern
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    at_risk, went_on, bought = counted
    ended = None if bought is None else bought.added_up(starts)
    own = None if device is None else device[starts]
    return LikeRows(
        factors, code[starts], unmeasured[starts], (at_risk.added_up(starts), went_on.added_up(starts), ended), own
    )


def by_set(alike: LikeRows, counts: Numbers, left: Numbers | None = None) -> Numbers:
    """Strata × (1 + factors) × columns, from rows × columns: of everybody, and of those who met each factor.

    `left`: patterns, what problems leave of their visits (all of them by default).
    """
    held = alike.held
    if left is not None:
        weight = left.take(alike.pattern)[:, None]
        held, counts = (held, counts * weight) if counts.shape[1] < held.shape[1] else (held * weight, counts)
    found = np.empty((len(alike.starts), held.shape[1], counts.shape[1]))
    for place, (start, end) in enumerate(pairwise([*alike.starts.tolist(), len(alike.code)])):
        np.matmul(held[start:end].T, counts[start:end], out=found[place])
    if found.shape[1] == 1 + alike.factors:
        return found
    sums = np.zeros((len(found), 1 + alike.factors, counts.shape[1]))
    sums[:, alike.filled] = found
    return sums
