"""How long a split test takes, by the textbook's formula on a shop of round figures."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from funnel.answers.experiment_plan import days_needed, days_to_win_back
from funnel.store import Store
from funnel.terms import Dimension, Kind
from tests.shop import published, shop

MOBILE = ((Dimension.DEVICE, ("mobile",)),)


def fifty_a_day() -> Iterator[dict[str, object]]:
    """40 days of 50 visits, of which 5 buy: 4 of 40 on phones, 1 of 10 elsewhere."""
    for day in range(40):
        for turn in range(50):
            buys = int(turn % 10 == 0)
            yield {
                "session_id": f"s{day}-{turn}",
                "moment": f"{date(2026, 9, 1) + timedelta(days=day)}T10:{turn:02}:00",
                "device": "mobile" if turn < 40 else "desktop",
                "orders": buys,
                "purchase": buys,
            }


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """That shop."""
    return published(shop(tmp_path_factory.mktemp("plan")), Kind.TRAFFIC_SESSIONS, fifty_a_day())


def test_a_fifth_more_of_one_order_in_ten_visits(store: Store) -> None:
    found = days_needed(store, 0.2)
    by_hand = 2 * (1.959964 + 0.841621) ** 2 * 2 * 0.1 * 0.9 / 0.02**2
    assert found.orders_per_visit == pytest.approx(0.1)
    assert found.visits_a_day == pytest.approx(50)
    assert found.visits == pytest.approx(by_hand, rel=0.002)
    assert found.days == 142


def test_orders_a_day_are_set_against_those_of_the_segment(store: Store) -> None:
    whole, phones = days_to_win_back(store, 1.0), days_to_win_back(store, 1.0, MOBILE)
    assert whole == days_needed(store, 0.2)
    assert phones.relative == pytest.approx(0.25)
    assert phones.visits_a_day == pytest.approx(40)


def test_a_segment_without_orders_cannot_be_told(store: Store) -> None:
    assert days_to_win_back(store, 1.0, ((Dimension.DEVICE, ("tablet",)),)).days is None


def test_a_shop_that_never_sold_cannot_be_told(tmp_path: Path) -> None:
    """One visit a day that never buys: nothing to compare with."""
    rows = [{"session_id": str(day), "moment": f"2026-09-{day:02}T10:00:00"} for day in range(1, 29)]
    assert days_to_win_back(published(shop(tmp_path), Kind.TRAFFIC_SESSIONS, rows), 1.0).visits is None
