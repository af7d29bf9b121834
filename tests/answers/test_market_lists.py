"""Lists of marketplaces: own units, outcomes of orders old enough, nothing counted twice, each missing export told."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.store import Store
from funnel.terms import Dimension, Kind
from tests.market_shop import EXPORTS, market_store
from tests.shop import shop

CODES = [rule.code for rule in DEPARTMENTS["marketplaces"]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return market_store(tmp_path_factory.mktemp("market-lists"))


def told(store: Store, code: str, **asked: Any) -> ListAnswer:
    return list_named("marketplaces", code).ask(store, ListQuestion(**asked))


def named(answer: ListAnswer, *key: str) -> dict[str, Any]:
    row = next(row for row in (*answer.rows, answer.total) if row and row.key == key)
    return dict(zip(answer.metrics, row.values, strict=True))


def test_places_of_sale_share_orders_and_money_only(store: Store) -> None:
    answer = told(store, "side_by_side")
    assert [(row.key[0], row.values[:3]) for row in answer.rows] == [
        ("wildberries", (None, 11, Decimal("530.00"))),
        ("own_site", (2, None, Decimal("140.00"))),
        ("ozon", (3, 4, Decimal("40.00"))),
    ]
    assert named(answer)["sold_money"] == Decimal("710.00")
    assert {note.code for note in answer.notes} == {"sold_by_cards", "sold_by_book", "sold_by_orders"}


def test_without_an_order_book_the_site_is_counted_by_analytics(tmp_path: Path) -> None:
    answer = told(market_store(tmp_path, Kind.ORDER_LINES), "side_by_side")
    assert (named(answer, "own_site")["sold_orders"], named(answer, "own_site")["sold_money"]) == (1, Decimal("100.00"))


def test_every_marketplace_keeps_its_own_unit(store: Store) -> None:
    answer = told(store, "cards")
    wb = named(answer, "wildberries")
    assert (wb["card_opens"], wb["card_carts"], wb["ordered_pieces"], wb["card_to_cart"]) == (150, 25, 11, 25 / 150)
    assert (wb["judged_pieces"], wb["buyout_rate"], wb["marketplace_cancel_rate"]) == (10, 0.6, 0.4)
    ozon = named(answer, "ozon")
    assert (ozon["judged_pieces"], ozon["buyout_rate"], ozon["marketplace_return_rate"]) == (4, 0.5, 0.25)
    total = named(answer)
    assert (total["ordered_pieces"], total["ordered_money"]) == (15, Decimal("570.00"))
    assert {total[name] for name in ("card_impressions", "card_opens", "card_to_order", "buyout_rate")} == {None}


def test_a_limit_of_cards_mixes_no_units(store: Store) -> None:
    answer = told(store, "card_products", limit=1)
    other = named(answer, "other", "other")
    assert [row.title for row in answer.rows] == ["Lamp", None]
    assert (other["ordered_pieces"], other["card_opens"]) == (5, None)


def test_searches_of_all_buyers_count_once_however_many_cards_they_led_to(store: Store) -> None:
    lamp = named(told(store, "search_terms"), "wildberries", "lamp")
    assert (lamp["term_searches"], lamp["term_opens"], lamp["term_orders"]) == (1000, 40, 4)
    assert (lamp["term_open_to_order"], lamp["search_position"]) == (0.1, 3.0)


def test_stock_lasts_as_long_as_these_days_sell(store: Store) -> None:
    lamp = named(told(store, "card_stock"), "wildberries", "A")
    assert (lamp["market_available"], lamp["market_reserved"], lamp["ordered_pieces"]) == (20, 2, 10)
    assert lamp["market_days_of_cover"] == 4.0
    north = named(told(store, "warehouses"), "wildberries", "north")
    assert (north["market_available"], north["cards_held"], north["cards_sold_out"]) == (5, 2, 1)


def test_settlements_take_returns_off(store: Store) -> None:
    ozon = named(told(store, "settlements"), "ozon")
    assert (ozon["settled_pieces"], ozon["settled_returns"]) == (1, 1)
    assert (ozon["net_settled_money"], ozon["marketplace_charges"], ozon["charge_share"]) == (
        Decimal("20.00"), Decimal("4.00"), 0.2,
    )  # fmt: skip


def test_sellers_are_judged_by_orders_old_enough(store: Store) -> None:
    answer = told(store, "sellers")
    anna, bolek = named(answer, "anna"), named(answer, "bolek")
    assert [row.key for row in answer.rows] == [("bolek",), ("anna",)]
    assert (bolek["seller_orders"], bolek["seller_cancel_rate"], bolek["seller_lost_money"]) == (
        2,
        0.5,
        Decimal("75.00"),
    )
    assert (anna["seller_late_rate"], bolek["seller_late_rate"], bolek["promised_deliveries"]) == (1.0, 0.0, 1)
    assert (anna["order_contacts"], bolek["order_contacts"], bolek["contact_rate"]) == (0, 1, 0.5)


def test_without_contacts_nobody_was_asked_about_zero_times(tmp_path: Path) -> None:
    answer = told(market_store(tmp_path, Kind.CONTACTS), "sellers")
    assert named(answer, "anna")["order_contacts"] is None
    assert answer.lacking == ("contacts.order_id", "stock.rating")
    assert named(answer, "anna")["seller_complaints"] is None


def test_filters_of_visits_reach_no_marketplace_and_are_told(store: Store) -> None:
    answer = told(store, "side_by_side", where=((Dimension.DEVICE, ("mobile",)),))
    assert answer.notes[-1].code == "filters_not_of_marketplaces"


@pytest.mark.parametrize("code", CODES)
def test_a_store_without_anything_of_the_kind_is_not_measured(tmp_path: Path, code: str) -> None:
    store = shop(tmp_path)
    store.publish()
    answer = told(store, code)
    assert (answer.rows, answer.total) == ((), None)
    assert answer.lacking


@pytest.mark.parametrize("missing", sorted({kind for kind, _ in EXPORTS.values()}))
def test_with_each_kind_missing_every_list_says_so_and_none_errs(tmp_path: Path, missing: Kind) -> None:
    store = market_store(tmp_path, missing)
    for code in CODES:
        answer = told(store, code)
        assert answer.rows or answer.lacking, code
