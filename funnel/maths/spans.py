"""Days that ratios come from, in spans, and the readings that leave one of them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from funnel.maths.grouped import Numbers, Whole, firsts, numbered


@dataclass(frozen=True)
class Weights:
    """Distinct weights of the days of one span: those of the first reading, each without one day or none."""

    first: Numbers
    """Days."""
    without: Whole
    """The day each leaves out; −1 for none."""

    def of(self, counts: Numbers) -> Numbers:
        """Sets × distinct weights, from sets × days; nothing where there are no days."""
        if not len(self.first):
            return np.zeros((len(counts), len(self.without)))
        left_out = counts[:, self.without] * (self.first[self.without] * (self.without >= 0))
        return np.asarray((counts @ self.first)[:, None] - left_out)


@dataclass(frozen=True)
class Spans:
    """Days that ratios come from. Days of different spans are never compared with each other."""

    days: Whole
    """Columns of the tables."""
    first: Numbers
    """Spans × days: weights of the first reading."""
    readings: tuple[tuple[Weights, Whole], ...]
    """Of every span: distinct weights of days, and which of them every reading has."""

    def weights(self, days: int) -> Numbers:
        """All `days` columns of the tables × spans: `first`."""
        weights = np.zeros((days, len(self.first)))
        weights[self.days] = self.first.T
        return weights

    def as_days(self) -> "Spans":
        """The first reading alone, for counts whose columns are its spans instead of days."""
        each, one = np.eye(len(self.first)), np.zeros(1, dtype=np.int64)
        return Spans(np.arange(len(each)), each, tuple((Weights(own, one - 1), one) for own in each))


def spans_of(window: Numbers) -> Spans:
    """From spans × readings × days, the weight of each day; a reading leaves out one day of the first, or none."""
    days = np.flatnonzero(window.any((0, 1)))
    held = window[:, :, days]
    return Spans(days, held[:, 0], tuple(_weights_of(span) for span in held))


def _weights_of(span: Numbers) -> tuple[Weights, Whole]:
    left_out = span != span[0]
    # With no day at all there is none to leave out, and no first of them.
    without = np.where(left_out.any(1), left_out.argmax(1), -1) if span.shape[1] else np.full(len(span), -1)
    distinct, place = np.unique(without, return_inverse=True)
    return Weights(span[0], distinct), place


@dataclass(frozen=True)
class Daily:
    """Counts of rows by day. Sums over days go by their kind: days of one kind mostly weigh alike."""

    counts: Numbers
    """Rows × days."""
    kinds: Whole
    """Of every day, from 0."""

    @cached_property
    def by_kind(self) -> Numbers:
        """Rows × kinds: all sums over days in one product of matrices, where each alone would read all counts again."""
        return np.asarray(
            self.counts @ (self.kinds[:, None] == np.arange(self.kinds.max(initial=-1) + 1)).astype(float)
        )

    @cached_property
    def whole(self) -> Numbers:
        """Rows, over all days."""
        return summed_days(self.by_kind)

    def over(self, weights: Numbers) -> Numbers:
        """Rows × sets, from days × sets: the weight of each day."""
        alike = weights[firsts(self.kinds, self.by_kind.shape[1])]
        return np.asarray(self.by_kind @ alike if np.array_equal(alike[self.kinds], weights) else self.counts @ weights)

    def of(self, rows: NDArray[np.bool_]) -> "Daily":
        """Some of the rows."""
        return Daily(self.counts[rows], self.kinds)

    def added_up(self, starts: Whole) -> "Daily":
        """Neighbouring rows added up, from one of `starts` to the next."""
        if len(starts) == len(self.counts):
            return self
        return Daily(np.add.reduceat(self.counts, starts, axis=0), self.kinds)


def kinds_of(days: Whole, apart: Sequence[Sequence[int] | Whole]) -> Whole:
    """Of every day: days in the same sets of `apart` are of one kind."""
    return numbered(np.zeros_like(days), *(np.isin(days, np.asarray(own)).astype(np.int64) for own in apart))


def columns_of(counts: Numbers, days: Whole) -> Numbers:
    """Columns (the last axis) of the days, whole where they are all."""
    return counts if len(days) == counts.shape[-1] else counts[..., days]


def summed_days(counts: Numbers) -> Numbers:
    """Rows, from rows × days: a product of matrices takes a fraction of the time of a sum along the rows."""
    return np.asarray(counts @ np.ones(counts.shape[1]))
