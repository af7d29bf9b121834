"""Labels of the codes of funnel/terms.py and of values most sources share: English here, others in the catalogues."""

from funnel.factors import FACTORS
from funnel.words.board_labels import BOARD, PULLS, ROLES
from funnel.words.department_labels import OF_SERVICE, OF_SITE
from funnel.words.experiment_labels import OF_EXPERIMENTS
from funnel.words.source_labels import SOURCES

STEPS = {
    "click": "click",
    "session_start": "visit",
    "view_item_list": "list view",
    "view_item": "product view",
    "add_to_cart": "add to cart",
    "view_cart": "cart view",
    "begin_checkout": "checkout",
    "add_shipping_info": "delivery chosen",
    "add_payment_info": "payment chosen",
    "purchase": "payment",
    "kept": "kept order",
}
DIMENSIONS = {
    "channel": "channel",
    "device": "device",
    "category": "category",
    "visitor": "kind of visitor",
    "campaign": "campaign",
    "source": "source",
    "week": "week",
    "day": "day",
    "marketplace": "marketplace",
}
LISTED = {
    "landing": "landing page",
    "first_month": "month of the first order",
    "months_since": "months since",
    "place_of_sale": "place of sale",
    "own_site": "own site",
}
"""Key columns of the departments' lists that no other label names."""
DEVICES = {"desktop": "desktop", "mobile": "mobile", "tablet": "tablet", "tv": "TV"}
CHANNELS = {
    "organic_search": "organic search",
    "organic_social": "organic social",
    "organic_shopping": "organic shopping",
    "organic_video": "organic video",
    "organic": "organic",
    "paid_search": "paid search",
    "paid_social": "paid social",
    "paid_shopping": "paid shopping",
    "paid_video": "paid video",
    "paid_other": "other paid",
    "cross_network": "cross-network",
    "display": "display ads",
    "direct": "direct",
    "email": "e-mail",
    "sms": "SMS",
    "referral": "referral",
    "affiliates": "affiliates",
    "affiliate": "affiliates",
    "audio": "audio ads",
    "mobile_push_notifications": "push messages",
    "push": "push messages",
    "marketplace": "marketplace ads",
    "unassigned": "unassigned",
    "cpc": "pay per click",
    "smm": "social media",
    "social": "social media",
}
VISITORS = {"new": "new", "returning": "returning"}
CUT = {"not_stated": "not stated", "other": "other"}
COUNTINGS = {"reached": "reached", "closed": "closed", "ordered": "in time order", "alone": "each step alone"}
UNITS = {"session": "visits", "visitor": "visitors"}
KINDS = {
    "traffic_events": "traffic, events",
    "traffic_sessions": "traffic, visits",
    "traffic_daily": "traffic, days",
    "ad_costs": "ad cost",
    "order_lines": "orders",
    "contacts": "support",
    "stock": "stock",
    "card_daily": "marketplace, cards",
    "card_searches": "marketplace, search terms",
    "marketplace_orders": "marketplace, orders",
    "marketplace_operations": "marketplace, settlement",
    "marketplace_stock": "marketplace, stock",
}
MEASURES = {
    "orders": "Orders",
    "revenue": "Revenue",
    "revenue_per_visit": "Revenue per visit",
}
ASIDES = {
    "bots": "visits of bots",
    "continuation": "rows that only continue the one above",
    "heading": "headings and subtotals of groups",
    "message": "messages within a conversation",
}
COLUMNS = {
    "order_id": "order id",
    "visitor_key": "visitor id",
    "session_id": "visit id",
    "status": "status",
    "moment": "time",
    "clicks": "clicks",
    "cost": "cost",
    "error": "error code",
    "load_seconds": "load time",
    "search_term": "search words",
    "search_results": "number of search results",
    "available": "pieces in stock",
    "price": "price",
    "competitor_price": "competitor's price",
    "first_reply_seconds": "time to first reply",
    "promised_at": "promised delivery",
    "delivered_at": "delivered",
    "event": "what happened",
    "medium": "medium",
    "browser": "browser",
    "page": "page",
    "product": "product (SKU)",
    "quantity": "pieces",
    "currency": "currency",
    "variant": "experiment variant",
    "is_bot": "visited by a bot",
    "day_to": "last day covered",
    "campaign_id": "campaign id",
    "impressions": "impressions",
    "line": "line of the order",
    "order_ids": "order ids of the visit",
    "paid_at": "paid at",
    "cancelled_at": "cancelled at",
    "returned_at": "returned at",
    "order_total": "total of the order",
    "refunded": "refunded amount",
    "shipping": "delivery fee",
    "customer_key": "customer (kept as a code)",
    "reason": "reason of cancellation or return",
    "seller": "seller",
    "discount": "discount of the line",
    "contact_id": "ticket or dialog id",
    "first_reply_at": "first reply at",
    "resolved_at": "resolved at",
    "topic": "topic",
    "outcome": "outcome",
    "satisfaction": "satisfaction",
    "agent_group": "team",
    "location": "warehouse or shop",
    "title": "product name",
    "hours": "hours of the day",
    "photos": "number of photos",
    "description_length": "length of the description",
    "rating": "rating",
    "reviews": "number of reviews",
}
MARKETPLACES = {
    "wildberries": "Wildberries",
    "ozon": "Ozon",
    "yandex_market": "Yandex Market",
    "allegro": "Allegro",
}
OF_MARKETPLACES = {
    "card_opens": "card opens",
    "ordered_money": "money of orders",
    "buyouts": "pieces bought out",
    "buyout_money": "money of pieces bought out",
    "cancelled": "pieces cancelled",
    "cancelled_money": "money of pieces cancelled",
    "returned": "pieces returned",
    "returned_money": "money of pieces returned",
    "orders_bought": "pieces bought out, of those ordered",
    "orders_bought_money": "money of pieces bought out, of those ordered",
    "orders_cancelled": "pieces cancelled, of those ordered",
    "orders_returned": "pieces returned, of those ordered",
    "seller_sku": "the seller's own number of the product",
    "brand": "brand",
    "delivery_hours": "hours of delivery",
    "search_position": "place in search",
    "searches": "searches by all buyers",
    "visibility": "share of searches that showed the card",
    "posting_id": "shipment",
    "posting_total": "total of the shipment",
    "operation_id": "number of the operation",
    "document": "sale or return",
    "operation": "kind of operation",
    "order_day": "day of the order",
    "sold_money": "sold for",
    "payout": "owed to the seller",
    "delivery_cost": "charge for delivery",
    "storage_cost": "charge for storage",
    "acceptance_cost": "charge for acceptance",
    "penalty": "penalty",
    "deduction": "other deductions",
    "surcharge": "paid on top",
    "reserved": "pieces reserved",
}
GROUPS = {
    "traffic": "Traffic",
    "site": "Site",
    "assortment": "Assortment",
    "service": "Service",
    "not_explained": "Not explained",
}
CAUSES = {
    "traffic_volume": "number of visits",
    "traffic_mix": "mix of channels and devices",
    "step_not_explained": "not explained",
    "cancellations_and_returns": "cancellations and returns",
    "order_value": "value of an order",
    "counted_differently": "counted differently",
    "thin_segments": "too few orders to split",
}
LOSSES = {
    "lost_money": "money",
    "lost_orders": "orders",
    "per_week": "a week",
    "per_period": "whole period",
    "firmness_fragile": "fragile",
    "firmness_moderate": "moderate",
    "firmness_firm": "firm",
}
PERIODS = {
    "last_week": "Last full week",
    "last_4_weeks": "Last 4 full weeks",
    "last_13_weeks": "Last 13 full weeks",
    "all": "Everything held",
    "custom": "My own days",
}

CARDS = {
    "promotion": "promotion", "promotions_noted": "promotions noted on the Team screen",
    "weakness": "weakness", "below_comparable": "below comparable products", "no_photo": "no photo",
    "few_photos": "few photos", "short_description": "hardly any description", "low_rating": "low rating",
}  # fmt: skip

FACTOR_NAMES = {rule.code: rule.name for rule in FACTORS}

LABELS: dict[str, str] = (
    DIMENSIONS
    | STEPS
    | DEVICES
    | CHANNELS
    | VISITORS
    | CUT
    | COUNTINGS
    | ROLES
    | BOARD
    | PULLS
    | UNITS
    | KINDS
    | MEASURES
    | PERIODS
    | GROUPS
    | CAUSES
    | LOSSES
    | CARDS
    | FACTOR_NAMES
    | OF_EXPERIMENTS
    | COLUMNS
    | LISTED
    | OF_MARKETPLACES
    | OF_SITE
    | OF_SERVICE
    | MARKETPLACES
    | SOURCES
    | ASIDES
)


def labelled(code: str) -> str:
    """A source's own word, made readable: underscores become spaces."""
    return code.replace("_", " ")
