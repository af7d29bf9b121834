"""Like visits of one step set beside each other, and ratios of its problems that agree with each other.

Where days differ in level (funnel/maths/levels.py), a visit counts as one at the usual level times its day's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from funnel.maths.grouped import Numbers, Whole, distinct
from funnel.maths.levels import levels_of
from funnel.maths.like_rows import LikeRows, by_set
from funnel.maths.spans import Daily, Spans, columns_of, summed_days

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
    by_span: Numbers
    """Rows × spans: visits at risk."""
    levelled: "Levelled"

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

    @property
    def ended(self) -> "Compared":
        """The same with who bought in the end, days told apart no further than by span."""
        alike, spans, bought = self.alike, self.spans, self.alike.daily[2]
        assert bought is not None  # noqa: S101
        ended = bought.over(spans.weights(len(bought.kinds)))
        own = self.by_span, ended, self.met @ spans.first.T, _met_on(alike, ended)
        levels = _levels(alike, spans, columns_of(alike.at_risk, spans.days), columns_of(bought.counts, spans.days))
        levelled = _plain(self.by_span, own[2], self.by_span)
        if levels is not None:
            by_span = alike.daily[0].over(_weights(alike, spans, levels))
            levelled = Levelled(by_span, (self.met[:, 0] * levels) @ spans.first.T, by_span)
        return Compared(alike, *own, spans.as_days(), self.by_span, levelled)


@dataclass(frozen=True)
class Levelled:
    """Visits at risk, each times the level of its day."""

    at_risk: Numbers
    """Rows × columns."""
    everybody: Numbers
    """Sets × columns."""
    by_span: Numbers
    """Rows × spans."""


def _plain(at_risk: Numbers, met: Numbers, by_span: Numbers) -> Levelled:
    return Levelled(at_risk, met[:, 0], by_span)


def compared_over(alike: LikeRows, spans: Spans, went_on: Daily) -> Compared:
    """Rows of the days of `spans`; `went_on` may be who bought in the end."""
    columns = (columns_of(counts, spans.days) for counts in (alike.at_risk, went_on.counts, alike.met_by_set))
    at_risk, counts, met = columns
    by_span = alike.daily[0].over(spans.weights(len(went_on.kinds)))
    levels = _levels(alike, spans, at_risk, counts)
    levelled = _plain(at_risk, met, by_span)
    if levels is not None:
        own = alike.daily[0].over(_weights(alike, spans, levels))
        levelled = Levelled(at_risk * levels, met[:, 0] * levels, own)
    return Compared(alike, at_risk, counts, met, _met_on(alike, counts), spans, by_span, levelled)


def _levels(alike: LikeRows, spans: Spans, at_risk: Numbers, went_on: Numbers) -> Numbers | None:
    """Levels of the days of `spans`, from the visits that met nothing: at most one row a stratum."""
    clean = np.flatnonzero(alike.patterns[alike.pattern] == 0)
    return levels_of(at_risk[clean], went_on[clean], spans.first)


def _weights(alike: LikeRows, spans: Spans, levels: Numbers) -> Numbers:
    weights = spans.weights(len(alike.daily[0].kinds))
    weights[spans.days] *= levels[:, None]
    return weights


def _met_on(alike: LikeRows, went_on: Numbers) -> Numbers:
    return by_set(alike, went_on)


@dataclass(frozen=True)
class Turn:
    """Rows that met a factor, those of one set of like visits one after another."""

    sets: Whole
    """Every set that has such rows."""
    starts: Whole
    """First row of each."""
    pattern: Whole
    """Of every row."""
    visits: Numbers
    """Spans × rows, each times the level of its day."""

    def weighed(self, left: Numbers, size: int) -> Numbers:
        """Visits at risk of all sets, those of one span after those of another, times what problems leave.

        `left`: by pattern; `size`: how many sets of all spans there are.
        """
        found = np.zeros((len(self.visits), size // len(self.visits)))
        found[:, self.sets] = np.add.reduceat(self.visits * left.take(self.pattern), self.starts, axis=1)
        return found.ravel()


def turns_of(compared: Compared) -> list[Turn]:
    """One turn for each factor."""
    by_span = np.ascontiguousarray(compared.levelled.by_span.T)
    return [_turn(compared.alike, by_span, met) for met in compared.alike.met]


def _turn(alike: LikeRows, by_span: Numbers, met: NDArray[np.bool_]) -> Turn:
    own = np.flatnonzero(met.take(alike.pattern))
    place = alike.place.take(own)
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    return Turn(place[starts], starts, alike.pattern.take(own), by_span.take(own, 1))


def agreed(compared: Compared, turns: Sequence[Turn]) -> Numbers:
    """Logarithms of the ratios of all factors, each with the others taken off, in turns until none moves."""
    first, met_by = compared.spans.first, compared.alike.met
    y_all, *y_met = (first @ compared.met_on.transpose(1, 2, 0)).reshape(compared.met_on.shape[1], -1)
    everyone = (first @ compared.levelled.everybody.T).ravel()
    found, left = np.zeros(len(turns)), np.ones(met_by.shape[1])
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
