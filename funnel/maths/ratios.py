"""How much less often visits that met a problem go on than like visits that had the same chance to meet it.

Like: same stratum, the same flags measured; the other problems that either side met are taken off at their own ratios,
all of a step being estimated together until they agree. Mantel–Haenszel ratio over matched sets with the
Greenland–Robins standard error; a set in which nobody, or everybody, met the problem says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, StepTable, Whole
from funnel.maths.compared import Compared, agreed, compared_over, turns_of
from funnel.maths.like_rows import by_set, like_rows
from funnel.maths.spans import Spans, Weights, spans_of
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

    Weighed: times what all the problems a row met leave of its rate, and times the level of the day.
    """

    at_risk: Numbers
    weighed: Numbers
    went_on: Numbers


def ratios_at(table: StepTable, window: Numbers) -> tuple[Ratio, ...]:
    """Ratios of every factor of the step of `table`, in the order of its bits.

    `window`: spans × readings × days, the weight of each day; visits of different spans are never compared, so that a
    season, or a problem that everybody met in one span, does not pass for an effect.
    """
    return ratios_over(table, spans_of(window))[0]


def ratios_over(
    table: StepTable, spans: Spans, *, to_the_end: bool = False
) -> tuple[tuple[Ratio, ...], tuple[Ratio, ...]]:
    """The same from days already told apart; with `to_the_end` of who bought in the end, too, in the first reading."""
    alike, factors = table.alike, range(len(table.bits))
    compared = compared_over(alike, spans, alike.daily[1])
    turns = turns_of(compared)
    own = _ratios(compared, agreed(compared, turns), factors)
    if not to_the_end or alike.daily[2] is None:
        return own, ()
    ended = compared.ended
    return own, _ratios(ended, agreed(ended, turns), factors)


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
    at_risk, went_on, bought = table.daily
    ended = bought if to_the_end and bought is not None else went_on
    keys = table.stratum[rows], table.pattern[rows], table.unmeasured[rows]
    alike = like_rows(len(table.bits), keys, (at_risk.of(rows), ended.of(rows), None))
    return _ratios(compared_over(alike, spans, alike.daily[1]), log_ratios, [table.bits.index(bit)])[0]


def _ratios(compared: Compared, log_ratios: Numbers, factors: Sequence[int]) -> tuple[Ratio, ...]:
    left = np.exp(log_ratios @ compared.alike.met)
    mixed = compared.alike.met & ~_told_apart(compared)
    few = np.flatnonzero(np.any(mixed[factors], axis=0).take(compared.alike.pattern))
    everyone, *groups = _counted(compared, left, factors)
    told = []
    for factor, met in zip(factors, groups, strict=True):
        rows = few[mixed[factor][compared.alike.pattern[few]]]
        groups_of = everyone, met, _without(compared, left, met, rows) if len(rows) else met
        told.append(_matched(compared, float(log_ratios[factor]), groups_of))
    return tuple(_ratio(compared, factor, one) for factor, one in zip(factors, told, strict=True))


def _counted(compared: Compared, left: Numbers, factors: Sequence[int]) -> list[Counted]:
    """Everybody, and who met each of `factors`; `left`: patterns, what problems leave of the rate."""
    weighed = by_set(compared.alike, compared.levelled.at_risk, left)
    own = [0, *(1 + factor for factor in factors)]
    return [Counted(*(counts[:, group] for counts in (compared.met, weighed, compared.met_on))) for group in own]


def _matched(compared: Compared, log_ratio: float, groups: tuple[Counted, Counted, Counted]) -> tuple[Matched, Raw]:
    """Sets in which both kinds are present; `groups`: everybody, who met the factor, who met it and is told apart."""
    everyone, met, own = groups
    whole = compared.spans.first.sum(0)
    both = np.flatnonzero((own.at_risk @ whole > 0) & ((everyone.at_risk - met.at_risk) @ whole > 0))
    without = everyone.at_risk[both] - met.at_risk[both]
    matched = (
        own.weighed[both] * np.exp(-log_ratio),
        own.went_on[both],
        np.where(without > 0, everyone.weighed[both] - met.weighed[both], 0.0),
        everyone.went_on[both] - met.went_on[both],
    )
    alike = compared.alike
    device = None if alike.device is None else alike.device[alike.starts[both]]
    return matched, (own.at_risk[both], without, device)


def _ratio(compared: Compared, factor: int, told: tuple[Matched, Raw]) -> Ratio:
    spans, alike = compared.spans, compared.alike
    found = [_over_readings(told[0], *span) for span in spans.readings]
    n1, y1, n0, y0 = (np.concatenate(counts) for counts in zip(*(one for one, _ in found), strict=True))
    above, below = np.sum([sums for _, sums in found], axis=0)
    like = [(counts @ spans.first.T).T.ravel() for counts in told[1][:2]]
    log_ratio = np.log((above + 0.5) / (below + 0.5))
    return Ratio(
        log_ratio,
        standard_error(n1, y1, n0, y0),
        float(compared.whole[alike.met[factor]].sum()),
        *_like_visits((n1, y1, n0, y0), like[0], like[1]),
        float(compared.unknown[factor]),
        float(compared.whole.sum()),
        evidence=evidence_of(told[0], spans.first, float(log_ratio[0])),
        unlike=0.0 if told[1][2] is None else unlike((n1, y1, n0, y0), np.tile(told[1][2], len(spans.readings))),
    )


def _told_apart(compared: Compared) -> NDArray[np.bool_]:
    """Factors × patterns: whether the other problems of those who met it are met often enough without it."""
    patterns, whole = compared.alike.patterns, compared.whole
    visits = np.zeros(1 << compared.alike.factors)
    visits[patterns] = whole
    without = patterns & ~(1 << np.arange(compared.alike.factors))[:, None]
    return np.asarray((visits[without] >= LEAST_APART * whole) & (visits[without] > 0) | (without == 0))


def _without(compared: Compared, left: Numbers, met: Counted, rows: Whole) -> Counted:
    """Who met a factor (`met`), but for a few `rows`."""
    alike = compared.alike
    weighed = compared.levelled.at_risk[rows] * left[alike.pattern[rows], None]
    less = compared.at_risk[rows], weighed, compared.went_on[rows]
    own = [counts.copy() for counts in (met.at_risk, met.weighed, met.went_on)]
    for counts, gone in zip(own, less, strict=True):
        np.subtract.at(counts, alike.place[rows], gone)
    return Counted(own[0], np.where(own[0] > 0, own[1], 0.0), own[2])


def _over_readings(matched: Matched, weights: Weights, reading: Whole) -> tuple[Matched, Numbers]:
    """Counts of the first reading, and the two Mantel–Haenszel sums of every reading (2 × readings).

    `reading`: which of the weights every reading has.
    """
    n1, y1, n0, y0 = (weights.of(counts) for counts in matched)
    per_visit = 1 / np.maximum(n1 + n0, 1e-9)
    sums = np.stack([(y1 * n0 * per_visit).sum(0), (y0 * n1 * per_visit).sum(0)])
    first = reading[0]
    return (n1[:, first], y1[:, first], n0[:, first], y0[:, first]), sums[:, reading]


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
