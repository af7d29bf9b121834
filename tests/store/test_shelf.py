"""The shelf: an import is whole or not there, the ledger tells the same, and only one writes at a time."""

import json
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from funnel.errors import ImportRunning, StoreProblem, WrongUse
from funnel.store import Receipt, Shelf, Store
from funnel.terms import Kind
from tests.shop import shelve, shop, visit

ROWS = visit("2026-09-01 10:00:00", "s1", "view_item")
OTHER = visit("2026-09-02 10:00:00", "s2", "view_item", "purchase")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shop(tmp_path)


def kept(store: Store) -> Receipt:
    return shelve(store, Kind.TRAFFIC_EVENTS, ROWS)


def test_an_import_is_kept_with_its_receipt_and_noted(store: Store) -> None:
    receipt = kept(store)
    assert store.shelf.has(receipt.import_id)
    assert store.shelf.receipts() == (receipt,)
    assert store.shelf.receipt(receipt.import_id) == receipt
    assert store.shelf.part(receipt.import_id, "accepted.parquet")
    assert store.shelf.part(receipt.import_id, "session_orders.parquet") is None
    assert [(line.action, line.import_id, line.accepted) for line in store.shelf.ledger_lines()] == [
        ("import", receipt.import_id, 2)
    ]


def test_rows_not_accounted_for_are_not_kept(store: Store) -> None:
    receipt = kept(store)
    parts = store.shelf.staging_folder()
    with pytest.raises(WrongUse, match="not accounted for"):
        store.shelf.keep(replace(receipt, import_id="b" * 16, rows_in=99), parts)
    assert [found.import_id for found in store.shelf.receipts()] == [receipt.import_id]


def test_receipts_come_in_the_order_of_import(store: Store) -> None:
    first, second = kept(store), shelve(store, Kind.TRAFFIC_EVENTS, OTHER)
    assert store.shelf.receipts() == (first, second)
    store.shelf.undo(first.import_id)
    assert kept(store) == first
    assert store.shelf.receipts() == (second, first)


def test_an_import_taken_back_leaves_nothing_but_its_line(store: Store) -> None:
    receipt = kept(store)
    assert store.shelf.undo(receipt.import_id) == receipt
    assert store.shelf.receipts() == ()
    assert not list(store.folder.rglob("*.parquet"))
    assert [line.action for line in store.shelf.ledger_lines()] == ["import", "undo"]
    assert store.shelf.told_by_ledger() == set()


def test_an_unknown_import_is_named_with_the_nearest(store: Store) -> None:
    receipt = kept(store)
    with pytest.raises(WrongUse) as caught:
        store.shelf.undo(receipt.import_id[:-1] + "x")
    assert caught.value.near == receipt.import_id


def test_a_crash_between_parts_and_ledger_is_mended_by_the_next_import(store: Store) -> None:
    receipt = kept(store)
    store.shelf.ledger.unlink()
    (store.shelf.staging_folder() / "accepted.parquet").write_bytes(b"half")
    assert store.shelf.receipts() == (receipt,)
    with store.shelf.writing():
        assert store.shelf.told_by_ledger() == {receipt.import_id}
    assert not (store.folder / "aside").exists()


def test_a_crash_while_an_undone_import_comes_back_is_mended(store: Store) -> None:
    receipt = kept(store)
    store.shelf.undo(receipt.import_id)
    before = store.shelf.ledger.read_bytes()
    kept(store)
    store.shelf.ledger.write_bytes(before)
    with store.shelf.writing():
        assert store.shelf.told_by_ledger() == {receipt.import_id}


def test_a_crash_in_the_middle_of_an_undo_leaves_the_import_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = kept(store)
    monkeypatch.setattr(Path, "rename", _crash)
    with pytest.raises(KeyboardInterrupt):
        store.shelf.undo(receipt.import_id)
    monkeypatch.undo()
    with store.shelf.writing():
        assert store.shelf.receipts() == (receipt,)
        assert store.shelf.told_by_ledger() == {receipt.import_id}


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("torn", ['{"action": "imp', "{}", "[1]", "\0\0\0"])
def test_a_torn_line_of_the_ledger_hides_no_other(store: Store, torn: str) -> None:
    first = kept(store)
    with store.shelf.ledger.open("a", encoding="utf-8") as file:
        file.write(torn)
    second = shelve(store, Kind.TRAFFIC_EVENTS, OTHER)
    assert store.shelf.told_by_ledger() == {first.import_id, second.import_id}
    assert store.shelf.receipts() == (first, second)


def test_a_receipt_that_cannot_be_read_is_named(store: Store) -> None:
    receipt = kept(store)
    path = store.shelf.imports / receipt.import_id / "receipt.json"
    for damage in ("{", "[]", json.dumps({"import_id": "x"})):
        path.write_text(damage, encoding="utf-8")
        with pytest.raises(StoreProblem, match=receipt.import_id):
            store.shelf.receipts()


def test_a_receipt_of_a_later_release_is_read_without_what_we_do_not_know(store: Store) -> None:
    receipt = kept(store)
    path = store.shelf.imports / receipt.import_id / "receipt.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"new": 1}), encoding="utf-8")
    assert store.shelf.receipts() == (receipt,)


def test_the_key_is_made_once_and_is_the_owners_alone(store: Store) -> None:
    key = store.shelf.hmac_key()
    assert len(key) == 32
    assert Shelf(store.folder).hmac_key() == key
    assert stat.S_IMODE((store.folder / "key").stat().st_mode) == 0o600
    assert Shelf(store.folder / "another").hmac_key() != key


def test_only_one_writes_at_a_time_even_from_another_process(store: Store) -> None:
    attempt = (
        "import sys\nfrom pathlib import Path\n"
        "from funnel.errors import ImportRunning\nfrom funnel.store import Shelf\n"
        "try:\n    Shelf(Path(sys.argv[1])).writing().__enter__()\n"
        "except ImportRunning as told:\n    print(told)\n"
    )
    with store.shelf.writing():
        with pytest.raises(ImportRunning, match="Another import is running"), Shelf(store.folder).writing():
            pass
        told = subprocess.run(
            [sys.executable, "-c", attempt, str(store.folder)], capture_output=True, text=True, check=True
        )
        assert "Another import is running" in told.stdout
    with Shelf(store.folder).writing():
        pass


def test_the_lock_falls_when_its_holder_is_killed(store: Store) -> None:
    hold = (
        "import os, sys; from pathlib import Path; from funnel.store import Shelf\n"
        "lock = Shelf(Path(sys.argv[1])).writing(); lock.__enter__(); os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", hold, str(store.folder)], check=False).returncode == 9
    with store.shelf.writing():
        pass
