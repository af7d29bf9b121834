"""Service: how fast contacts are answered, what they cost, and whether orders arrive when promised and stay."""

from funnel.answers.departments import DEPARTMENTS
from funnel.answers.result import ShopState
from funnel.ui.department import settle_days, show_lists
from funnel.ui.here import Here, opened
from funnel.ui.service_days import shop_of_service
from funnel.ui.states import nothing_imported


def show(here: Here, shop: ShopState) -> None:
    """The days, then the lists of the department; contacts and orders know no channel or device."""
    show_lists(here, "service", DEPARTMENTS["service"], settle_days(here, shop))


here = opened("service")
shop = shop_of_service(here)
if shop is None or shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, shop)
