"""The lists of the assortment screen, in their order."""

from typing import Final

from funnel.answers.basket_lists import abandoned_carts
from funnel.answers.cover_lists import cover, overstock, slow_products
from funnel.answers.listing import ListRule
from funnel.answers.product_card_lists import cards
from funnel.answers.shelf_lists import no_alternative, out_of_stock, price_above
from funnel.errors import sentence

ASSORTMENT_LISTS: Final = (
    ListRule(
        "out_of_stock",
        sentence("Out of stock"),
        sentence(
            "Products out of stock on some of these days. Missed sales: empty days times the usual pace of days in "
            "stock; at most about that much, for some bought something else instead."
        ),
        out_of_stock,
    ),
    ListRule(
        "price_above",
        sentence("Price above the competitor"),
        sentence(
            "Products dearer than the competitor’s by over the limit set, seen while they were. Cart rates are of "
            "product views while dear and while not."
        ),
        price_above,
    ),
    ListRule(
        "no_alternative",
        sentence("Nothing instead"),
        sentence("How much of each category could be had, and on how many days nothing of it could."),
        no_alternative,
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
    ),
)
