"""The lists of the assortment screen, in their order."""

from typing import Final

from funnel.answers.basket_lists import abandoned_carts
from funnel.answers.cover_lists import cover, overstock, slow_products
from funnel.answers.listing import Laid, ListRule
from funnel.answers.product_card_lists import cards
from funnel.answers.promotion_lists import promoted_products, promotions
from funnel.answers.shelf_lists import no_alternative, out_of_stock, price_above
from funnel.errors import sentence
from funnel.terms import Culprit

ASSORTMENT_LISTS: Final = (
    ListRule(
        "out_of_stock",
        sentence("Out of stock"),
        sentence(
            "Products out of stock on some of these days. Missed sales: empty days times the usual pace of days in "
            "stock; at most about that much, for some bought something else instead."
        ),
        out_of_stock,
        Laid(Culprit.PRODUCT, "product", ("out_of_stock",), by_visits=False),
    ),
    ListRule(
        "price_above",
        sentence("Price above the competitor"),
        sentence(
            "Products dearer than the competitor’s by over the limit set, seen while they were. Cart rates are of "
            "product views while dear and while not."
        ),
        price_above,
        Laid(Culprit.PRODUCT, "product", ("price_above",), by_visits=False),
    ),
    ListRule(
        "no_alternative",
        sentence("Nothing instead"),
        sentence("How much of each category could be had, and on how many days nothing of it could."),
        no_alternative,
        Laid(Culprit.CATEGORY, "category", ("no_alternative",), by_visits=False),
    ),
    ListRule(
        "abandoned_carts",
        sentence("Abandoned carts"),
        sentence(
            "Products put into the cart by visits that then paid for nothing. The base is carts of visits, not of "
            "persons: who comes back another day and buys has left a cart."
        ),
        abandoned_carts,
    ),
    ListRule(
        "cover",
        sentence("Stock cover"),
        sentence(
            "How long the stock of each product lasts: at the usual pace, and by a forecast of daily sales with its "
            "90 % range. What runs out first comes first."
        ),
        cover,
    ),
    ListRule(
        "overstock",
        sentence("Over-stock and missed sales"),
        sentence(
            "Both sides of one stock in money: what lies beyond the days of cover set, and what empty days missed. "
            "Logistics and sales pull against each other here."
        ),
        overstock,
    ),
    ListRule(
        "slow_products",
        sentence("Slow and dead products"),
        sentence("Products in stock that hardly sell, by the money that lies in them."),
        slow_products,
    ),
    ListRule(
        "cards",
        sentence("Product cards"),
        sentence(
            "Products whose card lacks something, or that are put into the cart more seldom than comparable ones "
            "beyond chance; by the carts they are short of."
        ),
        cards,
        Laid(Culprit.PRODUCT, "product", ("weak_card",), by_visits=False),
    ),
    ListRule(
        "promotions",
        sentence("Promotions"),
        sentence(
            "Promotions the team has noted on the Team screen: orders and money of their visits beside those of the "
            "same weekdays without one. A comparison of days: whatever else differed on them is in it."
        ),
        promotions,
        of_promotions=True,
    ),
    ListRule(
        "promoted_products",
        sentence("Products on promotion days"),
        sentence(
            "Every product on promotion days beside itself on the same weekdays without one: orders, money and margin "
            "of a product view, discounts taken off."
        ),
        promoted_products,
        of_promotions=True,
    ),
)
