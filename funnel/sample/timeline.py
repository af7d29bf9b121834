"""What each visit did and when: a table of visits by kinds of event."""

from dataclasses import dataclass

import numpy as np

from funnel.sample.baskets import Baskets
from funnel.sample.chance import Chance, Flags, Floats, Ints
from funnel.sample.faults import ARRIVE, CART, CHECKOUT, PAYMENT, PURCHASE, SHIPPING, VIEW, number_of
from funnel.sample.visits import Visits

EVENTS = (
    "session_start", "page_error", "view_item_list", "view_search_results", "view_item", "view_item",
    "view_item", "chat_start", "add_to_cart", "add_to_cart", "add_to_cart", "begin_checkout",
    "checkout_error", "add_shipping_info", "add_payment_info", "payment_error", "purchase", "purchase",
)  # fmt: skip
(
    AT_START, AT_PAGE_ERROR, AT_LIST, AT_SEARCH, AT_VIEW, AT_VIEW_2, AT_VIEW_3, AT_CHAT, AT_CART, AT_CART_2,
    AT_CART_3, AT_CHECKOUT, AT_CHECKOUT_ERROR, AT_SHIPPING, AT_PAYMENT, AT_PAYMENT_ERROR, AT_PURCHASE,
    AT_RELOAD,
) = range(len(EVENTS))  # fmt: skip
GAPS = (0, 1, 9, 12, 24, 40, 40, 35, 45, 60, 60, 30, 30, 60, 45, 25, 40, 240)
"""Usual seconds from the event before."""

RELOAD_SHARE = 0.02
SAVED_CART_SHARE = 0.03


@dataclass(frozen=True)
class Timeline:
    """Events of one day's visits: which happened and at which UTC second; both [visit, kind of event]."""

    happened: Flags
    second: Ints

    @property
    def orders(self) -> Ints:
        """Visits that ordered, by number in the day."""
        return np.flatnonzero(self.happened[:, AT_PURCHASE])


def timeline(visits: Visits, steps: Ints, met: Flags, basket: Baskets, chance: Chance) -> Timeline:
    """The events of visits that went `steps` steps and would meet what `met` says."""
    happened = np.zeros((len(visits), len(EVENTS)), dtype=np.bool_)
    came, viewed = steps > ARRIVE, steps > VIEW
    draw = _Draw(chance, visits.place)
    happened[:, AT_START] = came
    happened[:, AT_PAGE_ERROR] = came & met[:, number_of("ad_mismatch")]
    happened[:, AT_LIST] = came & (draw("list") < 0.5) & ~happened[:, AT_PAGE_ERROR]
    happened[:, AT_SEARCH] = came & visits.searches
    happened[:, AT_VIEW] = viewed
    happened[:, AT_VIEW_2] = viewed & (draw("view 2") < 0.38)
    happened[:, AT_VIEW_3] = happened[:, AT_VIEW_2] & (draw("view 3") < 0.4)
    happened[:, AT_CHAT] = viewed & visits.asks
    _buying(happened, steps, met, basket, draw)
    happened &= ~visits.bot[:, None]
    return Timeline(happened, _seconds(visits, happened, draw))


def _buying(happened: Flags, steps: Ints, met: Flags, basket: Baskets, draw: "_Draw") -> None:
    cart, checkout = steps > CART, steps > CHECKOUT
    saved = checkout & (draw("saved cart") < SAVED_CART_SHARE)
    happened[:, AT_CART] = cart & ~saved
    happened[:, AT_CART_2] = happened[:, AT_CART] & (basket.extra[:, 0] >= 0)
    happened[:, AT_CART_3] = happened[:, AT_CART] & (basket.extra[:, 1] >= 0)
    happened[:, AT_CHECKOUT] = checkout
    happened[:, AT_CHECKOUT_ERROR] = checkout & met[:, number_of("checkout_error")]
    happened[:, AT_SHIPPING] = steps > SHIPPING
    happened[:, AT_PAYMENT] = steps > PAYMENT
    happened[:, AT_PAYMENT_ERROR] = (steps > PAYMENT) & met[:, number_of("payment_error")]
    happened[:, AT_PURCHASE] = steps > PURCHASE
    happened[:, AT_RELOAD] = (steps > PURCHASE) & (draw("reload") < RELOAD_SHARE)


def _seconds(visits: Visits, happened: Flags, draw: "_Draw") -> Ints:
    gaps = np.zeros(happened.shape, dtype=np.int64)
    for number, usual in enumerate(GAPS):
        gaps[:, number] = np.floor(usual * (0.3 + 1.4 * draw(f"gap {number}")))
    # A list opened as the landing page bears the very second of the session start, as GA4 batches do.
    gaps[:, AT_LIST] *= draw("batched") < 0.5
    return visits.start[:, None] + np.cumsum(np.where(happened, gaps, 0), axis=1)


@dataclass(frozen=True)
class _Draw:
    chance: Chance
    place: Ints

    def __call__(self, name: str) -> Floats:
        return self.chance.uniform("timeline:" + name, self.place)
