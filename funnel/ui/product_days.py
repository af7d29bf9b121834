"""The days the assortment screen can show: those of orders and stock where no traffic is held."""

from dataclasses import replace

from funnel.answers.result import ShopState
from funnel.ui.cached import days_known_of_products
from funnel.ui.here import Here


def shop_of_products(here: Here) -> ShopState | None:
    """The state of the shop; without traffic its days are those its products are known on. None while empty."""
    if here.shop is None or here.shop.newest_day is not None:
        return here.shop
    days = days_known_of_products(here.store)
    return here.shop if days is None else replace(here.shop, first_day=days.start, newest_day=days.end)
