"""Customers by the month of their first order: known zeros, months still running, no customer no list."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from funnel.answers.departments import list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.store import Store
from funnel.terms import Dimension, Kind
from tests.shop import order_line, shelve, shop

ORDERS = (
    order_line("1", "2026-08-30", "10.00", customer_key="k"),
    order_line("2", "2026-10-02", "20.00", customer_key="k"),
    order_line("3", "2026-08-03", "30.00", customer_key="m"),
    order_line("4", "2026-09-04", "40.00", customer_key="n"),
    order_line("5", "2026-10-05", "50.00"),
)


def held(folder: Path, *orders: dict[str, object]) -> Store:
    store = shop(folder)
    shelve(store, Kind.ORDER_LINES, orders, feed="book")
    store.publish()
    return store


def told(store: Store, **asked: Any) -> ListAnswer:
    return list_named("traffic", "cohorts").ask(store, ListQuestion(**asked))


def test_cohorts_have_every_month_until_the_newest_order(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *ORDERS))
    assert [(row.key, row.values[:2], row.values[3:5]) for row in answer.rows] == [
        (("2026-08", "0"), (2, 2), (2, Decimal("40.00"))),
        (("2026-08", "1"), (2, 0), (0, Decimal("0.00"))),
        (("2026-08", "2"), (2, 1), (1, Decimal("20.00"))),
        (("2026-09", "0"), (1, 1), (1, Decimal("40.00"))),
        (("2026-09", "1"), (1, 0), (0, Decimal("0.00"))),
    ]
    assert answer.total.values == (3, None, None, 4, Decimal("100.00"), Decimal("33.3333"))
    assert answer.immature_from == date(2026, 10, 1)
    assert {note.code for note in answer.notes} == {"cohorts_of_book", "orders_without_customer", "month_not_over"}


def test_the_last_day_asked_for_ends_the_book(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *ORDERS), end=date(2026, 8, 31))
    assert [row.key for row in answer.rows] == [("2026-08", "0")]
    assert answer.immature_from is None


def test_a_filter_that_orders_do_not_know_is_told(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *ORDERS), where=((Dimension.DEVICE, ("mobile",)),))
    assert answer.notes[-1].code == "orders_not_filtered"


def test_orders_without_customers_are_not_measured(tmp_path: Path) -> None:
    answer = told(held(tmp_path, ORDERS[4]))
    assert (answer.rows, answer.total, answer.lacking) == ((), None, ("order_lines.customer_key",))
