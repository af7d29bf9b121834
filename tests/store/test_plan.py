"""The plan of a build: every query is in it, and what it leaves unasked would have given no row."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from funnel.factors import VISIT_FACTORS
from funnel.store import Store, building, generations, plan
from funnel.store.building import Building, known_shapes
from funnel.store.digests import columns_of_type, table_digests
from funnel.store.generations import generation_file
from funnel.store.queries import named_query
from funnel.terms import Kind
from tests.house import SQL
from tests.shop import order_line, published, shelve, shop, visit
from tests.small_sample import small_store

ASKED_BY_NAME = {"channel_keys", "distinct_sequences"}
BOUGHT = visit("2026-09-01 10:00:00", "s1", "view_item", "add_to_cart", "purchase", order_id="1", visitor_key="anna")
EMPTIED = "with {emptied} select count(*) from ({query}) as asked"


def test_every_query_of_the_facts_is_in_the_plan() -> None:
    files = {path.name.partition(".")[0] for path in (SQL / "facts").glob("*.sql")}
    assert files == {fact.name for fact in plan.ALL_FACTS} | ASKED_BY_NAME
    assert set(plan.PROBLEM_NEEDS) == {rule.code for rule in VISIT_FACTORS}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return small_store(tmp_path_factory)


def test_a_fact_without_what_it_needs_has_no_row(sample: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(Building, "remember_shapes", lambda built: told.extend(_not_empty(built)))
    sample.publish()
    assert told[0] == "asked"
    assert set(told) == {"asked"}


def _not_empty(built: Building) -> list[str]:
    needed = [(f"facts/{fact.name}", need) for fact in plan.ALL_FACTS for need in fact.needs]
    needed += [(f"facts/problems/{code}", need) for code, needs in plan.PROBLEM_NEEDS.items() for need in needs]
    return ["asked", *(f"{name} without {need}" for name, need in needed if _rows_without(built, name, need))]


def _rows_without(built: Building, name: str, need: str) -> int:
    """Rows the query gives when the tables of one need hold none, and everything else is as in the sample."""
    query = named_query(name)
    places = dict(built.connection.execute(PLACES).fetchall())
    tables = need.split("|")
    assert set(tables) <= set(tables_of(query))
    emptied = ", ".join(f"{table} as (select * from {places[table]} where false)" for table in tables)
    asked = EMPTIED.format(emptied=emptied, query=query)
    return int(built.connection.execute(asked, built.told(query)).fetchone()[0])


def tables_of(query: str) -> list[str]:
    """The tables a query says that it reads."""
    return query.partition("-- tables: ")[2].partition("\n")[0].split(", ")


PLACES = """
select table_name, case when temporary then 'temp.' else schema_name || '.' end || table_name from duckdb_tables()
union all
select view_name, case when temporary then 'temp.' else schema_name || '.' end || view_name from duckdb_views()
where not internal
"""


def test_one_thread_and_two_build_the_same_tables(sample: Store) -> None:
    numbers = [sample.publish(partial(_with_threads, threads)) for threads in (1, 2)]
    one, two = (table_digests(sample.folder, number) for number in numbers)
    assert one == two
    assert one["sessions"][0] > 2_000


def _with_threads(threads: int, connection: Any) -> Any:
    connection.execute(f"set threads = {threads}")
    return connection


def test_tables_made_without_a_question_are_like_those_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, BOUGHT)
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00")])
    monkeypatch.setattr(building, "_SHAPES", {})
    first = store.publish()
    assert known_shapes()
    second = store.publish()
    assert table_digests(tmp_path, first) == table_digests(tmp_path, second)
    types = ("VARCHAR", "DATE", "TIMESTAMP", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL(18,2)", "DECIMAL(38,2)")
    for one in types:
        held = [columns_of_type(generation_file(tmp_path, number), (one,)) for number in (first, second)]
        assert held[0] == held[1]


def test_what_was_empty_once_is_asked_when_it_no_longer_is(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, BOUGHT)
    before = table_digests(tmp_path, store.generation())["order_rows"]
    published(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00")])
    assert (before[0], table_digests(tmp_path, store.generation())["order_rows"][0]) == (0, 1)


def test_no_view_is_published(tmp_path: Path) -> None:
    store = published(shop(tmp_path), Kind.TRAFFIC_EVENTS, BOUGHT)
    held = set(table_digests(tmp_path, store.generation()))
    assert {fact.name for fact in plan.ALL_FACTS if fact.kept} <= held
    assert not {fact.name for fact in plan.ALL_FACTS if not fact.kept} & held
    assert generations.current_generation(tmp_path) == 1
