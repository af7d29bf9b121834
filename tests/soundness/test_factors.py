"""What would make losses quietly wrong: rows multiplied by a join, things known afterwards, unknown taken for zero."""

from pathlib import Path

import numpy as np
import pytest

from funnel.answers.funnel import ask_funnel
from funnel.answers.problem_cells import cells_of, factor_states
from funnel.answers.question import FunnelQuestion
from funnel.maths.cells import Cells
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import event, order_line, shelve, shop, visit
from tests.soundness.conftest import Shop

TO_PAYMENT = ("view_item", "add_to_cart", "begin_checkout", "add_payment_info")


def _cells(store: Store) -> Cells:
    store.publish()
    with store.reading() as reader:
        return cells_of(reader)


def _met(store: Store, code: str) -> tuple[int | None, int, int]:
    """Visits that met it, of those known, and those not known."""
    store.publish()
    with store.reading() as reader:
        state = next(state for state in factor_states(reader) if state.code == code)
    return state.met, state.chances, state.unmeasured


def test_no_join_multiplies_visits_or_money(tmp_path: Path) -> None:
    store = shop(tmp_path)
    rows = [
        *visit("2026-09-01 10:00:00", "s1", *TO_PAYMENT, "purchase", order_id="1", product="A-1"),
        *visit("2026-09-01 11:00:00", "s2", "view_item", product="A-1"),
    ]
    shelve(store, Kind.TRAFFIC_EVENTS, [row for row in rows for _ in range(2)])
    lines = [order_line("1", "2026-09-01", "50.00", line=number, product=f"A-{number}") for number in (1, 2, 3)]
    shelve(store, Kind.ORDER_LINES, lines, feed="book", until="2026-12-01 00:00:00")
    for feed in ("inventory", "feed"):
        levels = [
            {"moment": "2026-09-01 00:00:00", "product": "A-1", "available": 2, "location": place} for place in "ab"
        ]
        shelve(store, Kind.STOCK, levels, feed=feed)
    chats = [
        {"moment": "2026-09-01 10:00:30", "contact_id": str(number), "session_id": "s1", "medium": "chat"}
        for number in range(3)
    ]
    shelve(store, Kind.CONTACTS, [{**chat, "first_reply_seconds": 9} for chat in chats], feed="desk")
    cells = _cells(store)
    at_risk = np.bincount(cells.counts.step, cells.counts.at_risk)
    assert at_risk[0] == cells.money.visits.sum() == 2
    assert cells.money.value.sum() == 50
    assert cells.money.paid.sum() == 1
    assert _met(store, "out_of_stock") == (0, 2, 0)
    assert _met(store, "chat_slow") == (0, 1, 0)


@pytest.mark.parametrize(("levels", "expected"), [
    ([("2026-09-01 09:00:00", 0), ("2026-09-01 10:05:00", 9)], (1, 1, 0)),
    ([("2026-09-01 09:00:00", 9), ("2026-09-01 10:05:00", 0)], (0, 1, 0)),
    ([("2026-09-01 10:05:00", 0)], (0, 0, 1)),
    ([("2026-08-01 09:00:00", 0)], (0, 0, 1)),
    ([("2026-09-01 09:00:00", None)], (0, 0, 1)),
], ids=["restocked after", "sold out after", "told only after", "long ago", "not counted"])  # fmt: skip
def test_stock_is_that_of_the_moment_of_the_view(tmp_path: Path, levels: list, expected: tuple) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "view_item", product="A-1"))
    for number, (moment, available) in enumerate(levels):
        shelve(store, Kind.STOCK, [{"moment": moment, "product": "A-1", "available": available}], feed=f"f{number}")
    assert _met(store, "out_of_stock") == expected


def test_a_contact_that_names_no_visit_we_know_is_no_flag_of_any(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "view_item", visitor_key="anna"))
    contact = {"contact_id": "1", "medium": "chat", "first_reply_seconds": 9000}
    lost = {**contact, "moment": "2026-09-01 10:01:30", "session_id": "s9", "customer_key": "boris"}
    late = {**contact, "contact_id": "2", "moment": "2026-09-01 11:30:00", "customer_key": "anna"}
    shelve(store, Kind.CONTACTS, [lost, late], feed="desk")
    assert _met(store, "chat_slow") == (0, 0, 0)


def test_a_chat_opened_once_something_is_in_the_cart_is_no_opportunity(tmp_path: Path) -> None:
    store = shop(tmp_path)
    rows = visit("2026-09-01 10:00:00", "s1", "view_item", "add_to_cart", "begin_checkout")
    shelve(store, Kind.TRAFFIC_EVENTS, rows)
    chat = {"contact_id": "1", "medium": "chat", "first_reply_seconds": 9000, "session_id": "s1"}
    shelve(store, Kind.CONTACTS, [{**chat, "moment": "2026-09-01 10:02:30"}], feed="desk")
    assert _met(store, "chat_slow") == (0, 0, 0)


def test_orders_too_young_to_judge_stand_in_no_comparison_of_kept_ones(tmp_path: Path) -> None:
    store = shop(tmp_path)
    for day, order in (("2026-09-01", "1"), ("2026-09-20", "2")):
        rows = visit(f"{day} 10:00:00", f"s{order}", *TO_PAYMENT, "purchase", order_id=order)
        shelve(store, Kind.TRAFFIC_EVENTS, rows)
        arrival = {"promised_at": f"{day} 20:00:00", "delivered_at": f"{day} 21:00:00"}
        line = order_line(order, day, "50.00", **arrival)
        shelve(store, Kind.ORDER_LINES, [line], feed="book", until=f"{day} 23:00:00")
    cells = _cells(store)
    kept = cells.counts.step == cells.steps.index("kept")
    assert cells.counts.at_risk[kept].sum() == 1
    assert cells.money.value.sum() == 100  # what is left of both so far
    assert _met(store, "late_delivery") == (1, 1, 0)


def test_what_happens_later_in_the_visit_raises_no_flag(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, [
        event("2026-09-01 10:00:00", "session_start", "s1", page="/", load_seconds="1"),
        event("2026-09-01 10:01:00", "view_search_results", "s1", search_results=5),
        event("2026-09-01 10:02:00", "view_search_results", "s1", search_results=0),
        event("2026-09-01 10:03:00", "view_item", "s1", product="A-1", page="/a", load_seconds="9"),
        event("2026-09-01 10:04:00", "view_item", "s1", product="B-2"),
        event("2026-09-01 10:04:01", "page_error", "s1"),
        event("2026-09-01 10:05:00", "add_to_cart", "s1"),
        event("2026-09-01 10:06:00", "begin_checkout", "s1"),
        event("2026-09-01 10:07:00", "add_payment_info", "s1"),
        event("2026-09-01 10:08:00", "checkout_error", "s1"),
        event("2026-09-01 10:09:00", "add_payment_info", "s1"),
        event("2026-09-01 10:10:00", "payment_error", "s1"),
    ])  # fmt: skip
    levels = [{"moment": "2026-09-01 00:00:00", "product": sku, "available": n} for sku, n in (("A-1", 5), ("B-2", 0))]
    shelve(store, Kind.STOCK, levels, feed="stock")
    codes = ("slow_page", "empty_search", "page_error", "out_of_stock", "checkout_error", "payment_error")
    assert {code: _met(store, code) for code in codes} == dict.fromkeys(codes, (0, 1, 0))


def test_only_the_leading_feed_of_a_day_counts(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "view_item"), feed="ga4")
    session = {"moment": "2026-09-01 10:00:00", "session_id": "m1", "view_item": 1}
    shelve(store, Kind.TRAFFIC_SESSIONS, [session, {**session, "session_id": "m2"}], feed="metrica")
    shelve(store, Kind.TRAFFIC_DAILY, [{"day": "2026-09-02", "session_start": 99}], feed="report")
    cells = _cells(store)
    assert cells.money.visits.sum() == 1
    assert cells.counts.at_risk[cells.counts.step == 0].sum() == 1


def test_cells_are_the_visits_of_the_funnel_step_by_step(shop: Shop) -> None:
    with shop.store.reading() as reader:
        cells = cells_of(reader)
    at_risk = np.bincount(cells.counts.step, cells.counts.at_risk).astype(int)
    went_on = np.bincount(cells.counts.step, cells.counts.went_on).astype(int)
    counted = {
        step.step.value: step.count for step in ask_funnel(shop.store, FunnelQuestion(compare=False)).total.steps
    }
    assert at_risk[0] == counted["session_start"]
    for place, step in enumerate(cells.steps[: cells.order_steps]):
        assert went_on[place] == counted[step], step
        assert place == 0 or at_risk[place] == went_on[place - 1]
    assert cells.money.visits.sum() == at_risk[0]
    assert cells.money.paid.sum() == went_on[cells.order_steps - 1]
