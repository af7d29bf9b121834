"""Stock at marketplaces by their newest count: by card with the days it lasts, and by warehouse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.answers.ad_chain import share
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.market_ground import market_ground, marketplaces_or_none
from funnel.answers.marketplace_result import By, MarketplaceLine
from funnel.answers.marketplaces import MarketplacesQuestion
from funnel.answers.result import Note
from funnel.answers.sums import Key, summed, within_limit
from funnel.periods import Period
from funnel.store import Store

STOCK_METRICS = ("market_available", "market_reserved", "ordered_pieces", "market_days_of_cover", "ordered_money")
PLACE_METRICS = ("market_available", "market_reserved", "cards_held", "cards_sold_out", "cards_sold_out_share")
LACKING = "marketplace_stock.available"


@dataclass(frozen=True)
class Held:
    """Sums of one line: pieces, and what was ordered in the days asked for."""

    available: int | None = None
    reserved: int | None = None
    pieces: int | None = None
    money: Decimal | None = None
    cards: int | None = None
    sold_out: int | None = None


def card_stock(store: Store, question: ListQuestion) -> ListAnswer:
    """Pieces of every card and the days they last at the sales of these days, dearest first."""
    with store.reading() as reader:
        ground = market_ground(reader, question)
        rows = reader.ask("answers/marketplace_stock", _asked(ground.period, by="product")) if ground.period else []
    found = marketplaces_or_none(store, MarketplacesQuestion(question.start, question.end, (By.PRODUCT,)))
    sold = {line.key: line for line in found.rows} if found else {}
    lines = []
    for row in rows:
        key: Key = (row["marketplace"], row["product"])
        line = sold.get(key, MarketplaceLine(key))
        pieces = _first(line.booked.pieces, line.cards.orders)
        money = _first(line.booked.money, line.cards.ordered_money)
        lines.append((key, _held(row, pieces=None if pieces is None else int(pieces), money=money)))
    lines.sort(key=lambda line: (-(line[1].money or 0), -(line[1].pieces or 0), -(line[1].available or 0), line[0]))
    days = ground.period.days if ground.period else 0
    titles: dict[Key, str | None] = {(row["marketplace"], row["product"]): row["title"] for row in rows}
    return ground.answer(
        "card_stock",
        (("marketplace", "product"), STOCK_METRICS),
        rows=tuple(
            ListRow(key, _stock_values(held, days), title=titles.get(key))
            for key, held in within_limit(lines, question.limit)
        ),
        total=ListRow((), _stock_values(summed([held for _, held in lines], Held()), days)) if lines else None,
        lacking=() if lines else (LACKING,),
        notes=_counted_on(rows),
    )


def warehouses(store: Store, question: ListQuestion) -> ListAnswer:
    """Pieces and cards in every warehouse, most pieces first."""
    with store.reading() as reader:
        ground = market_ground(reader, question)
        rows = reader.ask("answers/marketplace_stock", _asked(ground.period, by="location")) if ground.period else []
    lines = [((row["marketplace"], row["location"]), _held(row)) for row in rows]
    lines.sort(key=lambda line: (-(line[1].available or 0), line[0]))
    whole = summed([held for _, held in lines], Held())
    return ground.answer(
        "warehouses",
        (("marketplace", "location"), PLACE_METRICS),
        rows=tuple(ListRow(key, _place_values(held)) for key, held in within_limit(lines, question.limit)),
        total=ListRow((), (whole.available, whole.reserved, None, None, None)) if lines else None,
        lacking=() if lines else ("marketplace_stock.location",),
        notes=_counted_on(rows),
    )


def _asked(period: Period, by: str) -> dict[str, object]:
    return {"end": period.end, "by_product": by == "product", "by_location": by == "location"}


def _first(*figures: Any) -> Any:
    return next((figure for figure in figures if figure is not None), None)


def _held(row: Mapping[str, Any], pieces: int | None = None, money: Decimal | None = None) -> Held:
    reserved = None if row["reserved"] is None else int(row["reserved"])
    return Held(int(row["available"]), reserved, pieces, money, int(row["products"]), int(row["sold_out"]))


def _stock_values(held: Held, days: int) -> tuple[Value, ...]:
    a_day = share(held.pieces, days)
    return held.available, held.reserved, held.pieces, share(held.available, a_day), held.money


def _place_values(held: Held) -> tuple[Value, ...]:
    return held.available, held.reserved, held.cards, held.sold_out, share(held.sold_out, held.cards)


def _counted_on(rows: list[dict[str, Any]]) -> tuple[Note, ...]:
    days: dict[str, list[date]] = {}
    for row in rows:
        days.setdefault(row["marketplace"], []).extend((row["oldest_day"], row["newest_day"]))
    return tuple(
        Note("stock_counted", (("marketplace", name), ("start", min(told).isoformat()), ("end", max(told).isoformat())))
        for name, told in sorted(days.items())
    )
