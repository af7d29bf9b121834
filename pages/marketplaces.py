"""Marketplaces and sellers: side by side with the own site in orders and money, each funnel in its own unit."""

from funnel.answers.departments import DEPARTMENTS
from funnel.answers.result import ShopState
from funnel.ui.department import settle_days, show_lists
from funnel.ui.here import Here, opened
from funnel.ui.market_days import shop_of_marketplaces
from funnel.ui.market_takeaway import show_market_takeaway
from funnel.ui.states import nothing_imported


def show(here: Here, shop: ShopState) -> None:
    """Days, how much comes from where, then the lists of the department."""
    question = settle_days(here, shop)
    show_market_takeaway(here, question)
    show_lists(here, "marketplaces", DEPARTMENTS["marketplaces"], question)


here = opened("marketplaces")
shop = shop_of_marketplaces(here)
if shop is None:
    nothing_imported(here.words)
else:
    show(here, shop)
