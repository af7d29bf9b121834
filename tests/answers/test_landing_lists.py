"""Landing pages: cost shared to the cent, money short of like visits, what is missing named."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from funnel.answers.departments import list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import event, order_line, shelve, shop, visit

AT = "2026-09-01 10:00:00"
PAID = {"source": "google", "medium": "cpc", "campaign": "brand", "device": "mobile"}


def landed(name: str, page: str, order: str | None = None, **more: Any) -> list[dict[str, object]]:
    came = visit(AT, name, "view_item", page=page, **more)
    return [*came, event(AT, "purchase", name, order_id=order, revenue="90.00", page=page, **more)] if order else came


def held(folder: Path, *traffic: dict[str, object]) -> Store:
    store = shop(folder, kept_days=0)
    shelve(store, Kind.TRAFFIC_EVENTS, traffic)
    ads = {"day": "2026-09-01", "source": "google", "medium": "cpc", "campaign": "brand", "clicks": 3, "cost": "10.00"}
    shelve(store, Kind.AD_COSTS, [ads], feed="ads")
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "80.00")], feed="book")
    store.publish()
    return store


def told(store: Store, code: str = "landings", **asked: Any) -> ListAnswer:
    return list_named("traffic", code).ask(store, ListQuestion(**asked))


def by_key(answer: ListAnswer) -> dict[tuple[str, ...], dict[str, Any]]:
    rows = [*answer.rows, *([answer.total] if answer.total else [])]
    return {row.key: dict(zip(answer.metrics, row.values, strict=True)) for row in rows}


def test_pages_share_the_cost_of_their_campaign_and_are_set_against_like_visits(tmp_path: Path) -> None:
    visits = [*landed("a", "/good", "1", **PAID), *landed("b", "/bad", **PAID), *landed("c", "/good", **PAID)]
    found = by_key(told(held(tmp_path, *visits)))
    good, bad, every = found["/good",], found["/bad",], found[()]
    assert (good["landing_cost"], bad["landing_cost"], every["landing_cost"]) == (
        Decimal("6.67"),
        Decimal("3.33"),
        Decimal("10.00"),
    )
    assert (good["short_of_like_visits"], bad["short_of_like_visits"]) == (Decimal("-30.00"), Decimal("30.00"))
    assert (bad["orders"], bad["revenue"], bad["kept_revenue"]) == (0, Decimal(0), Decimal(0))
    assert (good["visits"], good["kept_revenue"], every["short_of_like_visits"]) == (2, Decimal("80.00"), None)


def test_visits_of_other_devices_are_no_like_visits(tmp_path: Path) -> None:
    desktop = {**PAID, "device": "desktop"}
    visits = [*landed("a", "/good", "1", **PAID), *landed("b", "/bad", **desktop)]
    found = by_key(told(held(tmp_path, *visits), "landing_devices"))
    assert found["/bad", "desktop"]["short_of_like_visits"] == 0
    assert found["/good", "mobile"]["short_of_like_visits"] == 0


def test_a_limit_keeps_the_sums(tmp_path: Path) -> None:
    visits = [*landed("a", "/good", "1", **PAID), *landed("b", "/bad", **PAID), *landed("c", "/also", **PAID)]
    found = by_key(told(held(tmp_path, *visits), limit=1))
    assert set(found) == {("/also",), ("other",), ()}
    assert found["other",]["visits"] + found["/also",]["visits"] == found[()]["visits"] == 3


def test_without_pages_nothing_is_listed_and_the_column_is_named(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *visit(AT, "a")))
    assert (answer.rows, answer.total, answer.lacking) == ((), None, ("traffic_events.page",))


def test_a_filter_reaches_the_visits_and_their_cost(tmp_path: Path) -> None:
    visits = [*landed("a", "/good", "1", **PAID), *landed("b", "/bad")]
    answer = told(held(tmp_path, *visits), where=(("channel", ("not_stated",)),))
    assert list(by_key(answer)) == [("/bad",), ()]
    assert answer.lacking == ("ad_costs.cost",)
