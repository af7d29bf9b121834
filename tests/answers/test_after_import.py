"""What an import makes visible, what it joins, and what it contradicts."""

from dataclasses import replace
from pathlib import Path

import pytest

from funnel.answers.after_import import Contradiction, Differs, after_import, links
from funnel.errors import WrongUse
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import order_line, shelve, shop, visit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shop(tmp_path)


def test_the_first_traffic_makes_the_funnel_visible_and_the_second_nothing_new(store: Store) -> None:
    first = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    second = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-02 10:00:00", "b"))
    assert {"funnel_steps", "strict_time_order"} <= set(after_import(store, first.import_id).made_visible)
    assert after_import(store, second.import_id).made_visible == ()


def test_an_order_with_another_total_and_time_contradicts_the_earlier_file(store: Store) -> None:
    old = shelve(store, Kind.ORDER_LINES, [order_line("a", "2026-09-01", "10.00")], feed="shop")
    moved = order_line("A", "2026-09-01", "12.50") | {"moment": "2026-09-01 14:00:00"}
    new = shelve(store, Kind.ORDER_LINES, [moved, order_line("b", "2026-09-02", "1.00")], feed="book")
    assert after_import(store, old.import_id).contradictions == ()
    assert after_import(store, new.import_id).contradictions == (
        Contradiction(Differs.ORDER_TOTAL, old.import_id, old.file_name, 1, "A", "12.50", "10.00"),
        Contradiction(
            Differs.ORDER_TIME, old.import_id, old.file_name, 1, "A", "2026-09-01T14:00:00", "2026-09-01T12:00:00"
        ),
    )


def test_a_day_with_other_counts_contradicts_the_earlier_report(store: Store) -> None:
    def costs(clicks: int) -> list[dict[str, object]]:
        return [{"day": f"2026-09-0{day}", "clicks": clicks + day} for day in (1, 2, 3)]

    old = shelve(store, Kind.AD_COSTS, costs(10), feed="ads")
    new = shelve(store, Kind.AD_COSTS, costs(20), feed="ads")
    assert after_import(store, new.import_id).contradictions == (
        Contradiction(Differs.DAY_COUNTS, old.import_id, old.file_name, 1, "2026-09-02", "22", "12", "clicks"),
    )


def test_the_same_source_read_in_another_zone_is_told(store: Store) -> None:
    old = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    elsewhere = shop(store.folder)
    elsewhere.__dict__["settings"] = replace(store.settings, zone="Europe/Moscow")
    new = shelve(elsewhere, Kind.TRAFFIC_EVENTS, visit("2026-09-05 10:00:00", "b"))
    assert after_import(store, new.import_id).contradictions == (
        Contradiction(Differs.ZONE, old.import_id, old.file_name, 0, "", "Europe/Moscow", "UTC"),
    )


def test_links_tell_how_many_orders_and_contacts_meet(store: Store) -> None:
    assert links(store) == ()
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a", "purchase", order_id="1", revenue="5.00"))
    shelve(
        store,
        Kind.ORDER_LINES,
        [order_line("1", "2026-09-01", "5.00", customer_key="k"), order_line("2", "2026-09-01", "5.00")],
        feed="book",
    )
    contacts = [
        {"contact_id": "x", "moment": "2026-09-02 10:00:00", "order_id": "1"},
        {"contact_id": "y", "moment": "2026-09-02 10:00:00", "customer_key": "k"},
        {"contact_id": "z", "moment": "2026-09-02 10:00:00"},
    ]
    shelve(store, Kind.CONTACTS, contacts, feed="desk")
    store.publish()
    found = {(link.of, link.found_in): (link.things, link.matched) for link in links(store)}
    assert found == {
        ("analytics_orders", "order_book"): (1, 1),
        ("book_orders", "traffic"): (2, 1),
        ("contacts", "order_book"): (3, 1),
        ("contacts", "order_book_by_customer"): (3, 1),
    }


def test_an_unknown_import_is_wrong_use(store: Store) -> None:
    with pytest.raises(WrongUse):
        after_import(store, "0" * 16)
