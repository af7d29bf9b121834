"""Whether problems weigh more where few visits go on anyway.

A problem may take the same part of all who would go on (it multiplies the rate), or lower everybody's odds alike: then
it takes a larger part where few go on anyway and a smaller one among those who were about to buy. Which of the two is
read from the shop's own comparisons, all problems together: sets of like visits are told apart by how many of them went
on without the problem in the *other* span of days, so that chance in a set does not pass for an effect. The answer is
a share between 0 (rates) and 1 (odds), drawn towards one half while the data are few.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, StepTable, Whole
from funnel.maths.grouped import firsts
from funnel.maths.spread import beyond_chance

PRIOR, PRIOR_SPREAD = 0.5, 0.5
CLASSES = 20
"""Rates are told apart by so many classes of equal width."""
USUAL = 20.0
"""Visits at the usual rate added to every set's own, so that thin sets lie near it."""
HIGHEST = 0.97

Matched = tuple[Numbers, Numbers, Numbers, Numbers]
"""At risk with the problem, went on with it, at risk without, went on without: sets × days."""
Evidence = tuple[float, float]
"""Weighted sum of estimates of the share, and the sum of their weights."""


def evidence_of(matched: Matched, spans: Numbers, log_ratio: float) -> Evidence:
    """What one comparison tells of the share; `spans` × days: days of different spans are never compared."""
    n1, y1, n0, y0 = (counts @ spans.T for counts in matched)
    found = []
    for own in range(len(spans)):
        others = np.arange(len(spans)) != own
        if n0[:, others].any():
            rate = _rates(n0[:, others].sum(1), y0[:, others].sum(1))
            found.append(_evidence((n1[:, own], y1[:, own], n0[:, own], y0[:, own]), rate, log_ratio))
    return sum(moment for moment, _ in found), sum(weight for _, weight in found)


def share_of(evidence: Iterable[Evidence]) -> float:
    """Share between effects on rates (0) and on odds (1) from every comparison of the shop."""
    moment, weight = PRIOR * PRIOR_SPREAD**-2, PRIOR_SPREAD**-2
    for one, own in evidence:
        moment, weight = moment + one, weight + own
    return min(max(moment / weight, 0.0), 1.0)


def by_part(table: StepTable, logs: Numbers, group_of: Whole, share: float) -> Numbers:
    """Logarithms of ratios by part, from `logs` (factors × parts × readings) that are alike within a group of parts.

    Parts in which few go on get stronger ones as far as `share` says; over the visits that met a problem in a group
    they agree with its own. Parts are those of the step; `group_of` numbers the group of each.
    """
    if not logs.size or not share:
        return logs
    groups, parts, kinds = int(group_of.max(initial=0)) + 1, len(group_of), table.met.shape[1]
    place = table.part * kinds + table.patterns[1]
    visits = np.bincount(place, table.visits, parts * kinds).astype(float).reshape(parts, kinds)
    left = np.exp(logs[:, firsts(group_of, groups), 0].T @ table.met)
    clean = _by_group(visits, left, group_of)
    rate = _in_classes(_rates(clean, np.bincount(table.part, table.gone_on, parts)))
    held = (np.arange(groups)[:, None] == group_of) * rate
    weight, moment = (table.met @ (own @ visits).T for own in (held, held * rate))
    usual = np.divide(moment, weight, out=np.full_like(weight, 0.5), where=weight > 0)[:, group_of]
    return (1 - share) * logs + share * log_ratio_at(logs, usual[:, :, None], rate[:, None])


def _by_group(visits: Numbers, left: Numbers, group_of: Whole) -> Numbers:
    """Parts: their `visits` (parts × patterns), each times what problems leave (groups × patterns) in its group."""
    return np.asarray(visits @ left[0]) if len(left) == 1 else (visits * left[group_of]).sum(1)


def log_ratio_at(log_ratio: Numbers, usual: Numbers, rate: Numbers) -> Numbers:
    """Logarithm of the ratio at `rate`, of a problem that lowers all odds alike and has `log_ratio` at `usual`."""
    ratio = np.exp(log_ratio)
    usual = np.minimum(usual, HIGHEST / np.maximum(ratio, 1.0))
    odds = ratio * (1 - usual) / (1 - ratio * usual)
    return np.asarray(np.log(odds / (1 - rate + odds * rate)))


def unlike(matched: Matched, device: Whole) -> float:
    """Standard errors by which the logarithms of the devices' ratios differ beyond chance (Wilson–Hilferty); ≥ 0."""
    n1, y1, n0, y0 = matched
    total = np.maximum(n1 + n0, 1e-9)
    uncertain = (n1 / total) * (n0 / total) * (y1 + y0) - (y1 / total) * y0
    sums = np.stack([np.bincount(device, own) for own in (y1 * n0 / total, y0 * n1 / total, uncertain)])
    with_it, without, above = sums[:, (sums > 0).all(0)]
    if len(above) < 2:
        return 0.0
    logs, weights = np.log((with_it + 0.5) / (without + 0.5)), with_it * without / above
    spread = weights @ (logs - weights @ logs / weights.sum()) ** 2
    return beyond_chance(float(spread), len(above) - 1)


def _evidence(matched: Matched, rate: Numbers, log_ratio: float) -> Evidence:
    n1, y1, n0, y0 = matched
    total = np.maximum(n1 + n0, 1e-9)
    ratio = np.exp(log_ratio)
    expected = y0 * n1 / total * ratio
    beyond = y1 * n0 / total - expected
    variance = np.maximum(n1 * n0 * (y1 + y0) / total - y1 * y0, 0.0) / total
    if expected.sum() <= 0:
        return 0.0, 0.0
    usual = np.asarray((expected * rate).sum() / expected.sum())
    stronger = log_ratio_at(np.asarray(log_ratio), usual, rate) - log_ratio
    stronger = expected * (stronger - (expected * stronger).sum() / expected.sum())
    place = np.minimum((rate * CLASSES).astype(np.int64), CLASSES - 1)
    lean, seen, noise = (np.bincount(place, one, CLASSES) for one in (stronger, beyond, variance))
    some = noise > 0
    return float((lean * seen)[some] @ (1 / noise[some])), float((lean**2)[some] @ (1 / noise[some]))


def _rates(visits: NDArray[np.number], went_on: NDArray[np.number]) -> Numbers:
    """Share that went on, thin ones near the share of all."""
    usual = went_on.sum() / max(float(visits.sum()), 1e-9)
    return np.clip((went_on + USUAL * usual) / (visits + USUAL), 1 - HIGHEST, HIGHEST)


def _in_classes(rate: Numbers) -> Numbers:
    return (np.minimum(np.floor(rate * CLASSES), CLASSES - 1) + 0.5) / CLASSES
