"""Sellers of a shop that is a marketplace itself: orders, what went wrong with them, and the money lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from funnel.answers.ad_chain import share
from funnel.answers.listing import ListAnswer, ListQuestion, ListRow, Value
from funnel.answers.market_ground import market_ground
from funnel.answers.result import Note
from funnel.answers.sums import summed, within_limit
from funnel.store import Store
from funnel.store.place import Reader

SELLER_METRICS = (
    "seller_orders", "seller_money", "judged_seller_orders", "seller_cancel_rate", "seller_return_rate",
    "seller_lost_money", "promised_deliveries", "seller_late_rate", "order_contacts", "contact_rate",
    "seller_complaints", "seller_complaint_rate", "seller_rating",
)  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """Sums of one seller."""

    orders: int | None = None
    money: Decimal | None = None
    judged: int | None = None
    cancelled: int | None = None
    returned: int | None = None
    lost_money: Decimal | None = None
    promised: int | None = None
    late: int | None = None
    contacts: int | None = None
    rated_contacts: int | None = None
    complaints: int | None = None
    starred: int | None = None
    """Orders whose product has a rating, and the sum of those ratings."""
    stars: Decimal | None = None


def sellers(store: Store, question: ListQuestion) -> ListAnswer:
    """Every seller, most money lost first."""
    with store.reading() as reader:
        ground = market_ground(reader, question)
        period = ground.period
        rows = reader.ask("answers/seller_orders", {"start": period.start, "end": period.end}) if period else []
        asked_about, rated = _names_orders(reader), any(row["rated_contacts"] for row in rows)
        until = reader.ask("answers/generation")[0]["kept_until"]
    lines = [((row["seller"],), _scored(row, asked_about=asked_about, rated=rated)) for row in rows]
    lines.sort(key=lambda line: (-(line[1].lost_money or 0), -(line[1].money or 0), line[0]))
    whole = summed([scored for _, scored in lines], Scored())
    return ground.answer(
        "sellers",
        (("seller",), SELLER_METRICS),
        rows=tuple(ListRow(key, _values(scored)) for key, scored in within_limit(lines, question.limit)),
        total=ListRow((), _values(whole)) if lines else None,
        lacking=_lacking(whole, asked_about=asked_about) if lines else ("order_lines.seller",),
        notes=(Note("kept_until", (("day", until.isoformat()),)),) if lines and until else (),
    )


def _names_orders(reader: Reader) -> bool:
    """Whether any contact names an order: else nobody's contacts are 0."""
    return any(row["orders_linked"] for row in reader.ask("answers/contacts_of_orders"))


def _scored(row: Mapping[str, Any], *, asked_about: bool, rated: bool) -> Scored:
    judged = int(row["judged"])
    return Scored(
        orders=int(row["orders"]),
        money=row["money"],
        judged=judged,
        cancelled=int(row["cancelled"]),
        returned=int(row["returned"]),
        lost_money=row["lost_money"] if judged else None,
        promised=int(row["promised"]) or None,
        late=int(row["late"]) if row["promised"] else None,
        contacts=int(row["contacts"]) if asked_about else None,
        rated_contacts=int(row["rated_contacts"]) if rated else None,
        complaints=int(row["complaints"]) if rated else None,
        starred=int(row["starred"]) or None,
        stars=row["stars"],
    )


def _values(scored: Scored) -> tuple[Value, ...]:
    return (
        scored.orders,
        scored.money,
        scored.judged,
        share(scored.cancelled, scored.judged),
        share(scored.returned, scored.judged),
        scored.lost_money,
        scored.promised,
        share(scored.late, scored.promised),
        scored.contacts,
        share(scored.contacts, scored.orders),
        scored.complaints,
        share(scored.complaints, scored.orders),
        float(scored.stars) / scored.starred if scored.stars is not None and scored.starred else None,
    )


def _lacking(whole: Scored, *, asked_about: bool) -> tuple[str, ...]:
    needed = {
        "order_lines.promised_at": whole.promised,
        "contacts.order_id": asked_about,
        "contacts.satisfaction": whole.rated_contacts or not asked_about,
        "stock.rating": whole.starred,
    }
    return tuple(column for column, known in needed.items() if not known)
