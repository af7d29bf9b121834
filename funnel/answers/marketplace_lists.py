"""The lists of the marketplaces screen: side by side with the own site, each funnel in its own unit."""

from typing import Final

from funnel.answers.card_lists import card_products, cards, settlements
from funnel.answers.card_search_list import search_terms
from funnel.answers.card_stock_lists import card_stock, warehouses
from funnel.answers.listing import ListRule
from funnel.answers.seller_list import sellers
from funnel.answers.side_by_side import side_by_side
from funnel.errors import sentence

MARKETPLACE_LISTS: Final = (
    ListRule(
        "side_by_side",
        sentence("Side by side"),
        sentence("The own site and every marketplace in orders and money, the only units they share."),
        side_by_side,
    ),
    ListRule(
        "cards",
        sentence("From card to buyout"),
        sentence("Each marketplace in its own unit: card opens, cart, pieces ordered, and what became of them."),
        cards,
    ),
    ListRule(
        "card_products",
        sentence("Cards"),
        sentence("The same way for every product card, dearest first."),
        card_products,
    ),
    ListRule(
        "search_terms",
        sentence("Search terms of marketplaces"),
        sentence("What buyers searched for before they opened a card, and the place the card had."),
        search_terms,
    ),
    ListRule(
        "card_stock",
        sentence("Stock of cards"),
        sentence("Pieces at the marketplace by its newest count, and the days they last at the sales of these days."),
        card_stock,
    ),
    ListRule(
        "warehouses",
        sentence("Stock by warehouse"),
        sentence("Pieces, cards and sold-out cards in every warehouse of the marketplaces, by their newest count."),
        warehouses,
    ),
    ListRule(
        "settlements",
        sentence("Settlements"),
        sentence("What each marketplace settled on these days: sales, returns, and its charges."),
        settlements,
    ),
    ListRule(
        "sellers",
        sentence("Sellers"),
        sentence("Orders of every seller in the order book: cancelled, returned, late, asked about, and money lost."),
        sellers,
    ),
)
