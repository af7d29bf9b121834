"""What the lists of products stand on: products of a period with what was counted of them, and what is known at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from funnel.answers.listing import ListQuestion
from funnel.answers.result import Note
from funnel.errors import WrongUse, sentence
from funnel.maths.cover import Pace, pace_of
from funnel.periods import Period, first_immature_day, whole_weeks
from funnel.settings import Settings
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Dimension

Row = Mapping[str, Any]
PACE_DAYS = 56
"""Days up to the end of the period over which a product's usual sales are taken."""
VIEWS, CARTS, ORDERS, STOCK = "views", "carts", "orders", "stock"
OF_VIEWS, OF_PRICES, OF_CARTS, OF_PIECES = (f"answers/product_{of}" for of in ("views", "prices", "carts", "pieces"))
"""What is counted of products; that of views tells of every product that anything was counted of in the period."""
OF_SHELF, OF_CARD = "answers/product_shelf", "answers/product_cards"
"""What the stock exports say at the end of the period."""
HUNDREDTHS = "_hundredths"
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
    """Those of the categories asked for that anything is told of, by name; what is not told of one is None."""
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


def product_ground(store: Store, question: ListQuestion, *parts: str) -> ProductGround:
    """What is known of products in the period asked, of the `parts` a list is made of (OF_VIEWS, OF_SHELF …).

    Raises WrongUse when no export names any product.
    """
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
            products=_products(reader, question, _asked(period, spans), parts),
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


def _products(
    reader: Reader, question: ListQuestion, asked: Mapping[str, date], parts: Sequence[str]
) -> tuple[Row, ...]:
    told = [_told(reader, part, asked) for part in parts]
    if not told:
        return ()
    nothing = dict.fromkeys(name for names, _ in told for name in names)
    rows: dict[int, dict[str, Any]] = {}
    for names, of_products in told:
        for number, *values in of_products:
            rows.setdefault(number, nothing.copy()).update(zip(names, values, strict=True))
    named = reader.columns("answers/products")
    names, titles, categories = (named[column].tolist() for column in ("product", "title", "category"))
    wanted = dict(question.where).get(Dimension.CATEGORY)
    return tuple(
        {"product": names[number], "title": titles[number], "category": categories[number], **rows[number]}
        for number in sorted(rows)
        if wanted is None or categories[number] in wanted
    )


def _told(reader: Reader, part: str, asked: Mapping[str, date]) -> tuple[list[str], Iterable[Sequence[Any]]]:
    """Names of the columns, and of every product its number and their values."""
    mine = {"end": asked["end"]} if part in (OF_SHELF, OF_CARD) else asked
    columns = reader.columns(part, mine)
    names = [name for name in columns if name != "number"]
    values = (_exact(columns[name].tolist()) if name.endswith(HUNDREDTHS) else columns[name].tolist() for name in names)
    rows = zip(columns["number"].tolist(), *values, strict=True)
    return [name.removesuffix(HUNDREDTHS) for name in names], rows


def _exact(hundredths: Sequence[int | None]) -> list[Decimal | None]:
    return [None if one is None else Decimal(one).scaleb(-2) for one in hundredths]


def _asked(period: Period, spans: Row) -> dict[str, date]:
    """The period, and the whole weeks of it; a week that only what is held cuts short is whole."""
    firsts, lasts = ([spans[f"{part}_{end}"] for part in (VIEWS, CARTS, ORDERS)] for end in ("first", "last"))
    first, last = min(filter(None, firsts), default=None), max(filter(None, lasts), default=None)
    weeks = whole_weeks(period, first, last)
    return {"start": period.start, "end": period.end, "whole_start": weeks[0], "whole_end": weeks[1]}


def _by_product(reader: Reader, period: Period) -> dict[str, Row]:
    rows = reader.ask("answers/product_paces", {"start": period.start, "end": period.end})
    return {row["product"]: row for row in rows}


def _filters_left_out(question: ListQuestion) -> Sequence[Note]:
    others = [dimension for dimension, _ in question.where if dimension is not Dimension.CATEGORY]
    return [Note("products_not_filtered", (("dimension", dimension.value),)) for dimension in others]
