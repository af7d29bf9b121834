"""Whoever met a fault can be found in the exports alone: as many as truth.json says."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from funnel.sample import SampleShop
from tests.sample.conftest import Rows, rows_of

WARSAW = ZoneInfo("Europe/Warsaw")


def visit_of(row: dict[str, str]) -> str:
    return f"{row['user_pseudo_id']}.{row['ga_session_id']}"


def met(truth: dict[str, Any], name: str) -> int:
    return next(fault["met"] for fault in truth["faults"] if fault["id"] == name)


def visits_with(events: Rows, name: str) -> set[str]:
    return {visit_of(row) for row in events if row["event_name"] == name}


@pytest.fixture(scope="module")
def bots(events: Rows) -> set[str]:
    """More than ten products in one visit; nobody else sees more than three."""
    views = Counter(visit_of(row) for row in set_of(events) if row["event_name"] == "view_item")
    return {visit for visit, count in views.items() if count > 10}


def set_of(events: Rows) -> Rows:
    return [dict(row) for row in {tuple(row.items()) for row in events}]


def first_views(events: Rows, without: set[str]) -> Rows:
    found: dict[str, dict[str, str]] = {}
    for row in sorted(events, key=lambda one: one["event_timestamp"]):
        if row["event_name"] == "view_item" and visit_of(row) not in without:
            found.setdefault(visit_of(row), row)
    return list(found.values())


@pytest.mark.parametrize("name", ["payment_error", "checkout_error"])
def test_site_errors(name: str, events: Rows, truth: dict[str, Any]) -> None:
    assert len(visits_with(events, name)) == met(truth, name)


def test_ad_mismatch(events: Rows, truth: dict[str, Any]) -> None:
    missing = {visit_of(row) for row in events if row["error_code"] == "404"}
    assert len(missing) == met(truth, "ad_mismatch")
    campaigns = {row["session_campaign"] for row in events if visit_of(row) in missing}
    assert campaigns == {"autumn_lights"}


def test_slow_page(events: Rows, truth: dict[str, Any]) -> None:
    slow = {visit_of(row) for row in events if row["page_load_ms"] and int(row["page_load_ms"]) > 4000}
    assert len(slow) == met(truth, "slow_page")
    assert not [row for row in events if row["page_load_ms"] and 3000 < int(row["page_load_ms"]) < 4500]


def test_empty_search(events: Rows, truth: dict[str, Any]) -> None:
    empty = {visit_of(row) for row in events if row["search_results"] == "0"}
    assert len(empty) == met(truth, "empty_search")


def test_out_of_stock_and_price_above(events: Rows, feed: Rows, truth: dict[str, Any], bots: set[str]) -> None:
    card = {(row["date"].replace("-", ""), row["sku"]): row for row in feed}
    seen = [card[row["event_date"], row["item_id"]] for row in first_views(events, bots)]
    # A visit across midnight may see the next day's shelf.
    assert sum(row["available"] == "0" for row in seen) == pytest.approx(met(truth, "out_of_stock"), rel=0.01)
    dear = sum(float(row["price"]) > 1.1 * float(row["competitor_price"]) for row in seen)
    assert dear == pytest.approx(met(truth, "price_above"), rel=0.01)


def test_feed_and_inventory_agree(shop: SampleShop, feed: Rows) -> None:
    pieces = {(row["date"], row["sku"]): row["available"] for row in feed}
    for path in (shop.folder / "stock").glob("shopify_inventory_*.csv"):
        day = path.stem.removeprefix("shopify_inventory_")
        assert {(day, row["SKU"]): row["Available"] for row in rows_of(path)} == {
            key: value for key, value in pieces.items() if key[0] == day
        }


def test_chat_slow(events: Rows, tickets: Rows, truth: dict[str, Any]) -> None:
    chats = {
        row["Tags"].removeprefix("chat visit-"): int(row["First reply time in minutes"] or 99)
        for row in tickets
        if row["Tags"].startswith("chat ")
    }
    assert set(chats) == visits_with(events, "chat_start")
    assert sum(minutes >= 15 for minutes in chats.values()) == met(truth, "chat_slow")
    assert not [minutes for minutes in chats.values() if 8 <= minutes < 15]


def test_late_delivery(order_lines: Rows, truth: dict[str, Any]) -> None:
    late = 0
    for row in order_lines:
        notes = dict(line.split(": ", 1) for line in row["Note Attributes"].splitlines())
        late += "Delivered at" in notes and moment(notes["Delivered at"]) > moment(notes["Promised by"])
    # Cancelled orders were not delivered; those of the last days are still on their way.
    assert 0.8 * met(truth, "late_delivery") <= late <= met(truth, "late_delivery")


def test_click_lost(shop: SampleShop, events: Rows, truth: dict[str, Any]) -> None:
    clicks = sum(
        int(row["Link clicks"])
        for row in rows_of(shop.folder / "ads" / "meta_ads.csv")
        if row["Campaign name"] == "prospecting_home"
    )
    came = {visit_of(row) for row in events if row["session_campaign"] == "prospecting_home"}
    usual_gap = 0.14
    assert clicks * (1 - usual_gap) - len(came) == pytest.approx(met(truth, "click_lost"), rel=0.2)


def test_event_dates_are_days_of_the_shop(events: Rows) -> None:
    for row in events[::50]:
        at = datetime.fromtimestamp(int(row["event_timestamp"]) / 1e6, UTC).astimezone(WARSAW)
        assert row["event_date"] == f"{at:%Y%m%d}"


def test_some_visits_cross_midnight(events: Rows) -> None:
    days: dict[str, set[str]] = {}
    for row in events:
        days.setdefault(visit_of(row), set()).add(row["event_date"])
    assert 3 < sum(len(dates) == 2 for dates in days.values()) < 300


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z")
