"""Lists of the service screen made of orders: cancellations and returns, and deliveries promised against kept."""

from collections.abc import Mapping
from typing import Any, Final

from funnel.answers.list_ground import Shape, Sums, count, listed, seconds, share, without_filters
from funnel.answers.listing import Laid, ListAnswer, ListQuestion, ListRule, Value
from funnel.answers.service_reply_lists import service_frame
from funnel.errors import sentence
from funnel.periods import Period
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Culprit, Kind

BOOK, DESK = Kind.ORDER_LINES, Kind.CONTACTS
KEYS: Final = ("fate", "reason", "product", "category", "promise")
JUDGED: Final = (
    "judged_orders", "cancel_rate", "return_rate", "contact_rate_of_orders", "complaint_rate", "gone_money",
)  # fmt: skip
DELIVERED: Final = ("due_orders", "late_orders", "late_share", "late_p50", "late_p90", "late_money")
STATED, ARRIVED = ((BOOK, "order_id"),), ((BOOK, "promised_at"), (BOOK, "delivered_at"))
NEEDS: Final = {
    "judged_orders": STATED,
    "gone_orders": STATED,
    "gone_money": STATED,
    "contact_rate_of_orders": ((DESK, "order_id"), (DESK, "customer_key")),
    "complaint_rate": ((DESK, "satisfaction"),),
    **dict.fromkeys(DELIVERED, ARRIVED),
}


def _asked(store: Store, question: ListQuestion, shape: Shape, wanted: str) -> ListAnswer:
    """The list of orders by the shape's keys; rows without any `wanted` orders are left out."""
    without_filters(question)
    with store.reading() as reader:
        frame = service_frame(reader, question)
        desk = reader.ask("answers/desk_span")[0]
        rows = _rows_of(reader, frame.period, shape.keys) if frame.period else []
        whole = _rows_of(reader, frame.period, ()) if frame.period else []
    known = {"has_contacts": int(desk["first_contact"] is not None), "has_ratings": int(desk["rated"] or 0)}
    told = [row | known for row in rows if row[wanted]]
    return listed(store, frame, shape, told, question, whole=whole[0] | known if whole else None)


def _rows_of(reader: Reader, period: Period, keys: tuple[str, ...]) -> list[dict[str, Any]]:
    flags = {f"by_{name}": name in keys for name in KEYS}
    return reader.ask("answers/order_fates", {"start": period.start, "end": period.end, **flags})


def reasons(store: Store, question: ListQuestion) -> ListAnswer:
    """Why orders were cancelled or came back."""
    shape = Shape(
        "reasons", ("fate", "reason"), ("gone_orders", "gone_money"), _gone, lambda row: row["gone_money"], NEEDS
    )
    return _asked(store, question, shape, "gone")


def _gone(row: Sums) -> tuple[Value, ...]:
    return count(row["gone"]), row["gone_money"]


def products(store: Store, question: ListQuestion) -> ListAnswer:
    """Cancellations, returns and complaints of every product."""
    shape = Shape("products", ("product",), JUDGED, _judged, lambda row: row["gone_money"], NEEDS)
    return _asked(store, question, shape, "judged")


def promises(store: Store, question: ListQuestion) -> ListAnswer:
    """The same by how soon the delivery was promised."""
    shape = Shape("promises", ("promise",), JUDGED, _judged, lambda row: row["gone_money"], NEEDS)
    return _asked(store, question, shape, "judged")


def _judged(row: Mapping[str, Any]) -> tuple[Value, ...]:
    judged, cancelled = count(row["judged"]), count(row["cancelled"])
    sent = None if judged is None or cancelled is None else judged - cancelled
    about = row["written_about"] if row["has_contacts"] else None
    bad = row["complained"] if row["has_ratings"] else None
    return (
        judged,
        share(cancelled, judged),
        share(row["returned"], sent),
        share(about, judged),
        share(bad, judged),
        row["gone_money"],
    )


def deliveries(store: Store, question: ListQuestion) -> ListAnswer:
    """Deliveries promised against kept, by category."""
    shape = Shape("deliveries", ("category",), DELIVERED, _delivered, lambda row: row["late_money"], NEEDS, opens=False)
    return _asked(store, question, shape, "due")


def _delivered(row: Sums) -> tuple[Value, ...]:
    due, late = count(row["due"]), count(row["late"])
    return due, late, share(late, due), seconds(row["late_p50"]), seconds(row["late_p90"]), row["late_money"]


ORDER_LISTS: Final = (
    ListRule(
        "deliveries",
        sentence("Deliveries promised and kept"),
        sentence(
            "Orders of the period whose promised moment has come, by category of their first product: how many arrived "
            "late, and how late. What has not arrived by the newest order of the export counts as late."
        ),
        deliveries,
        Laid(Culprit.CATEGORY, "category", ("late_delivery",), in_orders=False),
    ),
    ListRule(
        "reasons",
        sentence("Cancellations and returns by reason"),
        sentence("Why orders old enough to judge were cancelled or came back, and the money that went with them."),
        reasons,
    ),
    ListRule(
        "products",
        sentence("Cancellations, returns and complaints by product"),
        sentence(
            "Orders old enough to judge by their first product: how many were cancelled, came back, or made the "
            "customer write. A contact rated bad counts as a complaint."
        ),
        products,
    ),
    ListRule(
        "promises",
        sentence("Cancellations, returns and complaints by delivery promise"),
        sentence("The same orders by how many days after the order the delivery was promised."),
        promises,
    ),
)
