"""A build on another engine: the same tables as our own, or none. Here the engine is DuckDB with portable files."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pyarrow as pa
import pytest

from funnel.cli import main
from funnel.engines.build import publish_with
from funnel.engines.engine import driver, marked
from funnel.errors import StoreProblem, WrongUse
from funnel.store import Store
from funnel.store.digests import table_digests
from funnel.terms import Kind
from tests.engines.portable import Portable
from tests.shop import order_line, shelve, shop, visit

FIRST = visit("2026-09-01 10:00:00", "s1", "view_item", "add_to_cart", "purchase", order_id="1", visitor_key="anna")
SECOND = visit("2026-09-02 10:00:00", "s2", "view_item", visitor_key="anna", source="google", medium="cpc")
STOCK = [
    {"moment": "2026-09-01 06:00:00", "product": "p1", "available": 0, "price": "10.00", "category": "lamps"},
    {"moment": "2026-09-02 06:00:00", "product": "p1", "price": "12.00"},
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = shop(tmp_path)
    shelve(store, Kind.TRAFFIC_EVENTS, FIRST)
    shelve(store, Kind.TRAFFIC_EVENTS, SECOND)
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "19.90")], feed="book")
    shelve(store, Kind.STOCK, STOCK, feed="stock")
    return store


def opened(kind: type[Portable]) -> Callable[[Path], AbstractContextManager[Portable]]:
    return lambda scratch: closing(kind(scratch))


def test_the_portable_files_make_the_same_tables_as_the_fast_ones(store: Store) -> None:
    own = store.publish()
    before = table_digests(store.folder, own)
    number = publish_with(opened(Portable), store, lambda _step: None)
    assert number == own + 1
    assert table_digests(store.folder, number) == before
    with store.reading() as reader:
        assert len(reader.ask("answers/published_imports")) == 4
    assert store.is_current()


class Forgetful(Portable):
    """An engine that loses a column on the way back."""

    def bring(self, table: str, folder: Path) -> list[str]:
        self.keep(f"{table}_less", f"select 1 as something from {table}", {})
        return super().bring(f"{table}_less", folder)


def test_a_table_that_comes_back_otherwise_is_refused_and_nothing_is_published(store: Store) -> None:
    own = store.publish()
    with pytest.raises(StoreProblem, match="with the columns something"):
        publish_with(opened(Forgetful), store, lambda _step: None)
    assert store.generation() == own
    assert [path.name for path in (store.folder / "generations").glob("*building*")] == []


def test_a_driver_that_is_not_there_is_said_with_the_way_to_get_it() -> None:
    with pytest.raises(WrongUse, match=r"no-such-engine is not installed here; install click-to-payment\[none\]"):
        driver("no_such_engine", "no-such-engine", "none")


def test_parameters_are_marked_as_the_driver_writes_them() -> None:
    query = "select a - interval ($days) day where b <= $until"
    assert marked(query, lambda name: f":{name}") == "select a - interval :days day where b <= :until"


def test_an_empty_column_of_texts_is_held_as_texts(tmp_path: Path) -> None:
    with closing(Portable(tmp_path)) as engine:
        engine.hold("nothing", pa.schema({"feed": pa.string()}).empty_table())
        assert engine.rows("select feed from nothing", {}).num_rows == 0


def test_an_option_of_another_engine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["build", "--store", str(tmp_path), "--engine", "clickhouse", "--master", "local[2]"])
    assert "--master is for --engine spark." in capsys.readouterr().err
