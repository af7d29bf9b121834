"""From ad cost to kept money: rates over the rows they can be told for, holes that stay holes, sums kept by a limit."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from funnel.answers.departments import list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import event, order_line, shelve, shop, visit


def bought(visit_id: str, order: str, revenue: str, **more: Any) -> list[dict[str, object]]:
    at = "2026-09-01 10:00:00"
    return [*visit(at, visit_id, **more), event(at, "purchase", visit_id, order_id=order, revenue=revenue, **more)]


def held(folder: Path) -> Store:
    """Ten orders' worth of two paid campaigns, one of them without visits under its name, and one direct order."""
    store = shop(folder, kept_days=0)
    paid = {"source": "google", "medium": "cpc", "campaign": "brand"}
    traffic = [
        *bought("a", "1", "100.00", **paid),
        *visit("2026-09-01 11:00:00", "b", **paid),
        *bought("c", "2", "300.00"),
    ]
    shelve(store, Kind.TRAFFIC_EVENTS, traffic)
    ads = {"day": "2026-09-01", "source": "google", "medium": "cpc"}
    shelve(
        store,
        Kind.AD_COSTS,
        [
            {**ads, "campaign": "brand", "impressions": 100, "clicks": 4, "cost": "20.00"},
            {**ads, "campaign": "lamps", "impressions": None, "clicks": 6, "cost": "30.00"},
        ],
        feed="ads",
    )
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "90.00")], feed="book")
    store.publish()
    return store


def told(store: Store, code: str, **asked: Any) -> ListAnswer:
    return list_named("traffic", code).ask(store, ListQuestion(**asked))


def named(answer: ListAnswer, *key: str) -> dict[str, Any]:
    row = next(row for row in (*answer.rows, answer.total) if row and row.key == key)
    return dict(zip(answer.metrics, row.values, strict=True))


def test_every_rate_of_a_campaign_stands_on_its_own_sums(tmp_path: Path) -> None:
    brand = named(told(held(tmp_path), "campaigns"), "brand")
    assert (brand["ad_cost"], brand["ad_impressions"], brand["ad_clicks"]) == (Decimal("20.00"), 100, 4)
    assert (brand["ctr"], brand["cpc"], brand["click_to_visit"]) == (0.04, Decimal("5.0000"), 0.5)
    assert (brand["visits"], brand["orders"], brand["visit_conversion"]) == (2, 1, 0.5)
    assert (brand["cpa"], brand["roas"], brand["acos"], brand["tacos"]) == (Decimal("20.0000"), 5.0, 0.2, 0.05)
    assert (brand["kept_orders"], brand["kept_revenue"]) == (1, Decimal("90.00"))


def test_a_campaign_without_visits_under_its_name_has_holes_and_no_zeros(tmp_path: Path) -> None:
    lamps = named(told(held(tmp_path), "campaigns"), "lamps")
    unknown = ("ad_impressions", "ctr", "visits", "click_to_visit", "orders", "revenue", "cpa", "roas", "acos")
    assert {name: lamps[name] for name in unknown} == dict.fromkeys(unknown)


def test_revenue_without_ads_is_in_no_roas_and_in_the_cost_of_all_revenue(tmp_path: Path) -> None:
    total = named(told(held(tmp_path), "channels"))
    assert (total["ad_cost"], total["revenue"]) == (Decimal("50.00"), Decimal("400.00"))
    assert (total["roas"], total["acos"], total["tacos"]) == (2.0, 0.5, 0.125)


def test_a_limit_adds_the_rest_up_and_reckons_its_rates_anew(tmp_path: Path) -> None:
    answer = told(held(tmp_path), "campaigns", limit=1)
    assert [row.key for row in answer.rows] == [("lamps",), ("other",)]
    other = named(answer, "other")
    assert (other["ad_cost"], other["revenue"], other["roas"]) == (Decimal("20.00"), Decimal("400.00"), 5.0)
    assert answer.rows[-1].opens == ()


def test_without_ads_and_order_book_the_missing_columns_are_named(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, bought("a", "1", "100.00"))
    store.publish()
    answer = told(store, "channels")
    assert answer.lacking == ("ad_costs.cost", "order_lines.order_id")
    assert {named(answer)[name] for name in ("ad_cost", "ad_clicks", "roas", "kept_revenue")} == {None}
    assert told(store, "visitors").lacking == ("traffic_events.visitor", "order_lines.order_id")
