"""Ids that stand as fractions down a whole column are read as the whole numbers they were."""

from pathlib import Path

import duckdb
import pytest

from funnel.intake import import_paths
from funnel.intake.outcome import Outcome
from funnel.store import Store
from funnel.store.shelf import ACCEPTED
from tests.intake.exports import store_at

MAPPING = """
kind = "order_lines"
[columns]
order_id = "number"
moment = "date"
order_total = "total"
product = "sku"
customer_key = "client"
"""


def _loaded(folder: Path, rows: list[str]) -> tuple[Store, Outcome]:
    folder.mkdir(exist_ok=True)
    (folder / "orders.csv").write_text("number,date,total,sku,client\n" + "\n".join(rows) + "\n")
    (folder / "mapping.toml").write_text(MAPPING)
    store = store_at(folder / "store")
    (folder / "store" / "key").write_bytes(b"k" * 32)
    (outcome,) = import_paths(store, [folder / "orders.csv"], mapping=folder / "mapping.toml")
    return store, outcome


def _kept(store: Store, outcome: Outcome, columns: str = "order_id, product") -> list[tuple[object, ...]]:
    assert outcome.receipt is not None
    path = store.shelf.part(outcome.receipt.import_id, ACCEPTED)
    return duckdb.connect().execute(f"select {columns} from read_parquet('{path}') order by record").fetchall()


@pytest.mark.parametrize("rows", [3, 60_000])
def test_ids_of_fractions_alone_are_whole_numbers_and_it_is_told(rows: int, tmp_path: Path) -> None:
    written = [f"{1001 + row}.0,2026-09-{row % 28 + 1:02} 10:00:00,12.50,A-{row % 7},7.0" for row in range(rows)]
    written[1] = written[1].rsplit(",", 1)[0] + ","
    store, outcome = _loaded(tmp_path, written)
    assert _kept(store, outcome)[:3] == [("1001", "A-0"), ("1002", "A-1"), ("1003", "A-2")]
    assert outcome.receipt is not None
    told = [note for note in outcome.receipt.notes if "1001.0" in str(note)]
    assert len(told) == 2
    assert "“number”" in str(told[0])


def test_a_key_is_the_same_as_where_it_is_written_whole(tmp_path: Path) -> None:
    keys = set()
    for name, key in (("fractions", "7.0"), ("whole", "7")):
        store, outcome = _loaded(tmp_path / name, [f"Z-{row},2026-09-01 10:00:00,1.00,A,{key}" for row in range(3)])
        keys |= set(_kept(store, outcome, "customer_key"))
    assert len(keys) == 1


def test_one_id_written_otherwise_leaves_all_as_they_stand(tmp_path: Path) -> None:
    written = [f"{number},2026-09-01 10:00:00,1.00,{sku},7" for number, sku in (("1.0", "2.0"), ("1.1", "2.0"))]
    store, outcome = _loaded(tmp_path, written)
    assert _kept(store, outcome) == [("1.0", "2"), ("1.1", "2")]
