"""Metrics of the site screen: steps, speed, errors, time to order, searches, one product through the steps."""

from typing import Final

from funnel.metric import NO_LAG, NOT_MEASURED, VISIT_LAG, ZERO_BASE, Good, Metric

TIMED, SLOW = "visits that loaded the page and were timed", "visits the page was slow for"
CHECKOUTS, PAID = "visits that began the checkout", "visits with a payment"


def _share(name: str, called: str, told: str, base: tuple[str, str], good: Good = Good.UP) -> Metric:
    """A share of visits: numerator and denominator in `base`."""
    return Metric(name, called, told, "%", *base, ZERO_BASE, VISIT_LAG, good, additive=False)


def _count(
    name: str, called: str, told: str, what: tuple[str, str], good: Good = Good.UP, *, additive: bool = True
) -> Metric:
    """A count or an amount: unit and numerator in `what`."""
    return Metric(name, called, told, what[0], what[1], None, NOT_MEASURED, VISIT_LAG, good, additive=additive)


def _time(name: str, called: str, told: str, numerator: str) -> Metric:
    """A percentile of waits, in seconds."""
    return Metric(name, called, told, "seconds", numerator, None, NOT_MEASURED, VISIT_LAG, Good.NEITHER, additive=False)


_STEPS: Final = (
    _share(
        "view_rate",
        "Visit to product view",
        "Share of visits that saw a product or went further.",
        ("visits that saw a product", "visits"),
    ),
    _share(
        "cart_rate",
        "Product view to cart",
        "Share of visits that saw a product and put something into the cart or went further.",
        ("visits with something in the cart", "visits that saw a product"),
    ),
    _share(
        "checkout_rate",
        "Cart to checkout",
        "Share of visits with something in the cart that began the checkout or went further.",
        (CHECKOUTS, "visits with something in the cart"),
    ),
    _share(
        "shipping_rate",
        "Delivery chosen, of checkouts",
        "Share of checkouts begun that chose a delivery (add_shipping_info) or went further.",
        ("visits that chose a delivery", CHECKOUTS),
    ),
    _share(
        "payment_info_rate",
        "Payment chosen, of checkouts",
        "Share of checkouts begun that chose a payment (add_payment_info) or went further.",
        ("visits that chose a payment", CHECKOUTS),
    ),
    _share(
        "checkout_paid_rate",
        "Paid, of checkouts",
        "Share of checkouts begun that ended in a payment.",
        (PAID, CHECKOUTS),
    ),
    _count(
        "visits_at_step_before",
        "Visits at the step before",
        "Visits at the nearest measured step before this one.",
        ("visits", "visits at the previous measured step"),
        additive=False,
    ),
    _count(
        "visits_left",
        "Visits that left before the step",
        "Visits at the step before that did not come to this one.",
        ("visits", "visits at the previous measured step less visits at the step"),
        Good.DOWN,
        additive=False,
    ),
)
_PAGES: Final = (
    _count(
        "timed_visits",
        "Visits timed on the page",
        "Visits that loaded the page and whose load was timed. A visit counts with each page it loaded.",
        ("visits", TIMED),
        Good.NEITHER,
    ),
    _count(
        "slow_visits",
        "Visits the page was slow for",
        "Of the visits timed: those whose slowest load of the page took longer than the limit set.",
        ("visits", SLOW),
        Good.DOWN,
    ),
    _share(
        "slow_share",
        "Share of slow loads",
        "Share of the visits timed on the page that it was slow for.",
        (SLOW, TIMED),
        Good.DOWN,
    ),
    Metric(
        "load_mean",
        "Load time, mean of visits",
        "Mean of the slowest load of the page in each visit.",
        "seconds",
        "seconds of the slowest load of each visit",
        TIMED,
        ZERO_BASE,
        NO_LAG,
        Good.DOWN,
        additive=False,
    ),
    _share(
        "slow_conversion",
        "Conversion where slow",
        "Share of the visits the page was slow for that ended in a payment.",
        ("of them with a payment", SLOW),
    ),
    _share(
        "quick_conversion",
        "Conversion where quick",
        "Share of the visits the page was quick for that ended in a payment.",
        ("of them with a payment", "visits the page was quick for"),
    ),
    _count(
        "error_visits",
        "Visits with the error",
        "Visits that met this error on this page. A visit with two errors counts with each.",
        ("visits", "visits that met the error"),
        Good.DOWN,
    ),
    _count(
        "error_orders",
        "Of them with a payment",
        "Visits that met the error and still ended in a payment.",
        ("visits", "visits that met the error and paid"),
    ),
    _share(
        "error_conversion",
        "Conversion with the error",
        "Share of the visits that met the error that ended in a payment.",
        ("visits that met the error and paid", "visits that met the error"),
    ),
    _share(
        "conversion_without_error",
        "Conversion without such an error",
        "Share of the visits that came as far and met no error of the kind that ended in a payment. As far: any visit "
        "for page errors, the checkout for checkout errors, the choice of payment for payment errors.",
        ("of them with a payment", "visits that came as far and met no such error"),
    ),
    _count(
        "error_revenue",
        "Paid in visits with the error",
        "What was paid in visits that met the error, by the order book where it knows the order.",
        ("money", "value of the payments of visits that met the error"),
    ),
)
_WAITS: Final = (
    _count(
        "timed_orders",
        "Orders with a known time",
        "Orders by analytics of event exports, which tell when a visit began and when it paid.",
        ("orders", "orders of event exports"),
    ),
    _time(
        "visit_to_order_p50",
        "Visit to order, median",
        "Half of the orders came within this time after their visit began.",
        "time from visit to order that half do not exceed",
    ),
    _time(
        "visit_to_order_p90",
        "Visit to order, 90th percentile",
        "Nine in ten orders came within this time after their visit began.",
        "time from visit to order that nine in ten do not exceed",
    ),
    _share(
        "came_back_share",
        "Orders not on the first visit",
        "Share of the orders of known visitors that had an earlier visit in the 90 days before.",
        ("orders of visitors with an earlier visit", "orders of known visitors"),
        Good.NEITHER,
    ),
    _time(
        "first_to_order_p50",
        "First visit to order, median",
        "Half of the orders came within this time after the visitor’s first visit in the files, at most 90 days "
        "before.",
        "time from first visit to order that half do not exceed",
    ),
    _time(
        "first_to_order_p90",
        "First visit to order, 90th percentile",
        "Nine in ten orders came within this time after the visitor’s first visit in the files, at most 90 days "
        "before.",
        "time from first visit to order that nine in ten do not exceed",
    ),
)
_SEARCHES: Final = (
    _count(
        "search_visits",
        "Visits that searched",
        "Visits that searched the site at least once.",
        ("visits", "visits that searched"),
        Good.NEITHER,
    ),
    _share(
        "search_share",
        "Share of visits that search",
        "Share of the visits of exports that tell searches that searched the site.",
        ("visits that searched", "visits of exports that tell searches"),
        Good.NEITHER,
    ),
    _share(
        "empty_search_share",
        "First search found nothing",
        "Share of the visits that searched whose first search gave no result.",
        ("visits whose first search found nothing", "visits that searched"),
        Good.DOWN,
    ),
    _share(
        "search_conversion",
        "Conversion of visits that searched",
        "Share of the visits that searched that ended in a payment.",
        ("of them with a payment", "visits that searched"),
    ),
    _share(
        "browse_conversion",
        "Conversion of visits that did not search",
        "Share of the other visits of the same exports that ended in a payment.",
        ("of them with a payment", "visits that did not search"),
    ),
    _count(
        "term_visits",
        "Visits that searched for it",
        "Visits that searched for the term. A visit with two terms counts with each.",
        ("visits", "visits that searched for the term"),
        Good.NEITHER,
    ),
    _share(
        "term_empty_share",
        "Found nothing",
        "Share of the visits that searched for the term and were told a number of results that got none.",
        ("visits the term gave no result", "visits told a number of results"),
        Good.DOWN,
    ),
    _count(
        "searched_orders",
        "Of them with an order",
        "Visits that searched for the term and ended in a payment.",
        ("visits", "visits that searched for the term and paid"),
    ),
    _share(
        "term_conversion",
        "Conversion after the search",
        "Share of the visits that searched for the term that ended in a payment.",
        ("visits that searched for the term and paid", "visits that searched for the term"),
    ),
    _count(
        "term_revenue",
        "Paid in visits that searched for it",
        "What was paid in these visits, by the order book where it knows the order.",
        ("money", "value of the payments of visits that searched for the term"),
    ),
)
_PRODUCTS: Final = (
    _count(
        "product_viewers",
        "Visits that saw the product",
        "Visits that saw the product. A visit counts with each product it saw.",
        ("visits", "visits that saw the product"),
    ),
    _count(
        "product_adders",
        "Of them put the same product into the cart",
        "Visits that saw the product and put the same product into the cart.",
        ("visits", "visits that saw the product and put it into the cart"),
    ),
    _share(
        "product_add_share",
        "Same product seen to cart",
        "Share of the visits that saw the product that put the same product into the cart.",
        ("visits that saw the product and put it into the cart", "visits that saw the product"),
    ),
    _count(
        "product_buyers",
        "Of them bought the same product",
        "Visits that saw the product, put it into the cart and bought it in the same visit.",
        ("visits", "visits that saw, added and bought the product"),
    ),
    _share(
        "product_buy_share",
        "Same product cart to bought",
        "Share of the visits that saw and added the product that bought it in the same visit.",
        ("visits that saw, added and bought the product", "visits that saw the product and put it into the cart"),
    ),
)
SITE_METRICS: Final[tuple[Metric, ...]] = (*_STEPS, *_PAGES, *_WAITS, *_SEARCHES, *_PRODUCTS)
