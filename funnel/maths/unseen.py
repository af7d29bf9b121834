"""Signs of a cause that no column shows: problems of different groups that meet the same visits more often than chance.

Among like visits of one day that could meet both, a slow page and a dear product should meet the same visit no more
often than chance has it. Where they do, something unseen brings both, and may weigh on going on as well. It is taken to
weigh on going on as strongly as on meeting another problem: so much wider are the ranges. Problems of one group are
left out, because one may be part of the other.
"""

from dataclasses import dataclass

import numpy as np

from funnel.maths.cells import Numbers, StepTable, Tables, Whole
from funnel.maths.spans import columns_of

SHOP_BEYOND, FACTOR_BEYOND, PAIR_BEYOND = 1.64, 3.0, 3.3
"""Standard errors beyond chance from which the shop, one factor, or one pair shows an unseen cause."""
UPPER = 2.0
"""Standard errors added to what is seen of it."""
LARGEST = 0.3


@dataclass(frozen=True)
class Together:
    """Factors × factors: visits that met both, and how many would by chance; 0 for pairs not looked at."""

    met: Numbers
    by_chance: Numbers

    def more_than_chance(self) -> bool:
        """Whether the shop, one factor, or one pair shows it."""
        whole = (self.met.sum() - self.by_chance.sum()) / np.sqrt(2 * max(self.by_chance.sum(), 1.0))
        return bool(
            whole > SHOP_BEYOND
            or np.any(_errors_beyond(self.met.sum(1), self.by_chance.sum(1)) > FACTOR_BEYOND)
            or np.any(_errors_beyond(self.met, self.by_chance) > PAIR_BEYOND)
        )


def unseen_of(tables: Tables, window: Whole) -> Numbers:
    """Factors: standard error of their logarithms of ratios for an unseen cause; 0 where the shop shows no sign of one.

    `window`: the columns of the days that ratios come from. A factor's own pairs tell, and never less than the shop's.
    """
    together = together_of(tables, window)
    own = _at_most(together.met.sum(1), together.by_chance.sum(1), 1)
    shop = _at_most(together.met.sum(keepdims=True).ravel(), together.by_chance.sum(keepdims=True).ravel(), 2)
    return np.clip(np.maximum(own, shop), 0.0, LARGEST) * together.more_than_chance()


def together_of(tables: Tables, window: Whole) -> Together:
    """Count the pairs of different groups at every step that both can harm, day by day among like visits."""
    factors = tables.cells.factors
    together = Together(*np.zeros((2, len(factors), len(factors))))
    for table in tables.steps:
        met, by_chance = _at_step(table, window)
        other = np.array([[factors[one].group != factors[two].group for two in table.bits] for one in table.bits])
        if len(table.bits) > 1:
            together.met[np.ix_(table.bits, table.bits)] += met * other
            together.by_chance[np.ix_(table.bits, table.bits)] += by_chance * other
    return together


def _at_step(table: StepTable, window: Whole) -> tuple[Numbers, Numbers]:
    sums, met = columns_of(table.alike.met_by_set, window), table.alike.met * 1.0
    rates = sums[:, 1:] / np.sqrt(np.maximum(sums[:, :1], 1.0))
    held, own = table.alike.daily[0], np.zeros((table.alike.at_risk.shape[1], 1))
    own[window] = 1.0
    visits = np.bincount(table.alike.pattern, held.over(own)[:, 0], met.shape[1])
    return (met * visits) @ met.T, np.tensordot(rates, rates, ([0, 2], [0, 2]))


def _at_most(met: Numbers, by_chance: Numbers, counted: int) -> Numbers:
    """Upper end of the logarithm of met ÷ by chance; 0 where there is nothing to go by."""
    some = by_chance > 0
    chance = np.where(some, by_chance, 1.0)
    return np.where(some, np.log(np.maximum(met, 1.0) / chance) + UPPER * np.sqrt(counted / chance), 0.0)


def _errors_beyond(met: Numbers, by_chance: Numbers) -> Numbers:
    return (met - by_chance) / np.sqrt(np.maximum(by_chance, 1.0))
