"""Pairs of figures that pull against each other, both sides in money: who improves one alone makes the other worse."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from funnel.answers.discounts import DiscountAnswer
from funnel.answers.listing import ListAnswer
from funnel.answers.loss_result import ChangeAnswer, Estimate, LossAnswer, LossRow
from funnel.answers.result import FunnelAnswer
from funnel.errors import Sentence, sentence
from funnel.maths.change import Cause
from funnel.terms import Role

STOCK: Final = "pull_stock"
DISCOUNT: Final = "pull_discount"
TRAFFIC: Final = "pull_traffic"
PROMISE: Final = "pull_promise"
CHOICE: Final = "pull_choice"
RETURNS: Final = "pull_returns"
REPLY: Final = "pull_reply"
STAFF: Final = "pull_staff"
NO_PAY: Final = sentence("No export states the hours or the pay of those who answer.")
SLOW_REPLIES: Final = ("chat_slow", "chat_unanswered")


@dataclass(frozen=True)
class Side:
    """One figure of a pair: its word, who is measured by it, and its money over the days or at their end."""

    code: str
    role: Role
    money: Estimate | None = None
    a_week: bool = True
    """Whether it flows, and is shown for one week; else it stands as it is at the end of the days."""
    counted: bool = False
    """Counted, not estimated: it has no range."""
    lacking: tuple[str, ...] = ()
    """What is missing, as “kind.column”."""
    why: Sentence | None = None
    """Why it is not known though nothing is missing."""
    of: tuple[LossRow, ...] = ()
    """The losses it is the sum of."""


@dataclass(frozen=True)
class Pull:
    """One pair."""

    code: str
    left: Side
    right: Side


@dataclass(frozen=True)
class PulledOn:
    """The answers pairs are read from, all of the same days; a sentence where one could not be had."""

    losses: LossAnswer
    change: ChangeAnswer | Sentence
    stock: ListAnswer | Sentence
    slow: ListAnswer | Sentence
    gone: ListAnswer | Sentence
    paid: FunnelAnswer
    """Of the days whose orders are old enough to be cancelled or returned."""
    discounts: DiscountAnswer


def pulls_on(found: PulledOn) -> tuple[Pull, ...]:
    """Every pair, in the order of the chain."""
    losses, prices = found.losses, found.discounts
    quick = _lost("slow_replies", Role.CUSTOMER_SERVICE, losses, SLOW_REPLIES)
    return (
        Pull(
            TRAFFIC,
            _changed("more_visits", Role.MARKETING, found.change, Cause.VOLUME),
            _changed("better_visits", Role.SALES, found.change, Cause.MIX),
        ),
        Pull(
            DISCOUNT,
            _sum("discounts_given", Role.SALES, prices.given, prices.lacking_given, prices.why),
            _sum("margin_left", Role.PRODUCT, prices.margin, prices.lacking_margin, prices.why),
        ),
        Pull(
            STOCK,
            _listed("overstock_money", Role.LOGISTICS, found.stock, "overstock_value", a_week=False),
            _listed("missed_sales_money", Role.SALES, found.stock, "missed_sales"),
        ),
        Pull(
            CHOICE,
            _listed("slow_stock_money", Role.LOGISTICS, found.slow, "stock_value", a_week=False),
            _lost("lost_for_choice", Role.PRODUCT, losses, ("no_alternative", "empty_search")),
        ),
        Pull(
            PROMISE,
            _lost("long_delivery", Role.SALES, losses, ("long_delivery",)),
            _lost("late_delivery", Role.LOGISTICS, losses, ("late_delivery",)),
        ),
        Pull(
            RETURNS,
            _sum("paid_money", Role.SALES, found.paid.total.money.paid_revenue, ("order_lines",)),
            _listed("gone_money_side", Role.CUSTOMER_SERVICE, found.gone, "gone_money"),
        ),
        Pull(REPLY, quick, _lost("complaint_open", Role.CUSTOMER_SERVICE, losses, ("complaint_open",))),
        Pull(STAFF, quick, Side("cost_of_staff", Role.ANALYST, why=NO_PAY)),
    )


def _lost(code: str, role: Role, losses: LossAnswer, factors: Sequence[str]) -> Side:
    rows = tuple(row for row in losses.rows if row.key[-1] in factors)
    known = [row.money for row in rows if row.money is not None]
    if known:
        return Side(code, role, summed(known), of=rows)
    lacking = [one for each in losses.factors if each.factor in factors for one in each.lacking]
    return Side(code, role, lacking=tuple(dict.fromkeys(lacking)), of=rows)


def summed(parts: Sequence[Estimate]) -> Estimate:
    """The sum of estimates; both ends of the ranges are added, which is the cautious way."""
    low, mid, high = (sum((getattr(one, end) for one in parts), Decimal(0)) for end in ("low", "effect", "high"))
    return Estimate(mid, low, high)


def _changed(code: str, role: Role, change: ChangeAnswer | Sentence, cause: Cause) -> Side:
    if isinstance(change, Sentence):
        return Side(code, role, why=change)
    return Side(code, role, summed([row.effect for row in change.rows if row.cause == cause]))


def _listed(code: str, role: Role, answer: ListAnswer | Sentence, name: str, *, a_week: bool = True) -> Side:
    """One figure of the total of a list, with its range where it is an estimate."""
    if isinstance(answer, Sentence):
        return Side(code, role, a_week=a_week, why=answer)
    place = answer.metrics.index(name)
    value = answer.total.values[place] if answer.total else None
    if value is None:
        return Side(code, role, a_week=a_week, lacking=answer.lacking)
    ends = answer.total.ranges[place] if answer.total and answer.total.ranges else None
    low, high = ends or (Decimal(value), Decimal(value))
    return Side(code, role, Estimate(Decimal(value), low, high), a_week, counted=ends is None)


def _sum(code: str, role: Role, amount: Decimal | None, lacking: tuple[str, ...], why: Sentence | None = None) -> Side:
    if amount is None:
        return Side(code, role, lacking=() if why else lacking, why=why)
    return Side(code, role, Estimate(amount, amount, amount), counted=True)
