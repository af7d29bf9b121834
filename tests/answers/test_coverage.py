"""Which questions the imported files answer, and which file or column is missing for the rest."""

from pathlib import Path

import pytest

from funnel.answers.coverage import CoverageLine, coverage
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import order_line, shelve, shop, visit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shop(tmp_path)


def line(store: Store, question: str) -> CoverageLine:
    return next(found for found in coverage(store) if found.question == question)


def test_nothing_imported_answers_nothing_and_says_what_would(store: Store) -> None:
    lines = coverage(store)
    assert {found.status for found in lines} == {"missing"}
    assert len({found.question for found in lines}) == len(lines) > 10
    assert all(found.kinds and not found.feeds for found in lines)
    assert line(store, "out_of_stock").kinds == ("stock",)
    assert line(store, "out_of_stock").missing_columns == ("available",)


def test_a_file_with_all_columns_answers(store: Store) -> None:
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a", device="mobile"))
    steps, device = line(store, "funnel_steps"), line(store, "funnel_by_device")
    assert (steps.status, steps.feeds, steps.missing_columns) == ("shown", ("web",), ())
    assert (device.status, device.feeds) == ("shown", ("web",))


def test_a_file_without_the_column_names_it(store: Store) -> None:
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    found = line(store, "site_errors_and_speed")
    assert (found.status, found.missing_columns, found.feeds) == ("missing", ("error", "load_seconds"), ("web",))
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "b", error="E1"), feed="app")
    found = line(store, "site_errors_and_speed")
    assert (found.status, found.missing_columns, found.feeds) == ("partly", ("load_seconds",), ("app", "web"))


def test_one_complete_feed_is_enough(store: Store) -> None:
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    shelve(store, Kind.TRAFFIC_DAILY, [{"day": "2026-09-01", "session_start": 1, "device": "tv"}], feed="ga4")
    found = line(store, "funnel_by_device")
    assert (found.status, found.feeds, found.missing_columns) == ("shown", ("ga4",), ())


def test_a_feed_is_as_complete_as_its_most_complete_import(store: Store) -> None:
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a", device="mobile"))
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-02 10:00:00", "b"))
    assert line(store, "funnel_by_device").status == "shown"


def test_orders_listed_by_visits_join_to_the_book(store: Store) -> None:
    rows = [{"moment": "2026-09-01 10:00:00", "session_id": "s1", "orders": 1}]
    shelve(store, Kind.TRAFFIC_SESSIONS, rows, feed="metrica")
    assert line(store, "orders_joined_to_visits").status == "shown"
    assert line(store, "paid_by_order_book").status == "missing"
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00")], feed="book")
    assert line(store, "paid_by_order_book").status == "shown"


def test_two_moments_of_a_contact_tell_the_time_to_its_reply(store: Store) -> None:
    times = {"moment": "2026-09-01 10:00:00", "first_reply_at": "2026-09-01 10:05:00"}
    shelve(store, Kind.CONTACTS, [{"contact_id": "1", **times}], feed="desk")
    assert line(store, "first_response_time").status == "shown"
