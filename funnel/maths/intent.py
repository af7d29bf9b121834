"""How much less those who leave at the first step would have bought than those who stay.

A problem at the first step turns away mostly visits that meant little anyway; carrying them through the funnel at the
rates of those who stay overstates the loss. The shop's own data tell by how much: the ratio of visits that bought in
the end, among visits that met the problem, falls less than the step's ratio promises. One share for the shop, over all
problems of its first step, drawn towards 0 when the data are few. It is never below 0: whoever a problem turns away at
the first step did not mean to buy more than those who stay; so the middle of what is possible above 0 is taken.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from funnel.maths.cells import Tables
from funnel.maths.ratios import Ratio
from funnel.maths.unlike import ByDevice

PRIOR_SPREAD = 0.1
LARGEST = 0.5
LEAST_FROM_ZERO = -8.0
"""Standard errors below 0, beyond which nothing is left of the distribution that numbers can hold."""


@dataclass(frozen=True)
class NotLost:
    """Share (0 to 0.5) by which the first step's logarithms of ratios are reduced, and its standard error."""

    share: float
    error: float

    @property
    def relative_error(self) -> float:
        """Of every loss at the first step: one for all of them, for it is one share."""
        return self.error / (1 - self.share)


def share_not_lost(
    tables: Tables,
    pairs: tuple[tuple[int, int], ...],
    ratios: tuple[Ratio, ...],
    to_the_end: Mapping[tuple[int, int], Ratio],
    devices: ByDevice,
) -> NotLost:
    """The share of the shop; nothing is taken off, or doubted, when the cells do not say who bought in the end.

    Problems that weigh otherwise on other devices tell of it on each device by itself.
    """
    pooled = dict(zip(pairs, ratios, strict=True))
    weight = moment = 0.0
    for pair in to_the_end:
        if pair[0] == 0 and pooled[pair].fair:
            steps = [other for other in pairs if other[1] == pair[1] and other[0] < tables.cells.order_steps]
            alone = [(pooled[pair], to_the_end[pair], [pooled[step] for step in steps])]
            own = devices.at.get(pair)
            apart = (
                zip(own, devices.to_the_end[pair], zip(*(devices.at[step] for step in steps), strict=True), strict=True)
                if own
                else alone
            )
            for one in apart:
                more = _evidence(*one)
                moment, weight = moment + more[0], weight + more[1]
    if not weight:
        return NotLost(0.0, 0.0)
    known = weight + PRIOR_SPREAD**-2
    return never_negative(moment / known, known**-0.5)


def never_negative(middle: float, error: float) -> NotLost:
    """Mean and spread of a normal distribution of which only what is above 0 is possible (mean at most `LARGEST`)."""
    from_zero = max(middle / error, LEAST_FROM_ZERO)
    density = math.exp(-(from_zero**2) / 2) / math.sqrt(2 * math.pi)
    pushed = density / (0.5 * math.erfc(-from_zero / math.sqrt(2)))
    spread = error * math.sqrt(max(1 - pushed * (pushed + from_zero), 0.0))
    return NotLost(min(error * (from_zero + pushed), LARGEST), spread)


def _evidence(ratio: Ratio, whole: Ratio, steps: Iterable[Ratio]) -> tuple[float, float]:
    """What one comparison tells of the share: weighted, and the weight; `steps`: all of the factor's, up to payment."""
    if not ratio.fair:
        return 0.0, 0.0
    own, promised = float(ratio.log_ratio[0]), sum(float(step.log_ratio[0]) for step in steps)
    spread = max(whole.standard_error**2 - ratio.standard_error**2, 1e-6)
    return -own * (float(whole.log_ratio[0]) - promised) / spread, own**2 / spread
