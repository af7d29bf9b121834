"""Like visits of one step set beside each other, and ratios of its problems that agree with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from funnel.maths.grouped import Numbers, Whole, distinct
from funnel.maths.like_rows import LikeRows, by_set
from funnel.maths.spans import Spans, columns_of, summed_days

AGREED, MOST_ROUNDS = 1e-9, 50
"""Ratios of a step agree when a round moves none of them further."""


@dataclass(frozen=True)
class Compared:
    """Visits of one step over the days compared, those of one stratum a set; `went_on` may be who bought in the end."""

    alike: LikeRows
    at_risk: Numbers
    """Rows × columns, as `went_on`."""
    went_on: Numbers
    met: Numbers
    """Sets × (1 + factors) × columns: visits at risk, and those of them that met each factor."""
    met_on: Numbers
    """Of them, those that went on."""
    spans: Spans
    """Of the columns."""

    @cached_property
    def whole(self) -> Numbers:
        """Patterns: visits at risk."""
        return np.bincount(self.alike.pattern, self.rows, len(self.alike.patterns)).astype(float)

    @cached_property
    def unknown(self) -> Numbers:
        """Factors: visits of which it is not known whether they met it."""
        masks, place = distinct(self.alike.unmeasured)
        met = (masks >> np.arange(self.alike.factors)[:, None] & 1).astype(float)
        return np.asarray(met @ np.bincount(place, self.rows, len(masks)))

    @cached_property
    def rows(self) -> Numbers:
        """Rows: visits at risk."""
        return summed_days(self.by_span)

    @cached_property
    def by_span(self) -> Numbers:
        """Rows × spans: visits at risk."""
        return np.asarray(self.at_risk @ self.spans.first.T)

    @property
    def ended(self) -> "Compared":
        """The same with who bought in the end, days told apart no further than by span."""
        alike, first, spans = self.alike, self.spans.first.T, self.spans.as_days()
        assert alike.bought is not None  # noqa: S101
        bought = columns_of(alike.bought, self.spans.days) @ first
        return Compared(alike, self.by_span, bought, self.met @ first, _met_on(alike, bought), spans)


def compared_over(alike: LikeRows, went_on: Numbers, spans: Spans) -> Compared:
    """Rows of the days of `spans`; `went_on` may be who bought in the end."""
    at_risk, went_on, met = (columns_of(counts, spans.days) for counts in (alike.at_risk, went_on, alike.met_by_set))
    return Compared(alike, at_risk, went_on, met, _met_on(alike, went_on), spans)


def _met_on(alike: LikeRows, went_on: Numbers) -> Numbers:
    return by_set(alike, went_on, alike.everybody_and_met)


@dataclass(frozen=True)
class Turn:
    """Rows of all spans that met a factor, those of one set of like visits and one span one after another."""

    sets: Whole
    """Every set that has such rows, of all spans: numbers go on from one span to the next."""
    starts: Whole
    """First row of each."""
    pattern: Whole
    """Of every row."""
    visits: Numbers

    def weighed(self, left: Numbers, size: int) -> Numbers:
        """Visits at risk of all `size` sets, each times what problems leave (`left`, by pattern)."""
        found = np.zeros(size)
        found[self.sets] = np.add.reduceat(self.visits * left.take(self.pattern), self.starts)
        return found


def turns_of(compared: Compared) -> list[Turn]:
    """One turn for each factor."""
    return [_turn(compared, np.flatnonzero(met.take(compared.alike.pattern))) for met in compared.alike.met]


def _turn(compared: Compared, own: Whole) -> Turn:
    alike, spans = compared.alike, np.arange(len(compared.spans.first))[:, None]
    place = alike.place.take(own)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    sets, first = (spans * len(alike.starts) + place[starts]).ravel(), (spans * len(own) + starts).ravel()
    return Turn(sets, first, np.tile(alike.pattern.take(own), len(spans)), compared.by_span.take(own, 0).T.ravel())


def agreed(compared: Compared, turns: Sequence[Turn]) -> Numbers:
    """Logarithms of the ratios of all factors, each with the others taken off, in turns until none moves."""
    first, met_by = compared.spans.first, compared.alike.met
    everyone, (y_all, *y_met) = (
        (first @ counts.transpose(1, 2, 0)).reshape(counts.shape[1], -1)
        for counts in (compared.met[:, :1], compared.met_on)
    )
    everyone, found, left = everyone[0], np.zeros(len(turns)), np.ones(met_by.shape[1])
    for _ in range(MOST_ROUNDS):
        before = found.copy()
        for factor, turn in enumerate(turns):
            met = turn.weighed(left, len(everyone))
            without = np.maximum(everyone - met, 0.0)
            above, below = _sums(met * np.exp(-found[factor]), y_met[factor], without, y_all - y_met[factor])
            found[factor] = np.log((above + 0.5) / (below + 0.5))
            moved = np.exp(found[factor] - before[factor])
            left[met_by[factor]] *= moved
            everyone = without + met * moved
        if np.abs(found - before).max(initial=0.0) < AGREED:
            break
    return found


def _sums(n1: Numbers, y1: Numbers, n0: Numbers, y0: Numbers) -> Numbers:
    per_visit = 1 / np.maximum(n1 + n0, 1e-9)
    return np.array([np.dot(y1 * n0, per_visit), np.dot(y0 * n1, per_visit)])
