"""From ad cost to kept money, by any dimension: one line a segment, its rates over the rows they can be told for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from funnel.answers.funnel import ask_funnel
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value, Where
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer, Segment
from funnel.answers.sums import Key, summed, within_limit
from funnel.store import Store
from funnel.terms import NOT_STATED, OTHER, Dimension, Kind, Step

CHAIN_METRICS = (
    "ad_cost", "ad_impressions", "ad_clicks", "visits", "orders", "revenue", "kept_orders", "kept_revenue", "ctr",
    "cpc", "click_to_visit", "visit_conversion", "cpa", "roas", "acos", "tacos",
)  # fmt: skip
SMALLEST = Decimal("0.0001")


@dataclass(frozen=True)
class AdSums:
    """Sums of one line; what ads are set against counts only where a line has ads."""

    cost: Decimal | None = None
    impressions: int | None = None
    clicks: int | None = None
    visits: int | None = None
    buying: int | None = None
    """Visits with a payment."""
    orders: int | None = None
    revenue: Decimal | None = None
    kept_orders: int | None = None
    kept_revenue: Decimal | None = None
    clicked_visits: int | None = None
    """Visits of the lines that have clicks; likewise below, orders and revenue of the lines that have cost."""
    paid_for_orders: int | None = None
    paid_for_revenue: Decimal | None = None


def ad_sums(segment: Segment) -> AdSums:
    """What the funnel says of one segment."""
    visits, bought = segment.step(Step.SESSION_START), segment.step(Step.PURCHASE)
    ads, money = segment.ads, segment.money
    came = visits.count if visits else None
    return AdSums(
        cost=ads.cost,
        impressions=ads.impressions,
        clicks=ads.clicks,
        visits=came,
        buying=bought.count if bought else None,
        orders=money.orders,
        revenue=money.revenue,
        kept_orders=money.kept_orders,
        kept_revenue=money.kept_revenue,
        clicked_visits=came if ads.clicks else None,
        paid_for_orders=money.orders if ads.cost else None,
        paid_for_revenue=money.revenue if ads.cost else None,
    )


def share(part: float | Decimal | None, whole: float | Decimal | None) -> float | None:
    """Quotient of two sums; None where either is not measured or the base is 0."""
    return float(part) / float(whole) if part is not None and whole else None


def money_for_each(amount: Decimal | None, number: int | None) -> Decimal | None:
    """Money for each of `number`, to a hundredth of the smallest coin; None where either is not measured or 0."""
    return (amount / number).quantize(SMALLEST) if amount is not None and number else None


def chain_values(sums: AdSums, whole: AdSums) -> tuple[Value, ...]:
    """One value a metric of CHAIN_METRICS."""
    return (
        sums.cost,
        sums.impressions,
        sums.clicks,
        sums.visits,
        sums.orders,
        sums.revenue,
        sums.kept_orders,
        sums.kept_revenue,
        share(sums.clicks, sums.impressions),
        money_for_each(sums.cost, sums.clicks),
        share(sums.clicked_visits, sums.clicks),
        share(sums.buying, sums.visits),
        money_for_each(sums.cost, sums.paid_for_orders),
        share(sums.paid_for_revenue, sums.cost),
        share(sums.cost, sums.paid_for_revenue),
        share(sums.cost, whole.revenue),
    )


VISIT_METRICS = (
    "visits", "visit_share", "orders", "visit_conversion", "revenue", "revenue_per_visit", "order_value", "kept_orders",
    "kept_revenue",
)  # fmt: skip


def visit_values(sums: AdSums, whole: AdSums) -> tuple[Value, ...]:
    """One value a metric of VISIT_METRICS."""
    return (
        sums.visits,
        share(sums.visits, whole.visits),
        sums.orders,
        share(sums.buying, sums.visits),
        sums.revenue,
        money_for_each(sums.revenue, sums.visits),
        money_for_each(sums.revenue, sums.orders),
        sums.kept_orders,
        sums.kept_revenue,
    )


def ask_chain(store: Store, question: ListQuestion, code: str, by: Dimension) -> ListAnswer:
    """The chain by one dimension, dearest first; raises WrongUse when no traffic is held."""
    found = _found(store, question, by)
    lines = [(row.key, ad_sums(row)) for row in found.rows]
    lacking = ("ad_costs.cost",) if all(sums.cost is None for _, sums in lines) else ()
    return _answer(found, question, (code, CHAIN_METRICS, chain_values), lines, lacking)


def ask_visits(store: Store, question: ListQuestion, code: str, by: Dimension) -> ListAnswer:
    """Visits and what they end in by a dimension no ad report knows; raises WrongUse when no traffic is held."""
    found = _found(store, question, by)
    lines = [(row.key, ad_sums(row)) for row in found.rows]
    lines = [(key, sums) for key, sums in lines if sums.visits is not None]
    told = any(key != (NOT_STATED,) for key, _ in lines)
    return _answer(found, question, (code, VISIT_METRICS, visit_values), lines, () if told else (column_of(by),))


def column_of(by: Dimension) -> str:
    """The column of a traffic export a dimension is read from, as “kind.column”."""
    return f"{Kind.TRAFFIC_EVENTS.value}.{by.value}"


def _found(store: Store, question: ListQuestion, by: Dimension) -> FunnelAnswer:
    asked = FunnelQuestion(question.start, question.end, by=(by,), where=question.where, compare=False)
    return ask_funnel(store, asked)


def _answer(
    found: FunnelAnswer,
    question: ListQuestion,
    shape: tuple[str, tuple[str, ...], Callable[[AdSums, AdSums], tuple[Value, ...]]],
    lines: Sequence[tuple[Key, AdSums]],
    lacking: tuple[str, ...],
) -> ListAnswer:
    code, metrics, values = shape
    whole = summed([sums for _, sums in lines], AdSums())
    shown = within_limit(sorted(lines, key=_dearest_first), question.limit)
    return ListAnswer(
        code=code,
        keys=(found.by[0].value,),
        metrics=metrics,
        rows=tuple(ListRow(key, values(sums, whole), opens=_opens(found.by[0], key)) for key, sums in shown),
        total=ListRow((), values(whole, whole)),
        period=found.period,
        currency=found.currency,
        zone=found.zone,
        generation=found.generation,
        immature_from=found.immature_from,
        lacking=lacking if found.kept_until else (*lacking, "order_lines.order_id"),
        notes=found.notes,
        feeds=found.feeds,
    )


def _opens(by: Dimension, key: Key) -> Where:
    return () if key == (OTHER,) else ((by, key),)


def _dearest_first(line: tuple[Key, AdSums]) -> tuple[object, ...]:
    """What costs most first, then what brings most; what is not stated last."""
    key, sums = line
    return key == (NOT_STATED,), -(sums.cost or 0), -(sums.revenue or 0), -(sums.visits or 0), key
