"""How much less those who leave at the first step would have bought than those who stay.

A problem at the first step turns away mostly visits that meant little anyway; carrying them through the funnel at the
rates of those who stay overstates the loss. The shop's own data tell by how much: the ratio of visits that bought in
the end, among visits that met the problem, falls less than the step's ratio promises. One share for the shop, over all
problems of its first step, drawn towards 0 when the data are few.
"""

import numpy as np

from funnel.maths.cells import Numbers, Tables
from funnel.maths.ratios import Ratio, ratio_of

PRIOR_SPREAD = 0.2
LARGEST = 0.5


def share_not_lost(
    tables: Tables, pairs: tuple[tuple[int, int], ...], ratios: tuple[Ratio, ...], window: Numbers
) -> Numbers:
    """Share (0 to 0.5) by which the first step's logarithms of ratios are reduced; one a reading of `window`.

    0 when the cells do not say who bought in the end.
    """
    weight, moment = np.zeros(window.shape[1]), np.zeros(window.shape[1])
    for (step, bit), ratio in zip(pairs, ratios, strict=True):
        if step == 0 and ratio.fair and tables.steps[0].bought is not None:
            whole = ratio_of(tables.steps[0], bit, window, to_the_end=True)
            gap = whole.log_ratio - _promised(tables, pairs, ratios, bit)
            spread = max(whole.standard_error**2 - ratio.standard_error**2, 1e-6)
            moment = moment - ratio.log_ratio * gap / spread
            weight = weight + ratio.log_ratio**2 / spread
    return np.clip(moment / (weight + PRIOR_SPREAD**-2), 0.0, LARGEST)


def _promised(tables: Tables, pairs: tuple[tuple[int, int], ...], ratios: tuple[Ratio, ...], bit: int) -> Numbers:
    """Sum of the factor's logarithms of ratios over the steps up to payment."""
    own = [
        ratio.log_ratio
        for (step, other), ratio in zip(pairs, ratios, strict=True)
        if other == bit and step < tables.cells.order_steps
    ]
    return np.asarray(np.sum(own, axis=0))
