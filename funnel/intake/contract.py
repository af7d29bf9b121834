"""Contracts of accepted rows, read from sql/tables: the only place their columns are written down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from funnel.terms import Kind

COLUMN = re.compile(
    r"^\s+(?P<name>[a-z_]+) (?P<type>[a-z]+(?:\(\d+, \d+\))?)(?P<required> not null)?\s*,?\s*(?:--.*)?$"
)

IDS = frozenset(
    {"order_id", "session_id", "contact_id", "product", "campaign_id", "posting_id", "seller_sku", "operation_id"}
)
"""Columns whose text is an identity: kept as it stands, never a number."""

MONEY_OF_KIND = {
    Kind.TRAFFIC_EVENTS: "revenue",
    Kind.TRAFFIC_SESSIONS: "revenue",
    Kind.TRAFFIC_DAILY: "revenue",
    Kind.AD_COSTS: "cost",
    Kind.ORDER_LINES: "order_total",
    Kind.CONTACTS: None,
    Kind.STOCK: None,
    Kind.CARD_DAILY: "ordered_money",
    Kind.CARD_SEARCHES: None,
    Kind.MARKETPLACE_ORDERS: "posting_total",
    Kind.MARKETPLACE_OPERATIONS: "sold_money",
    Kind.MARKETPLACE_STOCK: None,
}
"""The column whose control sum the receipt states."""

WHOLE_ORDERS = {
    Kind.ORDER_LINES: ("order_id", frozenset({"order_total", "refunded", "shipping"})),
    Kind.MARKETPLACE_ORDERS: ("coalesce(posting_id, order_id)", frozenset({"posting_total"})),
}
"""What an order is known by, and the amounts that may stand on one line of it or be repeated on every line."""

FOLLOWS = {
    "first_reply_seconds": frozenset({"moment", "first_reply_at"}),
    "order_total": frozenset({"quantity", "price"}),
}
"""Columns nobody need state where these are: the time between two moments, the sum of an order's lines."""

ORDER_IDS = "order_ids"
"""Ids of a visit's orders: read like a column, kept as rows of session_orders."""


@dataclass(frozen=True)
class Column:
    """One column of a contract; `type` is the DuckDB type as written."""

    name: str
    type: str
    required: bool

    @property
    def is_money(self) -> bool:
        """Whether the column holds amounts of money."""
        return self.type == "decimal(18, 2)"

    @property
    def is_number(self) -> bool:
        """Whether the column holds numbers of any type."""
        return self.type in ("bigint", "integer") or self.type.startswith("decimal")

    @property
    def is_time(self) -> bool:
        """Whether the column holds days or moments."""
        return self.type in ("date", "timestamp")

    @property
    def is_key(self) -> bool:
        """Whether the column holds an HMAC instead of what the file says."""
        return self.name.endswith("_key")

    @property
    def is_id(self) -> bool:
        """Whether the column holds an identity kept as text."""
        return self.name in IDS


def stated_with(given: Iterable[str]) -> frozenset[str]:
    """These columns and those that follow from them."""
    told = frozenset(given)
    return told | {column for column, of in FOLLOWS.items() if of <= told}


@cache
def contract_of(kind: Kind) -> tuple[Column, ...]:
    """Columns of accepted rows of `kind`, in order."""
    text = (files("funnel") / "sql" / "tables" / f"{kind.value}.sql").read_text(encoding="utf-8")
    found = (COLUMN.match(line) for line in text.splitlines())
    return tuple(Column(match["name"], match["type"], match["required"] is not None) for match in found if match)


def staged_columns(kind: Kind) -> tuple[Column, ...]:
    """Columns a file can fill: the contract's, and for visits the ids of their orders."""
    more = (Column(ORDER_IDS, "varchar", required=False),) if kind is Kind.TRAFFIC_SESSIONS else ()
    return (*contract_of(kind), *more)
