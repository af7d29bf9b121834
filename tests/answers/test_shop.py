"""What every screen states in its corner."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from funnel.answers.shop import shop_state, today_of
from funnel.terms import Dimension, Kind
from tests.shop import published, shelve, shop, visit


def test_an_empty_store_states_its_settings_and_no_days(tmp_path: Path) -> None:
    state = shop_state(shop(tmp_path, shop="Ours", zone="Europe/Moscow", currency="RUB"))
    assert (state.shop, state.zone, state.currency, state.generation) == ("Ours", "Europe/Moscow", "RUB", 0)
    assert (state.first_day, state.newest_day, state.freshness, state.is_sample) == (None, None, (), False)


def test_days_and_codes_held_most_visits_first(tmp_path: Path) -> None:
    rows = [
        *visit("2026-09-01 10:00:00", "a", device="mobile", channel="email"),
        *visit("2026-09-03 10:00:00", "b", device="mobile"),
        *visit("2026-09-02 10:00:00", "c", device="other", channel="email"),
    ]
    state = shop_state(published(shop(tmp_path), Kind.TRAFFIC_EVENTS, rows))
    assert (state.first_day, state.newest_day) == (date(2026, 9, 1), date(2026, 9, 3))
    assert state.values[Dimension.DEVICE] == ("mobile", "other")
    assert state.values[Dimension.CHANNEL] == ("email", "not_stated")
    assert Dimension.WEEK not in state.values


def test_codes_of_reports_can_be_filtered_by_too(tmp_path: Path) -> None:
    rows = [
        {
            "day": "2026-09-01", "session_start": 5, "device": "tablet", "channel": "email", "category": "shoes",
            "visitor": "new", "campaign": "autumn", "source": "news",
        }
    ]  # fmt: skip
    state = shop_state(published(shop(tmp_path), Kind.TRAFFIC_DAILY, rows, feed="ga4"))
    assert state.values == {
        Dimension.CHANNEL: ("email",),
        Dimension.DEVICE: ("tablet",),
        Dimension.CATEGORY: ("shoes",),
        Dimension.VISITOR: ("new",),
        Dimension.CAMPAIGN: ("autumn",),
        Dimension.SOURCE: ("news",),
    }


def test_a_source_is_late_and_then_stale_by_the_age_of_its_newest_day(tmp_path: Path) -> None:
    store = shop(tmp_path, late_source_days=2, stale_days=3)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-10 10:00:00", "a"))
    shelve(store, Kind.AD_COSTS, [{"day": "2026-09-08", "clicks": 1}], feed="ads")
    shelve(store, Kind.STOCK, [{"moment": "2026-09-07 10:00:00", "product": "mug"}], feed="stock")
    store.publish()
    found = {fresh.feed: (fresh.kind, fresh.age_days, fresh.age.value) for fresh in shop_state(store).freshness}
    assert found == {
        "web": ("traffic_events", 0, "fresh"),
        "ads": ("ad_costs", 2, "late"),
        "stock": ("stock", 3, "stale"),
    }
    later = {fresh.feed: (fresh.age_days, fresh.age.value) for fresh in shop_state(store, date(2026, 9, 12)).freshness}
    assert later == {"web": (2, "late"), "ads": (4, "stale"), "stock": (5, "stale")}


def test_the_day_of_the_shop_is_that_of_its_zone_and_the_sample_has_none(tmp_path: Path) -> None:
    store = shop(tmp_path, zone="Pacific/Kiritimati")
    ahead = today_of(store)
    assert ahead
    assert ahead > datetime.now(ZoneInfo("Pacific/Pago_Pago")).date()
    (tmp_path / "sample.mark").write_text(json.dumps([]), encoding="utf-8")
    assert today_of(store) is None


def test_the_zone_and_currency_are_those_the_numbers_were_built_in(tmp_path: Path) -> None:
    published(shop(tmp_path, zone="Europe/Warsaw"), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    assert shop_state(shop(tmp_path, zone="Asia/Tokyo")).zone == "Europe/Warsaw"


def test_the_sample_shop_is_marked(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    (tmp_path / "sample.mark").write_text(json.dumps([]), encoding="utf-8")
    assert shop_state(store).is_sample
