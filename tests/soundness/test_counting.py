"""From facts to numbers: what is joined multiplies nothing, what is unknown is not zero, parts make the whole."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.answers.after_import import links
from funnel.answers.as_json import funnel_as_json, reconciliation_as_json
from funnel.answers.check import check_store
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.reconcile import reconcile
from funnel.answers.result import FunnelAnswer
from funnel.answers.shop import shop_state
from funnel.store import Store
from funnel.store.digests import columns_of_type
from funnel.store.generations import generation_file
from funnel.terms import STEP_LETTER, Counting, Dimension, Kind, Step
from tests.house import SQL
from tests.shop import order_line, published, shelve, shop, visit
from tests.test_paths import counted_by_hand

STEPS = tuple(STEP_LETTER)
EVENT_OF_LETTER = {letter: step.value for step, letter in STEP_LETTER.items()}
walks = st.text(alphabet="vachpo", max_size=6)
visitors = st.lists(
    st.tuples(walks, st.sampled_from(["email", "direct", None]), st.sampled_from(["mobile", None])),
    min_size=1, max_size=12,
)  # fmt: skip


def ask(store: Store, **asked: object) -> FunnelAnswer:
    return ask_funnel(store, FunnelQuestion(**{"compare": False, **asked}))


@given(visitors)
@settings(max_examples=8, deadline=None)
def test_random_visits_count_as_counted_by_hand(told: Sequence[tuple[str, str | None, str | None]]) -> None:
    rows = [
        row
        for place, (walk, channel, device) in enumerate(told)
        for row in visit(
            "2026-09-01 10:00:00", f"s{place}", *(EVENT_OF_LETTER[letter] for letter in walk),
            channel=channel, device=device, order_id=f"o{place}" if "o" in walk else None,
        )
    ]  # fmt: skip
    with TemporaryDirectory() as folder:
        store = published(shop(Path(folder)), Kind.TRAFFIC_EVENTS, rows)
        shown = {letter for walk, _, _ in told for letter in walk} | {"s"}
        steps = tuple(step for step in STEPS if STEP_LETTER[step] in shown)
        for counting in Counting:
            answer = ask(store, counting=counting, steps=steps, by=(Dimension.CHANNEL, Dimension.DEVICE))
            expected: dict[tuple[str, ...], list[int]] = {}
            for walk, channel, device in told:
                line = expected.setdefault((channel or "not_stated", device or "not_stated"), [0] * len(steps))
                for place, counts in enumerate(counted_by_hand("." + walk, steps, counting)):
                    line[place] += counts
            assert {row.key: [step.count for step in row.steps] for row in answer.rows} == expected
            assert [step.count for step in answer.total.steps] == [
                sum(column) for column in zip(*expected.values(), strict=True)
            ]
        store.close()


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[FunnelAnswer, Store]:
    """Three visits with two orders, asked alone; then with two books of several lines, many ads, contacts and stock."""
    store = shop(tmp_path_factory.mktemp("joined"))
    rows = [
        *visit("2026-09-01 10:00:00", "s1", "view_item", "purchase", order_id="1", revenue="30.00", channel="email"),
        *visit("2026-09-01 11:00:00", "s2", "view_item", "purchase", order_id="2", revenue="12.34", channel="email"),
        *visit("2026-09-01 12:00:00", "s3", "view_item", channel="paid_search"),
    ]
    published(store, Kind.TRAFFIC_EVENTS, rows)
    alone = ask(store)
    lines = [order_line("1", "2026-09-01", "30.00", line=number, product=f"p{number}") for number in (1, 2, 3)]
    other = [order_line("9", "2026-09-01", "99.99"), order_line("7", "2026-09-01", "5.00", status="pending")]
    shelve(store, Kind.ORDER_LINES, [*lines, *other], feed="book", until="2026-10-30 00:00:00")
    shelve(store, Kind.ORDER_LINES, lines, feed="erp", until="2026-10-30 00:00:00")
    ads = [{"day": "2026-09-01", "channel": "paid_search", "campaign": f"c{n}", "clicks": 1} for n in range(5)]
    shelve(store, Kind.AD_COSTS, ads, feed="ads")
    contacts = [{"contact_id": f"t{n}", "moment": "2026-09-01 13:00:00", "order_id": "1"} for n in range(4)]
    shelve(store, Kind.CONTACTS, contacts, feed="desk")
    stock = [{"product": "p1", "moment": f"2026-09-01 0{n}:00:00", "available": n} for n in range(4)]
    shelve(store, Kind.STOCK, stock, feed="stock")
    store.publish()
    return alone, store


def test_joining_other_exports_multiplies_no_visit_and_no_order(joined: tuple[FunnelAnswer, Store]) -> None:
    alone, store = joined
    answer = ask(store, steps=alone.steps)
    assert [step.count for step in answer.total.steps] == [step.count for step in alone.total.steps]
    assert (answer.total.money.orders, answer.total.money.revenue) == (2, Decimal("42.34"))
    assert ask(store).total.step(Step.CLICK).count == 5


def test_an_order_of_two_books_and_three_lines_is_paid_once(joined: tuple[FunnelAnswer, Store]) -> None:
    money = ask(joined[1]).total.money
    assert (money.matched_orders, money.paid_orders, money.paid_revenue) == (1, 1, Decimal("30.00"))


def test_what_matches_nothing_is_shown_on_its_own_side(joined: tuple[FunnelAnswer, Store]) -> None:
    found = reconcile(joined[1])
    total = found.total
    assert (total.analytics_orders, total.matched_orders, total.only_analytics) == (2, 1, 1)
    assert (total.book_orders, total.book_matched, total.only_book) == (3, 1, 2)
    assert (total.paid_orders, total.paid_revenue) == (2, Decimal("129.99"))
    assert found.match_rate == 0.5


def test_sums_by_day_and_by_channel_are_the_total(joined: tuple[FunnelAnswer, Store]) -> None:
    found = reconcile(joined[1])
    for lines in (found.rows, found.by_day, found.by_channel):
        for name in ("analytics_orders", "book_orders", "paid_orders", "matched_orders", "book_matched"):
            assert sum(getattr(line, name) for line in lines) == getattr(found.total, name)
        assert sum(line.paid_revenue or 0 for line in lines) == found.total.paid_revenue


@pytest.mark.parametrize("newest_first", [False, True])
def test_orders_are_upserted_whatever_the_order_of_imports(tmp_path: Path, newest_first: bool) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "purchase", order_id="1"))
    exports = [
        ([order_line("1", "2026-09-01", "10.00")], "2026-09-10 00:00:00"),
        ([order_line("1", "2026-09-01", "10.00", status="cancelled")], "2026-10-10 00:00:00"),
    ]
    for rows, until in reversed(exports) if newest_first else exports:
        shelve(store, Kind.ORDER_LINES, rows, feed="book", until=until)
    store.publish()
    money = ask(store).total.money
    assert (money.matched_orders, money.paid_orders, money.kept_orders) == (1, 0, 0)
    assert reconcile(store).total.book_orders == 1


def test_unknown_stays_unknown_down_to_the_json(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "purchase"))
    told = funnel_as_json(ask(store))["total"]
    assert (told["steps"]["add_to_cart"], told["of_previous"]["add_to_cart"]) == (None, None)
    assert (told["revenue"], told["paid_orders"], told["kept_revenue"]) == (None, None, None)
    assert told["steps"]["purchase"] == 1


def test_steps_that_grow_are_shown_as_they_are_and_never_clipped(tmp_path: Path) -> None:
    rows = [{"day": "2026-09-01", "session_start": 100, "add_to_cart": 5, "purchase": 8}]
    answer = ask(published(shop(tmp_path), Kind.TRAFFIC_DAILY, rows, feed="report"))
    assert [step.count for step in answer.total.steps] == [100, None, 5, None, 8]
    assert answer.total.step(Step.PURCHASE).of_previous == 1.6


def test_reached_never_grows_within_a_day_channel_and_device(joined: tuple[FunnelAnswer, Store]) -> None:
    answer = ask(joined[1], by=(Dimension.DAY, Dimension.CHANNEL, Dimension.DEVICE))
    for row in answer.rows:
        counts = [step.count for step in row.steps if step.step in STEP_LETTER and step.count is not None]
        assert counts == sorted(counts, reverse=True), row.key


def test_money_is_decimal_in_every_table_and_answer(joined: tuple[FunnelAnswer, Store]) -> None:
    store = joined[1]
    assert columns_of_type(generation_file(store.folder, store.generation()), ("FLOAT", "DOUBLE")) == ()
    assert isinstance(ask(store).total.money.paid_revenue, Decimal)
    assert [finding.invariant for finding in check_store(store) if not finding.holds] == []


def test_no_query_divides_averages_or_floats() -> None:
    bad = re.compile(r"(?<![*/])/(?![*/])|\bavg\s*\(|\b(?:double|float|real)\b", re.IGNORECASE)
    bare = re.compile(r"--[^\n]*|'[^']*'")
    texts = {path.name: bare.sub("", path.read_text(encoding="utf-8")) for path in SQL.rglob("*.sql")}
    assert [name for name, text in texts.items() if bad.search(text)] == []


def test_every_answer_tells_its_generation_and_how_old_its_sources_are(tmp_path: Path) -> None:
    store = shop(tmp_path, stale_days=3)
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-10 10:00:00", "s1"))
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-05", "10.00")], feed="book")
    store.publish()
    state = shop_state(store)
    assert {(fresh.feed, fresh.age_days, fresh.stale) for fresh in state.freshness} == {
        ("web", 0, False), ("book", 5, True),
    }  # fmt: skip
    assert ask(store).generation == state.generation == 1


def test_orders_of_daily_sums_are_counted_and_never_matched(tmp_path: Path) -> None:
    store = shop(tmp_path)
    rows = [{"day": "2026-09-01", "channel": "email", "session_start": 100, "purchase": 8, "revenue": "80.00"}]
    shelve(store, Kind.TRAFFIC_DAILY, rows, feed="report")
    shelve(store, Kind.ORDER_LINES, [order_line("9", "2026-09-01", "99.99")], feed="book", until="2026-10-30 00:00:00")
    store.publish()
    found = reconcile(store)
    assert (found.total.analytics_orders, found.total.without_id, found.total.book_orders) == (8, 8, 1)
    assert (found.by_id, found.match_rate) == (False, None)
    told = reconciliation_as_json(found)["total"]
    assert {told[name] for name in ("matched_orders", "book_matched", "only_analytics", "only_book")} == {None}
    assert links(store) == ()


def test_a_side_that_is_not_held_is_unknown_and_not_nought(tmp_path: Path) -> None:
    only_book = shop(tmp_path / "book")
    shelve(
        only_book, Kind.ORDER_LINES, [order_line("9", "2026-09-01", "99.99")], feed="book", until="2026-10-30 00:00:00"
    )
    only_book.publish()
    found = reconcile(only_book)
    told = reconciliation_as_json(found)["total"]
    assert found.period.start == found.period.end == date(2026, 9, 1)
    assert (told["book_orders"], told["analytics_orders"], told["only_book"]) == (1, None, None)
    visits = published(shop(tmp_path / "visits"), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1", "purchase"))
    told = reconciliation_as_json(reconcile(visits))["total"]
    assert (told["book_orders"], told["analytics_orders"], told["only_analytics"]) == (None, 1, None)
