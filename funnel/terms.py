"""The only spelling of steps, groups, kinds of export, dimensions, units and countings."""

from enum import StrEnum
from typing import Final


class Step(StrEnum):
    """Steps of the way from ad click to kept order, in order; GA4 event names where GA4 has one."""

    CLICK = "click"
    SESSION_START = "session_start"
    VIEW_ITEM = "view_item"
    ADD_TO_CART = "add_to_cart"
    BEGIN_CHECKOUT = "begin_checkout"
    ADD_SHIPPING_INFO = "add_shipping_info"
    ADD_PAYMENT_INFO = "add_payment_info"
    PURCHASE = "purchase"
    KEPT = "kept"


class Group(StrEnum):
    """The four groups that can lose an order."""

    TRAFFIC = "traffic"
    SITE = "site"
    ASSORTMENT = "assortment"
    SERVICE = "service"


class Role(StrEnum):
    """Roles that own groups, factors and cards; one person may hold several."""

    MARKETING = "marketing"
    IT = "it"
    PRODUCT = "product_team"
    SALES = "sales"
    LOGISTICS = "logistics"
    CUSTOMER_SERVICE = "customer_service"
    ANALYST = "analyst"


class Stage(StrEnum):
    """Columns of the board, in order."""

    BACKLOG = "backlog"
    IN_PROGRESS = "in_progress"
    TEST = "test"
    DONE = "done"


class Kind(StrEnum):
    """Kinds of accepted row; each has its contract in `sql/tables/<kind>.sql`."""

    TRAFFIC_EVENTS = "traffic_events"
    TRAFFIC_SESSIONS = "traffic_sessions"
    TRAFFIC_DAILY = "traffic_daily"
    AD_COSTS = "ad_costs"
    ORDER_LINES = "order_lines"
    CONTACTS = "contacts"
    STOCK = "stock"
    CARD_DAILY = "card_daily"
    CARD_SEARCHES = "card_searches"
    MARKETPLACE_ORDERS = "marketplace_orders"
    MARKETPLACE_OPERATIONS = "marketplace_operations"
    MARKETPLACE_STOCK = "marketplace_stock"


class Counting(StrEnum):
    """How a visit is counted at a step (design §5)."""

    REACHED = "reached"
    CLOSED = "closed"
    ORDERED = "ordered"
    ALONE = "alone"


class Unit(StrEnum):
    """What is counted; units are never added to each other."""

    SESSION = "session"
    VISITOR = "visitor"


class Dimension(StrEnum):
    """What a funnel can be broken down by."""

    CHANNEL = "channel"
    DEVICE = "device"
    CATEGORY = "category"
    VISITOR = "visitor"
    CAMPAIGN = "campaign"
    SOURCE = "source"
    WEEK = "week"
    DAY = "day"


class Culprit(StrEnum):
    """What a problem can be laid to: the kinds of things a department can act on."""

    CAMPAIGN = "campaign"
    PAGE = "page"
    DEVICE = "device"
    BROWSER = "browser"
    ERROR = "error"
    PRODUCT = "product"
    CATEGORY = "category"
    SEARCH_TERM = "search_term"
    HOURS = "hours"
    AGENT_GROUP = "agent_group"
    TOPIC = "topic"


# One letter a step: a visit's way through the shop is kept as a word of these letters (funnel/paths.py).
STEP_LETTER: Final = {
    Step.SESSION_START: "s",
    Step.VIEW_ITEM: "v",
    Step.ADD_TO_CART: "a",
    Step.BEGIN_CHECKOUT: "c",
    Step.ADD_SHIPPING_INFO: "h",
    Step.ADD_PAYMENT_INFO: "p",
    Step.PURCHASE: "o",
}

TRAFFIC_KINDS: Final = (Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_SESSIONS, Kind.TRAFFIC_DAILY)

MARKETPLACE_KINDS: Final = (
    Kind.CARD_DAILY,
    Kind.CARD_SEARCHES,
    Kind.MARKETPLACE_ORDERS,
    Kind.MARKETPLACE_OPERATIONS,
    Kind.MARKETPLACE_STOCK,
)
"""Rows of marketplaces: their own unit and their own orders and stock, in no number of the shop's site."""

NOT_STATED: Final = "not_stated"
"""Code of a dimension value the source left out; never the same as OTHER."""

OTHER: Final = "other"
"""Code of values cut off by the source or by our own limit of lines shown."""
