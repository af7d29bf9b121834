"""The funnel answer on stores small enough to count by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer, Segment
from funnel.errors import WrongUse
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Counting, Dimension, Kind, Step, Unit
from tests.shop import days, event, order_line, published, shelve, shop, visit

EVENTS, DAILY, SESSIONS = Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_DAILY, Kind.TRAFFIC_SESSIONS
ADS, ORDERS = Kind.AD_COSTS, Kind.ORDER_LINES
START, VIEW, CART, CHECKOUT = Step.SESSION_START, Step.VIEW_ITEM, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT
PAYMENT, PURCHASE, CLICK, KEPT = Step.ADD_PAYMENT_INFO, Step.PURCHASE, Step.CLICK, Step.KEPT


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shop(tmp_path)


def counts(segment: Segment) -> dict[str, int | None]:
    return {step.step.value: step.count for step in segment.steps}


def note_codes(answer: FunnelAnswer) -> list[str]:
    return [note.code for note in answer.notes]


def ask(store: Store, **asked: object) -> FunnelAnswer:
    return ask_funnel(store, FunnelQuestion(**{"compare": False, **asked}))


def row(answer: FunnelAnswer, *key: str) -> Segment:
    return next(found for found in answer.rows if found.key == key)


# What counts at a step


@pytest.mark.parametrize(
    ("counting", "expected"),
    [
        (Counting.REACHED, (4, 3, 2, 2)),
        (Counting.CLOSED, (4, 2, 1, 1)),
        (Counting.ORDERED, (4, 2, 0, 0)),
        (Counting.ALONE, (4, 2, 2, 2)),
    ],
)
def test_the_same_visits_by_every_counting(store: Store, counting: Counting, expected: tuple[int, ...]) -> None:
    rows = [
        *visit("2026-09-01 08:00:00", "empty"),
        *visit("2026-09-01 09:00:00", "viewed", "view_item"),
        *visit("2026-09-01 10:00:00", "backwards", "add_to_cart", "view_item", "purchase", order_id="1"),
        *visit("2026-09-01 11:00:00", "no_view", "add_to_cart", "purchase", order_id="2"),
    ]
    answer = ask(published(store, EVENTS, rows), counting=counting, steps=(START, VIEW, CART, PURCHASE))
    assert tuple(step.count for step in answer.total.steps) == expected


def test_steps_stay_in_their_order_whatever_order_they_are_asked_in(store: Store) -> None:
    published(store, EVENTS, visit("2026-09-01 10:00:00", "s1", "view_item"))
    assert ask(store, steps=(VIEW, START)).steps == (START, VIEW)


def test_one_event_is_not_two_steps_and_a_tie_is_in_order(store: Store) -> None:
    moment = "2026-09-01 10:00:00"
    rows = [event(moment, "view_item", "s1"), event(moment, "add_to_cart", "s1"), event(moment, "view_item", "s2")]
    answer = ask(published(store, EVENTS, rows), counting=Counting.ORDERED, steps=(START, VIEW, CART))
    assert tuple(step.count for step in answer.total.steps) == (2, 0, 0)
    without_start = ask(store, counting=Counting.ORDERED, steps=(VIEW, CART))
    assert tuple(step.count for step in without_start.total.steps) == (2, 1)


def test_a_visit_over_midnight_counts_once_on_the_day_it_opened(store: Store) -> None:
    published(store, EVENTS, visit("2026-09-01 23:59:00", "s1", "view_item", "purchase", order_id="1", revenue="9.90"))
    answer = ask(store, by=(Dimension.DAY,))
    assert [found.key for found in answer.rows] == [("2026-09-01",)]
    assert answer.total.money.revenue == Decimal("9.90")


def test_an_order_without_a_cart_is_an_order(store: Store) -> None:
    published(store, EVENTS, visit("2026-09-01 10:00:00", "s1", "purchase", order_id="1"))
    shelve(store, EVENTS, visit("2026-09-01 10:00:00", "s2", "view_item", "add_to_cart"))
    store.publish()
    assert counts(ask(store, counting=Counting.REACHED, steps=(START, VIEW, CART, PURCHASE)).total) == {
        "session_start": 2, "view_item": 2, "add_to_cart": 2, "purchase": 1,
    }  # fmt: skip
    assert ask(store, counting=Counting.CLOSED).total.money.orders == 1


# Holes, stand-ins, feeds of different depth


def test_a_step_never_shown_is_a_hole_and_the_next_share_reaches_over_it(store: Store) -> None:
    rows = [*visit("2026-09-01 10:00:00", "s1", "view_item", "purchase"), *visit("2026-09-01 10:00:00", "s2")]
    answer = ask(published(store, EVENTS, rows))
    assert counts(answer.total) == {
        "session_start": 2, "view_item": 1, "add_to_cart": None, "begin_checkout": None, "purchase": 1,
    }  # fmt: skip
    purchase = answer.total.step(PURCHASE)
    assert (purchase.of_previous, purchase.of_first, purchase.base) == (1.0, 0.5, 1)
    assert [dict(note.values)["step"] for note in answer.notes if note.code == "hole"] == [
        "add_to_cart", "begin_checkout",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["add_shipping_info", "add_payment_info"])
def test_checkout_is_read_from_its_first_form_where_only_that_is_shown(store: Store, form: str) -> None:
    published(store, EVENTS, visit("2026-09-01 10:00:00", "s1", "add_to_cart", form, "purchase"))
    answer = ask(store, steps=(START, CART, CHECKOUT, PURCHASE))
    assert counts(answer.total)["begin_checkout"] == 1
    assert ("stand_in", form) in [(note.code, dict(note.values).get("stand_in")) for note in answer.notes]


def test_a_stand_in_is_not_counted_twice_when_it_is_asked_itself(store: Store) -> None:
    published(store, EVENTS, visit("2026-09-01 10:00:00", "s1", "add_to_cart", "add_payment_info", "purchase"))
    answer = ask(store, steps=(START, CHECKOUT, PAYMENT, PURCHASE))
    assert counts(answer.total) == {
        "session_start": 1, "begin_checkout": None, "add_payment_info": 1, "purchase": 1,
    }  # fmt: skip


def test_checkout_of_a_daily_report_is_read_from_its_first_form(store: Store) -> None:
    published(store, DAILY, [{"day": "2026-09-01", "session_start": 100, "add_shipping_info": 8, "purchase": 3}])
    answer = ask(store, steps=(START, CHECKOUT, PURCHASE))
    assert counts(answer.total) == {"session_start": 100, "begin_checkout": 8, "purchase": 3}


def test_feeds_of_different_depth_share_only_what_both_measure(store: Store) -> None:
    shelve(store, EVENTS, visit("2026-09-01 10:00:00", "s1", "view_item", "add_to_cart", "purchase"))
    shelve(store, DAILY, [{"day": "2026-09-02", "session_start": 99, "purchase": 4}], feed="ga4")
    store.publish()
    answer = ask(store, steps=(START, VIEW, PURCHASE))
    assert counts(answer.total) == {"session_start": 100, "view_item": 1, "purchase": 5}
    purchase, view = answer.total.step(PURCHASE), answer.total.step(VIEW)
    assert (view.of_previous, view.base) == (1.0, 1)
    assert (purchase.of_previous, purchase.of_first) == (1.0, 0.05)
    assert answer.feeds == ("ga4", "web")
    assert "counted_by_source" in note_codes(answer)


def test_a_day_with_two_feeds_counts_one(store: Store) -> None:
    shelve(store, EVENTS, visit("2026-09-01 10:00:00", "s1"))
    shelve(store, SESSIONS, [{"moment": "2026-09-01 10:00:00", "session_id": "m1"}] * 1, feed="metrica")
    shelve(store, DAILY, [{"day": day, "session_start": 50} for day in days("2026-09-01", 2)], feed="ga4")
    store.publish()
    answer = ask(store)
    assert counts(answer.total)["session_start"] == 51
    assert [dict(note.values)["feed"] for note in answer.notes if note.code == "not_counted"] == ["metrica"]
    assert counts(ask(store, feed="ga4").total)["session_start"] == 100
    assert counts(ask(store, feed="metrica").total)["session_start"] == 1


def test_a_feed_that_is_not_here_is_named_with_the_nearest(store: Store) -> None:
    published(store, EVENTS, visit("2026-09-01 10:00:00", "s1"), feed="ga4_events")
    for unit in Unit:
        with pytest.raises(WrongUse) as caught:
            ask(store, feed="ga4_event", unit=unit)
        assert caught.value.near == "ga4_events"


def test_a_step_that_a_report_of_some_days_lacks_is_unknown_on_those(store: Store) -> None:
    shelve(store, DAILY, [{"day": "2026-09-01", "session_start": 10, "add_to_cart": 3}], feed="ga4", until="2026-09-01")
    shelve(store, DAILY, [{"day": "2026-09-02", "session_start": 20}], feed="ga4", until="2026-09-02")
    store.publish()
    answer = ask(store, by=(Dimension.DAY,), steps=(START, CART))
    assert counts(row(answer, "2026-09-01"))["add_to_cart"] == 3
    assert counts(row(answer, "2026-09-02"))["add_to_cart"] is None


# Periods: comparison, maturity


def test_the_comparison_is_weekday_matched_and_over_mature_days_only(tmp_path: Path) -> None:
    store = shop(tmp_path, late_days=2)
    rows = [
        line
        for place, day in enumerate(days("2026-09-07", 14))
        for number in range(place + 1)
        for line in visit(f"{day} 10:00:00", f"{day}-{number}", *(["view_item"] if number == 0 else []))
    ]
    published(store, EVENTS, rows)
    answer = ask_funnel(store, FunnelQuestion(start=date(2026, 9, 14), end=date(2026, 9, 20), steps=(START, VIEW)))
    assert answer.immature_from == date(2026, 9, 19)
    assert answer.compared_with == Period(date(2026, 9, 7), date(2026, 9, 11))
    start, view = answer.total.steps
    assert start.count == sum(range(8, 15))
    assert start.count_before == sum(range(1, 6))
    assert (view.count, view.count_before) == (7, 5)
    assert view.of_previous == 7 / sum(range(8, 15))
    assert view.comparable == 5 / sum(range(8, 13))
    assert view.of_previous_before == 5 / sum(range(1, 6))


def test_without_an_earlier_period_there_is_no_comparison(store: Store) -> None:
    published(store, EVENTS, [line for day in days("2026-09-01", 7) for line in visit(f"{day} 10:00:00", day)])
    answer = ask_funnel(store, FunnelQuestion())
    assert answer.compared_with is None
    assert answer.total.steps[0].count_before is None
    assert answer.total.steps[0].of_previous_before is None


def test_a_period_that_is_wholly_immature_is_not_compared(tmp_path: Path) -> None:
    store = shop(tmp_path, late_days=3)
    published(store, EVENTS, [line for day in days("2026-09-01", 14) for line in visit(f"{day} 10:00:00", day)])
    answer = ask_funnel(store, FunnelQuestion(start=date(2026, 9, 13), end=date(2026, 9, 14)))
    assert (answer.compared_with, answer.immature_from) == (None, date(2026, 9, 12))
    assert answer.total.steps[0].count == 2


def test_a_full_period_has_no_immature_day(tmp_path: Path) -> None:
    store = shop(tmp_path, late_days=1)
    published(store, EVENTS, [line for day in days("2026-09-01", 5) for line in visit(f"{day} 10:00:00", day)])
    assert ask(store, end=date(2026, 9, 4)).immature_from is None
    assert ask(store, end=date(2026, 9, 5)).immature_from == date(2026, 9, 5)


def test_a_period_without_visits_is_zero_and_its_shares_unknown(store: Store) -> None:
    published(store, EVENTS, [*visit("2026-09-01 10:00:00", "a", "view_item"), *visit("2026-09-05 10:00:00", "b")])
    answer = ask(store, start=date(2026, 9, 2), end=date(2026, 9, 4), steps=(START, VIEW))
    assert all(step.of_previous is None and step.of_first is None for step in answer.total.steps)
    assert answer.total.money.revenue is None


# Orders, money, kept


def test_kept_counts_only_orders_old_enough(store: Store) -> None:
    rows = [
        line
        for day in ("2026-09-01", "2026-09-02", "2026-09-10")
        for line in visit(f"{day} 12:00:00", day, "purchase", order_id=day, revenue="10.00")
    ]
    shelve(store, EVENTS, rows)
    book = [
        order_line("2026-09-01", "2026-09-01", "10.00"),
        order_line("2026-09-02", "2026-09-02", "10.00", status="refunded"),
        order_line("2026-09-10", "2026-09-10", "10.00"),
    ]
    shelve(store, ORDERS, book, feed="book", until="2026-09-17 00:00:00")
    store.publish()
    answer = ask(store)
    kept = answer.total.step(KEPT)
    assert answer.kept_until == date(2026, 9, 3)
    assert (kept.count, kept.base, kept.of_previous) == (1, 2, 0.5)
    money = answer.total.money
    assert (money.orders, money.matched_orders, money.paid_orders, money.kept_orders) == (3, 3, 3, 1)
    assert (money.paid_revenue, money.kept_revenue) == (Decimal("30.00"), Decimal("10.00"))
    assert "kept_until" in note_codes(answer)


def test_days_too_young_to_know_have_no_kept_orders_rather_than_none_kept(store: Store) -> None:
    shelve(store, EVENTS, visit("2026-09-10 12:00:00", "s1", "purchase", order_id="1"))
    shelve(store, ORDERS, [order_line("1", "2026-09-10", "10.00")], feed="book", until="2026-09-11 00:00:00")
    store.publish()
    money, kept = ask(store).total.money, ask(store).total.step(KEPT)
    assert (money.paid_orders, money.kept_orders, money.kept_revenue, kept.count) == (1, None, None, None)


def test_without_an_order_book_nothing_is_said_of_paid_and_kept(store: Store) -> None:
    published(store, EVENTS, visit("2026-09-01 10:00:00", "s1", "purchase", order_id="1", revenue="5.00"))
    answer = ask(store)
    money = answer.total.money
    assert (money.orders, money.revenue) == (1, Decimal("5.00"))
    assert {money.matched_orders, money.paid_orders, money.paid_revenue, money.kept_orders} == {None}
    assert KEPT not in answer.steps
    assert "no_order_book" in note_codes(answer)


def test_money_nobody_states_is_unknown_and_adds_nothing_to_what_is_known(store: Store) -> None:
    rows = [
        *visit("2026-09-01 10:00:00", "s1", "purchase", order_id="1", device="mobile"),
        *visit("2026-09-01 10:00:00", "s2", "purchase", order_id="2", device="desktop", revenue="7.10"),
    ]
    answer = ask(published(store, EVENTS, rows), by=(Dimension.DEVICE,))
    assert row(answer, "mobile").money.revenue is None
    assert answer.total.money.revenue == Decimal("7.10")


# Clicks


def test_clicks_are_set_against_visits_of_the_channels_that_ads_send_them_to(store: Store) -> None:
    rows = [
        *visit("2026-09-01 10:00:00", "p1", source="google", medium="cpc", device="mobile"),
        *visit("2026-09-01 10:00:00", "p2", source="google", medium="cpc", device="desktop"),
        *visit("2026-09-01 10:00:00", "d1"),
    ]
    shelve(store, EVENTS, rows)
    clicks = [{"day": "2026-09-01", "source": "google", "medium": "cpc", "clicks": 4}]
    shelve(store, ADS, clicks, feed="ads")
    store.publish()
    answer = ask(store, by=(Dimension.CHANNEL,))
    start = answer.total.step(START)
    assert (answer.total.step(CLICK).count, start.count) == (4, 3)
    assert (start.of_previous, start.base) == (0.5, 4)
    assert row(answer, "not_stated").step(CLICK).count is None
    by_device = ask(store, by=(Dimension.DEVICE,))
    assert row(by_device, "not_stated").step(CLICK).count == 4
    assert row(by_device, "mobile").step(CLICK).count is None
    assert "clicks_from_ads_only" in note_codes(answer)


# Visitors


def test_visitors_within_a_window_of_their_first_entry(store: Store) -> None:
    rows = [
        *visit("2026-09-01 10:00:00", "a1", "view_item", visitor_key="anna", channel="email"),
        *visit("2026-09-02 09:00:00", "a2", "add_to_cart", visitor_key="anna", channel="direct"),
        *visit("2026-09-05 10:00:00", "a3", "purchase", visitor_key="anna", channel="direct", order_id="1"),
        *visit("2026-09-03 10:00:00", "b1", "view_item", visitor_key="boris", channel="direct"),
        *visit("2026-09-25 10:00:00", "b2", "purchase", visitor_key="boris", channel="email", order_id="2"),
        *visit("2026-09-30 10:00:00", "c1"),
    ]
    published(store, EVENTS, rows)
    found = {
        window: tuple(
            step.count
            for step in ask(
                store,
                unit=Unit.VISITOR,
                window_days=window,
                counting=Counting.ORDERED,
                steps=(START, VIEW, CART, PURCHASE),
            ).total.steps
        )
        for window in (1, 7, 30)
    }
    assert found == {1: (2, 2, 1, 0), 7: (2, 2, 1, 1), 30: (2, 2, 1, 1)}
    alone = ask(store, unit=Unit.VISITOR, window_days=30, counting=Counting.ALONE, by=(Dimension.CHANNEL,))
    assert counts(row(alone, "direct"))["purchase"] == 1
    assert {found.key for found in alone.rows} == {("email",), ("direct",)}
    assert (alone.window_days, alone.total.money.orders) == (30, None)
    assert alone.immature_from == date(2026, 9, 1)


def test_visits_that_name_no_visitor_cannot_be_counted_as_visitors(store: Store) -> None:
    published(store, DAILY, [{"day": "2026-09-01", "session_start": 5}])
    with pytest.raises(WrongUse, match="count visits instead"):
        ask(store, unit=Unit.VISITOR)


# Breakdowns and filters

SEGMENTS = {
    Dimension.CHANNEL: "channel",
    Dimension.DEVICE: "device",
    Dimension.CATEGORY: "category",
    Dimension.VISITOR: "visitor",
    Dimension.CAMPAIGN: "campaign",
    Dimension.SOURCE: "source",
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Every dimension with two values, a missing one, and one called `other`."""
    store = shop(tmp_path_factory.mktemp("mixed"))
    walks = [(), ("view_item",), ("add_to_cart", "view_item"), ("view_item", "add_to_cart", "purchase")]
    values = ["one", "two", "other", None]
    rows = [
        line
        for number in range(24)
        for line in visit(
            f"2026-09-{number % 9 + 1:02} 10:00:00",
            f"s{number}",
            *walks[number % len(walks)],
            order_id=f"o{number}",
            revenue=f"{number}.10",
            **{column: values[(number // 2 + place) % 4] for place, column in enumerate(SEGMENTS.values())},
        )
    ]
    shelve(store, EVENTS, rows)
    shelve(store, DAILY, [{"day": "2026-09-20", "session_start": 5, "purchase": 1, "device": "one"}], feed="ga4")
    shelve(store, ADS, [{"day": "2026-09-01", "channel": "one", "device": None, "clicks": 9}], feed="ads")
    store.publish()
    return store


@pytest.mark.parametrize("counting", Counting)
@pytest.mark.parametrize("dimension", SEGMENTS)
def test_with_a_value_and_without_it_and_not_stated_make_all(
    mixed: Store, dimension: Dimension, counting: Counting
) -> None:
    whole = ask(mixed, counting=counting).total
    one = ask(mixed, counting=counting, where=((dimension, ("one",)),)).total
    codes = tuple(found.key[0] for found in ask(mixed, by=(dimension,)).rows)
    others = tuple(code for code in codes if code not in ("one", "not_stated"))
    rest = ask(mixed, counting=counting, where=((dimension, others),)).total
    missing = ask(mixed, counting=counting, where=((dimension, ("not_stated",)),)).total
    parts = [one, rest, missing]
    for step, count in counts(whole).items():
        assert count == _sum(counts(part)[step] for part in parts), step
    assert whole.money.orders == _sum(part.money.orders for part in parts)
    assert whole.money.revenue == sum(part.money.revenue or 0 for part in parts)


def _sum(found: object) -> int | None:
    known = [count for count in found if count is not None]
    return sum(known) if known else None


@pytest.mark.parametrize("counting", Counting)
@pytest.mark.parametrize("dimension", Dimension)
def test_the_parts_of_a_breakdown_make_the_whole_asked_without_it(
    mixed: Store, dimension: Dimension, counting: Counting
) -> None:
    whole = ask(mixed, counting=counting).total
    parts = ask(mixed, counting=counting, by=(dimension, Dimension.DEVICE)).rows
    for step, count in counts(whole).items():
        assert count == _sum(counts(part)[step] for part in parts), step
    assert whole.money.orders == _sum(part.money.orders for part in parts)
    assert whole.money.revenue == sum(part.money.revenue or 0 for part in parts)


@pytest.mark.parametrize("dimension", SEGMENTS)
def test_missing_and_other_are_two_lines(mixed: Store, dimension: Dimension) -> None:
    keys = {found.key[0] for found in ask(mixed, by=(dimension,)).rows}
    assert {"one", "two", "other", "not_stated"} <= keys


def test_days_and_weeks_come_in_time_order_and_the_rest_by_size(mixed: Store) -> None:
    by_day = [found.key[0] for found in ask(mixed, by=(Dimension.DAY,)).rows]
    assert by_day == sorted(by_day)
    by_device = [found.steps[1].count for found in ask(mixed, by=(Dimension.DEVICE,)).rows]
    assert by_device == sorted(by_device, key=lambda count: -(count or 0))


def test_an_answer_states_its_ground(mixed: Store) -> None:
    answer = ask(mixed)
    assert (answer.zone, answer.currency, answer.unit, answer.window_days) == ("UTC", "PLN", Unit.SESSION, None)
    assert (answer.generation, answer.period) == (1, Period(date(2026, 9, 1), date(2026, 9, 20)))


# Nothing to answer from


def test_an_empty_store_says_what_to_do(store: Store) -> None:
    with pytest.raises(WrongUse, match="Drop your exports"):
        ask(store)


def test_a_store_without_traffic_says_what_to_do(store: Store) -> None:
    published(store, ORDERS, [order_line("1", "2026-09-01", "10.00")], feed="book")
    with pytest.raises(WrongUse, match="Import a traffic export"):
        ask(store)


def test_a_report_of_a_month_is_counted_whole_and_never_spread_over_days(store: Store) -> None:
    month = {"day": "2026-09-01", "day_to": "2026-09-30", "session_start": 300, "purchase": 9}
    published(store, DAILY, [month], feed="ga4")
    assert counts(ask(store, steps=(START, PURCHASE)).total) == {"session_start": 300, "purchase": 9}
    part = ask(store, start=date(2026, 9, 1), end=date(2026, 9, 10), steps=(START,))
    assert counts(part.total)["session_start"] in (None, 0)
    assert ask(store, by=(Dimension.DAY,)).rows == ()
