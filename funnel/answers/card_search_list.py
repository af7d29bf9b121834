"""Search terms of marketplaces: what buyers searched for before they opened a card, and the place the card had."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funnel.answers.ad_chain import share
from funnel.answers.card_reports import CardReport, columns_of, counted_reports
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.market_ground import market_ground
from funnel.answers.sums import summed, within_limit
from funnel.store import Store

TERM_METRICS = ("term_searches", "term_opens", "term_carts", "term_orders", "term_open_to_order", "search_position")


@dataclass(frozen=True)
class Term:
    """Sums of one search term; `names` are the marketplaces in them."""

    names: frozenset[str] = frozenset()
    searches: int | None = None
    opens: int | None = None
    carts: int | None = None
    orders: int | None = None
    positions: Decimal | None = None
    """Positions, each times the card opens it is weighed by."""
    weights: int | None = None


def search_terms(store: Store, question: ListQuestion) -> ListAnswer:
    """Terms by marketplace, those with most orders first."""
    with store.reading() as reader:
        ground = market_ground(reader, question)
        period = ground.period
        held = reader.ask("answers/card_term_reports", {"start": period.start, "end": period.end}) if period else []
        counted = counted_reports([CardReport(**row) for row in held], lambda _: True)
        rows = reader.ask("answers/card_terms", columns_of(counted)) if counted else []
    lines = [((row["marketplace"], row["search_term"] or "not_stated"), _term(row)) for row in rows]
    lines.sort(key=lambda line: (-(line[1].orders or 0), -(line[1].opens or 0), -(line[1].searches or 0), line[0]))
    return ground.answer(
        "search_terms",
        (("marketplace", "search_term"), TERM_METRICS),
        rows=tuple(ListRow(key, _values(term)) for key, term in within_limit(lines, question.limit)),
        total=ListRow((), _values(summed([term for _, term in lines], Term()))) if lines else None,
        lacking=() if lines else ("card_searches.search_term",),
    )


def _term(row: Mapping[str, Any]) -> Term:
    counted = ("searches", "card_opens", "add_to_cart", "orders", "weights")
    searches, opens, carts, orders, weights = (None if row[name] is None else int(row[name]) for name in counted)
    return Term(frozenset({row["marketplace"]}), searches, opens, carts, orders, row["weighed_positions"], weights)


def _values(term: Term) -> tuple[Value, ...]:
    """Card opens of several marketplaces never mix; a term's searches stand for that term alone."""
    mixed = len(term.names) > 1
    opens = None if mixed else term.opens
    return (
        None if mixed else term.searches,
        opens,
        None if mixed else term.carts,
        term.orders,
        share(term.orders, opens),
        None if mixed else share(term.positions, term.weights),
    )
