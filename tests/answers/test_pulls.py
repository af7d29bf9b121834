"""Pairs that pull against each other: both sides from the answers of the screens, or why a side is not known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.answers.change import ask_change
from funnel.answers.departments import list_named
from funnel.answers.discounts import ON_TOP, ask_discounts, discounts_of
from funnel.answers.funnel import ask_funnel
from funnel.answers.listing import ListQuestion
from funnel.answers.loss_question import ChangeQuestion, LossQuestion
from funnel.answers.losses import ask_losses
from funnel.answers.pulls import NO_PAY, Pull, PulledOn, pulls_on
from funnel.answers.question import FunnelQuestion
from funnel.errors import sentence
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import published, shop
from tests.small_sample import small_store

DAYS = Period(date(2026, 9, 1), date(2026, 9, 7))
ASKED = {
    "orders": 20, "unpriced_orders": 0, "discounted_orders": 3, "dearer_orders": 0,
    "full_money": Decimal("300.00"), "money": Decimal("270.00"),
}  # fmt: skip
SOLD = {
    "pieces": 10, "money": Decimal("280.00"), "costed_pieces": 10, "costed_money": Decimal("280.00"),
    "cost": Decimal("100.00"),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> PulledOn:
    """The answers of the small sample shop."""
    store = small_store(tmp_path_factory)
    losses = ask_losses(store, LossQuestion())
    days = losses.period
    asked = ListQuestion(days.start, days.end)
    return PulledOn(
        losses=losses,
        change=ask_change(store, ChangeQuestion()),
        stock=list_named("assortment", "overstock").ask(store, asked),
        slow=list_named("assortment", "slow_products").ask(store, asked),
        gone=list_named("service", "reasons").ask(store, asked),
        paid=ask_funnel(store, FunnelQuestion(days.start, days.end)),
        discounts=ask_discounts(store, days),
    )


def by_code(found: PulledOn) -> Mapping[str, Pull]:
    return {pull.code: pull for pull in pulls_on(found)}


def test_a_loss_on_a_side_is_that_of_the_losses_screen(found: PulledOn) -> None:
    late = next(row for row in found.losses.rows if row.key[-1] == "late_delivery")
    assert by_code(found)["pull_promise"].right.money == late.money


def test_several_losses_are_added_with_both_ends(found: PulledOn) -> None:
    side = by_code(found)["pull_reply"].left
    parts = [row.money for row in side.of if row.money is not None]
    assert side.money is not None
    assert side.money.low == sum(part.low for part in parts)
    assert side.money.high == sum(part.high for part in parts)


def test_stock_stands_and_missed_sales_flow(found: PulledOn) -> None:
    pull = by_code(found)["pull_stock"]
    assert (pull.left.a_week, pull.right.a_week) == (False, True)
    assert pull.right.money is not None
    assert pull.right.money.low < pull.right.money.effect < pull.right.money.high


def test_traffic_is_the_two_lines_of_the_change(found: PulledOn) -> None:
    pull = by_code(found)["pull_traffic"]
    assert not isinstance(found.change, str)
    volume = sum(row.effect.effect for row in found.change.rows if row.cause == "traffic_volume")
    assert pull.left.money is not None
    assert pull.left.money.effect == volume


def test_what_no_export_states_is_said_and_never_0(found: PulledOn) -> None:
    side = by_code(found)["pull_staff"].right
    assert (side.money, side.why) == (None, NO_PAY)
    without = replace(found, stock=sentence("Nothing."), change=sentence("Nothing."))
    for code in ("pull_stock", "pull_traffic"):
        assert by_code(without)[code].left.money is None
        assert by_code(without)[code].left.why == "Nothing."


def test_a_loss_that_is_not_measured_names_the_column(found: PulledOn) -> None:
    rows = tuple(replace(row, money=None) if row.key[-1] == "late_delivery" else row for row in found.losses.rows)
    evidence = tuple(
        replace(one, lacking=("order_lines.promised_at",)) if one.factor == "late_delivery" else one
        for one in found.losses.factors
    )
    side = by_code(replace(found, losses=replace(found.losses, rows=rows, factors=evidence)))["pull_promise"].right
    assert (side.money, side.lacking) == (None, ("order_lines.promised_at",))


def test_margin_is_what_was_asked_less_the_cost() -> None:
    told = discounts_of(DAYS, ASKED, SOLD)
    assert (told.given, told.margin) == (Decimal("30.00"), Decimal("170.00"))


@pytest.mark.parametrize(
    ("asked", "sold", "lacking"),
    [
        ({"orders": None, "unpriced_orders": None}, {}, ("order_lines",)),
        ({"unpriced_orders": 2}, {}, ("order_lines.price", "order_lines.discount")),
        ({}, {"costed_pieces": 9}, ("stock.cost",)),
        ({}, {"pieces": None}, ("order_lines.product",)),
    ],
)
def test_what_is_not_stated_is_named(
    asked: dict[str, object], sold: dict[str, object], lacking: tuple[str, ...]
) -> None:
    told = discounts_of(DAYS, ASKED | asked, SOLD | sold)
    assert told.margin is None
    assert told.lacking_margin == lacking


def test_tax_on_top_of_prices_is_no_discount() -> None:
    told = discounts_of(DAYS, ASKED | {"dearer_orders": 2}, SOLD)
    assert (told.given, told.why) == (None, ON_TOP)


def test_an_order_book_alone_tells_its_discounts(tmp_path: Path) -> None:
    lines = [
        {"order_id": "1", "line": 1, "moment": "2026-09-02T10:00:00", "order_total": "95.00", "shipping": "5.00",
         "quantity": 2, "price": "50.00", "product": "A"},
    ]  # fmt: skip
    store: Store = published(shop(tmp_path), Kind.ORDER_LINES, lines)
    told = ask_discounts(store, DAYS)
    assert (told.given, told.margin, told.lacking_margin) == (Decimal("10.00"), None, ("stock.cost",))
