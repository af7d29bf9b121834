"""How much less often visits that met a problem go on than like visits that had the same chance to meet it.

Like: same stratum, the same flags measured; the other problems that either side met are taken off at their own ratios,
all of a step being estimated together until they agree. Mantel–Haenszel ratio over matched sets with the
Greenland–Robins standard error; a set in which nobody, or everybody, met the problem says nothing.
"""

from collections.abc import Sequence
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


Raw = tuple[Numbers, Numbers]
"""Visits that met a problem and those that did not, days × sets."""
Readings = tuple[Numbers, Whole]
"""Distinct weights of days of one span, and which of them every reading has."""
Matched = tuple[Numbers, Numbers, Numbers, Numbers]
"""At risk with the problem, went on with it, at risk without, went on without: days × sets, or readings × sets."""


@dataclass(frozen=True)
class Compared:
    """Visits of one step, those of one stratum a set; `went_on` may be who bought in the end."""

    alike: LikeRows
    starts: Whole
    """First row of every set."""
    went_on: Numbers
    log_ratios: Numbers
    """Factors of the step."""


@dataclass(frozen=True)
class Counted:
    """Days × sets (with groups of rows before them): visits at risk, the same weighed, those that went on.

    Weighed: times what all the problems a row met leave of its rate.
    """

    at_risk: Numbers
    weighed: Numbers
    went_on: Numbers

    def group(self, place: int) -> "Counted":
        """One of the groups."""
        return Counted(self.at_risk[place], self.weighed[place], self.went_on[place])


def by_set(starts: Whole, counts: Numbers, members: Numbers) -> Numbers:
    """Groups × days × sets, from rows × days; `members` (groups × rows): how much of a row each group holds."""
    ends = [*starts[1:], len(counts)]
    each = [members[:, start:end] @ counts[start:end] for start, end in zip(starts, ends, strict=True)]
    return np.stack(each, axis=2) if each else np.zeros((len(members), counts.shape[1], 0))


def ratios_at(table: StepTable, window: Numbers, *, to_the_end: bool = False) -> tuple[Ratio, ...]:
    """Ratios of every factor of the step of `table`, in the order of its bits.

    `window`: spans × readings × days, the weight of each day; visits of different spans are never compared, so that a
    season, or a problem that everybody met in one span, does not pass for an effect. `to_the_end` compares who bought
    in the end instead of who went on (needs `bought`).
    """
    alike = table.alike
    went_on = alike.bought if to_the_end and alike.bought is not None else alike.went_on
    starts = starts_of(alike)
    compared = Compared(alike, starts, went_on, _agreed(alike, starts, went_on, window[:, 0]))
    return _ratios(compared, range(len(table.bits)), window)


def ratio_within(table: StepTable, bit: int, window: Numbers, log_ratios: Numbers, rows: NDArray[np.bool_]) -> Ratio:
    """Ratio of the factor `bit` over the `rows` of a segment, other problems taken off at `log_ratios` (factors)."""
    columns = table.unmeasured[rows], table.at_risk[rows], table.went_on[rows], None
    alike = like_rows(len(table.bits), table.stratum[rows], table.pattern[rows], columns)
    compared = Compared(alike, starts_of(alike), alike.went_on, log_ratios)
    return _ratios(compared, [table.bits.index(bit)], window)[0]


def starts_of(alike: LikeRows) -> Whole:
    """First row of every stratum."""
    return np.flatnonzero(np.diff(alike.code >> len(alike.met), prepend=-1))


def _agreed(alike: LikeRows, starts: Whole, went_on: Numbers, spans: Numbers) -> Numbers:
    """Logarithms of the ratios of all factors, each with the others taken off, in turns until none moves."""
    weighed, y = (spans @ alike.at_risk.T).ravel(), (spans @ went_on.T).ravel()
    sets, place = len(starts), np.repeat(np.arange(len(starts)), np.diff(starts, append=len(went_on)))
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


def _ratios(compared: Compared, factors: Sequence[int], window: Numbers) -> tuple[Ratio, ...]:
    at_risk = compared.alike.at_risk @ window[:, 0].sum(0)
    met = compared.alike.met[factors]
    told = np.stack([_told_apart(compared, factor, at_risk) for factor in factors]) if len(factors) else met
    groups = _counted(compared, np.concatenate([np.ones((1, len(at_risk)), dtype=bool), met, met & told]))
    readings = [np.unique(span, axis=0, return_inverse=True) for span in window]
    every = range(1, len(factors) + 1)
    each = [
        _matched(compared, factor, [groups.group(place) for place in (0, own, own + len(factors))], window)
        for factor, own in zip(factors, every, strict=True)
    ]
    return tuple(_ratio(compared, factor, one, at_risk, readings) for factor, one in zip(factors, each, strict=True))


def _counted(compared: Compared, members: NDArray[np.bool_]) -> Counted:
    one, at_risk = members.astype(np.float64), compared.alike.at_risk
    pairs = ((at_risk, one), (at_risk, one * np.exp(compared.log_ratios @ compared.alike.met)), (compared.went_on, one))
    return Counted(*(by_set(compared.starts, counts, held) for counts, held in pairs))


def _matched(compared: Compared, factor: int, groups: Sequence[Counted], window: Numbers) -> tuple[Matched, Raw]:
    """Sets in which both kinds are present; `groups`: everybody, who met the factor, who met it and is told apart."""
    whole = window[:, 0].sum(0)
    both = (whole @ groups[2].at_risk > 0) & (whole @ (groups[0].at_risk - groups[1].at_risk) > 0)
    everyone, met, own = (Counted(*(one[:, both] for one in vars(of).values())) for of in groups)
    without = everyone.at_risk - met.at_risk
    matched = (
        own.weighed * np.exp(-compared.log_ratios[factor]),
        own.went_on,
        np.where(without > 0, everyone.weighed - met.weighed, 0.0),
        everyone.went_on - met.went_on,
    )
    return matched, (own.at_risk, without)


def _ratio(
    compared: Compared, factor: int, told: tuple[Matched, Raw], at_risk: Numbers, readings: Sequence[Readings]
) -> Ratio:
    found = [_over_readings(told[0], *span) for span in readings]
    n1, y1, n0, y0 = (np.concatenate(counts) for counts in zip(*(one for one, _ in found), strict=True))
    above, below = np.sum([sums for _, sums in found], axis=0)
    first = [span[inverse.ravel()[0]] for span, inverse in readings]
    like = [np.concatenate([weights @ counts for weights in first]) for counts in told[1]]
    return Ratio(
        np.log((above + 0.5) / (below + 0.5)),
        standard_error(n1, y1, n0, y0),
        float(at_risk[compared.alike.met[factor]].sum()),
        *_like_visits((n1, y1, n0, y0), like[0], like[1]),
        float(at_risk[compared.alike.unmeasured[factor]].sum()),
        float(at_risk.sum()),
    )


def _told_apart(compared: Compared, factor: int, at_risk: Numbers) -> NDArray[np.bool_]:
    """Rows, of which those that met the factor count: those whose other problems are met often enough without it."""
    factors, bit = len(compared.alike.met), 1 << factor
    pattern = compared.alike.code & ((1 << factors) - 1)
    visits = np.bincount(pattern, at_risk, 1 << factors)
    without = np.arange(1 << factors) & ~bit
    apart = (visits[without] >= LEAST_APART * visits) & (visits[without] > 0) | (without == 0)
    return np.asarray(apart[pattern])


def _over_readings(matched: Matched, spans: Numbers, reading: Whole) -> tuple[Matched, Numbers]:
    """Counts of the first reading, and the two Mantel–Haenszel sums of every reading (2 × readings).

    `spans`: the distinct weights of days; `reading`: which of them every reading has.
    """
    n1, y1, n0, y0 = (spans @ counts for counts in matched)
    per_visit = 1 / np.maximum(n1 + n0, 1e-9)
    sums = np.stack([(y1 * n0 * per_visit).sum(1), (y0 * n1 * per_visit).sum(1)])
    places = reading.ravel()
    return (n1[places[0]], y1[places[0]], n0[places[0]], y0[places[0]]), sums[:, places]


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
