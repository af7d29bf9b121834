"""Days on which visits go on more or less often than on others, whatever they met.

Like visits of one span of days are compared although they may have come on different days. A problem that fell on a
pay-day, or on the days of a promotion, would seem harmless then, and one on a slow Sunday would seem worse. What visits
that met nothing did on each day says how high its level was; it is taken off before visits are compared. Only where
days differ beyond chance: a level from few visits is noise of its own, which all ratios of a step would share.
"""

import numpy as np

from funnel.maths.grouped import Numbers
from funnel.maths.spread import between_groups, beyond_chance

BEYOND = 3.0
"""Standard errors from which days differ beyond chance."""
MOST_ROUNDS, AGREED = 20, 1e-6
"""Levels of days and rates of sets agree when a round moves no level further."""


def levels_of(visits: Numbers, went_on: Numbers, spans: Numbers) -> Numbers | None:
    """Days: how many times as often as usual in their span visits that met nothing went on; None where days are alike.

    `visits`, `went_on`: sets of like visits × days; `spans` × days: weights, of which those above 0 count.
    """
    logs = np.zeros(visits.shape[1])
    for days in (np.flatnonzero(span) for span in spans):
        if len(days) > 1:
            logs[days] = _logs_within(visits[:, days], went_on[:, days])
    return np.exp(logs) if np.any(logs) else None


def _logs_within(visits: Numbers, went_on: Numbers) -> Numbers:
    """Days of one span: logarithms of their levels, drawn towards 0 as far as chance explains them; 0 where alike."""
    expected, variance = _expected(visits, went_on, np.ones(visits.shape[1]))
    seen, some = went_on.sum(0), (expected > 0) & (variance > 0)
    spread = float(np.sum((seen - expected)[some] ** 2 / variance[some]))
    if beyond_chance(spread, int(some.sum()) - 1) <= BEYOND:
        return np.zeros(len(seen))
    expected, variance = _expected(visits, went_on, _agreed(visits, went_on))
    logs = np.where(some, np.log((seen + 0.5) / (expected + 0.5)), 0.0)
    errors = np.divide(variance, expected**2, out=np.ones_like(expected), where=some)
    between = between_groups(logs[some], errors[some])
    return logs * some * between / (between + errors)


def _agreed(visits: Numbers, went_on: Numbers) -> Numbers:
    """Levels of days that agree with the rates of the sets: what a set did counts by the levels of its own days."""
    levels, seen = np.ones(visits.shape[1]), went_on.sum(0)
    for _ in range(MOST_ROUNDS):
        before = levels
        expected = _expected(visits, went_on, before)[0]
        levels = np.divide(seen, expected, out=np.ones_like(seen), where=expected > 0)
        if np.abs(levels - before).max(initial=0.0) < AGREED:
            break
    return levels


def _expected(visits: Numbers, went_on: Numbers, levels: Numbers) -> tuple[Numbers, Numbers]:
    """Days: how many go on at the rates of their sets, were all days alike, and the variance of that."""
    weighed = visits @ levels
    rates = np.divide(went_on.sum(1), weighed, out=np.zeros(len(visits)), where=weighed > 0)
    rates = np.minimum(rates, 1.0)
    return rates @ visits, (rates * (1 - rates)) @ visits
