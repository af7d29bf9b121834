"""How much less those who leave at the first step would have bought than those who stay.

A problem at the first step turns away mostly visits that meant little anyway; carrying them through the funnel at the
rates of those who stay overstates the loss. The shop's own data tell by how much: the ratio of visits that bought in
the end, among visits that met the problem, falls less than the step's ratio promises. One share for the shop, over all
problems of its first step, drawn towards 0 when the data are few.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from funnel.maths.cells import Tables
from funnel.maths.ratios import Ratio

PRIOR_SPREAD = 0.1
LARGEST = 0.5


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
) -> NotLost:
    """The share of the shop; nothing is taken off, or doubted, when the cells do not say who bought in the end."""
    weight = moment = 0.0
    for (step, bit), ratio in zip(pairs, ratios, strict=True):
        if step == 0 and ratio.fair and (step, bit) in to_the_end:
            whole, own = to_the_end[step, bit], float(ratio.log_ratio[0])
            gap = float(whole.log_ratio[0]) - _promised(tables, pairs, ratios, bit)
            spread = max(whole.standard_error**2 - ratio.standard_error**2, 1e-6)
            moment -= own * gap / spread
            weight += own**2 / spread
    if not weight:
        return NotLost(0.0, 0.0)
    known = weight + PRIOR_SPREAD**-2
    return NotLost(min(max(moment / known, 0.0), LARGEST), known**-0.5)


def _promised(tables: Tables, pairs: tuple[tuple[int, int], ...], ratios: tuple[Ratio, ...], bit: int) -> float:
    """Sum of the factor's logarithms of ratios over the steps up to payment."""
    own = [
        float(ratio.log_ratio[0])
        for (step, other), ratio in zip(pairs, ratios, strict=True)
        if other == bit and step < tables.cells.order_steps
    ]
    return sum(own)
