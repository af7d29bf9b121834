"""Customers by the month of their first order: who comes back, how often and for how much."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funnel.answers.ad_chain import money_for_each, share
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.result import Note
from funnel.answers.sums import Key, added, within_limit
from funnel.periods import Period
from funnel.store import Store

KEYS = ("first_month", "months_since")
COHORT_METRICS = (
    "cohort_customers", "ordering_customers", "ordering_share", "customer_orders", "customer_money",
    "money_per_cohort_customer",
)  # fmt: skip
NOT_NAMED = "order_lines.customer_key"


@dataclass(frozen=True)
class Month:
    """Sums of one cohort in one month; `size` is the whole cohort, None where cohorts are added up."""

    customers: int | None = 0
    orders: int = 0
    money: Decimal | None = None
    size: int | None = None


def cohorts(store: Store, question: ListQuestion) -> ListAnswer:
    """First-order month by months since, over the whole order book up to the last day asked for."""
    with store.reading() as reader:
        span = reader.ask("answers/order_span")[0]
        general = reader.ask("answers/generation")[0]
        end = min(question.end or date.max, span["newest_day"] or date.max)
        rows = reader.ask("answers/customer_months", {"end": end})
        generation = reader.generation
    named = [row for row in rows if row["first_in"] is not None]
    period = Period(span["first_day"], end) if named else None
    lines = list(_grid(named, _month(end))) if named else []
    return ListAnswer(
        code="cohorts",
        keys=KEYS,
        metrics=COHORT_METRICS,
        rows=tuple(ListRow(key, _values(month)) for key, month in within_limit(lines, question.limit)),
        total=ListRow((), _values(_whole(lines))) if lines else None,
        period=period,
        currency=general["currency"],
        zone=general["zone"],
        generation=generation,
        immature_from=_unfinished(end) if named else None,
        lacking=() if named else (NOT_NAMED,),
        notes=_notes(question, rows, period),
    )


def _grid(rows: Sequence[Mapping[str, Any]], last: date) -> Iterable[tuple[Key, Month]]:
    """Every month of every cohort: one in which nobody ordered is a 0 that is known."""
    held = {(row["first_in"], row["ordered_in"]): row for row in rows}
    for first in sorted({row["first_in"] for row in rows}):
        size = held[first, first]["customers"]
        for since, month in enumerate(_months(first, last)):
            row = held.get((first, month))
            told = (
                Month(row["customers"], row["orders"], row["money"], size)
                if row
                else Month(0, 0, Decimal("0.00"), size)
            )
            yield (f"{first:%Y-%m}", str(since)), told


def _months(first: date, last: date) -> Iterable[date]:
    month = first
    while month <= last:
        yield month
        month = _month(month + timedelta(days=31))


def _month(day: date) -> date:
    return day.replace(day=1)


def _unfinished(end: date) -> date | None:
    """First day of the month of `end`, unless that month is over."""
    return None if (end + timedelta(days=1)).day == 1 else _month(end)


def _whole(lines: Sequence[tuple[Key, Month]]) -> Month:
    """All cohorts: orders and money add up, customers of one month may be those of another."""
    sums = Month(None, 0, None)
    for _, month in lines:
        sums = added(sums, Month(None, month.orders, month.money))
    return Month(None, sums.orders, sums.money, sum(month.size or 0 for key, month in lines if key[1] == "0"))


def _values(month: Month) -> tuple[Value, ...]:
    return (
        month.size,
        month.customers,
        share(month.customers, month.size),
        month.orders,
        month.money,
        money_for_each(month.money, month.size),
    )


def _notes(question: ListQuestion, rows: Sequence[Mapping[str, Any]], period: Period | None) -> tuple[Note, ...]:
    if period is None:
        return ()
    unnamed = sum(row["orders"] for row in rows if row["first_in"] is None)
    notes = [Note("cohorts_of_book", (("start", period.start.isoformat()), ("end", period.end.isoformat())))]
    if unnamed:
        notes.append(Note("orders_without_customer", (("orders", str(unnamed)),)))
    if _unfinished(period.end):
        notes.append(Note("month_not_over", (("day", period.end.isoformat()),)))
    asked = [dimension.value for dimension, codes in question.where if codes]
    return (*notes, *(Note("orders_not_filtered", (("dimension", name),)) for name in asked))
