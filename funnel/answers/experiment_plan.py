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
    """What a split test of two equal arms takes; None where nothing can be said."""

    visits: int | None
    """Of both arms together."""
    days: int | None
    visits_a_day: float
    orders_per_visit: float | None


def days_needed(store: Store, relative: float, where: Where = ()) -> Needed:
    """To see a relative difference of orders per visit four times of five, at 95 %.

    Orders of a visit are taken as 0 or 1, from the last four weeks of full days. Raises WrongUse without traffic.
    """
    newest = shop_state(store).newest_day
    last = None if newest is None else first_immature_day(newest, store.settings.late_days) - timedelta(days=1)
    first = None if last is None else last - LOOKED_BACK + timedelta(days=1)
    found = ask_funnel(store, FunnelQuestion(first, last, where=where, compare=False))
    start = found.total.step(Step.SESSION_START)
    visits, orders = float(start.count or 0 if start else 0), float(found.total.money.orders or 0)
    a_day = visits / found.period.days
    needed = visits_needed(ArmSums(int(visits), orders, visits, orders, visits, orders), relative)
    days = ceil(needed / a_day) if needed and a_day else None
    return Needed(needed, days, a_day, orders / visits if visits else None)
