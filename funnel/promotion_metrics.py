"""Metrics of promotions: what their days brought beside like days without one."""

from funnel.metric import NOT_MEASURED, VISIT_LAG, ZERO_BASE, Good, Metric
from funnel.stock_metrics import amount, rate

FEW_DAYS = (
    "Unknown with under 7 days without a promotion to set against, of a product also with under 10 orders on them: "
    "cannot tell, never 0."
)
NO_COST = "Unknown where the purchase price of some of the pieces is not stated: never 0."
LIKE_DAYS = "the same weekdays within 4 weeks that had no promotion"


def worth(name: str, called: str, definition: str, of: tuple[str, str], unknown: str = ZERO_BASE) -> Metric:
    """Money of one visit or view."""
    return Metric(name, called, definition, "money", *of, unknown, VISIT_LAG, Good.UP, additive=False)


def more(name: str, called: str, per: str) -> Metric:
    """Money beyond like days."""
    return amount(
        name,
        called,
        f"Money of the promotion days beyond what as many {per} bring on like days, with its 90 % range by chance; "
        f"negative where they brought less. Like days are {LIKE_DAYS}. A comparison, not a cause.",
        "money",
        Good.UP,
        of=f"money of promotion days less {per} × money for each of them on like days",
        unknown=FEW_DAYS,
    )


PROMOTION_METRICS: tuple[Metric, ...] = (
    more("promotion_money", "More money than on like days", "visits"),
    amount(
        "promotion_days", "Promotion days", "Full days of the promotion within the period.", "days", Good.NEITHER,
        of="days of the promotion", unknown=NOT_MEASURED, adds=False,
    ),
    amount(
        "promotion_visits", "Visits on promotion days", "Visits on these days.", "visits", Good.UP,
        of="visits on promotion days", unknown=NOT_MEASURED,
    ),
    rate(
        "promotion_orders", "Orders for 100 visits, promotion",
        "Orders by analytics on promotion days for every 100 visits of these days.", Good.UP,
        ("orders by analytics on promotion days", "visits on promotion days"),
    ),
    rate(
        "usual_orders", "Orders for 100 visits, like days",
        f"The same on like days: {LIKE_DAYS}.", Good.UP, ("orders by analytics on like days", "visits on like days"),
    ),
    worth(
        "promotion_worth", "Money of a visit, promotion",
        "Revenue by analytics on promotion days for every visit of these days, discounts taken off.",
        ("revenue on promotion days", "visits on promotion days"),
    ),
    worth(
        "usual_worth", "Money of a visit, like days", f"The same on like days: {LIKE_DAYS}.",
        ("revenue on like days", "visits on like days"),
    ),
    more("promoted_money", "More money than on like days, product", "product views"),
    amount(
        "promoted_views", "Product views on promotion days",
        "Visits on promotion days that saw the product, added up over products.", "views", Good.UP,
        of="product views on promotion days", unknown=NOT_MEASURED,
    ),
    rate(
        "promoted_orders", "Orders for 100 views, promotion",
        "Orders of the order book on promotion days that hold the product and were not cancelled, for every 100 "
        "product views of these days.", Good.UP,
        ("orders with the product on promotion days", "product views on promotion days"),
    ),
    rate(
        "usual_product_orders", "Orders for 100 views, like days", f"The same on like days: {LIKE_DAYS}.", Good.UP,
        ("orders with the product on like days", "product views on like days"),
    ),
    worth(
        "promoted_worth", "Money of a view, promotion",
        "Money of the order book for the product on promotion days, discounts taken off, for every product view.",
        ("money of the product on promotion days", "product views on promotion days"),
    ),
    worth(
        "usual_product_worth", "Money of a view, like days", f"The same on like days: {LIKE_DAYS}.",
        ("money of the product on like days", "product views on like days"),
    ),
    worth(
        "promoted_margin", "Margin of a view, promotion",
        "The same money less the purchase price of the pieces, for every product view of promotion days.",
        ("money less purchase price on promotion days", "product views on promotion days"), NO_COST,
    ),
    worth(
        "usual_margin", "Margin of a view, like days", f"The same on like days: {LIKE_DAYS}.",
        ("money less purchase price on like days", "product views on like days"), NO_COST,
    ),
)  # fmt: skip
