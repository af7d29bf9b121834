"""Assortment: which products are missing, too dear or left in carts, and what stands too long on the shelf."""

from funnel.answers.departments import DEPARTMENTS
from funnel.answers.result import ShopState
from funnel.ui.department import question_of, settle_days, settle_department, show_lists
from funnel.ui.here import Here, opened
from funnel.ui.product_days import shop_of_products
from funnel.ui.states import nothing_imported


def show(here: Here, shop: ShopState) -> None:
    """Filters, then the lists of the department; without traffic there is nothing to filter by but days."""
    traffic = here.shop is not None and here.shop.newest_day is not None
    question = question_of(settle_department(here, shop)) if traffic else settle_days(here, shop)
    show_lists(here, "assortment", DEPARTMENTS["assortment"], question)


here = opened("assortment")
shop = shop_of_products(here)
if shop is None or shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, shop)
