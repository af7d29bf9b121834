"""The planted faults: what goes wrong, where, when, for whom, and how strongly it drives buyers away.

Who could meet a fault is decided before the visit goes anywhere, so switching a fault off leaves all else as
it was. Phones, new visitors and sale days meet more of it and buy less anyway: a naive comparison errs.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from funnel.sample import campaigns
from funnel.sample.catalogue import DECOR, FURNITURE, LIGHTING, UNDERCUT, Catalogue, empty_stretches
from funnel.sample.chance import Chance, Flags, Floats
from funnel.sample.shopdays import ShopDays
from funnel.sample.visits import DESKTOP, MOBILE, Visits

ARRIVE, VIEW, CART, CHECKOUT, SHIPPING, PAYMENT, PURCHASE, KEEP = range(8)
STEP_NAMES = (
    "session_start", "view_item", "add_to_cart", "begin_checkout", "add_shipping_info", "add_payment_info",
    "purchase", "kept",
)  # fmt: skip
NEVER = -60.0
"""Log-odds of a visit that cannot happen."""


@dataclass(frozen=True)
class Fault:
    """One planted fault.

    `hurts` are pairs of step and change of the log-odds; `at_risk` is the step a visit must have reached to
    meet it (−1: the click alone); `weeks` are stretches of the 13-week plan with a raised rate.
    """

    name: str
    group: str
    segment: str
    what: str
    opportunity: str
    at_risk: int
    hurts: tuple[tuple[int, float], ...]
    weeks: tuple[tuple[float, float], ...]
    met: Callable[["Day"], Flags]


@dataclass(frozen=True)
class Day:
    """What decides who meets a fault on one day."""

    visits: Visits
    days: ShopDays
    goods: Catalogue
    chance: Chance

    @property
    def calm(self) -> bool:
        """Whether it lies in the stretch without faults."""
        return self.visits.day < self.days.calm_days

    def within(self, weeks: tuple[tuple[float, float], ...]) -> bool:
        """Whether it lies in one of the planted stretches."""
        return any(self.days.planned(a) <= self.visits.day < self.days.planned(b) for a, b in weeks)

    def drawn(self, name: str, usual: float, planted: Floats | float, weeks: tuple[tuple[float, float], ...]) -> Flags:
        """Who meets it: at the usual rate, inside the stretches at `planted`, nobody in the calm days."""
        if self.calm:
            return np.zeros(len(self.visits), dtype=np.bool_)
        rate = np.asarray(planted if self.within(weeks) else usual) * self._tilt()
        return (self.chance.uniform("fault:" + name, self.visits.place) < rate) & ~self.visits.bot

    def _tilt(self) -> Floats:
        worse = 0.25 * (self.visits.device == MOBILE) + 0.25 * self.visits.is_new + 0.2 * self.visits.promotion
        return 0.75 + worse


CLICK_LOST = ((9.6, 12.6),)
AD_MISMATCH = ((3.4, 5.0), (11.0, 13.0))
SLOW_PAGE = ((4.0, 7.6),)
PAYMENT_ERROR = ((9.3, 13.0),)
CHECKOUT_ERROR = ((7.0, 9.0),)
EMPTY_SEARCH = ((5.0, 7.0), (9.0, 13.0))
CHAT_SLOW = ((8.0, 13.0),)
LATE_DELIVERY = ((6.6, 11.0),)


def _click_lost(day: Day) -> Flags:
    hit = day.visits.campaign == campaigns.number_of("prospecting_home")
    return hit & day.drawn("click_lost", 0.0, 0.5, CLICK_LOST)


def _ad_mismatch(day: Day) -> Flags:
    hit = day.visits.campaign == campaigns.number_of("autumn_lights")
    return hit & day.drawn("ad_mismatch", 0.0, 0.7, AD_MISMATCH)


def _slow_page(day: Day) -> Flags:
    return day.drawn("slow_page", 0.02, np.where(day.visits.device == MOBILE, 0.34, 0.03), SLOW_PAGE)


def _payment_error(day: Day) -> Flags:
    rate = np.where(day.visits.device == MOBILE, 0.30, 0.015)
    return day.drawn("payment_error", 0.01, rate, PAYMENT_ERROR)


def _checkout_error(day: Day) -> Flags:
    rate = np.where(day.visits.device == DESKTOP, 0.22, 0.02)
    return day.drawn("checkout_error", 0.008, rate, CHECKOUT_ERROR)


def _out_of_stock(day: Day) -> Flags:
    return ~day.goods.in_stock[day.visits.day][day.visits.first_product] & ~day.visits.bot


def _price_above(day: Day) -> Flags:
    return day.goods.is_dear[day.visits.day][day.visits.first_product] & ~day.visits.bot


def _empty_search(day: Day) -> Flags:
    asked = day.visits.searches & (day.visits.category == LIGHTING) & (day.visits.term == 1)
    elsewhere = day.drawn("empty_search", 0.03, 0.03, EMPTY_SEARCH) & day.visits.searches
    return elsewhere | (asked & (day.within(EMPTY_SEARCH) and not day.calm))


def _chat_slow(day: Day) -> Flags:
    evening = (day.visits.hour >= 18) | (day.visits.hour < 7)
    return day.visits.asks & day.drawn("chat_slow", 0.03, np.where(evening, 0.85, 0.04), CHAT_SLOW)


def _late_delivery(day: Day) -> Flags:
    big = (day.visits.category == FURNITURE) | (day.visits.category == DECOR)
    return day.drawn("late_delivery", 0.03, np.where(big, 0.55, 0.1), LATE_DELIVERY)


FAULTS = (
    Fault(
        "click_lost", "traffic", "campaign prospecting_home",
        "paid clicks of one campaign never become visits: the ad's link goes astray",
        "clicked the campaign's ad", -1, ((ARRIVE, NEVER),), CLICK_LOST, _click_lost,
    ),
    Fault(
        "ad_mismatch", "traffic", "campaign autumn_lights",
        "the campaign lands on a missing page (page_error 404 as the first thing seen)",
        "landed", ARRIVE, ((VIEW, -1.9),), AD_MISMATCH, _ad_mismatch,
    ),
    Fault(
        "slow_page", "site", "mobile",
        "the first page takes 4.5 to 9 seconds instead of under 3 (page_load_ms of session_start)",
        "landed", ARRIVE, ((VIEW, -0.75), (CART, -0.4)), SLOW_PAGE, _slow_page,
    ),
    Fault(
        "payment_error", "site", "mobile",
        "since a release the first attempt to pay fails for a technical reason",
        "reached the payment page", PAYMENT, ((PURCHASE, -2.1),), PAYMENT_ERROR, _payment_error,
    ),
    Fault(
        "checkout_error", "site", "desktop",
        "the address form answers with an error",
        "began the checkout", CHECKOUT, ((SHIPPING, -1.5),), CHECKOUT_ERROR, _checkout_error,
    ),
    Fault(
        "out_of_stock", "assortment", "bestsellers of lighting, kitchen and textiles",
        "the first product seen had no stock on that day",
        "viewed a product", VIEW, ((CART, -1.5),), empty_stretches(), _out_of_stock,
    ),
    Fault(
        "empty_search", "assortment", "search term desk lamp",
        "the first search gives nothing",
        "searched", ARRIVE, ((VIEW, -1.5),), EMPTY_SEARCH, _empty_search,
    ),
    Fault(
        "price_above", "assortment", "category kitchen",
        "the first product seen costs over a tenth more than at the competitor",
        "viewed a product", VIEW, ((CART, -0.5), (CHECKOUT, -0.3)), UNDERCUT, _price_above,
    ),
    Fault(
        "chat_slow", "service", "chats from 18:00 to 7:00",
        "the first answer in the chat takes 15 to 90 minutes instead of under 8",
        "asked in the chat after seeing a product", VIEW, ((CART, -0.7), (CHECKOUT, -1.1)), CHAT_SLOW,
        _chat_slow,
    ),
    Fault(
        "late_delivery", "service", "furniture and decor",
        "the parcel arrives after the promised day",
        "ordered", PURCHASE, ((KEEP, -1.7),), LATE_DELIVERY, _late_delivery,
    ),
)  # fmt: skip
GROUPS = ("traffic", "site", "assortment", "service")


def number_of(name: str) -> int:
    """Number of the fault of that name; also its bit in a pattern."""
    return next(number for number, fault in enumerate(FAULTS) if fault.name == name)


def exposures(day: Day) -> Flags:
    """Who would meet what, given the chance: [visit, fault]."""
    return np.column_stack([fault.met(day) for fault in FAULTS])
