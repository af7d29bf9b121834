"""How much less often visits that met a problem go on than like visits that had the same chance to meet it.

Like: same stratum, same other problems, the same flags measured. Mantel–Haenszel ratio over matched sets with the
Greenland–Robins standard error; a set in which nobody, or everybody, met the problem says nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import LikeRows, Numbers, StepTable, like_rows

LEAST_MET = 30
"""Visits that met the problem and have a like visit."""
LEAST_EXPECTED = 10
"""Of them, expected to go on had they not met it."""
LEAST_COMPARABLE = 0.70
"""Share of the visits that met it which have a like visit."""


@dataclass(frozen=True)
class Ratio:
    """Ratio of one factor at one step. First axis of `log_ratio`: readings (the first is the whole window)."""

    log_ratio: Numbers
    standard_error: float
    """Of `log_ratio[0]`, as if visits were independent; 0 where there is nothing to compare."""
    met: float
    """Visits that met the problem."""
    met_with_like: float
    went_on_with_like: float
    expected: float
    """Of `met_with_like`, how many would have gone on at the rate of their like visits."""
    like: float
    """Like visits that did not meet it, in sets where both kinds are present."""
    unmeasured: float
    """Visits whose flag is not known."""
    at_risk: float

    @property
    def comparable(self) -> float | None:
        """Share of those who met it that have a like visit; None when nobody met it."""
        return self.met_with_like / self.met if self.met else None

    @property
    def too_few(self) -> bool:
        """Whether a floor of the comparison is not reached."""
        return self.met_with_like < LEAST_MET or self.expected < LEAST_EXPECTED

    @property
    def fair(self) -> bool:
        """Whether the comparison may speak at all."""
        return not self.too_few and (self.comparable or 0.0) >= LEAST_COMPARABLE


Matched = tuple[Numbers, Numbers, Numbers, Numbers]
"""At risk with the problem, went on with it, at risk without, went on without: days × sets, or sets alone."""


def ratio_of(
    table: StepTable, bit: int, window: Numbers, *, rows: NDArray[np.bool_] | None = None, to_the_end: bool = False
) -> Ratio:
    """Ratio of the factor `bit` at the step of `table`.

    `window`: spans × readings × days, the weight of each day; visits of different spans are never compared, so that a
    season, or a problem that everybody met in one span, does not pass for an effect. `rows` limits the rows compared
    (a segment); `to_the_end` compares who bought in the end instead of who went on (needs `bought`).
    """
    place, alike = table.bits.index(bit), table.alike if rows is None else _alike_within(table, rows)
    matched = matched_sets(alike, place, to_the_end=to_the_end)
    found = [_over_readings(matched, span) for span in window]
    n1, y1, n0, y0 = (np.concatenate(counts) for counts in zip(*(one for one, _ in found), strict=True))
    with_it, without = np.sum([sums for _, sums in found], axis=0)
    at_risk = window[:, 0].sum(0) @ alike.at_risk
    return Ratio(
        np.log((with_it + 0.5) / (without + 0.5)),
        standard_error(n1, y1, n0, y0),
        float(at_risk[alike.met[place]].sum()),
        *_like_visits(n1, y1, n0, y0),
        float(at_risk[alike.unmeasured[place]].sum()),
        float(at_risk.sum()),
    )


def matched_sets(alike: LikeRows, place: int, *, to_the_end: bool = False) -> Matched:
    """Visits by stratum and other problems, with and without the factor at `place` of the step.

    Sets that nobody, or everybody, met are left out.
    """
    met = np.flatnonzero(alike.met[place])
    wanted = alike.code[met] - (1 << place)
    other = np.minimum(np.searchsorted(alike.code, wanted), max(len(alike.code) - 1, 0))
    both = alike.code[other] == wanted if len(met) else np.zeros(0, dtype=bool)
    went_on = alike.bought if to_the_end and alike.bought is not None else alike.went_on
    with_it, without = met[both], other[both]
    return alike.at_risk[:, with_it], went_on[:, with_it], alike.at_risk[:, without], went_on[:, without]


def _alike_within(table: StepTable, rows: NDArray[np.bool_]) -> LikeRows:
    bought = None if table.bought is None else table.bought[rows]
    columns = table.unmeasured[rows], table.at_risk[rows], table.went_on[rows], bought
    return like_rows(len(table.bits), table.stratum[rows], table.pattern[rows], columns)


def _over_readings(matched: Matched, span: Numbers) -> tuple[Matched, Numbers]:
    """Counts of the first reading, and the two Mantel–Haenszel sums of every reading (2 × readings).

    Readings mostly differ from the first by a day, so that day is taken off instead of adding up all others.
    """
    nothing = np.zeros(matched[0].shape[1])
    first = _shifted(matched, (nothing, nothing, nothing, nothing), span[0])
    distinct, reading = np.unique(span, axis=0, return_inverse=True)
    sums = np.stack([_sums(*_shifted(matched, first, weights - span[0])) for weights in distinct], axis=1)
    return first, sums[:, reading.ravel()]


def _shifted(matched: Matched, first: Matched, change: Numbers) -> Matched:
    days = np.flatnonzero(change)
    n1, y1, n0, y0 = (own + change[days] @ counts[days] for own, counts in zip(first, matched, strict=True))
    return n1, y1, n0, y0


def _sums(n1: Numbers, y1: Numbers, n0: Numbers, y0: Numbers) -> Numbers:
    per_visit = 1 / np.maximum(n1 + n0, 1e-9)
    return np.array([np.dot(y1 * n0, per_visit), np.dot(y0 * n1, per_visit)])


def standard_error(n1: Numbers, y1: Numbers, n0: Numbers, y0: Numbers) -> float:
    """Greenland–Robins standard error of the logarithm of the ratio; 0 where a side has nobody going on."""
    total = np.maximum(n1 + n0, 1e-9)
    with_it, without = float((y1 * n0 / total).sum()), float((y0 * n1 / total).sum())
    if with_it <= 0 or without <= 0:
        return 0.0
    above = (n1 / total) * (n0 / total) * (y1 + y0) - (y1 / total) * y0
    return float(np.sqrt(max(above.sum(), 0.0) / (with_it * without)))


def _like_visits(n1: Numbers, y1: Numbers, n0: Numbers, y0: Numbers) -> tuple[float, float, float, float]:
    both = (n1 > 0) & (n0 > 0)
    expected = n1[both] * y0[both] / n0[both]
    return float(n1[both].sum()), float(y1[both].sum()), float(expected.sum()), float(n0[both].sum())
