"""Metrics of stock: how long it lasts, what is too much of it, what empty shelves missed."""

from funnel.metric import NO_LAG, VISIT_LAG, ZERO_BASE, Good, Metric

NO_PACE = "Unknown with under 14 days in stock, and money also with under 3 pieces: cannot tell, never 0."
NO_LEVEL = "Unknown where no stock export of the last days tells (7 days unless set otherwise): never 0."
NO_PRODUCT = "Not measured until the order book names products."
STOCK_NOW = "pieces in stock at the end of the period"
SOLD = "pieces ordered and not cancelled"


def amount(
    name: str, called: str, definition: str, unit: str, good: Good, *, of: str, unknown: str, adds: bool = True
) -> Metric:
    """A count or an amount."""
    return Metric(name, called, definition, unit, of, None, unknown, NO_LAG, good, additive=adds)


def rate(name: str, called: str, definition: str, good: Good, of: tuple[str, str]) -> Metric:
    """A quotient of `of`."""
    return Metric(name, called, definition, "%", *of, ZERO_BASE, VISIT_LAG, good, additive=False)


STOCK_METRICS: tuple[Metric, ...] = (
    amount(
        "empty_days",
        "Days out of stock",
        "Days of the period on which the stock exports said that no piece was left; an export holds until the next, at "
        "most for the days set.",
        "days",
        Good.DOWN,
        of="days without a piece in stock",
        unknown=NO_LEVEL,
        adds=False,
    ),
    Metric(
        "pace",
        "Pieces a day in stock",
        "Pieces ordered and not cancelled on days in stock, for every such day of the 8 weeks up to the period’s end.",
        "pieces a day",
        SOLD,
        "days in stock",
        NO_PACE,
        NO_LAG,
        Good.UP,
        additive=False,
    ),
    amount(
        "missed_pieces",
        "Pieces missed on empty days",
        "Days out of stock times the usual pace of days in stock, with its 90 % range. What was bought instead is not "
        "taken off: at most about that many.",
        "pieces",
        Good.DOWN,
        of="days without a piece in stock × pieces a day in stock",
        unknown=NO_PACE,
    ),
    amount(
        "missed_sales",
        "Sales missed on empty days",
        "Pieces missed on empty days at what a piece brought in the same weeks, with its 90 % range: at most about "
        "that much.",
        "money",
        Good.DOWN,
        of="pieces missed × money of a piece",
        unknown=NO_PACE,
    ),
    amount(
        "category_products",
        "Products of the category",
        "Products of the category that a stock export told of in the period.",
        "products",
        Good.NEITHER,
        of="products a stock export told of",
        unknown=NO_LEVEL,
    ),
    amount(
        "products_in_stock",
        "Products in stock",
        "Of these, products with a piece in stock at the end of the period.",
        "products",
        Good.UP,
        of="products with a piece in stock",
        unknown=NO_LEVEL,
    ),
    amount(
        "fewest_in_stock",
        "Fewest in stock on a day",
        "Fewest products of the category in stock on any day of the period.",
        "products",
        Good.UP,
        of="products in stock on the barest day",
        unknown=NO_LEVEL,
        adds=False,
    ),
    amount(
        "bare_days",
        "Days with nothing of it in stock",
        "Days of the period on which no product of the category had a piece in stock.",
        "days",
        Good.DOWN,
        of="days with every product of the category out of stock",
        unknown=NO_LEVEL,
        adds=False,
    ),
    amount(
        "pieces_in_stock",
        "Pieces in stock",
        "Pieces in stock at the end of the period, all places together, as the newest stock export states them.",
        "pieces",
        Good.NEITHER,
        of=STOCK_NOW,
        unknown=NO_LEVEL,
    ),
    amount(
        "ordered_pieces_site",
        "Pieces ordered",
        "Pieces ordered in the period by the order book and not cancelled; what was returned later is in.",
        "pieces",
        Good.UP,
        of=SOLD,
        unknown=NO_PRODUCT,
    ),
    Metric(
        "cover_days",
        "Days of cover",
        "How many days the stock lasts at the usual pace of days in stock.",
        "days",
        STOCK_NOW,
        "pieces a day in stock",
        NO_PACE,
        NO_LAG,
        Good.NEITHER,
        additive=False,
    ),
    rate(
        "sell_through",
        "Sell-through, of sold and left",
        "Pieces ordered in the period as a share of them and the pieces left at its end.",
        Good.UP,
        (SOLD, "pieces ordered and pieces in stock at the end of the period"),
    ),
    amount(
        "days_to_empty",
        "Days until empty",
        "Days from the end of the period until the stock is gone, by a forecast of daily sales without new deliveries: "
        "the middle, and the 90 % range. 365 stands for a year or more.",
        "days",
        Good.NEITHER,
        of="days from the period’s end to the forecast day",
        unknown="Unknown with under 28 days in stock or 3 days with a sale: cannot tell, never 0.",
        adds=False,
    ),
    amount(
        "stock_value",
        "Money in stock",
        "Pieces in stock at the end of the period at cost where the stock export states it, else at price; a note says "
        "which.",
        "money",
        Good.NEITHER,
        of="pieces in stock × cost (or price) of a piece",
        unknown=NO_LEVEL,
    ),
    amount(
        "overstock_value",
        "Over-stock",
        "Pieces beyond what sells at the usual pace in the days set (60 unless set otherwise), at cost, else at price; "
        "the range is that of the pace.",
        "money",
        Good.DOWN,
        of="pieces beyond the days set × cost (or price) of a piece",
        unknown=NO_PACE,
    ),
    amount(
        "days_since_order",
        "Days since the last order",
        "Days from the last order of the product to the end of the period, within 8 weeks; a dash: none in them.",
        "days",
        Good.DOWN,
        of="days from the last order to the period’s end",
        unknown=NO_PRODUCT,
        adds=False,
    ),
)
