"""The days the service screen can show: those of contacts and orders where no traffic is held."""

from dataclasses import replace

from funnel.answers.result import ShopState
from funnel.ui.cached import days_of_service
from funnel.ui.here import Here


def shop_of_service(here: Here) -> ShopState | None:
    """The state of the shop, its days widened to its contacts, or to its orders without any; None while empty."""
    if here.shop is None:
        return None
    days = days_of_service(here.store)
    if days is None:
        return here.shop
    first, newest = here.shop.first_day or days.start, here.shop.newest_day or days.end
    return replace(here.shop, first_day=min(first, days.start), newest_day=max(newest, days.end))
