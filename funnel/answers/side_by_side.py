"""The own site and every marketplace side by side, in orders and money: the only units they share."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from funnel.answers.ad_chain import money_for_each, share
from funnel.answers.funnel import funnel_on
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.market_ground import asked_dimensions, market_ground, marketplaces_or_none
from funnel.answers.marketplace_result import MarketplaceLine
from funnel.answers.marketplaces import MarketplacesQuestion
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import Note
from funnel.answers.sums import Key, summed, within_limit
from funnel.errors import WrongUse
from funnel.periods import Period
from funnel.store import Store
from funnel.store.place import Reader

METRICS = ("sold_orders", "sold_pieces", "sold_money", "sold_money_share", "sold_order_value")
OWN_SITE = "own_site"


@dataclass(frozen=True)
class Sold:
    """What one place of sale sold; the pieces of the own site are in no export."""

    orders: int | None = None
    pieces: int | None = None
    money: Decimal | None = None


def side_by_side(store: Store, question: ListQuestion) -> ListAnswer:
    """Orders and money of every place of sale, dearest first."""
    with store.reading() as reader:
        ground = market_ground(reader, question)
        period = ground.period
        site = _site(reader, period, store.settings.late_days) if period else None
    found = marketplaces_or_none(store, MarketplacesQuestion(question.start, question.end))
    told = [((line.key[0],), *_of_marketplace(line)) for line in found.rows] if found else []
    told += [((OWN_SITE,), *site)] if site else []
    lines: list[tuple[Key, Sold]] = [(key, sold) for key, sold, _ in told]
    lines.sort(key=lambda line: (-(line[1].money or 0), line[0]))
    whole = _whole([sold for _, sold in lines])
    return ground.answer(
        "side_by_side",
        (("place_of_sale",), METRICS),
        rows=tuple(ListRow(key, _values(sold, whole)) for key, sold in within_limit(lines, question.limit)),
        total=ListRow((), _values(whole, whole)) if lines else None,
        lacking=() if found else ("marketplace_orders",),
        notes=(
            *(Note(f"sold_by_{basis}", (("place", key[0]),)) for key, _, basis in told),
            *(Note("filters_not_of_marketplaces", (("dimension", one.value),)) for one in asked_dimensions(question)),
        ),
    )


def _site(reader: Reader, period: Period, late_days: int) -> tuple[Sold, str] | None:
    """Paid orders by the order book, else orders by analytics; None where neither is held for these days."""
    (book,) = reader.ask("answers/site_orders", {"start": period.start, "end": period.end})
    if book["orders"]:
        return Sold(int(book["orders"]), None, book["money"]), "book"
    try:
        total = funnel_on(reader, FunnelQuestion(period.start, period.end, compare=False), late_days).total
    except WrongUse:
        return None
    return (Sold(total.money.orders, None, total.money.revenue), "analytics") if total.money.orders else None


def _of_marketplace(line: MarketplaceLine) -> tuple[Sold, str]:
    """Its export of orders, else its report of cards, else its settlements."""
    booked, cards, settled = line.booked, line.cards, line.settled
    if booked.pieces is not None:
        return Sold(booked.orders, int(booked.pieces), booked.money), "orders"
    if cards.orders is not None:
        return Sold(None, int(cards.orders), cards.ordered_money), "cards"
    return Sold(None, None if settled.sold is None else int(settled.sold), settled.sold_money), "settlements"


def _whole(places: Sequence[Sold]) -> Sold:
    """All places together; what one of them does not state is unknown of them all."""
    whole = summed(places, Sold())
    unknown = [name for name in ("orders", "pieces", "money") if any(getattr(one, name) is None for one in places)]
    return replace(whole, **dict.fromkeys(unknown))


def _values(sold: Sold, whole: Sold) -> tuple[Value, ...]:
    return (
        sold.orders,
        sold.pieces,
        sold.money,
        share(sold.money, whole.money),
        money_for_each(sold.money, sold.orders) if sold is not whole else None,
    )
