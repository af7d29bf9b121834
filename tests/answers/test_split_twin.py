"""A twin of a public split test: its sums are known, and so is the one order that makes its mean order."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from funnel.answers.experiment_result import Per, Reads, SplitAnswer, SplitQuestion, Verdict
from funnel.answers.experiments import ask_split
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import published, shop

ARMS = {"A": (18_736, 557, 4_084_803), "B": (18_916, 640, 5_907_760)}
LARGEST = 1_294_500
IN_BOTH = 58


def visits_of(arm: str) -> Iterator[dict[str, object]]:
    """One visit a visitor; the first 58 buyers of both arms are the same people; values spread around their mean."""
    visitors, orders, money = ARMS[arm]
    values = list(order_values(orders, money, LARGEST if arm == "B" else None))
    for number in range(visitors):
        buys = number < orders
        yield {
            "session_id": f"{arm}{number}",
            "visitor_key": f"both{number}" if number < IN_BOTH else f"{arm}-{number}",
            "moment": f"2026-08-{1 + number % 28:02}T12:{number % 60:02}:00",
            "variant": arm,
            "purchase": int(buys),
            "orders": int(buys),
            "revenue": f"{values[number]}.00" if buys else None,
        }


def order_values(orders: int, money: int, largest: int | None) -> Iterator[int]:
    """Whole amounts between about half and one and a half of the mean, summing to `money`."""
    rest, left = money - (largest or 0), orders - (largest is not None)
    mean = rest // left
    values = [mean + (number % 21 - 10) * mean // 20 for number in range(left)]
    values[-1] += rest - sum(values)
    yield from ([largest, *values] if largest is not None else values)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store of the twin's visits."""
    rows = [visit for arm in ARMS for visit in visits_of(arm)]
    return published(shop(tmp_path_factory.mktemp("twin")), Kind.TRAFFIC_SESSIONS, rows)


@pytest.fixture(scope="module")
def twin(store: Store) -> SplitAnswer:
    """The test as published."""
    return ask_split(store, SplitQuestion(per=Per.VISITOR))


def test_sums_are_those_of_the_test(twin: SplitAnswer) -> None:
    for arm in (twin.control, twin.treatment):
        assert (arm.visitors, arm.orders, arm.revenue) == (
            ARMS[arm.code][0],
            ARMS[arm.code][1],
            Decimal(ARMS[arm.code][2]),
        )
    assert twin.buyers_in_both == IN_BOTH


def test_orders_per_visitor_are_13_8_percent_more(twin: SplitAnswer) -> None:
    found = twin.reading(Reads.ORDERS)
    assert found is not None
    assert found.lift.relative == pytest.approx(0.138, abs=0.0005)
    assert 0 < found.safe.low < 0.138 < found.safe.high < 0.35
    assert found.lift.p == pytest.approx(0.023, abs=0.002)


def test_the_mean_order_falls_without_the_one_order(twin: SplitAnswer) -> None:
    found = twin.reading(Reads.MEAN_ORDER)
    assert found is not None
    assert found.lift.relative == pytest.approx(0.259, abs=0.0005)
    alone = twin.without[0]
    kept = {one.reads: one.lift.relative for one in alone.readings}
    assert (alone.orders, alone.money) == (1, Decimal(LARGEST))
    assert kept[Reads.MEAN_ORDER] == pytest.approx(-0.016, abs=0.0005)


def test_the_dearest_hundredth_is_left_out_too(twin: SplitAnswer) -> None:
    assert [each.orders for each in twin.without] == [1, 12]


def test_the_verdict_and_its_warnings(twin: SplitAnswer) -> None:
    assert twin.verdict is Verdict.BETTER
    assert [note.code for note in twin.warnings] == ["buyers_in_both", "one_order_matters"]
    assert dict(twin.warnings[0].values) == {"n": "58"}
    assert twin.sample_ratio_p == pytest.approx(0.35, abs=0.01)


def test_per_visit_says_the_same_where_everybody_came_once(store: Store, twin: SplitAnswer) -> None:
    per_visit = ask_split(store, SplitQuestion())
    for one, other in zip(per_visit.readings, twin.readings, strict=True):
        assert one.lift.relative == pytest.approx(other.lift.relative)


def test_the_same_people_taken_apart_give_the_same_sums_without_an_order(store: Store) -> None:
    """Leaving an order out by arithmetic is the same as an export without it."""
    rows = [visit for arm in ARMS for visit in visits_of(arm)]
    for visit in rows:
        if visit["revenue"] == f"{LARGEST}.00":
            visit |= {"orders": 0, "purchase": 0, "revenue": None}
    again = ask_split(published(shop(store.folder.parent / "without"), Kind.TRAFFIC_SESSIONS, rows), SplitQuestion())
    alone = ask_split(store, SplitQuestion()).without[0]
    for one, other in zip(again.readings, alone.readings, strict=True):
        assert one.lift.difference == pytest.approx(other.lift.difference)
        assert one.lift.scale == pytest.approx(other.lift.scale)
