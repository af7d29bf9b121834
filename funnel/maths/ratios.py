"""How much less often visits that met a problem go on than like visits that had the same chance to meet it.

Like: same stratum, the same flags measured; the other problems that either side met are taken off at their own ratios,
all of a step being estimated together until they agree. Mantel–Haenszel ratio over matched sets with the
Greenland–Robins standard error; a set in which nobody, or everybody, met the problem says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, StepTable, Whole
from funnel.maths.like_rows import LikeRows, like_rows
from funnel.maths.spans import Spans, Weights, columns_of, spans_of
from funnel.maths.uneven import Evidence, Matched, evidence_of, unlike

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
    evidence: Evidence = (0.0, 0.0)
    """Whether the problem weighs more where few go on anyway (funnel/maths/uneven.py)."""
    unlike: float = 0.0
    """Standard errors by which the ratios of devices differ beyond chance."""

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


Raw = tuple[Numbers, Numbers, Whole | None]
"""Visits that met a problem and those that did not, sets × days; the device of every set."""


@dataclass(frozen=True)
class Counted:
    """Sets × days: visits at risk, the same weighed, those that went on.

    Weighed: times what all the problems a row met leave of its rate.
    """

    at_risk: Numbers
    weighed: Numbers
    went_on: Numbers


@dataclass(frozen=True)
class Compared:
    """Visits of one step over the days compared, those of one stratum a set; `went_on` may be who bought in the end."""

    alike: LikeRows
    at_risk: Numbers
    """Rows × days, as `went_on`."""
    went_on: Numbers
    log_ratios: Numbers
    """Factors of the step."""


def ratios_at(table: StepTable, window: Numbers, *, to_the_end: bool = False) -> tuple[Ratio, ...]:
    """Ratios of every factor of the step of `table`, in the order of its bits.

    `window`: spans × readings × days, the weight of each day; visits of different spans are never compared, so that a
    season, or a problem that everybody met in one span, does not pass for an effect. `to_the_end` compares who bought
    in the end instead of who went on (needs `bought`).
    """
    return ratios_over(table, spans_of(window), to_the_end=to_the_end)


def ratios_over(table: StepTable, spans: Spans, *, to_the_end: bool = False) -> tuple[Ratio, ...]:
    """The same from days already told apart."""
    alike = table.alike
    went_on = alike.bought if to_the_end and alike.bought is not None else alike.went_on
    at_risk, went_on = (columns_of(counts, spans.days) for counts in (alike.at_risk, went_on))
    found = _agreed(alike, (at_risk @ spans.first.T).T, (went_on @ spans.first.T).T)
    return _ratios(Compared(alike, at_risk, went_on, found), range(len(table.bits)), spans)


def ratio_within(
    table: StepTable,
    bit: int,
    spans: Spans,
    log_ratios: Numbers,
    rows: NDArray[np.bool_],
    *,
    to_the_end: bool = False,
) -> Ratio:
    """Ratio of the factor `bit` over the `rows` of a segment, other problems taken off at `log_ratios` (factors)."""
    ended = table.bought if to_the_end and table.bought is not None else table.went_on
    columns = table.unmeasured[rows], table.at_risk[rows], ended[rows], None
    alike = like_rows(len(table.bits), table.stratum[rows], table.pattern[rows], columns)
    at_risk, went_on = (columns_of(counts, spans.days) for counts in (alike.at_risk, alike.went_on))
    compared = Compared(alike, at_risk, went_on, log_ratios)
    return _ratios(compared, [table.bits.index(bit)], spans)[0]


def starts_of(alike: LikeRows) -> Whole:
    """First row of every stratum."""
    return np.flatnonzero(np.diff(alike.code >> len(alike.met), prepend=-1))


def by_set(starts: Whole, counts: Numbers, members: NDArray[np.bool_]) -> Numbers:
    """Sets × groups × columns, from rows × columns; `members` (groups × rows): whose rows a group holds."""
    sums = np.zeros((len(starts), len(members), counts.shape[1]))
    filled = members.any(1)
    held, found = members[filled].astype(np.float64), np.empty((len(starts), int(filled.sum()), counts.shape[1]))
    for place, (start, end) in enumerate(pairwise([*starts.tolist(), len(counts)])):
        np.matmul(held[:, start:end], counts[start:end], out=found[place])
    if filled.all():
        return found
    sums[:, filled] = found
    return sums


def _agreed(alike: LikeRows, at_risk: Numbers, went_on: Numbers) -> Numbers:
    """Logarithms of the ratios of all factors, each with the others taken off, in turns until none moves.

    Counts are spans × rows.
    """
    weighed, y = at_risk.ravel(), went_on.ravel()
    starts = starts_of(alike)
    sets, place = len(starts), np.repeat(np.arange(len(starts)), np.diff(starts, append=len(alike.code)))
    set_of = (np.arange(len(at_risk))[:, None] * sets + place).ravel()
    size = sets * len(at_risk)
    rows = [np.flatnonzero(np.tile(met, len(at_risk))) for met in alike.met]
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


def _ratios(compared: Compared, factors: Sequence[int], spans: Spans) -> tuple[Ratio, ...]:
    at_risk = compared.at_risk @ spans.first.sum(0)
    met = [compared.alike.met[factor] for factor in factors]
    apart = [own & _told_apart(compared, factor, at_risk) for factor, own in zip(factors, met, strict=True)]
    mixed = [place for place, own in enumerate(met) if np.any(apart[place] != own)]
    members = [np.ones(len(at_risk), dtype=bool), *met, *(apart[place] for place in mixed)]
    everyone, *groups = _counted(compared, np.stack(members))
    told = dict(zip(mixed, groups[len(met) :], strict=True))
    pairs = [(groups[place], told.get(place, groups[place])) for place in range(len(met))]
    each = [_matched(compared, factor, (everyone, *pair), spans) for factor, pair in zip(factors, pairs, strict=True)]
    return tuple(_ratio(compared, factor, one, at_risk, spans) for factor, one in zip(factors, each, strict=True))


def _counted(compared: Compared, members: NDArray[np.bool_]) -> list[Counted]:
    """Every group of `members` (groups × rows)."""
    left = np.exp(compared.log_ratios @ compared.alike.met)
    columns = np.concatenate([compared.at_risk, compared.at_risk * left[:, None], compared.went_on], axis=1)
    sums = by_set(starts_of(compared.alike), columns, members)
    return [Counted(*np.split(sums[:, place], 3, axis=1)) for place in range(len(members))]


def _matched(
    compared: Compared, factor: int, groups: tuple[Counted, Counted, Counted], spans: Spans
) -> tuple[Matched, Raw]:
    """Sets in which both kinds are present; `groups`: everybody, who met the factor, who met it and is told apart."""
    everyone, met, own = groups
    whole = spans.first.sum(0)
    both = np.flatnonzero((own.at_risk @ whole > 0) & ((everyone.at_risk - met.at_risk) @ whole > 0))
    without = everyone.at_risk[both] - met.at_risk[both]
    matched = (
        own.weighed[both] * np.exp(-compared.log_ratios[factor]),
        own.went_on[both],
        np.where(without > 0, everyone.weighed[both] - met.weighed[both], 0.0),
        everyone.went_on[both] - met.went_on[both],
    )
    alike = compared.alike
    device = None if alike.device is None else alike.device[starts_of(alike)[both]]
    return matched, (own.at_risk[both], without, device)


def _ratio(compared: Compared, factor: int, told: tuple[Matched, Raw], at_risk: Numbers, spans: Spans) -> Ratio:
    found = [_over_readings(told[0], *span) for span in spans.readings]
    n1, y1, n0, y0 = (np.concatenate(counts) for counts in zip(*(one for one, _ in found), strict=True))
    above, below = np.sum([sums for _, sums in found], axis=0)
    like = [(counts @ spans.first.T).T.ravel() for counts in told[1][:2]]
    log_ratio = np.log((above + 0.5) / (below + 0.5))
    return Ratio(
        log_ratio,
        standard_error(n1, y1, n0, y0),
        float(at_risk[compared.alike.met[factor]].sum()),
        *_like_visits((n1, y1, n0, y0), like[0], like[1]),
        float(at_risk[compared.alike.unmeasured[factor]].sum()),
        float(at_risk.sum()),
        evidence=evidence_of(told[0], spans.first, float(log_ratio[0])),
        unlike=0.0 if told[1][2] is None else unlike((n1, y1, n0, y0), np.tile(told[1][2], len(spans.readings))),
    )


def _told_apart(compared: Compared, factor: int, at_risk: Numbers) -> NDArray[np.bool_]:
    """Rows, of which those that met the factor count: those whose other problems are met often enough without it."""
    factors, bit = len(compared.alike.met), 1 << factor
    pattern = compared.alike.code & ((1 << factors) - 1)
    visits = np.bincount(pattern, at_risk, 1 << factors)
    without = np.arange(1 << factors) & ~bit
    apart = (visits[without] >= LEAST_APART * visits) & (visits[without] > 0) | (without == 0)
    return np.asarray(apart[pattern])


def _over_readings(matched: Matched, weights: Weights, reading: Whole) -> tuple[Matched, Numbers]:
    """Counts of the first reading, and the two Mantel–Haenszel sums of every reading (2 × readings).

    `reading`: which of the weights every reading has.
    """
    n1, y1, n0, y0 = (weights.of(counts) for counts in matched)
    per_visit = 1 / np.maximum(n1 + n0, 1e-9)
    sums = np.stack([(y1 * n0 * per_visit).sum(0), (y0 * n1 * per_visit).sum(0)])
    first = reading[0]
    return (n1[:, first], y1[:, first], n0[:, first], y0[:, first]), sums[:, reading]


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
