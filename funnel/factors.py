"""The factors: problems a visit can meet, each with its group, the steps it can harm and the data that show it.

One declaration here, one `sql/facts/problems/<code>.sql`, one `sql/facts/culprits/<code>.sql` and their case folders
make a factor (docs/adding-a-factor.md).
Sentences are English msgids; funnel/metrics.py makes a metric of every factor: the share of visits that met it among
those that could.
"""

from typing import Final

from funnel.factor import FactorRule, Threshold
from funnel.terms import Culprit, Group, Kind, Step

LOSS_STEPS: Final = (
    Step.VIEW_ITEM,
    Step.ADD_TO_CART,
    Step.BEGIN_CHECKOUT,
    Step.ADD_PAYMENT_INFO,
    Step.PURCHASE,
    Step.KEPT,
)
"""Steps entered on the way from visit to kept order; a step a source lacks is passed by whoever went further."""

EVENT: Final = "event="
"""Start of a need that is an event of that name rather than a column."""

ADS, EVENTS, BOOK, DESK, SHELF = Kind.AD_COSTS, Kind.TRAFFIC_EVENTS, Kind.ORDER_LINES, Kind.CONTACTS, Kind.STOCK

FACTORS: Final[tuple[FactorRule, ...]] = (
    FactorRule(
        "click_lost",
        Group.TRAFFIC,
        (Step.SESSION_START,),
        "Lost clicks",
        "Ad clicks that never became visits, beyond the usual gap between ad reports and visits.",
        "clicks that never became visits",
        "ad clicks",
        ((ADS, "clicks"), (ADS, "campaign")),
        (Culprit.CAMPAIGN,),
    ),
    FactorRule(
        "ad_mismatch",
        Group.TRAFFIC,
        (Step.VIEW_ITEM,),
        "Ad leads astray",
        "A visit by an ad saw a missing page as the first thing.",
        "visits by an ad that landed on a missing page",
        "visits by an ad",
        ((EVENTS, "event=page_error"),),
        (Culprit.CAMPAIGN, Culprit.PAGE),
    ),
    FactorRule(
        "junk_traffic",
        Group.TRAFFIC,
        (Step.VIEW_ITEM, Step.ADD_TO_CART),
        "Junk traffic",
        "In the four weeks before, the campaign brought far fewer product views than others of its channel.",
        "visits by such a campaign",
        "visits by a campaign with a past",
        ((EVENTS, "campaign"),),
        (Culprit.CAMPAIGN,),
        Threshold("junk_traffic_percent", 50, "%"),
    ),
    FactorRule(
        "slow_page",
        Group.SITE,
        (Step.VIEW_ITEM, Step.ADD_TO_CART),
        "Slow first page",
        "The page the visit landed on took longer to load than the limit set.",
        "visits whose landing page was slow",
        "visits whose landing page was timed",
        ((EVENTS, "load_seconds"),),
        (Culprit.DEVICE, Culprit.PAGE),
        Threshold("slow_page_seconds", 4, "seconds"),
    ),
    FactorRule(
        "missing_page",
        Group.SITE,
        (Step.VIEW_ITEM,),
        "Missing page",
        "A visit that came without an ad saw a missing page as the first thing.",
        "visits without an ad that landed on a missing page",
        "visits without an ad",
        ((EVENTS, "event=page_error"),),
        (Culprit.PAGE, Culprit.DEVICE),
    ),
    FactorRule(
        "page_error",
        Group.SITE,
        (Step.ADD_TO_CART, Step.BEGIN_CHECKOUT),
        "Page error",
        "The first product page broke within ten seconds.",
        "visits whose first product page broke",
        "visits that saw a product",
        ((EVENTS, "event=page_error"),),
        (Culprit.PRODUCT, Culprit.ERROR),
    ),
    FactorRule(
        "checkout_error",
        Group.SITE,
        (Step.ADD_PAYMENT_INFO,),
        "Checkout error",
        "The first checkout met an error before the choice of payment.",
        "visits whose first checkout met an error",
        "visits that began the checkout",
        ((EVENTS, "event=checkout_error"),),
        (Culprit.DEVICE, Culprit.ERROR, Culprit.BROWSER),
    ),
    FactorRule(
        "payment_error",
        Group.SITE,
        (Step.PURCHASE,),
        "Payment error",
        "The first attempt to pay failed with an error.",
        "visits whose first attempt to pay failed",
        "visits that tried to pay",
        ((EVENTS, "event=payment_error"),),
        (Culprit.DEVICE, Culprit.ERROR, Culprit.BROWSER),
    ),
    FactorRule(
        "out_of_stock",
        Group.ASSORTMENT,
        (Step.ADD_TO_CART,),
        "Out of stock",
        "The first product seen had no piece in stock at the moment it was seen.",
        "visits whose first product was out of stock",
        "visits that saw a product",
        ((EVENTS, "product"), (SHELF, "available")),
        (Culprit.PRODUCT, Culprit.CATEGORY),
        Threshold("stock_days", 7, "days"),
    ),
    FactorRule(
        "no_alternative",
        Group.ASSORTMENT,
        (Step.ADD_TO_CART,),
        "Nothing instead",
        "The first product seen was out of stock, and so was everything else of its category.",
        "visits whose first product and its whole category were out of stock",
        "visits that saw a product of a known category",
        ((EVENTS, "product"), (SHELF, "available"), (SHELF, "category")),
        (Culprit.CATEGORY, Culprit.PRODUCT),
        Threshold("stock_days", 7, "days"),
    ),
    FactorRule(
        "price_above",
        Group.ASSORTMENT,
        (Step.ADD_TO_CART, Step.BEGIN_CHECKOUT),
        "Price above the competitor",
        "The first product seen cost more than the competitor asks, by over the limit set.",
        "visits whose first product was dearer than the competitor’s",
        "visits that saw a product a competitor sells too",
        ((EVENTS, "product"), (SHELF, "price"), (SHELF, "competitor_price")),
        (Culprit.CATEGORY, Culprit.PRODUCT),
        Threshold("price_above_percent", 10, "%"),
    ),
    FactorRule(
        "empty_search",
        Group.ASSORTMENT,
        (Step.VIEW_ITEM,),
        "Empty search",
        "The first search, before any product was seen, gave nothing.",
        "visits whose first search gave nothing",
        "visits that searched before they saw a product",
        ((EVENTS, "search_results"),),
        (Culprit.SEARCH_TERM,),
    ),
    FactorRule(
        "weak_card",
        Group.ASSORTMENT,
        (Step.ADD_TO_CART,),
        "Weak product card",
        "The first product seen had fewer photos than the limit set, or hardly any description.",
        "visits whose first product had a weak card",
        "visits that saw a product whose card is described",
        ((EVENTS, "product"), (SHELF, "photos")),
        (Culprit.PRODUCT, Culprit.CATEGORY),
        Threshold("card_photos", 3, "photos"),
    ),
    FactorRule(
        "chat_slow",
        Group.SERVICE,
        (Step.ADD_TO_CART, Step.BEGIN_CHECKOUT),
        "Slow chat",
        "The first answer in the chat, asked before anything was in the cart, took longer than the limit set.",
        "visits whose first chat was answered late",
        "visits that asked in a chat before anything was in the cart",
        ((DESK, "first_reply_seconds"), (DESK, "session_id")),
        (Culprit.HOURS, Culprit.AGENT_GROUP),
        Threshold("chat_slow_minutes", 10, "minutes"),
    ),
    FactorRule(
        "chat_unanswered",
        Group.SERVICE,
        (Step.ADD_TO_CART, Step.BEGIN_CHECKOUT),
        "Unanswered chat",
        "Nobody answered the first chat, asked before anything was in the cart.",
        "visits whose first chat nobody answered",
        "visits whose first chat is known to be answered or not",
        ((DESK, "first_reply_seconds"), (DESK, "session_id")),
        (Culprit.HOURS, Culprit.AGENT_GROUP),
    ),
    FactorRule(
        "long_delivery",
        Group.SERVICE,
        (Step.KEPT,),
        "Long delivery",
        "The delivery was promised further away than the limit set.",
        "visits whose order was promised late",
        "visits whose order carries a promise",
        ((EVENTS, "order_id"), (BOOK, "promised_at")),
        (Culprit.CATEGORY, Culprit.PRODUCT),
        Threshold("long_delivery_days", 7, "days"),
    ),
    FactorRule(
        "late_delivery",
        Group.SERVICE,
        (Step.KEPT,),
        "Late delivery",
        "The parcel arrived after the promised moment.",
        "visits whose parcel came late",
        "visits whose order had a promise and was not given up before it",
        ((EVENTS, "order_id"), (BOOK, "promised_at"), (BOOK, "delivered_at")),
        (Culprit.CATEGORY, Culprit.PRODUCT),
    ),
    FactorRule(
        "complaint_open",
        Group.SERVICE,
        (Step.KEPT,),
        "Open complaint",
        "The customer had written to the support and was still waiting when ordering.",
        "visits of customers whose contact was still open",
        "visits that bought, of customers who had written in the month before",
        ((EVENTS, "order_id"), (BOOK, "customer_key"), (DESK, "customer_key"), (DESK, "resolved_at")),
        (Culprit.TOPIC, Culprit.AGENT_GROUP),
        Threshold("complaint_days", 2, "days"),
    ),
    FactorRule(
        "cancelled_by_shop",
        Group.SERVICE,
        (Step.KEPT,),
        "Cancelled by the shop",
        "The shop had been cancelling earlier orders of the product bought, a larger share than the limit set.",
        "visits that bought a product the shop had been cancelling",
        "visits that bought a product with a past",
        ((EVENTS, "order_id"), (BOOK, "product"), (BOOK, "reason")),
        (Culprit.PRODUCT, Culprit.CATEGORY),
        Threshold("cancelled_by_shop_percent", 5, "%"),
    ),
    FactorRule(
        "return_quality",
        Group.SERVICE,
        (Step.KEPT,),
        "Quality returns",
        "Earlier orders of the product bought had come back for their quality, a larger share than the limit set.",
        "visits that bought a product that had been coming back",
        "visits that bought a product with a past long enough to judge returns",
        ((EVENTS, "order_id"), (BOOK, "product"), (BOOK, "reason")),
        (Culprit.PRODUCT, Culprit.CATEGORY),
        Threshold("return_quality_percent", 10, "%"),
    ),
)

VISIT_FACTORS: Final = tuple(rule for rule in FACTORS if rule.of_visits)
"""Those a visit can meet; their place here is their bit in patterns."""

BY_CODE: Final = {rule.code: rule for rule in FACTORS}


def mask_of(step: Step) -> int:
    """Bits of the factors that can harm `step`."""
    return sum(1 << bit for bit, rule in enumerate(VISIT_FACTORS) if step in rule.steps)
