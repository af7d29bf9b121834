"""A store of the first release opens in this one with the same numbers; one of a later release is refused in words."""

import gzip
import shutil
from datetime import date
from pathlib import Path

import pytest

from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.board.annotations import annotations_between
from funnel.board.place import board_of
from funnel.errors import NewerStore
from funnel.intake import import_paths
from funnel.store import Store
from funnel.store.shelf import FORMAT, FORMAT_FILE
from funnel.terms import Step
from tests.house import ROOT

FIRST = ROOT / "tests" / "stores" / "first"
EXPORTS = ROOT / "tests" / "exports"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """The store as the first release left it."""
    folder = tmp_path / "store"
    shutil.copytree(FIRST, folder)
    for packed in folder.rglob("*.gz"):
        packed.with_suffix("").write_bytes(gzip.decompress(packed.read_bytes()))
        packed.unlink()
    return Store(folder)


def test_a_store_of_the_first_release_opens_with_its_numbers(store: Store) -> None:
    assert store.shelf.format() == 0
    assert store.catch_up()
    assert store.shelf.format() == FORMAT
    total = ask_funnel(store, FunnelQuestion(compare=False)).total
    counts = {step.step: step.count for step in total.steps}
    assert (counts[Step.SESSION_START], counts[Step.VIEW_ITEM], counts[Step.PURCHASE]) == (2, 1, 1)
    assert str(total.money.revenue) == "84.98"
    assert store.shelf.damaged() == ()
    assert not store.catch_up()
    (again,) = import_paths(store, [EXPORTS / "ga4_events" / "events.csv"])
    assert again.verdict in ("already_loaded", "refused")  # this release may read more of the file: it says so
    assert len(store.shelf.receipts()) == 3


def test_the_board_of_the_first_release_opens_with_what_was_written(store: Store) -> None:
    (held,) = annotations_between(board_of(store), date(2026, 10, 1), date(2026, 10, 31))
    assert (held.day, held.till, held.text) == (date(2026, 10, 6), date(2026, 10, 7), "Autumn sale")


def test_a_store_of_a_later_release_is_neither_read_nor_changed(store: Store) -> None:
    store.catch_up()
    (store.folder / FORMAT_FILE).write_text(f"{FORMAT + 1}\n", encoding="ascii")
    before = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*") if path.is_file()}
    for attempt in (store.catch_up, lambda: store.reading().__enter__(), lambda: store.shelf.writing().__enter__()):
        with pytest.raises(NewerStore, match="newer release"):
            attempt()
    after = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*") if path.is_file()}
    assert {path: at for path, at in after.items() if path.name != "writing.lock"} == {
        path: at for path, at in before.items() if path.name != "writing.lock"
    }
