"""Clicks that never became visits, visits sent to missing or sold-out pages, mix against rate: countable by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from funnel.answers.departments import list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.store import Store
from funnel.terms import Dimension, Kind
from tests.shop import event, shelve, shop, visit

PAID = {"source": "google", "medium": "cpc", "campaign": "brand"}


def told(store: Store, code: str, **asked: Any) -> ListAnswer:
    return list_named("traffic", code).ask(store, ListQuestion(**asked))


def named(answer: ListAnswer, *key: str) -> dict[str, Any]:
    row = next(row for row in (*answer.rows, answer.total) if row and row.key == key)
    return dict(zip(answer.metrics, row.values, strict=True))


def held(folder: Path, *traffic: dict[str, object], ads: bool = True, stock: bool = True) -> Store:
    store = shop(folder)
    shelve(store, Kind.TRAFFIC_EVENTS, traffic)
    if ads:
        row = {"day": "2026-09-08", "source": "google", "medium": "cpc", "campaign": "brand"}
        shelve(store, Kind.AD_COSTS, [{**row, "clicks": 8, "cost": "40.00"}], feed="ads")
    if stock:
        shelve(store, Kind.STOCK, [{"moment": "2026-09-07 12:00:00", "product": "L1", "available": 0}], feed="stock")
    store.publish()
    return store


def astray() -> list[dict[str, object]]:
    """Four visits of one campaign: a missing page, a sold-out product, both well, and one without a product."""
    at = "2026-09-08 10:00:0"
    return [
        event(at + "0", "session_start", "a", **PAID),
        event(at + "1", "page_error", "a", error="404", **PAID),
        event(at + "0", "view_item", "b", product="L1", **PAID),
        event(at + "0", "view_item", "c", product="L2", **PAID),
        event(at + "0", "session_start", "d", **PAID),
    ]


def test_clicks_without_a_visit_take_their_share_of_the_cost(tmp_path: Path) -> None:
    found = named(told(held(tmp_path, *astray()), "lost_clicks"), "paid_search", "brand")
    assert (found["ad_clicks"], found["visits"], found["clicks_without_visit"]) == (8, 4, 4)
    assert (found["click_to_visit"], found["click_to_visit_before"]) == (0.5, None)
    assert found["lost_click_cost"] == Decimal("20.00")


def test_a_filter_that_ad_reports_do_not_know_is_told(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *astray()), "lost_clicks", where=((Dimension.DEVICE, ("mobile",)),))
    assert [note.code for note in answer.notes] == ["clicks_not_filtered"]
    assert named(answer, "paid_search", "brand")["ad_clicks"] == 8


def test_without_ads_no_click_is_zero(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *astray(), ads=False), "lost_clicks")
    assert (answer.rows, answer.total, answer.lacking) == ((), None, ("ad_costs.clicks",))


def test_visits_sent_astray_take_their_share_of_the_cost(tmp_path: Path) -> None:
    found = named(told(held(tmp_path, *astray()), "faulty_pages"), "brand")
    assert (found["visits"], found["missing_page_visits"], found["sold_out_visits"]) == (4, 1, 1)
    assert (found["missing_page_share"], found["sold_out_share"]) == (0.25, 0.25)
    assert (found["missing_page_cost"], found["sold_out_cost"]) == (Decimal("10.00"), Decimal("10.00"))


def test_without_stock_sold_out_is_unknown_and_missing_pages_stay_known(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *astray(), stock=False), "faulty_pages")
    found = named(answer, "brand")
    assert (found["missing_page_visits"], found["sold_out_visits"], found["sold_out_cost"]) == (1, None, None)
    assert any(one.startswith("stock.") for one in answer.lacking)


def weeks(*visits: tuple[str, str, bool]) -> list[dict[str, object]]:
    rows = []
    for number, (day, device, buys) in enumerate(visits):
        at, name = f"{day} 10:00:00", f"v{number}"
        rows += visit(at, name, device=device)
        if buys:
            rows.append(event(at, "purchase", name, order_id=name, revenue="50.00", device=device))
    return rows


def test_mix_and_rate_add_up_to_the_change(tmp_path: Path) -> None:
    before = [("2026-09-01", "desktop", True), ("2026-09-01", "desktop", False), ("2026-09-01", "mobile", False)]
    now = [("2026-09-08", "desktop", True), ("2026-09-08", "mobile", False), ("2026-09-08", "mobile", False)]
    store = held(tmp_path, *weeks(*before, *now), ads=False)
    answer = told(store, "mix", start=date(2026, 9, 8), end=date(2026, 9, 8))
    total = named(answer)
    assert (total["visits"], total["visits_before"]) == (3, 3)
    assert total["mix_effect"] + total["rate_effect"] == pytest.approx(0)
    assert total["rate_effect"] == pytest.approx(0.5 * 0.5 * 3)
    assert total["mix_free_conversion"] == pytest.approx(1 / 3 + 0.25)
    assert sum(row.values[-1] for row in answer.rows) == total["mix_and_rate_money"] == Decimal("0.00")


def test_without_earlier_days_effects_are_unknown(tmp_path: Path) -> None:
    answer = told(held(tmp_path, *weeks(("2026-09-08", "mobile", True))), "mix")
    assert next(note.code for note in answer.notes) == "nothing_earlier"
    assert {named(answer)[name] for name in ("visits_before", "mix_effect", "rate_effect", "mix_and_rate_money")} == {
        None
    }
