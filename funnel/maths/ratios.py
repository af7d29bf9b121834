"""How much less often visits that met a problem go on than like visits that had the same chance to meet it.

Like: same stratum, the same flags measured; the other problems that either side met are taken off at their own ratios,
all of a step being estimated together until they agree. Mantel–Haenszel ratio over matched sets with the
Greenland–Robins standard error; a set in which nobody, or everybody, met the problem says nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import LikeRows, Numbers, StepTable, Whole, like_rows

LEAST_MET = 30
"""Visits that met the problem and have a like visit."""
LEAST_EXPECTED = 10
"""Of them, expected to go on had they not met it."""
LEAST_COMPARABLE = 0.70
"""Share of the visits that met it which have a like visit."""
BESIDE = 1 / 3
"""Of these floors, what is enough at one step of a factor that reaches them at another."""
LEAST_APART = 0.1
"""Visits of a pattern without the problem, to those with it, below which the two are not told apart."""
AGREED, MOST_ROUNDS = 1e-9, 50
"""Ratios of a step agree when a round moves none of them further."""


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
    beside: bool = False
    """Whether the factor reaches the floors at another step."""

    @property
    def comparable(self) -> float | None:
        """Share of those who met it that have a like visit; None when nobody met it."""
        return self.met_with_like / self.met if self.met else None

    @property
    def too_few(self) -> bool:
        """Whether a floor of the comparison is not reached."""
        floor = BESIDE if self.beside else 1.0
        return self.met_with_like < floor * LEAST_MET or self.expected < floor * LEAST_EXPECTED

    @property
    def fair(self) -> bool:
        """Whether the comparison may speak at all."""
        return not self.too_few and (self.comparable or 0.0) >= LEAST_COMPARABLE


Matched = tuple[Numbers, Numbers, Numbers, Numbers]
"""At risk with the problem, went on with it, at risk without, went on without: days × sets, or sets alone."""


@dataclass(frozen=True)
class Compared:
    """Visits of one step, those of one stratum a set; `went_on` may be who bought in the end."""

    alike: LikeRows
    place: Whole
    """The set of every row, in rising order."""
    went_on: Numbers
    weighed: Numbers
    """At risk times what all the problems a row met leave of its rate."""
    log_ratios: Numbers
    """Factors of the step."""

    def by_set(self, counts: Numbers, rows: Whole) -> Numbers:
        """Days × sets, from the columns of `counts` that `rows` names in rising order."""
        added = np.zeros((len(counts), int(self.place.max(initial=-1)) + 1))
        if len(rows):
            own = self.place[rows]
            starts = np.flatnonzero(np.diff(own, prepend=-1))
            added[:, own[starts]] = np.add.reduceat(counts[:, rows], starts, axis=1)
        return added


def ratios_at(table: StepTable, window: Numbers, *, to_the_end: bool = False) -> tuple[Ratio, ...]:
    """Ratios of every factor of the step of `table`, in the order of its bits.

    `window`: spans × readings × days, the weight of each day; visits of different spans are never compared, so that a
    season, or a problem that everybody met in one span, does not pass for an effect. `to_the_end` compares who bought
    in the end instead of who went on (needs `bought`).
    """
    alike, factors = table.alike, len(table.bits)
    place = _sets(alike, factors)
    went_on = alike.bought if to_the_end and alike.bought is not None else alike.went_on
    log_ratios = _agreed(alike, place, went_on, window[:, 0])
    compared = Compared(alike, place, went_on, alike.at_risk * np.exp(log_ratios @ alike.met), log_ratios)
    return _ratios(compared, range(factors), window)


def ratio_within(table: StepTable, bit: int, window: Numbers, log_ratios: Numbers, rows: NDArray[np.bool_]) -> Ratio:
    """Ratio of the factor `bit` over the `rows` of a segment, other problems taken off at `log_ratios` (factors)."""
    columns = table.unmeasured[rows], table.at_risk[rows], table.went_on[rows], None
    alike = like_rows(len(table.bits), table.stratum[rows], table.pattern[rows], columns)
    weighed = alike.at_risk * np.exp(log_ratios @ alike.met)
    compared = Compared(alike, _sets(alike, len(table.bits)), alike.went_on, weighed, log_ratios)
    return _ratios(compared, [table.bits.index(bit)], window)[0]


def _sets(alike: LikeRows, factors: int) -> Whole:
    stratum = alike.code >> factors
    return np.cumsum(np.diff(stratum, prepend=stratum[:1]) != 0)


def _agreed(alike: LikeRows, place: Whole, went_on: Numbers, spans: Numbers) -> Numbers:
    """Logarithms of the ratios of all factors, each with the others taken off, in turns until none moves."""
    weighed, y = (spans @ alike.at_risk).ravel(), (spans @ went_on).ravel()
    sets = int(place.max(initial=-1)) + 1
    set_of = (np.arange(len(spans))[:, None] * sets + place).ravel()
    size = sets * len(spans)
    rows = [np.flatnonzero(np.tile(met, len(spans))) for met in alike.met]
    y_met = [_by_place(set_of[own], y[own], size) for own in rows]
    everyone, y_all = _by_place(set_of, weighed, size), _by_place(set_of, y, size)
    found = np.zeros(len(rows))
    for _ in range(MOST_ROUNDS):
        before = found.copy()
        for factor, own in enumerate(rows):
            met = _by_place(set_of[own], weighed[own], size)
            without = np.maximum(everyone - met, 0.0)
            above, below = _sums(met * np.exp(-found[factor]), y_met[factor], without, y_all - y_met[factor])
            found[factor] = np.log((above + 0.5) / (below + 0.5))
            moved = np.exp(found[factor] - before[factor])
            weighed[own] *= moved
            everyone = without + met * moved
        if np.abs(found - before).max(initial=0.0) < AGREED:
            break
    return found


def _by_place(place: Whole, values: Numbers, size: int) -> Numbers:
    return np.asarray(np.bincount(place, values, size), dtype=np.float64)


def _ratios(compared: Compared, factors: Iterable[int], window: Numbers) -> tuple[Ratio, ...]:
    rows = np.arange(len(compared.place))
    everyone = Counted(*(compared.by_set(own, rows) for own in _columns(compared)))
    return tuple(_ratio(compared, factor, everyone, window) for factor in factors)


@dataclass(frozen=True)
class Counted:
    """Days × sets: visits at risk, the same weighed, those that went on."""

    at_risk: Numbers
    weighed: Numbers
    went_on: Numbers


def _columns(compared: Compared) -> tuple[Numbers, Numbers, Numbers]:
    return compared.alike.at_risk, compared.weighed, compared.went_on


def _ratio(compared: Compared, factor: int, everyone: Counted, window: Numbers) -> Ratio:
    at_risk = window[:, 0].sum(0) @ compared.alike.at_risk
    rows = np.flatnonzero(compared.alike.met[factor])
    met = Counted(*(compared.by_set(own, rows) for own in _columns(compared)))
    told = _told_apart(compared, factor, at_risk)
    own = met if told.all() else Counted(*(compared.by_set(one, rows[told]) for one in _columns(compared)))
    whole = window[:, 0].sum(0)
    both = (whole @ own.at_risk > 0) & (whole @ (everyone.at_risk - met.at_risk) > 0)
    with_it, others, met = (Counted(*(one[:, both] for one in vars(of).values())) for of in (own, everyone, met))
    raw = with_it.at_risk, others.at_risk - met.at_risk
    matched = (
        with_it.weighed * np.exp(-compared.log_ratios[factor]),
        with_it.went_on,
        np.where(raw[1] > 0, others.weighed - met.weighed, 0.0),
        others.went_on - met.went_on,
    )
    found = [_over_readings(matched, span) for span in window]
    n1, y1, n0, y0 = (np.concatenate(counts) for counts in zip(*(one for one, _ in found), strict=True))
    above, below = np.sum([sums for _, sums in found], axis=0)
    like = [np.concatenate([span[0] @ counts for span in window]) for counts in raw]
    return Ratio(
        np.log((above + 0.5) / (below + 0.5)),
        standard_error(n1, y1, n0, y0),
        float(at_risk[rows].sum()),
        *_like_visits((n1, y1, n0, y0), like[0], like[1]),
        float(at_risk[compared.alike.unmeasured[factor]].sum()),
        float(at_risk.sum()),
    )


def _told_apart(compared: Compared, factor: int, at_risk: Numbers) -> NDArray[np.bool_]:
    """Of the rows that met the factor, those whose other problems are met often enough without it."""
    met = compared.alike.met
    rows, bit = np.flatnonzero(met[factor]), 1 << factor
    patterns, place = np.unique(compared.alike.code & ((1 << len(met)) - 1), return_inverse=True)
    visits = np.bincount(place, at_risk, len(patterns))
    wanted = patterns[place[rows]] - bit
    other = np.minimum(np.searchsorted(patterns, wanted), max(len(patterns) - 1, 0))
    apart = (patterns[other] == wanted) & (visits[other] >= LEAST_APART * visits[place[rows]])
    return np.asarray(apart | (wanted == 0))


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


def _like_visits(matched: Matched, met: Numbers, like: Numbers) -> tuple[float, float, float, float]:
    n1, y1, n0, y0 = (counts[(met > 0) & (like > 0)] for counts in matched)
    both = (met > 0) & (like > 0)
    return float(met[both].sum()), float(y1.sum()), float((n1 * y0 / n0).sum()), float(like[both].sum())
