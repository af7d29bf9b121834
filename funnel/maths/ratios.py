"""How much less often visits that met a problem go on than like visits that had the same chance to meet it.

Like: same stratum, same other problems, the same flags measured. Mantel–Haenszel ratio over matched sets with the
Greenland–Robins standard error; a set in which nobody, or everybody, met the problem says nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, StepTable, Whole, summed

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
"""Sets × days: at risk with the problem, went on with it, at risk without, went on without."""


def ratio_of(
    table: StepTable, bit: int, window: Numbers, *, rows: NDArray[np.bool_] | None = None, to_the_end: bool = False
) -> Ratio:
    """Ratio of the factor `bit` at the step of `table`.

    `window`: spans × readings × days, the weight of each day; visits of different spans are never compared, so that a
    season, or a problem that everybody met in one span, does not pass for an effect. `rows` limits the rows compared
    (a segment); `to_the_end` compares who bought in the end instead of who went on (needs `bought`).
    """
    kept = np.ones(len(table.pattern), dtype=bool) if rows is None else rows
    known = kept & ~(table.unmeasured >> bit & 1).astype(bool)
    matched = matched_sets(table, bit, known, to_the_end=to_the_end)
    n1, y1, n0, y0 = (_within_spans(counts, window) for counts in matched)
    total = np.maximum(n1 + n0, 1e-9)
    with_it, without = (y1 * n0 / total).sum(0), (y0 * n1 / total).sum(0)
    full = (n1[:, 0], y1[:, 0], n0[:, 0], y0[:, 0])
    at_risk = table.at_risk @ window[:, 0].sum(0)
    return Ratio(
        np.log((with_it + 0.5) / (without + 0.5)),
        standard_error(*full),
        float(at_risk[known & table.met(bit)].sum()),
        *_like_visits(*full),
        float(at_risk[kept & ~known].sum()),
        float(at_risk[kept].sum()),
    )


def matched_sets(table: StepTable, bit: int, rows: NDArray[np.bool_], *, to_the_end: bool = False) -> Matched:
    """Visits of `rows` by stratum and rest of the pattern; sets that nobody, or everybody, met are left out."""
    rest = table.pattern & ~np.int64(1 << bit)
    _, place = np.unique(np.stack([table.stratum[rows], rest[rows]]), axis=1, return_inverse=True)
    met = table.met(bit)[rows]
    both = _sets_holding_both(place, met)
    went_on = table.bought if to_the_end and table.bought is not None else table.went_on
    columns = table.at_risk[rows], went_on[rows]
    n1, y1, n0, y0 = (_summed(counts, place, kind, both) for kind in (met, ~met) for counts in columns)
    return n1, y1, n0, y0


def _within_spans(counts: Numbers, window: Numbers) -> Numbers:
    """Sets of every span × readings."""
    return np.concatenate([counts @ span.T for span in window])


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


def _sets_holding_both(place: Whole, met: NDArray[np.bool_]) -> Whole:
    sets = int(place.max(initial=-1)) + 1
    both = (np.bincount(place[met], minlength=sets) > 0) & (np.bincount(place[~met], minlength=sets) > 0)
    return np.where(both, np.cumsum(both) - 1, -1)


def _summed(counts: Numbers, place: Whole, rows: NDArray[np.bool_], number: Whole) -> Numbers:
    """Rows of `counts` added up by the number of their set; sets numbered −1 are left out."""
    target = number[place]
    kept = rows & (target >= 0)
    return summed(target[kept], counts[kept], int(number.max(initial=-1)) + 1)
