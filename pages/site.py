"""Site: where on the way to the order visits are lost, by device, browser and page; errors, speed, searches."""

from funnel.answers.departments import DEPARTMENTS
from funnel.answers.result import ShopState
from funnel.ui.department import question_of, settle_department, show_lists
from funnel.ui.here import Here, opened
from funnel.ui.states import nothing_imported


def show(here: Here, shop: ShopState) -> None:
    """Filters, then the lists of the department."""
    filters = settle_department(here, shop)
    show_lists(here, "site", DEPARTMENTS["site"], question_of(filters))


here = opened("site")
if here.shop is None or here.shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, here.shop)
