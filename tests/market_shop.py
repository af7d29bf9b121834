"""A small shop that sells on its own site and at marketplaces, made of rows that stand here."""

from pathlib import Path

from funnel.store import Store
from funnel.terms import Kind
from tests.shop import event, order_line, shelve, shop, visit

DAY, DAY_AFTER = "2026-09-01", "2026-09-02"


def market_store(folder: Path, *without: Kind) -> Store:
    """Cards, orders, settlements, searches and stock of two marketplaces beside a site with sellers; or less."""
    store = shop(folder, kept_days=0, buyout_days=0)
    for feed, (kind, rows) in EXPORTS.items():
        if kind not in without:
            shelve(store, kind, rows, feed=feed)
    store.publish()
    return store


def _card(marketplace: str, product: str, **more: object) -> dict[str, object]:
    return {"day": DAY, "day_to": DAY, "marketplace": marketplace, "product": product, **more}


def _booked(order: str, status: str, pieces: int) -> dict[str, object]:
    told = {"order_id": order, "line": 1, "moment": f"{DAY} 12:00:00", "status": status, "quantity": pieces}
    return {"marketplace": "ozon", "product": "B", "price": "10.00", **told}


def _settled(operation: str, document: str, money: str, charge: str) -> dict[str, object]:
    told = {"operation_id": operation, "operation": document, "document": document, "quantity": 1}
    return {"day": DAY, "marketplace": "ozon", "product": "B", "sold_money": money, "delivery_cost": charge, **told}


def _counted(product: str, location: str, available: int) -> dict[str, object]:
    at = {"moment": f"{DAY_AFTER} 08:00:00", "marketplace": "wildberries"}
    return {**at, "product": product, "location": location, "available": available, "reserved": 1}


EXPORTS = {
    "wb": (
        Kind.CARD_DAILY,
        [
            _card("wildberries", "A", impressions=900, card_opens=100, add_to_cart=20, orders=10,
                  ordered_money="500.00", orders_bought=6, orders_cancelled=4, title="Lamp"),
            _card("wildberries", "C", card_opens=50, add_to_cart=5, orders=1, ordered_money="30.00", title="Vase"),
            _card("ozon", "B", card_opens=40, add_to_cart=8, orders=4, ordered_money="40.00", title="Cup"),
        ],
    ),
    "terms": (
        Kind.CARD_SEARCHES,
        [
            _card("wildberries", "A", search_term="lamp", searches=1000, card_opens=30, orders=3, search_position="2"),
            _card("wildberries", "C", search_term="lamp", searches=1000, card_opens=10, orders=1, search_position="6"),
            _card("wildberries", "C", search_term="vase", searches=90, card_opens=5, orders=0, search_position="1"),
        ],
    ),
    "postings": (
        Kind.MARKETPLACE_ORDERS,
        [_booked("1", "delivered", 2), _booked("2", "cancelled", 1), _booked("3", "returned", 1)],
    ),
    "realisation": (
        Kind.MARKETPLACE_OPERATIONS,
        [_settled("s1", "sale", "30.00", "3.00"), _settled("r1", "return", "10.00", "1.00")],
    ),
    "remains": (
        Kind.MARKETPLACE_STOCK,
        [_counted("A", "north", 5), _counted("A", "south", 15), _counted("C", "north", 0)],
    ),
    "site": (
        Kind.TRAFFIC_EVENTS,
        [
            *visit(f"{DAY} 10:00:00", "v"),
            event(f"{DAY} 10:05:00", "purchase", "v", order_id="11", revenue="100.00"),
        ],
    ),
    "book": (
        Kind.ORDER_LINES,
        [
            order_line("11", DAY, "100.00", seller="anna", customer_key="k", delivered_at=f"{DAY_AFTER} 18:00:00",
                       promised_at=f"{DAY_AFTER} 12:00:00"),
            order_line("12", DAY, "60.00", seller="bolek", status="cancelled"),
            order_line("13", DAY, "40.00", seller="bolek", refunded="15.00", delivered_at=f"{DAY} 18:00:00",
                       promised_at=f"{DAY_AFTER} 12:00:00"),
        ],
    ),
    "helpdesk": (
        Kind.CONTACTS,
        [{"contact_id": "c1", "moment": f"{DAY_AFTER} 09:00:00", "order_id": "12"}],
    ),
}  # fmt: skip
