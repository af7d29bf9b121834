"""Promotion days beside the same weekdays without one: by hand, by simulation, and where nothing can be said."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from funnel.answers.assortment_lists import ASSORTMENT_LISTS
from funnel.answers.listing import ListQuestion, ListRow, Promotion
from funnel.answers.promotion_lists import NOTED
from funnel.maths.promotions import days_beside, more_than_usual, sums_of
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import order_line, published, shelve, shop, visit

RULES = {rule.code: rule for rule in ASSORTMENT_LISTS}
MONDAYS = [date(2026, 8, 31) + timedelta(weeks=week) for week in range(9)]
SALE = Promotion("Half price", MONDAYS[4], MONDAYS[4])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Nine Mondays of ten visits that see one product; two buy, on the day of the sale six at half price."""
    made = shop(tmp_path_factory.mktemp("sale"), late_days=0)
    events, lines = [], []
    for monday in MONDAYS:
        on_sale = monday == SALE.start
        for number in range(10):
            buys = number < (6 if on_sale else 2)
            name = f"{monday}-{number}"
            steps = ("view_item", "add_to_cart", "begin_checkout", "purchase") if buys else ("view_item",)
            for each in visit(f"{monday} 10:00:00", name, *steps):
                extra = {"order_id": name, "revenue": "10.00" if on_sale else "20.00"}
                events.append({**each, "product": "A-1", **(extra if each["event"] == "purchase" else {})})
            if buys:
                lines.append(order_line(name, str(monday), "10.00" if on_sale else "20.00", product="A-1", quantity=1,
                                        price="20.00", discount="10.00" if on_sale else "0.00"))  # fmt: skip
    shelve(made, Kind.ORDER_LINES, lines, feed="book")
    stock = [{"moment": f"{day} 00:00:01", "product": "A-1", "available": 9, "cost": "8.00", "title": "Lamp",
              "category": "lamps"} for day in MONDAYS]  # fmt: skip
    shelve(made, Kind.STOCK, stock, feed="shelf")
    return published(made, Kind.TRAFFIC_EVENTS, events)


def figures(store: Store, code: str, **asked: object) -> tuple[dict[str, object], ListRow]:
    answer = RULES[code].ask(store, ListQuestion(promotions=(SALE,), **asked))  # type: ignore[arg-type]
    (row,) = answer.rows
    return dict(zip(answer.metrics, row.values, strict=True)), row


def test_a_visit_of_the_sale_beside_a_visit_of_like_days(store: Store) -> None:
    told, row = figures(store, "promotions")
    assert row.key == ("Half price (2026-09-28)",)
    assert (told["promotion_days"], told["promotion_visits"]) == (1, 10)
    assert (told["promotion_orders"], told["usual_orders"]) == (0.6, 0.2)
    assert (told["promotion_worth"], told["usual_worth"]) == (Decimal("6.00"), Decimal("4.00"))
    # Ten visits at 6.00 instead of 4.00, and like days that never differ.
    assert told["promotion_money"] == Decimal("20.00")
    assert row.ranges[0] == (Decimal("20.00"), Decimal("20.00"))


def test_a_product_beside_itself_with_its_margin(store: Store) -> None:
    told, row = figures(store, "promoted_products")
    assert row.key == ("A-1",)
    assert told["promoted_views"] == 10
    assert (told["promoted_orders"], told["usual_product_orders"]) == (0.6, 0.2)
    assert (told["promoted_worth"], told["usual_product_worth"]) == (Decimal("6.00"), Decimal("4.00"))
    # Six at 10.00 that cost 8.00 each, against two at 20.00.
    assert (told["promoted_margin"], told["usual_margin"]) == (Decimal("1.20"), Decimal("2.40"))
    assert told["promoted_money"] == Decimal("20.00")


@pytest.mark.parametrize("code", ["promotions", "promoted_products"])
def test_without_a_promotion_noted_nothing_is_measured(store: Store, code: str) -> None:
    answer = RULES[code].ask(store, ListQuestion())
    assert answer.rows == ()
    assert answer.lacking == (NOTED,)


def test_too_few_like_days_say_nothing_of_more_money(tmp_path: Path, store: Store) -> None:
    told, _ = figures(store, "promotions", start=SALE.start)
    assert told["promotion_money"] is not None
    lone = published(shop(tmp_path, late_days=0), Kind.TRAFFIC_EVENTS, [
        {**each, "product": "A-1"} for each in visit(f"{SALE.start} 10:00:00", "v", "view_item")
    ])  # fmt: skip
    told, _ = figures(lone, "promotions")
    assert told["promotion_money"] is None
    assert told["usual_worth"] is None


def test_like_days_are_the_same_weekdays_within_four_weeks() -> None:
    held = Period(MONDAYS[1], MONDAYS[-1])
    assert days_beside([SALE.start], held) == tuple(day for day in MONDAYS[1:] if day != SALE.start)
    assert days_beside([SALE.start, MONDAYS[5]], held) == tuple(
        day for day in MONDAYS[1:] if day not in (SALE.start, MONDAYS[5])
    )


def test_the_range_holds_the_truth_nine_times_of_ten() -> None:
    chance, held = np.random.default_rng(5), 0
    for _ in range(600):
        visits = chance.poisson(400, 17)
        money = chance.poisson(visits * 0.03) * 50.0
        days = [(float(x), float(y)) for x, y in zip(visits, money, strict=True)]
        low, _, high = more_than_usual(sums_of(days[:1]), sums_of(days[1:])) or (0.0, 0.0, 0.0)
        held += low <= 0 <= high
    assert 0.87 <= held / 600 <= 0.95
