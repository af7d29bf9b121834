"""The next generation out of the one before: whatever comes and goes, every table is what a rebuild makes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import pytest

from funnel.store import Receipt, Store, building, follows, plan, renewing, touched
from funnel.store.digests import digests_of_file, table_digests
from funnel.store.generations import build_generation, generation_file
from funnel.store.queries import named_query
from funnel.store.renewing import renewed_generation
from funnel.terms import Kind
from tests.shop import Row, event, order_line, published, shelve, shop, visit

EVENTS = Kind.TRAFFIC_EVENTS
FIRST_DAY = date(2026, 9, 1)
DAYS = 12
HISTORY_DEPENDENT = {"product_step_wide", "basis", "shapes"}
"""Kept for the next generation; which products are wide depends on when they came up."""


@pytest.fixture(autouse=True)
def _anything_may_be_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(touched, "MOST_TOUCHED", 99)


def some_visit(chance: Random, number: int, day: int, *, campaigns: bool) -> list[Row]:
    """Events of one visit: views, carts, orders (some shown again elsewhere), errors, searches, slow pages."""
    at = f"{FIRST_DAY + timedelta(days=day)} {chance.choice(('00', '08', '15', '23'))}:{chance.randrange(60):02}:00"
    advertised = [("google", "cpc", "lamps"), ("google", "cpc", "brand")] if campaigns else []
    source, medium, campaign = chance.choice([*advertised, ("direct", None, None), ("google", "cpc", None)])
    named = {
        "visitor_key": f"u{chance.randrange(6)}", "source": source, "medium": medium, "campaign": campaign,
        "device": chance.choice(("mobile", "desktop")), "browser": chance.choice(("Safari", "Chrome")),
        "page": chance.choice(("/", "/a", "/b")), "category": chance.choice(("lamps", "vases")),
        "product": chance.choice(("A", "B", "C", f"{day:02}")), "price": "5.00", "quantity": 1,
    }  # fmt: skip
    events = ["view_item", *chance.sample(["add_to_cart", "begin_checkout", "view_search_results", "page_error"], 2)]
    rows = [dict(row) for row in visit(at, f"s{number}", *events, **named)]
    if chance.random() < 0.4:
        rows += visit(at, f"s{number}", "purchase", order_id=str(chance.randrange(8)), revenue="9.00", **named)
    for row in rows:
        row |= {"load_seconds": chance.choice((None, "1.0", "9.0")), "search_results": chance.choice((None, 0, 3))}
    return [{**row, "record": place} for place, row in enumerate(rows, start=1)]


def some_events(chance: Random, *, campaigns: bool) -> list[Row]:
    """A file of one or two days, with late rows of visits of other files among them."""
    day = chance.randrange(DAYS)
    numbers = [10 * day + chance.randrange(10) for _ in range(6)] + [chance.randrange(10 * DAYS)]
    rows = [
        row
        for number in numbers
        for row in some_visit(chance, number, day + chance.choice((0, 0, 1)), campaigns=campaigns)
    ]
    return [{**row, "record": place} for place, row in enumerate(rows, start=1)]


def other_exports(store: Store, chance: Random) -> None:
    """Orders, ads, stock, contacts and daily totals, which stay as they are."""
    days = [str(FIRST_DAY + timedelta(days=place)) for place in range(DAYS)]
    lines = [
        order_line(str(place), chance.choice(days), "9.00", product=chance.choice("ABCD"), customer_key=f"u{place % 6}")
        for place in range(8)
    ]
    shelve(store, Kind.ORDER_LINES, lines, feed="book", until="2026-09-28 20:00:00")
    ads = [{"day": day, "source": "google", "medium": "cpc", "campaign": "lamps", "clicks": 5, "cost": "2.50"}
           for day in days]  # fmt: skip
    shelve(store, Kind.AD_COSTS, ads, feed="ads")
    stock = [
        {"moment": f"{day} 06:00:00", "product": product, "available": chance.randrange(3), "price": "5.00",
         "competitor_price": "4.00", "category": "lamps", "photos": 2, "title": product}
        for day in days[::3] for product in "ABC"
    ]  # fmt: skip
    shelve(store, Kind.STOCK, stock, feed="stock")
    contacts = [
        {"contact_id": str(place), "moment": f"{day} {chance.choice(('00', '08', '15', '23'))}:40:00",
         "medium": chance.choice(("chat", "email")), "first_reply_seconds": chance.choice((None, 60, 9_000)),
         "session_id": chance.choice((None, f"s{place}")), "customer_key": f"u{place % 6}", "topic": "delivery"}
        for place, day in enumerate(days * 3)
    ]  # fmt: skip
    shelve(store, Kind.CONTACTS, contacts, feed="desk", until="2026-09-28 20:00:00")
    shelve(store, Kind.TRAFFIC_DAILY, [{"day": days[0], "session_start": 7, "purchase": 1}], feed="daily")


def steps(store: Store, chance: Random, many: int, *, campaigns: bool) -> Iterator[None]:
    """Files come, and some go again."""
    kept: list[Receipt] = []
    for _ in range(many):
        if kept and chance.random() < 0.3:
            store.shelf.undo(kept.pop(chance.randrange(len(kept))).import_id)
        else:
            kept.append(shelve(store, EVENTS, some_events(chance, campaigns=campaigns)))
        yield


def kept_of_days(path: Path) -> dict[str, object]:
    """Fingerprints of what a generation keeps for the next one."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("select table_name from duckdb_tables() where schema_name = 'of_days'").fetchall()
        asked = {name: f"select count(*), sum(hash(t))::varchar from of_days.{name} as t" for (name,) in names}
        return {name: connection.execute(asked[name]).fetchone() for name in asked.keys() - HISTORY_DEPENDENT}


@pytest.mark.parametrize("seed", range(2))
def test_files_that_come_and_go_leave_the_tables_of_a_rebuild(
    tmp_path: Path, seed: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    chance, store, campaigns = Random(seed), shop(tmp_path), seed % 2 == 0  # noqa: S311  no secret
    other_exports(store, chance)
    for day in range(0, DAYS, 2):
        visits = [some_visit(chance, 10 * day + number, day, campaigns=campaigns) for number in range(10)]
        shelve(store, EVENTS, [row for rows in visits for row in rows])
    store.publish()
    for _ in steps(store, chance, 3, campaigns=campaigns):
        number = store.publish()
    # Rows are taken over from step to step: what one of them got wrong is still there at the end.
    anew = build_generation(tmp_path, number + 1, store.shelf, store.settings)
    assert table_digests(tmp_path, number) == digests_of_file(anew)
    assert kept_of_days(generation_file(tmp_path, number)) == kept_of_days(anew)
    assert caplog.text.count("is built anew") <= 1


LOOKED = visit("2026-09-01 10:00:00", "s1", "view_item", visitor_key="anna")
NEXT_DAY = visit("2026-09-02 10:00:00", "s2", "view_item", visitor_key="anna")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return published(shop(tmp_path), EVENTS, LOOKED)


def next_from_before(store: Store) -> bool:
    """Whether the next generation comes out of the one before."""
    number = store.generation() + 1
    return renewed_generation(store.folder, number, store.shelf, store.settings) is not None


def test_one_more_day_comes_out_of_the_generation_before(store: Store) -> None:
    shelve(store, EVENTS, NEXT_DAY)
    assert next_from_before(store)


def test_another_process_knows_the_tables_nothing_can_come_of(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(store, EVENTS, NEXT_DAY)
    monkeypatch.setattr(building, "_SHAPES", {})
    assert next_from_before(store)
    assert building.known_shapes()["stock_levels"]


def test_a_contact_that_another_days_visit_takes_over_is_built_anew(store: Store) -> None:
    contact = {"contact_id": "1", "moment": "2026-09-02 00:10:00", "medium": "chat", "customer_key": "anna"}
    shelve(store, Kind.CONTACTS, [contact], feed="desk")
    shelve(store, EVENTS, visit("2026-09-01 23:40:00", "s9", "view_item", visitor_key="anna"))
    store.publish()
    shelve(store, EVENTS, visit("2026-09-05 00:05:00", "s2", "view_item", visitor_key="anna"))
    assert next_from_before(store), "the contact stays with its visit"
    shelve(store, EVENTS, visit("2026-09-02 00:05:00", "s3", "view_item", visitor_key="anna"))
    assert not next_from_before(store), "the contact goes to the later visit"


def test_what_cannot_be_taken_over_is_built_anew(store: Store) -> None:
    assert not next_from_before(store), "nothing came"
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "9.00")])
    assert not next_from_before(store), "orders came"
    store.publish()
    shelve(store, EVENTS, [event("2026-09-03 10:00:00", "view_item", None, visitor_key="anna")])
    assert not next_from_before(store), "events without visit ids"
    store.publish()
    shelve(store, EVENTS, NEXT_DAY)
    assert not next_from_before(store), "visits cut by silence are there"


def test_other_settings_and_a_damaged_file_are_built_anew(store: Store) -> None:
    shelve(store, EVENTS, NEXT_DAY)
    other = replace(store.settings, slow_page_seconds=9)
    assert renewed_generation(store.folder, 2, store.shelf, other) is None
    path = generation_file(store.folder, 1)
    held = bytearray(path.read_bytes())
    held[len(held) // 2] ^= 1
    path.write_bytes(held)
    assert not next_from_before(store)
    assert not list(path.parent.glob("*.building*"))


TRAFFIC = {"traffic_events", "traffic_sessions", "session_orders"}
MADE_OF = {"paths": {"visit_sequences"}, "problems": {"chain_visits"}, "culprit_rows": {"met_problems"}}
"""Tables that no query makes, and what they follow from."""


def test_every_fact_that_looks_at_visits_says_how_it_follows_from_them() -> None:
    touched_by, said = set(TRAFFIC), set(follows.SEGMENTS)
    for name in (
        follows.VISITS,
        follows.DAYS,
        follows.WEEKS,
        follows.CELL_WEEKS,
        follows.VISITS_ALONE,
        follows.ALL_DAYS,
    ):
        assert not said & name
        said |= name
    for fact in plan.ALL_FACTS:
        touched_by |= {made for made, of in MADE_OF.items() if of & touched_by}
        read = set(named_query(f"facts/{fact.name}").partition("-- tables: ")[2].partition("\n")[0].split(", "))
        if read & touched_by:
            touched_by.add(fact.name)
            assert fact.name in said | {"wide_products"}, fact.name
    assert {fact.name for fact in plan.ALL_FACTS if fact.of_days} == renewing.OF_DAYS_NAMES
