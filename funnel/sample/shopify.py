"""Orders and stock in the form of Shopify's exports."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import IO

from funnel.sample.baskets import CODE
from funnel.sample.campaigns import CAMPAIGNS
from funnel.sample.catalogue import Catalogue
from funnel.sample.money import decimal
from funnel.sample.orders import BY_CARD, ON_DELIVERY, Order
from funnel.sample.shopdays import local

ADDRESS = ("Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone")
ORDER_HEADER = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at", "Accepts Marketing",
    "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Discount Amount",
    "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price",
    "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping", "Lineitem taxable",
    "Lineitem fulfillment status", *(f"Billing {word}" for word in ADDRESS),
    *(f"Shipping {word}" for word in ADDRESS),
    "Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount",
    "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags", "Risk Level",
    "Source", "Lineitem discount", *(f"Tax {n} {word}" for n in range(1, 6) for word in ("Name", "Value")),
    "Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name", "Payment ID",
    "Payment Terms Name", "Next Payment Due At", "Payment References",
)  # fmt: skip
STOCK_HEADER = (
    "Handle", "Title", "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name",
    "Option3 Value", "SKU", "HS Code", "COO", "Location", "Bin name", "Incoming", "Unavailable", "Committed",
    "Available", "On hand (current)", "On hand (new)",
)  # fmt: skip
VENDOR = "Sample shop"


class OrderFiles:
    """One file a month of creation, opened when the first order of the month comes."""

    def __init__(self, folder: Path, goods: Catalogue) -> None:
        self.folder, self.goods = folder, goods
        self.written: list[Path] = []
        self._open: dict[str, IO[str]] = {}

    def add(self, orders: Sequence[Order]) -> None:
        """Adds the lines of the orders."""
        for order in orders:
            self._file_of(order).write(text_of(rows_of(order, self.goods), ORDER_HEADER))

    def close(self) -> None:
        """Closes all files."""
        for file in self._open.values():
            file.close()

    def _file_of(self, order: Order) -> IO[str]:
        name = f"shopify_orders_{local(order.placed):%Y-%m}.csv"
        if name not in self._open:
            self._open[name] = (self.folder / name).open("w", encoding="utf-8", newline="")
            self._open[name].write(",".join(ORDER_HEADER) + "\n")
            self.written.append(self.folder / name)
        return self._open[name]


def rows_of(order: Order, goods: Catalogue) -> list[dict[str, str]]:
    """First line with all that belongs to the order, then one line a further product."""
    rows = [_line(order, number, goods) for number in range(len(order.lines))]
    rows[0] |= _whole(order) | _person(order)
    return rows


def text_of(rows: Sequence[dict[str, str]], header: Sequence[str]) -> str:
    """The rows as CSV without a header line."""
    text = StringIO()
    csv.DictWriter(text, header, restval="", lineterminator="\n").writerows(rows)
    return text.getvalue()


def moment(second: int | None) -> str:
    """A time as Shopify writes it: shop's zone, offset without a colon; empty for None."""
    return "" if second is None else local(second).strftime("%Y-%m-%d %H:%M:%S %z")


def write_inventory(path: Path, day: int, goods: Catalogue) -> None:
    """Stock at the start of a day, one line a product."""
    rows = []
    for number, sku in enumerate(goods.skus):
        pieces = str(int(goods.available[day, number]))
        handle = f"{goods.titles[number].lower().replace(' ', '-')}"
        rows.append({
            "Handle": handle, "Title": goods.titles[number], "Option1 Name": "Title",
            "Option1 Value": "Default Title", "SKU": sku, "COO": "PL", "Location": "Main", "Incoming": "0",
            "Unavailable": "0", "Committed": "0", "Available": pieces, "On hand (current)": pieces,
        })  # fmt: skip
    path.write_text(",".join(STOCK_HEADER) + "\n" + text_of(rows, STOCK_HEADER), encoding="utf-8", newline="")


def _line(order: Order, number: int, goods: Catalogue) -> dict[str, str]:
    line = order.lines[number]
    return {
        "Name": order.name,
        "Created at": moment(order.placed),
        "Lineitem quantity": str(line.pieces),
        "Lineitem name": goods.titles[line.product],
        "Lineitem price": decimal(line.price),
        "Lineitem sku": goods.skus[line.product],
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled" if order.shipped else "pending",
        "Vendor": VENDOR,
        "Lineitem discount": "0.00",
    }


def _whole(order: Order) -> dict[str, str]:
    return {
        "Financial Status": order.status,
        "Paid at": moment(order.paid),
        "Fulfillment Status": "fulfilled" if order.shipped else "unfulfilled",
        "Fulfilled at": moment(order.shipped),
        "Accepts Marketing": "no",
        "Currency": "PLN",
        "Subtotal": decimal(order.total - order.shipping),
        "Shipping": decimal(order.shipping),
        "Taxes": "0.00",
        "Total": decimal(order.total),
        "Discount Code": CODE if order.discount else "",
        "Discount Amount": decimal(order.discount),
        "Shipping Method": "Parcel locker",
        "Note Attributes": _notes(order),
        "Cancelled at": moment(order.cancelled),
        "Payment Method": ON_DELIVERY if order.on_delivery else BY_CARD,
        "Refunded Amount": decimal(order.refunded),
        "Outstanding Balance": decimal(0 if order.paid or order.cancelled else order.total),
        "Id": str(6_100_000_000_000 + order.number),
        "Tags": order.reason,
        "Risk Level": "Low",
        "Source": "shopify_draft_order" if order.by_phone else "web",
    }


def _person(order: Order) -> dict[str, str]:
    buyer = f"buyer{abs(order.visitor)}{'p' if order.visitor < 0 else ''}"
    return {
        "Email": f"{buyer}@example.com",
        "Billing Name": "Invented Buyer",
        "Billing City": "Testowo",
        "Billing Zip": "'00-000",
        "Billing Country": "PL",
    }


def _notes(order: Order) -> str:
    notes = []
    campaign = CAMPAIGNS[order.campaign]
    if order.visit >= 0 and order.number % 10 < 7 and not campaign.medium.startswith("("):
        notes = [f"UTM source: {campaign.source}", f"UTM medium: {campaign.medium}"]
        notes += [f"UTM campaign: {campaign.name}"] * (not campaign.name.startswith("("))
    notes.append(f"Promised by: {moment(order.promised)}")
    if order.delivered:
        notes.append(f"Delivered at: {moment(order.delivered)}")
    return "\n".join(notes)
