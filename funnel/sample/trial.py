"""The shop's own split test: a one-page checkout for half of the visitors of the last three weeks."""

from dataclasses import dataclass, field

import numpy as np

from funnel.sample.chance import Chance, Flags
from funnel.sample.faults import PURCHASE, SHIPPING
from funnel.sample.shopdays import ShopDays
from funnel.sample.visits import Visits
from funnel.sample.walk import VARIANT_LIFT, Ground, chances_of_steps

CONTROL, ONE_PAGE = "control", "one_page"
FROM_WEEK = 10.0


@dataclass
class Trial:
    """Who sees which checkout, and what the new one truly brings."""

    days: ShopDays
    chance: Chance
    visits: int = 0
    orders_without: float = field(default=0.0)
    orders_with: float = field(default=0.0)
    """Orders expected of all visits of the test if every one had seen the old or the new checkout."""

    @property
    def first_day(self) -> int:
        """Day number the test started on."""
        return self.days.planned(FROM_WEEK)

    def variant(self, visits: Visits) -> Flags:
        """Who gets the one-page checkout; a visitor keeps the arm."""
        return (self.chance.uniform("variant", visits.visitor) < 0.5) & (visits.day >= self.first_day)

    def words(self, visits: Visits) -> list[str]:
        """Name of each visit's arm, empty before the test."""
        if visits.day < self.first_day:
            return [""] * len(visits)
        return [ONE_PAGE if new else CONTROL for new in self.variant(visits).tolist()]

    def add_day(self, visits: Visits, way: Ground, met: Flags) -> None:
        """Adds what the day's visits would order under either checkout."""
        if visits.day < self.first_day:
            return
        without = way.odds.copy()
        without[SHIPPING] -= VARIANT_LIFT * self.variant(visits)
        lifted = without.copy()
        lifted[SHIPPING] += VARIANT_LIFT
        self.visits += len(visits)
        self.orders_without += _orders(without, met)
        self.orders_with += _orders(lifted, met)


def _orders(odds: np.ndarray, met: Flags) -> float:
    return float(np.cumprod(chances_of_steps(odds, met), axis=0)[PURCHASE].sum())
