"""A file of more rows than are written at once: each keeps its number, its place and its cells."""

from pathlib import Path

import duckdb
import pytest

from funnel.intake import import_paths, load
from tests.intake.exports import store_at

ROWS, ODD = 300_000, 50_001
CELLS = f"""
    '2026-10-01 10:00:00' as event_time, 'view' as event_type, 'SKU-' || (i % 40) as product_id,
    case when i = {ODD} then 'soon' else (i % 100) || '.50' end as price, 'u' || (i % 9) as user_id,
    'session-' || i as user_session, 'Shoes ' || (i % 300) as category
"""


def _no_long_way(*_told: object) -> None:
    raise AssertionError


def test_rows_of_a_large_file_keep_their_numbers_and_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, store = tmp_path / "large.csv", store_at(tmp_path / "store", 'zone = "Europe/Warsaw"\ncurrency = "PLN"')
    duckdb.connect().execute(f"copy (select {CELLS} from range(1, {ROWS + 1}) rows(i)) to '{path}' (header)")
    monkeypatch.setattr(load, "_staged", _no_long_way)
    (outcome,) = import_paths(store, [path])
    assert outcome.receipt is not None, outcome.problems
    rejected, accepted = (
        f"read_parquet('{store.shelf.part(outcome.receipt.import_id, part)}', file_row_number = true)"
        for part in ("rejected.parquet", "accepted.parquet")
    )
    assert duckdb.connect().execute(f"select record, value from {rejected}").fetchall() == [(ODD, "soon")]
    moved = f"session_id <> 'session-' || record or record <> file_row_number + 1 + cast(record > {ODD} as integer)"
    counts = duckdb.connect().execute(f"select count(*), count(*) filter ({moved}) from {accepted}").fetchall()
    assert counts == [(ROWS - 1, 0)]
