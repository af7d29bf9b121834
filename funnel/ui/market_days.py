"""Days of the marketplaces screen: those of visits, orders and marketplaces together."""

from dataclasses import replace

from funnel.answers.result import ShopState
from funnel.ui.cached import days_held
from funnel.ui.here import Here


def shop_of_marketplaces(here: Here) -> ShopState | None:
    """The shop with the days its screen can choose from; None when nothing is held."""
    held = days_held(here.store)
    return replace(here.shop, first_day=held.start, newest_day=held.end) if here.shop and held else None
