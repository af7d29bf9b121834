"""Lists of the shelf: products out of stock, prices above the competitor's, categories without another."""

from collections.abc import Sequence
from decimal import Decimal

from funnel.answers.listing import ListAnswer, ListQuestion, ListRow
from funnel.answers.product_ground import (
    OF_PRICES,
    OF_SHELF,
    OF_VIEWS,
    ORDERS,
    STOCK,
    VIEWS,
    ProductGround,
    Row,
    product_ground,
)
from funnel.answers.product_rows import (
    Figures,
    Shape,
    amount_of,
    answer_of,
    category_of,
    place_of,
    product_row,
    row_of,
    share,
    total_of,
)
from funnel.maths.cover import Estimate, missed
from funnel.store import Store

OUT = Shape(
    "out_of_stock",
    ("missed_sales", "out_views", "out_view_share", "product_views", "empty_days", "pace", "missed_pieces"),
)
DEAR = Shape(
    "price_above",
    ("dear_views", "own_price", "competitor_price", "price_gap", "dear_cart_rate", "fair_cart_rate"),
)
BARE = Shape(
    "no_alternative",
    ("out_views", "out_view_share", "category_products", "products_in_stock", "fewest_in_stock", "bare_days"),
    ("category",),
)


def out_of_stock(store: Store, question: ListQuestion) -> ListAnswer:
    """Products that were out of stock on some of the days, or seen while they were."""
    ground = product_ground(store, question, OF_VIEWS, OF_SHELF)
    rows = [
        product_row(row, OUT, _out_figures(ground, row), problem="out_of_stock" if row["out_views"] else None)
        for row in ground.products
        if row["out_views"] or _empty_days(ground, row)
    ]
    by_money, by_views = place_of(OUT, "missed_sales"), place_of(OUT, "out_views")
    return answer_of(
        ground,
        OUT,
        rows,
        lambda row: (by_money(row), by_views(row)),
        lacking=ground.lacking(STOCK, VIEWS, ORDERS),
        notes=ground.notes(STOCK, VIEWS, ORDERS),
    )


def _out_figures(ground: ProductGround, row: Row) -> Figures:
    known = (row["out_views"] or 0) + (row["stocked_views"] or 0)
    pieces = missed_pieces(ground, row["product"])
    pace = ground.pace(row["product"])
    return {
        "out_views": int(row["out_views"]) if known else None,
        "product_views": None if row["views"] is None else int(row["views"]),
        "out_view_share": share(row["out_views"], known),
        "empty_days": _empty_days(ground, row),
        "pace": pace.a_day if pace else None,
        "missed_pieces": pieces,
        "missed_sales": missed_sales(ground, row),
    }


def _empty_days(ground: ProductGround, row: Row) -> int | None:
    shelf = ground.shelves.get(row["product"])
    return int(shelf["empty_days"]) if shelf else None


def missed_pieces(ground: ProductGround, product: str) -> Estimate | None:
    """Pieces missed on the period's empty days; None without a usual pace, or where the shelf is not known."""
    pace, shelf = ground.pace(product), ground.shelves.get(product)
    return missed(shelf["empty_days"], pace) if shelf and pace and pace.is_usual else None


def missed_sales(ground: ProductGround, row: Row) -> Estimate | None:
    """The same in money, at what a piece brought in the same weeks."""
    pieces, pace = missed_pieces(ground, row["product"]), ground.paces.get(row["product"])
    if pieces is None or pace is None or not pace["pieces"] or pace["money"] is None:
        return None
    return amount_of(pieces, Decimal(pace["money"]) / int(pace["pieces"]))


def _out_share(ground: ProductGround) -> float | None:
    out, stocked = total_of(ground.products, "out_views"), total_of(ground.products, "stocked_views")
    return share(out, (out or 0) + (stocked or 0))


def price_above(store: Store, question: ListQuestion) -> ListAnswer:
    """Products that cost more than the competitor's by over the limit, or were seen while they did."""
    ground = product_ground(store, question, OF_PRICES, OF_SHELF)
    limit = ground.settings.price_above_percent / 100
    dear = [row for row in ground.products if row["dear_views"] or (_gap(row) or 0.0) > limit]
    by_views, by_gap = place_of(DEAR, "dear_views"), place_of(DEAR, "price_gap")
    return answer_of(
        ground,
        DEAR,
        [product_row(row, DEAR, _dear_figures(row), problem=_dear_problem(row)) for row in dear],
        lambda row: (by_views(row), by_gap(row)),
        lacking=ground.lacking("priced", "compared", VIEWS),
        notes=ground.notes(VIEWS, STOCK),
        whole={"dear_cart_rate": _rate(dear, "dear"), "fair_cart_rate": _rate(dear, "fair")},
    )


def _dear_problem(row: Row) -> str | None:
    """The filter of visits that met it as the first product they saw, by product."""
    return "price_above.product" if row["dear_views"] else None


def _dear_figures(row: Row) -> Figures:
    compared = (row["dear_views"] or 0) + (row["fair_views"] or 0)
    return {
        "dear_views": int(row["dear_views"]) if compared else None,
        "own_price": row["price"],
        "competitor_price": row["competitor_price"],
        "price_gap": _gap(row),
        "dear_cart_rate": share(row["dear_cart_views"], row["dear_views"]),
        "fair_cart_rate": share(row["fair_cart_views"], row["fair_views"]),
    }


def _gap(row: Row) -> float | None:
    price, other = row["price"], row["competitor_price"]
    return float(price / other) - 1 if price is not None and other else None


def _rate(rows: Sequence[Row], which: str) -> float | None:
    return share(total_of(rows, f"{which}_cart_views"), total_of(rows, f"{which}_views"))


def no_alternative(store: Store, question: ListQuestion) -> ListAnswer:
    """Categories: how many of their products could be had, and days on which none could."""
    ground = product_ground(store, question, OF_VIEWS, OF_SHELF)
    asked = {"start": ground.period.start, "end": ground.period.end}
    with store.reading() as reader:
        shelves = reader.ask("answers/category_shelves", asked)
    named = {row["category"] for row in ground.products}
    rows = [_category_row(ground, shelf) for shelf in shelves if shelf["category"] in named]
    ranks = [place_of(BARE, name) for name in ("bare_days", "out_view_share", "out_views")]
    return answer_of(
        ground,
        BARE,
        rows,
        lambda row: tuple(rank(row) for rank in ranks),
        lacking=ground.lacking(STOCK, VIEWS),
        notes=ground.notes(STOCK, VIEWS),
        whole={"out_view_share": _out_share(ground)},
    )


def _category_row(ground: ProductGround, shelf: Row) -> ListRow:
    code = shelf["category"]
    own = [row for row in ground.products if row["category"] == code]
    out, stocked = total_of(own, "out_views"), total_of(own, "stocked_views")
    figures: Figures = {
        "out_views": out if (out or 0) + (stocked or 0) else None,
        "out_view_share": share(out, (out or 0) + (stocked or 0)),
        "category_products": int(shelf["products"]),
        "products_in_stock": int(shelf["in_stock"]),
        "fewest_in_stock": int(shelf["fewest_in_stock"]),
        "bare_days": int(shelf["bare_days"]),
    }
    return row_of((code,), BARE, figures, opens=category_of(code))
