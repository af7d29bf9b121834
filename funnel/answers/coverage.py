"""Which questions the imported files can answer, and which file or column would answer the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from funnel.intake.contract import stated_with
from funnel.store import Receipt, Store
from funnel.terms import TRAFFIC_KINDS, Kind

SHOWN, PARTLY, MISSING = "shown", "partly", "missing"


@dataclass(frozen=True)
class Need:
    """One question, the screen that shows it, and what it takes: any of the kinds, with all of the columns."""

    question: str
    screen: str
    kinds: tuple[Kind, ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class CoverageLine:
    """One question and how far the imported files answer it."""

    question: str
    screen: str
    status: str
    kinds: tuple[str, ...]
    missing_columns: tuple[str, ...]
    feeds: tuple[str, ...]


VISITS = (Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_SESSIONS)
NEEDS = (
    Need("funnel_steps", "funnel", TRAFFIC_KINDS),
    Need("funnel_by_device", "funnel", TRAFFIC_KINDS, ("device",)),
    Need("funnel_by_campaign", "funnel", TRAFFIC_KINDS, ("campaign",)),
    Need("funnel_by_category", "funnel", VISITS, ("category",)),
    Need("visitors_within_days", "funnel", VISITS, ("visitor_key",)),
    Need("strict_time_order", "funnel", (Kind.TRAFFIC_EVENTS,)),
    Need("clicks_and_cost", "funnel", (Kind.AD_COSTS,), ("clicks", "cost")),
    Need("paid_by_order_book", "funnel", (Kind.ORDER_LINES,), ("status",)),
    Need("orders_joined_to_visits", "funnel", VISITS, ("order_id",)),
    Need("kept_orders", "funnel", (Kind.ORDER_LINES,), ("moment", "status")),
    Need("site_errors_and_speed", "losses", (Kind.TRAFFIC_EVENTS,), ("error", "load_seconds")),
    Need("search_without_result", "losses", (Kind.TRAFFIC_EVENTS,), ("search_term", "search_results")),
    Need("out_of_stock", "losses", (Kind.STOCK,), ("available",)),
    Need("price_above_competitor", "losses", (Kind.STOCK,), ("price", "competitor_price")),
    Need("first_response_time", "losses", (Kind.CONTACTS,), ("first_reply_seconds",)),
    Need("contacts_joined_to_orders", "losses", (Kind.CONTACTS,), ("order_id",)),
    Need("late_delivery", "losses", (Kind.ORDER_LINES,), ("promised_at", "delivered_at")),
    Need("marketplace_cards", "marketplaces", (Kind.CARD_DAILY,), ("card_opens", "orders")),
    Need("marketplace_buyouts", "marketplaces", (Kind.CARD_DAILY,), ("buyouts", "cancelled")),
    Need("marketplace_orders", "marketplaces", (Kind.MARKETPLACE_ORDERS,), ("status", "quantity")),
    Need("marketplace_settlements", "marketplaces", (Kind.MARKETPLACE_OPERATIONS,), ("operation", "sold_money")),
    Need("marketplace_searches", "marketplaces", (Kind.CARD_SEARCHES,), ("search_term",)),
    Need("marketplace_stock", "marketplaces", (Kind.MARKETPLACE_STOCK,), ("available",)),
)


def coverage(store: Store) -> tuple[CoverageLine, ...]:
    """Every question the product knows, with the feeds that answer it and the columns that are missing."""
    return coverage_of(store.shelf.receipts())


def coverage_of(receipts: Sequence[Receipt]) -> tuple[CoverageLine, ...]:
    """The same, were these the only imports."""
    return tuple(_line(need, receipts) for need in NEEDS)


def _line(need: Need, receipts: Sequence[Receipt]) -> CoverageLine:
    missing: dict[str, tuple[str, ...]] = {}
    for receipt in receipts:
        if receipt.kind in need.kinds:
            missing[receipt.feed] = min(_lacking(need, receipt), missing.get(receipt.feed, need.columns), key=len)
    complete = tuple(sorted(feed for feed, lacking in missing.items() if not lacking))
    fewest = min(missing.values(), key=len, default=need.columns)
    return CoverageLine(
        question=need.question,
        screen=need.screen,
        status=_status(need, complete, missing),
        kinds=tuple(kind.value for kind in need.kinds),
        missing_columns=() if complete else fewest,
        feeds=complete or tuple(sorted(missing)),
    )


def _lacking(need: Need, receipt: Receipt) -> tuple[str, ...]:
    # An order id on events is a stated column; on visits it comes as a list of the visit's orders.
    held = set(stated_with(receipt.columns))
    held |= {"order_id"} if receipt.kind == Kind.TRAFFIC_SESSIONS and "orders" in held else set()
    return tuple(column for column in need.columns if column not in held)


def _status(need: Need, complete: Sequence[str], missing: Mapping[str, tuple[str, ...]]) -> str:
    if complete:
        return SHOWN
    some_columns = any(len(lacking) < len(need.columns) for lacking in missing.values())
    return PARTLY if some_columns else MISSING
