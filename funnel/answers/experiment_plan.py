"""Before an experiment: how many visits and days it takes to see the effect hoped for, at today's traffic."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from funnel.answers.funnel import ask_funnel
from funnel.answers.listing import Where
from funnel.answers.question import FunnelQuestion
from funnel.answers.shop import shop_state
from funnel.maths.lift import ArmSums, visits_needed
from funnel.periods import first_immature_day
from funnel.store import Store
from funnel.terms import Step

LOOKED_BACK = timedelta(days=28)


@dataclass(frozen=True)
class Needed:
    """What a split test of two equal arms takes to see `relative`; None where nothing can be said."""

    visits: int | None
    """Of both arms together."""
    days: int | None
    visits_a_day: float
    orders_per_visit: float | None
    relative: float | None
    """Relative difference of orders per visit."""


@dataclass(frozen=True)
class _Traffic:
    """Full days of a segment."""

    visits: float
    orders: float
    days: int

    def needed(self, relative: float | None) -> Needed:
        """Orders of a visit are taken as 0 or 1: seen four times of five, at 95 %."""
        a_day, per_visit = self.visits / self.days, self.orders / self.visits if self.visits else None
        visits = None if relative is None else visits_needed(self._sums, relative)
        days = ceil(visits / a_day) if visits and a_day else None
        return Needed(visits, days, a_day, per_visit, relative)

    @property
    def _sums(self) -> ArmSums:
        return ArmSums(int(self.visits), self.orders, self.visits, self.orders, self.visits, self.orders)


def days_needed(store: Store, relative: float, where: Where = ()) -> Needed:
    """To see a relative difference of orders per visit, on the last four weeks of full days.

    Raises WrongUse without traffic.
    """
    return _last_weeks(store, where).needed(relative)


def days_to_win_back(store: Store, orders_a_day: float, where: Where = ()) -> Needed:
    """The same for a number of orders more a day in the segment. Raises WrongUse without traffic."""
    traffic = _last_weeks(store, where)
    return traffic.needed(orders_a_day * traffic.days / traffic.orders if traffic.orders else None)


def _last_weeks(store: Store, where: Where) -> _Traffic:
    newest = shop_state(store).newest_day
    last = None if newest is None else first_immature_day(newest, store.settings.late_days) - timedelta(days=1)
    first = None if last is None else last - LOOKED_BACK + timedelta(days=1)
    found = ask_funnel(store, FunnelQuestion(first, last, where=where, compare=False))
    start = found.total.step(Step.SESSION_START)
    return _Traffic(float(start.count or 0 if start else 0), float(found.total.money.orders or 0), found.period.days)
