"""Sources that hold sums only: changes by step and segment, never by cause, never mixed with visits."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from funnel.answers.change import ask_change
from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion, LossUnit, Reference
from funnel.answers.loss_result import Basis
from funnel.answers.losses import ask_losses
from funnel.errors import WrongUse
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import shelve, shop

D = LossDimension
FIRST = date(2026, 9, 7)


def report(day: date, device: str, visits: int, carts: int, orders: int) -> dict[str, object]:
    text = day.isoformat()
    return {
        "day": text, "day_to": text, "channel": "email", "device": device, "session_start": visits,
        "view_item": visits // 2, "add_to_cart": carts, "begin_checkout": carts // 2, "purchase": orders,
        "revenue": f"{orders * 10}.00", "currency": "PLN",
    }  # fmt: skip


@pytest.fixture(scope="module")
def sums(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two weeks of daily sums; in the second, mobile visits put half as much into the cart."""
    store = shop(tmp_path_factory.mktemp("sums"))
    days = [FIRST + timedelta(days=number) for number in range(14)]
    rows = [
        report(day, device, 1000, 50 if device == "mobile" and place >= 7 else 100, 5 if place >= 7 else 10)
        for place, day in enumerate(days)
        for device in ("mobile", "desktop")
    ]
    shelve(store, Kind.TRAFFIC_DAILY, rows, feed="report")
    store.publish()
    return store


WEEK = {"start": FIRST + timedelta(days=7), "end": FIRST + timedelta(days=13)}


def test_daily_sums_are_split_by_step_and_say_so(sums: Store) -> None:
    answer = ask_change(sums, ChangeQuestion(**WEEK, by=(D.STEP, D.DEVICE)))
    assert answer.basis is Basis.BY_STEP
    assert sum(row.effect.effect for row in answer.rows) == answer.total.effect.effect == answer.after - answer.before
    carts = {row.key[1]: row.effect.effect for row in answer.rows if row.key[0] == "add_to_cart"}
    assert carts["mobile"] < 0
    assert abs(carts["desktop"]) < abs(carts["mobile"]) / 10
    assert "losses_by_step_only" in [note.code for note in answer.notes]


def test_losses_of_daily_sums_stand_against_the_days_before(sums: Store) -> None:
    answer = ask_losses(sums, LossQuestion(**WEEK, by=(D.STEP,)))
    assert answer.reference is Reference.PREVIOUS
    assert answer.total.money is not None
    assert answer.total.money.effect > 0


def test_the_better_device_is_a_reference(sums: Store) -> None:
    answer = ask_losses(sums, LossQuestion(**WEEK, by=(D.STEP, D.DEVICE), reference=Reference.BETTER_SEGMENT))
    gaps = {row.key: row.money.effect for row in answer.rows if row.money}
    assert gaps["add_to_cart", "mobile"] > 0
    assert gaps["add_to_cart", "desktop"] == 0
    assert {row.basis for row in answer.rows} == {Basis.BY_STEP}


def card(day: date, product: str, opens: int, carts: int, orders: int) -> dict[str, object]:
    text = day.isoformat()
    return {
        "day": text, "day_to": text, "marketplace": "wildberries", "product": product, "card_opens": opens,
        "add_to_cart": carts, "orders": orders, "ordered_money": f"{orders * 100}.00", "currency": "PLN",
    }  # fmt: skip


def test_marketplaces_change_by_product_in_their_own_unit(tmp_path: Path) -> None:
    store = shop(tmp_path)
    days = [FIRST + timedelta(days=number) for number in range(14)]
    rows = [
        card(day, product, 500, 20 if product == "lamp" and place >= 7 else 40, 4 if place >= 7 else 8)
        for place, day in enumerate(days)
        for product in ("lamp", "vase")
    ]
    shelve(store, Kind.CARD_DAILY, rows, feed="wb")
    store.publish()
    answer = ask_change(store, ChangeQuestion(**WEEK, by=(D.STEP, D.PRODUCT), unit=LossUnit.CARD_OPEN))
    assert answer.unit == "card_open"
    assert sum(row.effect.effect for row in answer.rows) == answer.total.effect.effect == answer.after - answer.before
    lamp = {row.key[0]: row.effect.effect for row in answer.rows if row.key[1] == "lamp" and row.key[0]}
    assert lamp["add_to_cart"] < 0
    with pytest.raises(WrongUse):
        ask_change(store, ChangeQuestion(**WEEK))
