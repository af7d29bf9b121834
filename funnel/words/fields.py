"""Labels of contract columns, and of what words of closed lists mean: English here, others in the catalogues."""

from funnel.words.labels import DIMENSIONS, LABELS, labelled

COLUMNS_OF = {
    "contacts.medium": "way of contact",
    "stock.cost": "purchase price",
    "traffic_daily.session_start": "number of visits",
    "traffic_daily.view_item": "number of product views",
    "traffic_daily.add_to_cart": "number of additions to the cart",
    "traffic_daily.begin_checkout": "number of checkouts",
    "traffic_daily.purchase": "number of payments",
    "card_daily.orders": "pieces ordered",
    "card_searches.orders": "pieces ordered",
    "orders": "orders",
    "revenue": "revenue",
}
"""Labels of columns, of one kind of export or of all, that another word of ours would mislead about."""
MEANINGS = {
    "paid": "paid",
    "pending": "not paid yet",
    "cancelled": "cancelled",
    "refunded": "returned or refunded",
    "partly_refunded": "partly refunded",
    "test": "test order",
    "chat": "chat",
    "email": "e-mail",
    "phone": "phone",
    "form": "form",
    "messenger": "messenger",
    "other": "other",
    "remove_from_cart": "taken out of the cart",
    "view_search_results": "search in the shop",
    "page_error": "page error",
    "payment_error": "payment error",
    "checkout_error": "checkout error",
}
"""What words of closed lists can mean, where the codes have other labels elsewhere."""


def meaning_label(code: str) -> str:
    """English label of what a word of a closed list means, which the catalogues translate."""
    return MEANINGS.get(code) or LABELS.get(code) or labelled(code)


def column_label(column: str, kind: str = "") -> str:
    """English label of a contract column, which the catalogues translate; without one, the name made readable."""
    own = COLUMNS_OF.get(f"{kind}.{column}") or COLUMNS_OF.get(column)
    return own or DIMENSIONS.get(column) or LABELS.get(column) or labelled(column)
