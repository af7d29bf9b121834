"""How much less those who leave at the first step would have bought than those who stay.

A problem at the first step turns away mostly visits that meant little anyway; carrying them through the funnel at the
rates of those who stay overstates the loss. The shop's own data tell by how much: the ratio of visits that bought in
the end, among visits that met the problem, falls less than the step's ratio promises. One share for the shop, over all
problems of its first step, drawn towards 0 when the data are few.
"""

from collections.abc import Mapping

import numpy as np

from funnel.maths.cells import Numbers, Tables
from funnel.maths.ratios import Ratio

PRIOR_SPREAD = 0.2
LARGEST = 0.5


def share_not_lost(
    tables: Tables,
    pairs: tuple[tuple[int, int], ...],
    ratios: tuple[Ratio, ...],
    to_the_end: Mapping[tuple[int, int], Ratio],
) -> Numbers:
    """Share (0 to 0.5) by which the first step's logarithms of ratios are reduced; one a reading.

    0 when the cells do not say who bought in the end.
    """
    weight, moment = np.zeros(1), np.zeros(1)
    for (step, bit), ratio in zip(pairs, ratios, strict=True):
        if step == 0 and ratio.fair and (step, bit) in to_the_end:
            whole = to_the_end[step, bit]
            gap = whole.log_ratio - _promised(tables, pairs, ratios, bit)
            spread = max(whole.standard_error**2 - ratio.standard_error**2, 1e-6)
            moment = moment - ratio.log_ratio * gap / spread
            weight = weight + ratio.log_ratio**2 / spread
    share = np.clip(moment / (weight + PRIOR_SPREAD**-2), 0.0, LARGEST)
    return np.asarray(np.broadcast_to(share, ratios[0].log_ratio.shape if ratios else (1,)))


def _promised(tables: Tables, pairs: tuple[tuple[int, int], ...], ratios: tuple[Ratio, ...], bit: int) -> Numbers:
    """Sum of the factor's logarithms of ratios over the steps up to payment."""
    own = [
        ratio.log_ratio
        for (step, other), ratio in zip(pairs, ratios, strict=True)
        if other == bit and step < tables.cells.order_steps
    ]
    return np.asarray(np.sum(own, axis=0))
