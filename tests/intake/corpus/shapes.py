"""Five kinds of table with known values, under headers a shipped profile knows and under headers only a mapping does."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

DAY_ONE = datetime(2026, 9, 1)  # noqa: DTZ001  clock times of the shop
ROWS = 40

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """`columns` maps a header to its contract column ("" = not mapped); `key` names the id, `money` the amount."""

    name: str
    kind: str
    columns: Mapping[str, str]
    when: str
    money: str
    key: str
    mapped: bool
    words: tuple[str, ...] = ()
    more: str = ""

    @property
    def mapping(self) -> str | None:
        """Text of the mapping file; None where a shipped profile knows the header."""
        if not self.mapped:
            return None
        lines = [f'{column} = "{header}"' for header, column in self.columns.items() if column]
        return "\n".join([f'name = "{self.name}"', f'kind = "{self.kind}"', self.more, "[columns]", *lines]) + "\n"

    def header(self) -> list[str]:
        """Headers in order."""
        return list(self.columns)


ORDERS = Shape(
    "orders",
    "order_lines",
    {
        "Order": "order_id",
        "Placed": "moment",
        "Product": "product",
        "Pieces": "quantity",
        "Amount": "order_total",
        "Mail": "customer_key",
        "Remark": "",
    },
    "Placed",
    "Amount",
    "Order",
    mapped=True,
)
ORDERS_RU = Shape(
    "заказы",
    "order_lines",
    {
        "Номер заказа": "order_id",
        "Дата заказа": "moment",
        "Товар": "product",
        "Кол-во": "quantity",
        "Сумма": "order_total",
    },
    "Дата заказа",
    "Сумма",
    "Номер заказа",
    mapped=True,
)
ORDERS_PL = Shape(
    "zamówienia",
    "order_lines",
    {"Zamówienie": "order_id", "Złożone": "moment", "Towar": "product", "Ilość": "quantity", "Wartość": "order_total"},
    "Złożone",
    "Wartość",
    "Zamówienie",
    mapped=True,
)
ADS = Shape(
    "ads",
    "ad_costs",
    {"Dzien": "day", "Kampania": "campaign", "Wyswietlenia": "impressions", "Klikniecia": "clicks", "Koszt": "cost"},
    "Dzien",
    "Koszt",
    "Kampania",
    mapped=True,
)
GOOGLE = Shape(
    "google ads",
    "ad_costs",
    {"Day": "day", "Campaign": "campaign", "Impr.": "impressions", "Clicks": "clicks", "Cost": "cost"},
    "Day",
    "Cost",
    "Campaign",
    mapped=False,
)
EVENTS = Shape(
    "events",
    "traffic_events",
    {"Time": "moment", "What": "event", "Visit": "session_id", "Item": "product", "Sum": "price", "Who": "visitor_key"},
    "Time",
    "Sum",
    "Visit",
    mapped=True,
)
GENERIC = Shape(
    "event log",
    "traffic_events",
    {
        "timestamp": "moment",
        "event_name": "event",
        "session_id": "session_id",
        "product_id": "product",
        "price": "price",
        "user_id": "visitor_key",
    },
    "timestamp",
    "price",
    "session_id",
    mapped=False,
)
TICKETS = Shape(
    "tickets",
    "contacts",
    {
        "Ticket": "contact_id",
        "Opened": "moment",
        "Topic": "topic",
        "State": "status",
        "Requester": "customer_key",
        "Text": "",
    },
    "Opened",
    "",
    "Ticket",
    mapped=True,
)
STOCK = Shape(
    "stock",
    "stock",
    {"When": "moment", "SKU code": "product", "Left": "available", "Price": "price", "Title": "title"},
    "When",
    "Price",
    "SKU code",
    mapped=True,
)
FEED = Shape(
    "feed",
    "stock",
    {"date": "moment", "sku": "product", "available": "available", "price": "price", "title": "title"},
    "date",
    "price",
    "sku",
    mapped=False,
)
SHAPES = (ORDERS, ORDERS_RU, ORDERS_PL, ADS, GOOGLE, EVENTS, GENERIC, TICKETS, STOCK, FEED)
MONEY = {"order_lines": "order_total", "ad_costs": "cost", "traffic_events": "price", "stock": "price", "contacts": ""}


@dataclass
class Table:
    """Rows of typed values under the headers of a shape."""

    shape: Shape
    rows: list[Row] = field(default_factory=list)


def table_of(shape: Shape, chance: random.Random, rows: int = ROWS, whole_days: bool = False) -> Table:
    """A table of distinct rows over 45 days, amounts of two decimals of all sizes, ids with leading zeros."""
    made = [_row(shape, place, chance) for place in range(rows)]
    if whole_days or shape.kind == "ad_costs":
        for row in made:
            row[shape.when] = row[shape.when].replace(hour=0, minute=0, second=0)
    return Table(shape, made)


def _row(shape: Shape, place: int, chance: random.Random) -> Row:
    when = DAY_ONE + timedelta(
        days=place % 45, hours=chance.randint(8, 20), minutes=chance.randint(0, 59), seconds=1 + place % 59
    )
    amount = Decimal(chance.randint(100, 99_999_99 if place % 5 == 0 else 99_999)) / 100
    if amount == amount.to_integral_value():
        amount += Decimal("0.25")
    values: dict[str, Any] = {
        "order_id": f"{place:05}" if place % 7 == 0 else f"A-{10_000 + place}",
        "moment": when,
        "day": when,
        "product": ("Total Gym", "Cup, large", "Boots", "Кружка", "Łóżko")[place % 5]
        if place % 2
        else f"SKU{place:03}",
        "quantity": 1 + place % 4,
        "order_total": amount,
        "customer_key": f"anna{place}@example.com",
        "campaign": f"{('Autumn', 'Осень', 'Jesień')[place % 3]} no {place}",
        "impressions": 1000 + 37 * place,
        "clicks": 5 + place,
        "cost": amount,
        "event": ("view_item", "add_to_cart", "purchase")[place % 3],
        "session_id": f"s{place:04}",
        "price": amount,
        "visitor_key": f"u{place}",
        "contact_id": f"{1000 + place}",
        "topic": ("Total loss", "delivery", "возврат")[place % 3],
        "status": ("open", "closed")[place % 2],
        "available": place % 9,
        "title": ("Итого 5 штук", "Kubek", "Mug")[place % 3],
        "": ("call +48 600 100 200", "Total loss of patience", "", "ok, thanks")[place % 4],
    }
    if shape.kind == "stock":
        values["product"] = f"00{place:04}"
    row = {header: values[column] for header, column in shape.columns.items()}
    if shape.name in ("заказы", "zamówienia"):
        row = {header: _letters(value, shape.name) for header, value in row.items()}
    elif shape.name not in ("orders", "tickets", "events"):
        row = {header: value if not isinstance(value, str) else _plain(value) for header, value in row.items()}
    return row


def _letters(value: Any, name: str) -> Any:
    russian = {"Łóżko": "Кровать", "Boots": "Ботинки"}
    polish = {"Кружка": "Kubek żółty", "Boots": "Półbuty"}
    return (russian if name == "заказы" else polish).get(value, value) if isinstance(value, str) else value


def _plain(value: str) -> str:
    return (
        {"Осень": "Autumn"}.get(value, value)
        if value.isascii()
        else value.encode("ascii", "ignore").decode().strip() or "x"
    )
