"""The lists of the traffic screen: where visits come from, what they cost and what they bring."""

from typing import Final

from funnel.answers.funnel import ask_funnel
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, ListRule, Value
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import Segment
from funnel.errors import sentence
from funnel.store import Store
from funnel.terms import Dimension, Step

CHANNEL_METRICS = ("visits", "orders", "visit_conversion", "revenue", "kept_orders", "kept_revenue")


def channels(store: Store, question: ListQuestion) -> ListAnswer:
    """Visits, orders and money of every channel."""
    found = ask_funnel(
        store,
        FunnelQuestion(question.start, question.end, by=(Dimension.CHANNEL,), where=question.where, compare=False),
    )
    rows = tuple(
        ListRow(segment.key, _values(segment), opens=((Dimension.CHANNEL, segment.key),)) for segment in found.rows
    )
    return ListAnswer(
        code="channels",
        keys=(Dimension.CHANNEL.value,),
        metrics=CHANNEL_METRICS,
        rows=rows,
        total=ListRow((), _values(found.total)),
        period=found.period,
        currency=found.currency,
        zone=found.zone,
        generation=found.generation,
        immature_from=found.immature_from,
        notes=found.notes,
        feeds=found.feeds,
    )


def _values(segment: Segment) -> tuple[Value, ...]:
    visits, paid = segment.step(Step.SESSION_START), segment.step(Step.PURCHASE)
    money = segment.money
    return (
        visits.count if visits else None,
        money.orders,
        paid.of_first if paid else None,
        money.revenue,
        money.kept_orders,
        money.kept_revenue,
    )


TRAFFIC_LISTS: Final = (
    ListRule(
        "channels",
        sentence("Channels"),
        sentence("Where visits come from, and what they end in."),
        channels,
    ),
)
