"""The assortment screen over the sample's exports with one kind of them left out, and over one product or none."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.assortment_lists import ASSORTMENT_LISTS
from funnel.answers.departments import DEPARTMENTS
from funnel.answers.listing import ListQuestion, Promotion
from funnel.answers.listing_told import lists_as_json
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import event, order_line, published, shelve, shop
from tests.small_sample import store_without

Open = Callable[..., AppTest]
ASKED = ListQuestion(promotions=(Promotion("Autumn sale", date(2026, 10, 24), date(2026, 10, 25)),))
KINDS = ("ads", "orders", "stock", "support", "traffic")
CODES = [rule.code for rule in ASSORTMENT_LISTS]
NEEDS = {
    "out_of_stock": {"stock"},
    "price_above": {"stock"},
    "no_alternative": {"stock"},
    "abandoned_carts": {"traffic"},
    "cover": {"stock"},
    "overstock": {"stock", "orders"},
    "slow_products": {"stock", "orders"},
    "cards": {"stock"},
    "promotions": {"traffic"},
    "promoted_products": {"traffic"},
}
"""Exports without which a list has no row at all; without others it has dashes."""


@pytest.fixture(scope="module", params=KINDS)
def left_out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Store]:
    """A store of all exports but one kind."""
    return request.param, store_without(tmp_path_factory, request.param)


def test_a_missing_kind_is_told_and_never_a_zero(left_out: tuple[str, Store]) -> None:
    kind, store = left_out
    for rule in ASSORTMENT_LISTS:
        answer = rule.ask(store, ASKED)
        if kind in NEEDS[rule.code]:
            assert not answer.rows, rule.code
            assert answer.lacking, rule.code
        elif kind in ("ads", "support"):
            assert answer.rows, rule.code
            assert not answer.lacking, rule.code


def test_without_orders_nothing_is_said_of_sales(left_out: tuple[str, Store]) -> None:
    kind, store = left_out
    if kind != "orders":
        return
    told = {"pace", "missed_pieces", "missed_sales", "ordered_pieces_site", "cover_days", "days_to_empty"}
    told |= {"promoted_money", "promoted_orders", "promoted_worth", "promoted_margin", "usual_margin"}
    for rule in ASSORTMENT_LISTS:
        answer = rule.ask(store, ASKED)
        places = [place for place, name in enumerate(answer.metrics) if name in told]
        lines = [*answer.rows, *([answer.total] if answer.total else [])]
        assert all(line.values[place] is None for line in lines for place in places), rule.code


@pytest.mark.parametrize("code", CODES)
def test_the_screen_stands_whatever_is_missing(left_out: tuple[str, Store], open_page: Open, code: str) -> None:
    kind, store = left_out
    app = open_page(store, "assortment", list=code)
    assert not app.exception
    assert not app.error
    if kind in NEEDS[code]:
        assert any("Not measured" in caption.value for caption in app.caption)


@pytest.mark.parametrize("department", [name for name in DEPARTMENTS if name != "assortment"])
def test_every_other_department_stands_too(left_out: tuple[str, Store], open_page: Open, department: str) -> None:
    _, store = left_out
    app = open_page(store, department)
    assert not app.exception
    assert not app.error


def test_figures_of_one_product_by_hand(tmp_path: Path) -> None:
    store = shop(tmp_path, cover_days=10)
    days = [f"2026-09-{day:02d}" for day in range(1, 31)]
    stock = [
        {
            "moment": f"{day} 00:00:01",
            "product": "A-1",
            "available": 0 if day > "2026-09-28" else 40,
            "price": "50.00",
            "cost": "20.00",
            "title": "Lamp",
            "category": "lamps",
        }
        for day in days
    ]
    shelve(store, Kind.STOCK, stock, feed="shelf")
    lines = [
        order_line(f"o{day}", day, "50.00", product="A-1", quantity=1, price="50.00")
        for day in days
        if day <= "2026-09-28" and int(day[-2:]) % 2
    ]
    shelve(store, Kind.ORDER_LINES, lines, feed="book")
    views = [
        event(f"{day} 10:00:00", "view_item", f"s{day}", product="A-1")
        for day in ("2026-09-02", "2026-09-29", "2026-09-30")
    ]
    published(store, Kind.TRAFFIC_EVENTS, views)
    rules = {rule.code: rule for rule in ASSORTMENT_LISTS}
    answer = rules["out_of_stock"].ask(store, ListQuestion())
    told = lists_as_json("assortment", [answer])["lists"][0]["rows"][0]
    # 14 pieces on 28 days in stock: half a piece a day; 2 empty days miss 1 piece of 50.
    assert (told["out_views"], told["product_views"], told["empty_days"], told["pace"]) == (2, 3, 2, 0.5)
    assert (told["missed_pieces"], told["missed_sales"]) == (1.0, "50.00")
    assert Decimal(told["missed_sales_low"]) < 50 < Decimal(told["missed_sales_high"])
    # On the 28th: 40 pieces at 20 each, 5 sell in 10 days.
    earlier = ListQuestion(end=answer.period.end.replace(day=28) if answer.period else None)
    over = lists_as_json("assortment", [rules["overstock"].ask(store, earlier)])["lists"][0]["rows"][0]
    assert (over["overstock_value"], over["stock_value"], over["cover_days"]) == ("700.00", "800.00", 80.0)
