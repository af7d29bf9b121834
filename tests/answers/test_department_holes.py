"""The lists of the site and service screens over stores that lack one kind of export, or nearly everything."""

from pathlib import Path

import pytest

from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.errors import WrongUse
from funnel.store import Store
from funnel.terms import Dimension, Kind
from tests.shop import order_line, published, shop, visit
from tests.small_sample import store_without

OURS = [(name, rule.code) for name in ("site", "service") for rule in DEPARTMENTS[name]]
KINDS = ("traffic", "orders", "support", "stock", "ads")


@pytest.fixture(scope="module", params=KINDS)
def holed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Store]:
    """The sample shop without one kind of export."""
    return request.param, store_without(tmp_path_factory, request.param)


def asked(store: Store, department: str, code: str) -> ListAnswer:
    return list_named(department, code).ask(store, ListQuestion())


def unknown(answer: ListAnswer) -> list[str]:
    """Metrics nobody knows in any row."""
    return [
        name for place, name in enumerate(answer.metrics) if all(row.values[place] is None for row in answer.rows)
    ]  # fmt: skip


def test_what_is_missing_is_named_and_never_a_zero(holed: tuple[str, Store]) -> None:
    _, store = holed
    for department, code in OURS:
        answer = asked(store, department, code)
        assert answer.rows or answer.lacking, f"{code} is empty and does not say why"
        if not answer.rows:
            assert answer.total is None


def test_each_missing_kind_leaves_its_own_lists_unmeasured(holed: tuple[str, Store]) -> None:
    kind, store = holed
    empty = {code for department, code in OURS if not asked(store, department, code).rows}
    of_contacts = {"reply_hours", "staffing", "teams", "dialogs", "topics"}
    of_orders = {"deliveries", "reasons", "products", "promises"}
    of_visits = {rule.code for rule in DEPARTMENTS["site"]}
    gone = {"support": of_contacts, "orders": of_orders, "traffic": of_visits}
    assert empty == gone.get(kind, set())


def test_contacts_without_a_book_know_no_orders_about_them(holed: tuple[str, Store]) -> None:
    kind, store = holed
    if kind == "orders":
        topics = asked(store, "service", "topics")
        assert {"orders_about", "money_about"} <= set(unknown(topics))
        assert "order_lines.order_id" in topics.lacking
    if kind == "support":
        products = asked(store, "service", "products")
        assert {"contact_rate_of_orders", "complaint_rate"} <= set(unknown(products))


def test_a_store_of_one_order_says_what_it_knows(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00")])
    for department, code in OURS:
        answer = asked(store, department, code)
        assert answer.rows or answer.lacking or code == "reasons"  # nothing was cancelled: known, and nothing
    judged = asked(store, "service", "promises")
    assert judged.rows == () or judged.rows[0].key == ("not_promised",)


def test_service_lists_refuse_filters_of_visits(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "v1", "view_item"))
    with pytest.raises(WrongUse):
        list_named("site", "slow_pages").ask(store, ListQuestion(where=((Dimension.CATEGORY, ("lamps",)),)))
    with pytest.raises(WrongUse):
        list_named("service", "topics").ask(store, ListQuestion(where=((Dimension.DEVICE, ("mobile",)),)))
