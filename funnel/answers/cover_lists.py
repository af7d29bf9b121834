"""Lists of stock against sales: how long it lasts, what is too much beside what was missed, what hardly sells."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.answers.product_ground import (
    OF_PIECES,
    OF_SHELF,
    OF_VIEWS,
    ORDERS,
    STOCK,
    ProductGround,
    Row,
    product_ground,
)
from funnel.answers.product_rows import (
    MOST_ROWS,
    Figures,
    Shape,
    amount_of,
    answer_of,
    count,
    place_of,
    product_row,
    total_of,
)
from funnel.answers.result import Note
from funnel.answers.shelf_lists import missed_sales
from funnel.maths.cover import Estimate, cover_days, sell_through, surplus
from funnel.maths.demand import demands_of, runs_out
from funnel.periods import Period
from funnel.store import Store

COVER = Shape(
    "cover",
    ("days_to_empty", "pieces_in_stock", "cover_days", "pace", "ordered_pieces_site", "sell_through", "stock_value"),
)
OVER = Shape(
    "overstock",
    ("overstock_value", "missed_sales", "stock_value", "pieces_in_stock", "cover_days", "pace", "empty_days"),
)
SLOW = Shape(
    "slow_products",
    ("stock_value", "pieces_in_stock", "ordered_pieces_site", "days_since_order", "product_views", "pace"),
)


def cover(store: Store, question: ListQuestion) -> ListAnswer:
    """Products in stock, the ones that run out first on top; forecast for the rows shown only."""
    ground = product_ground(store, question, OF_PIECES, OF_SHELF)
    held = [row for row in ground.products if (row["available"] or 0) > 0]
    nearest = sorted(held, key=lambda row: (_cover(ground, row) is None, _cover(ground, row) or 0.0, row["product"]))
    ends = _days_to_empty(store, ground, nearest[: question.limit or MOST_ROWS])
    rows = [product_row(row, COVER, _cover_figures(ground, row, ends.get(row["product"]))) for row in nearest]
    by_cover, by_end = place_of(COVER, "cover_days"), place_of(COVER, "days_to_empty")
    return answer_of(
        ground,
        COVER,
        rows,
        lambda row: tuple((known, -days) for known, days in (by_cover(row), by_end(row))),
        lacking=ground.lacking(STOCK, ORDERS),
        notes=(*ground.notes(STOCK, ORDERS), *_valued(ground, held)),
        whole={"sell_through": _sell_through_of_all(held)},
    )


def _cover_figures(ground: ProductGround, row: Row, end: Estimate | None) -> Figures:
    pace = ground.pace(row["product"])
    pieces = count(row["pieces"], ground.holds(ORDERS))
    return {
        "days_to_empty": end,
        "pieces_in_stock": int(row["available"]),
        "cover_days": _cover(ground, row),
        "pace": pace.a_day if pace else None,
        "ordered_pieces_site": pieces,
        "sell_through": sell_through(pieces, row["available"]),
        "stock_value": stock_value(row),
    }


def _cover(ground: ProductGround, row: Row) -> float | None:
    return cover_days(row["available"], ground.pace(row["product"]))


def _sell_through_of_all(rows: Sequence[Row]) -> float | None:
    return sell_through(total_of(rows, "pieces"), total_of(rows, "available"))


def _days_to_empty(store: Store, ground: ProductGround, rows: Sequence[Row]) -> dict[str, Estimate]:
    window = ground.window
    told = {row["product"]: int(row["available"]) for row in rows if _cover(ground, row) is not None}
    if not told:
        return {}
    asked = {"start": window.start, "end": window.end, "products": list(told)}
    with store.reading() as reader:
        sold = reader.ask("answers/product_order_days", asked)
        empty = reader.ask("answers/product_empty_days", asked)
    sold_of, empty_of = _by_product(sold), _by_product(empty)
    demands = demands_of(
        [_series(_known_days(ground, name, window), sold_of.get(name, []), empty_of.get(name, [])) for name in told]
    )
    known = {name: demand for name, demand in zip(told, demands, strict=True) if demand is not None}
    ends = runs_out([told[name] for name in known], list(known.values()))
    return {name: (float(end.early), float(end.middle), float(end.late)) for name, end in zip(known, ends, strict=True)}


def _by_product(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["product"], []).append(row)
    return found


def _known_days(ground: ProductGround, product: str, window: Period) -> Period:
    """The newest days of the window, as many as the stock of the product is known on."""
    known = min(int(ground.paces[product]["known_days"]), window.days)
    return Period(window.end - timedelta(days=max(known, 1) - 1), window.end)


def _series(window: Period, sold: Sequence[Row], empty: Sequence[Row]) -> list[float]:
    """Pieces of every day in stock, oldest first."""
    pieces: Mapping[date, float] = {row["day"]: float(row["pieces"]) for row in sold}
    gone = {
        row["first_day"] + timedelta(days=more)
        for row in empty
        for more in range((row["last_day"] - row["first_day"]).days + 1)
    }
    days = [window.start + timedelta(days=more) for more in range(window.days)]
    return [pieces.get(day, 0.0) for day in days if day not in gone]


def stock_value(row: Row) -> Decimal | None:
    """Pieces in stock at cost, where the stock export states it, else at price."""
    each = worth_of_piece(row)
    return None if each is None or row["available"] is None else max(int(row["available"]), 0) * each


def worth_of_piece(row: Row) -> Decimal | None:
    """Cost of a piece, else its price."""
    worth: Decimal | None = row["cost"] if row["cost"] is not None else row["price"]
    return worth


def _valued(ground: ProductGround, rows: Sequence[Row]) -> tuple[Note, ...]:
    """Says at what the stock is valued."""
    at_price = sum(1 for row in rows if row["cost"] is None and row["price"] is not None)
    if not rows or not (at_price or ground.spans["costed"]):
        return ()
    if not at_price:
        return (Note("stock_at_cost"),)
    return (Note("stock_at_price" if at_price == len(rows) else "stock_at_cost_or_price"),)


def overstock(store: Store, question: ListQuestion) -> ListAnswer:
    """Products with more than sells in the days set, and products missed on empty days: both sides in money."""
    ground = product_ground(store, question, OF_VIEWS, OF_SHELF)
    target = ground.settings.cover_days
    figures = {row["product"]: _over_figures(ground, row, target) for row in ground.products}
    told = [row for row in ground.products if _at_stake(figures[row["product"]])]
    ranks = [place_of(OVER, name) for name in ("overstock_value", "missed_sales")]
    return answer_of(
        ground,
        OVER,
        [product_row(row, OVER, figures[row["product"]]) for row in told],
        lambda row: max(float(rank(row)[1]) for rank in ranks),
        lacking=ground.lacking(STOCK, ORDERS),
        notes=(Note("cover_target", (("days", str(target)),)), *ground.notes(STOCK, ORDERS), *_valued(ground, told)),
    )


def _over_figures(ground: ProductGround, row: Row, target: int) -> Figures:
    pace, shelf = ground.pace(row["product"]), ground.shelves.get(row["product"])
    each, available = worth_of_piece(row), row["available"]
    over = None
    if pace is not None and each is not None and available is not None:
        over = amount_of(surplus(int(available), pace, target), each)
    return {
        "overstock_value": over,
        "missed_sales": missed_sales(ground, row),
        "stock_value": stock_value(row),
        "pieces_in_stock": None if available is None else int(available),
        "cover_days": _cover(ground, row),
        "pace": pace.a_day if pace else None,
        "empty_days": int(shelf["empty_days"]) if shelf else None,
    }


def _at_stake(figures: Figures) -> bool:
    return any(isinstance(one := figures[name], tuple) and one[1] > 0 for name in ("overstock_value", "missed_sales"))


def slow_products(store: Store, question: ListQuestion) -> ListAnswer:
    """Products in stock whose stock lasts longer than the days set, or of which nothing was ordered."""
    ground = product_ground(store, question, OF_PIECES, OF_VIEWS, OF_SHELF)
    target = ground.settings.slow_days
    slow = [row for row in ground.products if _is_slow(ground, row, target)]
    by_value, by_pieces = place_of(SLOW, "stock_value"), place_of(SLOW, "pieces_in_stock")
    return answer_of(
        ground,
        SLOW,
        [product_row(row, SLOW, _slow_figures(ground, row)) for row in slow],
        lambda row: (by_value(row), by_pieces(row)),
        lacking=ground.lacking(STOCK, ORDERS),
        notes=(Note("slow_from", (("days", str(target)),)), *ground.notes(STOCK, ORDERS), *_valued(ground, slow)),
    )


def _is_slow(ground: ProductGround, row: Row, target: int) -> bool:
    pace = ground.pace(row["product"])
    return bool(pace and (row["available"] or 0) > 0 and row["available"] > pace.a_day * target)


def _slow_figures(ground: ProductGround, row: Row) -> Figures:
    pace, last = ground.pace(row["product"]), ground.paces[row["product"]]["last_ordered"]
    return {
        "stock_value": stock_value(row),
        "pieces_in_stock": int(row["available"]),
        "ordered_pieces_site": count(row["pieces"], ground.holds(ORDERS)),
        "days_since_order": None if last is None else (ground.period.end - last).days,
        "product_views": None if row["views"] is None else int(row["views"]),
        "pace": pace.a_day if pace else None,
    }
