"""Figures of the registry week by week: what a trend draws, and what a difference from a target is worth in money."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from funnel.answers.listing import ListAnswer, Value
from funnel.answers.result import FunnelAnswer, Segment
from funnel.errors import WrongUse, near_match, sentence
from funnel.terms import Dimension, Step

CONVERSION: Final = "visit_conversion"
SUNDAY: Final = timedelta(days=6)


class Chance(StrEnum):
    """Which range of chance a figure has."""

    SHARE = "share"
    COUNT = "count"
    NONE = "none"


@dataclass(frozen=True)
class Parts:
    """One week: the figure is `count` ÷ `base`; one of it more is `worth` money, None where that is not known."""

    count: Decimal
    base: Decimal = Decimal(1)
    worth: Decimal | None = None


@dataclass(frozen=True)
class Week:
    """One week of a trend. Weeks that are not full are still filling up."""

    monday: date
    base: Decimal | int
    count: Decimal | int
    full: bool
    worth: Decimal | None = None

    @property
    def value(self) -> float:
        """The figure."""
        return float(self.count) / float(self.base)


@dataclass(frozen=True)
class TrendRule:
    """How one metric is read from the segments of a week; `judged`: only weeks whose orders are all old enough."""

    metric: str
    chance: Chance
    read: Callable[[Sequence[Segment]], Parts | None]
    by: tuple[Dimension, ...] = ()
    judged: bool = False


@dataclass(frozen=True)
class ListTrend:
    """A metric that a department's list states in its total; `base` is the metric that counts its base."""

    metric: str
    department: str
    code: str
    base: str
    chance: Chance = Chance.NONE


def _orders(lines: Sequence[Segment]) -> Parts | None:
    money = lines[0].money
    return None if money.orders is None else Parts(Decimal(money.orders), worth=_mean(money.revenue, money.orders))


def _revenue(lines: Sequence[Segment]) -> Parts | None:
    return _amount(lines[0].money.revenue)


def _paid(lines: Sequence[Segment]) -> Parts | None:
    return _amount(lines[0].money.paid_revenue)


def _kept(lines: Sequence[Segment]) -> Parts | None:
    return _amount(lines[0].money.kept_revenue)


def _amount(money: Decimal | None) -> Parts | None:
    return None if money is None else Parts(money, worth=Decimal(1))


def _mean_order(lines: Sequence[Segment]) -> Parts | None:
    money = lines[0].money
    return _of(money.revenue, money.orders, money.orders)


def _per_visit(lines: Sequence[Segment]) -> Parts | None:
    visits = lines[0].step(Step.SESSION_START)
    return _of(lines[0].money.revenue, visits.count if visits else None, visits.count if visits else None)


def _kept_share(lines: Sequence[Segment]) -> Parts | None:
    money = lines[0].money
    return _of(money.kept_orders, money.paid_orders, money.paid_revenue)


def _cost_of_order(lines: Sequence[Segment]) -> Parts | None:
    cost, orders, _ = _with_cost(lines)
    return _of(cost, orders, orders)


def _earned_of_cost(lines: Sequence[Segment]) -> Parts | None:
    cost, _, revenue = _with_cost(lines)
    return _of(revenue, cost, cost)


def _with_cost(lines: Sequence[Segment]) -> tuple[Decimal | None, int, Decimal]:
    """Cost, orders and revenue of the channels that have ad cost."""
    paid = [line for line in lines if line.ads.cost is not None]
    cost = sum((line.ads.cost or Decimal(0) for line in paid), Decimal(0)) if paid else None
    orders = sum(line.money.orders or 0 for line in paid)
    return cost, orders, sum((line.money.revenue or Decimal(0) for line in paid), Decimal(0))


def _of(count: Decimal | int | None, base: Decimal | int | None, worth: Decimal | int | None) -> Parts | None:
    if count is None or not base:
        return None
    return Parts(Decimal(count), Decimal(base), None if worth is None else Decimal(worth))


def _mean(whole: Decimal | None, base: int) -> Decimal | None:
    return whole / base if whole is not None and base else None


BY_CHANNEL: Final = (Dimension.CHANNEL,)
TRENDS: Final[tuple[TrendRule, ...]] = (
    TrendRule("orders", Chance.COUNT, _orders),
    TrendRule("revenue", Chance.NONE, _revenue),
    TrendRule("paid_revenue", Chance.NONE, _paid),
    TrendRule("kept_revenue", Chance.NONE, _kept, judged=True),
    TrendRule("order_value", Chance.NONE, _mean_order),
    TrendRule("revenue_per_visit", Chance.NONE, _per_visit),
    TrendRule("kept_rate", Chance.SHARE, _kept_share, judged=True),
    TrendRule("cpa", Chance.NONE, _cost_of_order, BY_CHANNEL),
    TrendRule("roas", Chance.NONE, _earned_of_cost, BY_CHANNEL),
)
LIST_TRENDS: Final[tuple[ListTrend, ...]] = (
    ListTrend("cancel_rate", "service", "promises", "judged_orders", Chance.SHARE),
    ListTrend("return_rate", "service", "promises", "judged_orders", Chance.SHARE),
    ListTrend("late_share", "service", "deliveries", "due_orders", Chance.SHARE),
    ListTrend("reply_p50", "service", "teams", "contacts"),
)
TREND_METRICS: Final = (CONVERSION, *(rule.metric for rule in TRENDS), *(rule.metric for rule in LIST_TRENDS))
"""Metrics that can be drawn by week and given a target."""


def trend_rule(name: str) -> TrendRule | ListTrend:
    """How a metric other than the conversion is read; raises WrongUse for one that has no trend."""
    rules: tuple[TrendRule | ListTrend, ...] = (*TRENDS, *LIST_TRENDS)
    for rule in rules:
        if rule.metric == name:
            return rule
    told = sentence("There is no trend of “{name}”; there are {known}.", name=name, known=", ".join(TREND_METRICS))
    raise WrongUse(told, near_match(name, list(TREND_METRICS)))


def weeks_of_rule(answer: FunnelAnswer, rule: TrendRule) -> tuple[Week, ...]:
    """Weeks in order; `answer` is broken down by week and the rule's dimensions."""
    lines: dict[str, list[Segment]] = {}
    for line in answer.rows:
        lines.setdefault(line.key[0], []).append(line)
    weeks = [_week(date.fromisoformat(code), rule.read(held), answer, rule) for code, held in sorted(lines.items())]
    return tuple(week for week in weeks if week is not None)


def _week(monday: date, parts: Parts | None, answer: FunnelAnswer, rule: TrendRule) -> Week | None:
    sunday = monday + SUNDAY
    if parts is None or monday < answer.period.start:
        return None
    if rule.judged and (answer.kept_until is None or sunday > answer.kept_until):
        return None
    full = sunday <= answer.period.end and (answer.immature_from is None or sunday < answer.immature_from)
    return Week(monday, parts.base, parts.count, full, parts.worth)


def weeks_of_lists(found: Iterable[tuple[date, ListAnswer]], rule: ListTrend) -> tuple[Week, ...]:
    """The same from one answer a week, (Monday, list); a week that states nothing is left out."""
    weeks = []
    for monday, answer in found:
        told = _totals(answer)
        value, base = told.get(rule.metric), told.get(rule.base)
        if value is not None and base:
            weighed = Decimal(repr(float(value))) * Decimal(str(base))
            full = answer.immature_from is None or monday + SUNDAY < answer.immature_from
            weeks.append(Week(monday, Decimal(str(base)), weighed, full))
    return tuple(weeks)


def _totals(answer: ListAnswer) -> Mapping[str, Value]:
    return dict(zip(answer.metrics, answer.total.values, strict=True)) if answer.total else {}
