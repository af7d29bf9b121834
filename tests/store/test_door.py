"""The door: readers can read their generation and nothing else, and never another's rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.errors import QuestionTooLong
from funnel.store import Store, queries
from funnel.store.door import DatabaseError, asked, building_connection, reading_cursor, staging_connection
from funnel.store.generations import generation_file
from funnel.terms import Dimension, Kind, Step
from tests.shop import published, shop, visit

CHANNELS = {f"channel{number}": number for number in range(1, 9)}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    rows = [
        row
        for channel, number in CHANNELS.items()
        for place in range(number)
        for row in visit("2026-09-01 10:00:00", f"{channel}-{place}", "view_item", channel=channel)
    ]
    return published(shop(tmp_path_factory.mktemp("store")), Kind.TRAFFIC_EVENTS, rows)


@pytest.fixture
def cursor(store: Store) -> duckdb.DuckDBPyConnection:
    return reading_cursor(generation_file(store.folder, store.generation()), store.settings)


FORBIDDEN = {
    "read a text file": "select * from read_text('/etc/hostname')",
    "read a CSV": "select * from read_csv('/etc/passwd')",
    "read a part of the shelf": "select * from read_parquet('{folder}/imports/*/accepted.parquet')",
    "list files": "select * from glob('/etc/*')",
    "the network": "select * from read_csv('http://127.0.0.1:9/x.csv')",
    "attach": "attach '{folder}/new.duckdb'",
    "copy out": "copy (select 1) to '{folder}/out.csv'",
    "export": "export database '{folder}/out'",
    "install": "install httpfs",
    "load": "load httpfs",
    "write": "insert into cells select * from cells",
    "drop": "drop table cells",
    "change a table": "create or replace table cells as select 1",
    "open up again": "set enable_external_access = true",
    "unlock": "set lock_configuration = false",
    "lift the time limit": "set max_execution_time = 0",
    "lift the memory limit": "set memory_limit = '64GB'",
    "reset": "reset memory_limit",
    "a secret": "create persistent secret s (type s3, key_id 'x', secret 'y')",
}


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_a_reader_may_not(store: Store, cursor: duckdb.DuckDBPyConnection, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        cursor.execute(statement.format(folder=store.folder)).fetchall()
    assert not (store.folder / "out.csv").exists()
    assert not (store.folder / "new.duckdb").exists()


def test_building_draws_no_bar_into_what_a_command_prints(tmp_path: Path) -> None:
    with building_connection(tmp_path / "new.duckdb") as connection:
        assert connection.sql("select current_setting('enable_progress_bar')").fetchall() == [(False,)]


def test_a_store_under_two_spellings_is_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(store.folder.parent)
    other = Store(Path(store.folder.name))
    with store.reading() as reader, other.reading() as beside:
        assert reader.generation == beside.generation


def test_a_reader_may_not_see_frames_of_the_program(cursor: duckdb.DuckDBPyConnection) -> None:
    people = duckdb.connect().sql("select 1 as a").df()
    with pytest.raises(duckdb.Error, match="people"):
        cursor.execute("select * from people").fetchall()
    assert len(people) == 1


def test_eight_threads_asking_different_filters_never_get_anothers_rows(store: Store) -> None:
    def ask(channel: str) -> set[int | None]:
        question = FunnelQuestion(where=((Dimension.CHANNEL, (channel,)),), compare=False)
        answers = [ask_funnel(store, question) for _ in range(12)]
        return {step.count for answer in answers for step in answer.total.steps[:2] if step.step is not Step.KEPT}

    with ThreadPoolExecutor(len(CHANNELS)) as pool:
        found = dict(zip(CHANNELS, pool.map(ask, CHANNELS), strict=True))
    assert found == {channel: {number} for channel, number in CHANNELS.items()}


def test_a_value_is_a_value_and_never_sql(store: Store) -> None:
    for value in ("x' or '1'='1", "'); drop table cells; --", "$start", "email\0", "%"):
        answer = ask_funnel(store, FunnelQuestion(where=((Dimension.CHANNEL, (value,)),), compare=False))
        assert {step.count for step in answer.total.steps} <= {0, None}
    assert ask_funnel(store, FunnelQuestion()).total.steps[0].count == sum(CHANNELS.values())


def test_a_question_over_its_time_limit_is_stopped(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = published(shop(tmp_path, query_seconds=1), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1"))
    endless = "select count(*) from range(100000000) as a, range(100000000) as b where a.range * b.range = -1"
    with slow.reading() as reader:
        monkeypatch.setattr("funnel.store.door.named_query", lambda _: endless)
        with pytest.raises(QuestionTooLong, match="took too long"):
            reader.ask("answers/feeds")


def test_what_the_database_refuses_is_one_of_our_errors(cursor: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(DatabaseError, match="could not answer"):
        asked(cursor, "answers/funnel_whole", {"start": date(2026, 9, 1)})


def test_moments_are_utc_in_every_connection(tmp_path: Path, cursor: duckdb.DuckDBPyConnection) -> None:
    with staging_connection(tmp_path) as connection:
        assert connection.execute("select current_setting('timezone')").fetchall() == [("UTC",)]


def test_duckdbs_own_wording_wins_where_one_stands_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one.sql").write_text("portable", encoding="utf-8")
    monkeypatch.setattr(queries, "SQL", tmp_path)
    assert queries.named_query("one") == "portable"
    queries.query_for.cache_clear()
    (tmp_path / "one.duckdb.sql").write_text("own", encoding="utf-8")
    assert queries.named_query("one") == "own"
    queries.query_for.cache_clear()
