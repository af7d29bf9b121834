"""What the lists of products stand on: products of a period with what was counted of them, and what is known at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from funnel.answers.listing import ListQuestion
from funnel.answers.result import Note
from funnel.errors import WrongUse, sentence
from funnel.maths.cover import Pace, pace_of
from funnel.periods import Period, first_immature_day
from funnel.settings import Settings
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Dimension

Row = Mapping[str, Any]
PACE_DAYS = 56
"""Days up to the end of the period over which a product's usual sales are taken."""
VIEWS, CARTS, ORDERS, STOCK = "views", "carts", "orders", "stock"
COLUMN_OF = {
    VIEWS: "traffic_events.product",
    CARTS: "traffic_events.product",
    ORDERS: "order_lines.product",
    STOCK: "stock.available",
    "priced": "stock.price",
    "compared": "stock.competitor_price",
    "costed": "stock.cost",
    "described": "stock.photos",
}
"""What would have to be imported, as kind.column, to know each part."""


@dataclass(frozen=True)
class ProductGround:
    """Products asked for, over one period."""

    question: ListQuestion
    period: Period
    zone: str
    currency: str
    generation: int
    immature_from: date | None
    spans: Row
    settings: Settings
    products: tuple[Row, ...]
    """Rows of answers/product_sums of the categories asked for."""
    paces: Mapping[str, Row]
    """Rows of answers/product_paces over PACE_DAYS, by product."""
    shelves: Mapping[str, Row]
    """The same over the period."""

    def lacking(self, *parts: str) -> tuple[str, ...]:
        """Columns that would have to be imported before these parts are known in the period."""
        return tuple(dict.fromkeys(COLUMN_OF[part] for part in parts if not self.holds(part)))

    def holds(self, part: str) -> bool:
        """Whether the part is known on any day of the period; of prices and cards: at all."""
        if part not in (VIEWS, CARTS, ORDERS, STOCK):
            return self.spans[part] is not None
        first, last = self.spans[f"{part}_first"], self.spans[f"{part}_last"]
        return first is not None and first <= self.period.end and last >= self.period.start

    @cached_property
    def window(self) -> Period:
        """The days usual sales are taken from: up to PACE_DAYS, as far as orders are held."""
        first = max(self.spans["orders_first"] or self.period.start, self.period.end - timedelta(days=PACE_DAYS - 1))
        return Period(min(first, self.period.end), self.period.end)

    def pace(self, product: str) -> Pace | None:
        """Pieces ordered a day in stock, from the window; None with too few days of known stock."""
        row = self.paces.get(product)
        if row is None or not self.holds(ORDERS):
            return None
        days = float(row["known_days"] - row["empty_days"])
        return pace_of(int(row["pieces"] or 0), int(row["squares"] or 0), days)

    def notes(self, *parts: str) -> tuple[Note, ...]:
        """What the reader must know: filters that do not reach products, and parts known on some of the days only."""
        return (*_filters_left_out(self.question), *(note for part in parts for note in self._partly(part)))

    def _partly(self, part: str) -> Iterable[Note]:
        first, last = self.spans[f"{part}_first"], self.spans[f"{part}_last"]
        if self.holds(part) and (first > self.period.start or last < self.period.end):
            start, end = max(first, self.period.start), min(last, self.period.end)
            yield Note(f"{part}_known", (("start", start.isoformat()), ("end", end.isoformat())))


def product_ground(store: Store, question: ListQuestion) -> ProductGround:
    """What is known of products in the period asked; raises WrongUse when no export names any product."""
    with store.reading() as reader:
        spans = reader.ask("answers/product_spans")[0]
        general = reader.ask("answers/generation")[0]
        period = _period(question, spans)
        newest = spans["views_last"] or period.end
        immature = first_immature_day(newest, store.settings.late_days)
        ground = ProductGround(
            question=question,
            period=period,
            zone=general["zone"],
            currency=general["currency"],
            generation=reader.generation,
            immature_from=immature if immature <= period.end else None,
            spans=spans,
            settings=store.settings,
            products=_products(reader, question, period),
            paces={},
            shelves=_by_product(reader, period),
        )
        return replace(ground, paces=_by_product(reader, ground.window))


def days_of_products(store: Store) -> Period | None:
    """The days products are known on; None while nothing names any."""
    with store.reading() as reader:
        spans = reader.ask("answers/product_spans")[0]
    known = any(spans[f"{part}_first"] for part in (VIEWS, CARTS, ORDERS, STOCK))
    return _period(ListQuestion(), spans) if known else None


def _period(question: ListQuestion, spans: Row) -> Period:
    firsts = [spans[f"{part}_first"] for part in (VIEWS, CARTS, ORDERS, STOCK) if spans[f"{part}_first"]]
    lasts = [spans[f"{part}_last"] for part in (VIEWS, CARTS, ORDERS) if spans[f"{part}_last"]] or [spans["stock_day"]]
    if not firsts:
        raise WrongUse(sentence("No product is known yet. Import traffic, orders or stock that name products."))
    start = question.start or min(firsts)
    return Period(start, question.end or max([*lasts, start]))


def _products(reader: Reader, question: ListQuestion, period: Period) -> tuple[Row, ...]:
    rows = reader.ask("answers/product_sums", {"start": period.start, "end": period.end})
    categories = dict(question.where).get(Dimension.CATEGORY)
    return tuple(row for row in rows if categories is None or row["category"] in categories)


def _by_product(reader: Reader, period: Period) -> dict[str, Row]:
    rows = reader.ask("answers/product_paces", {"start": period.start, "end": period.end})
    return {row["product"]: row for row in rows}


def _filters_left_out(question: ListQuestion) -> Sequence[Note]:
    others = [dimension for dimension, _ in question.where if dimension is not Dimension.CATEGORY]
    return [Note("products_not_filtered", (("dimension", dimension.value),)) for dimension in others]
