"""A backup holds the store of its moment, whoever writes; a restore brings exactly that back, or changes nothing."""

import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from funnel.board.annotations import Annotation, Happening, annotations_between, keep_annotation
from funnel.board.copied import BoardCopy
from funnel.board.place import board_of
from funnel.errors import NewerStore, StoreProblem, WrongUse
from funnel.store import Store
from funnel.store import swap as swapping
from funnel.store.digests import table_digests
from funnel.store.remembered import remember, remembered_answers
from funnel.terms import Kind
from funnel.upkeep.backup import MANIFEST, save_key, verified, write_backup
from funnel.upkeep.restore import SERVING, restore
from tests.shop import published, shelve, shop, visit

ROWS = visit("2026-09-01 10:00:00", "s1", "view_item", visitor_key="anna")
MORE = visit("2026-09-02 10:00:00", "s2", "view_item", "purchase")
SETTINGS = 'zone = "UTC"\ncurrency = "PLN"\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with an import, a board, an answer, settings and a key."""
    folder = tmp_path_factory.mktemp("made") / "store"
    folder.mkdir()
    (folder / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "key").write_bytes(b"k" * 32)
    store = published(Store(folder), Kind.TRAFFIC_EVENTS, ROWS)
    keep_annotation(board_of(store), Annotation(date(2026, 9, 1), date(2026, 9, 1), Happening.RELEASE, "New"), "it")
    remember(folder, "ga4_events", {"zone": "UTC"}, date(2026, 9, 3))
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(made, tmp_path / "store"))


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    save_key(store, tmp_path / "key.copy")
    return write_backup(store, tmp_path / "one.zip").path


def test_a_restore_brings_back_imports_numbers_board_answers_and_settings(
    store: Store, backup: Path, tmp_path: Path
) -> None:
    before = table_digests(store.folder, store.generation())
    done = restore(tmp_path / "new", backup, key_file=tmp_path / "key.copy")
    found = Store(tmp_path / "new")
    assert (done.imports, done.before, done.board) == (1, None, BoardCopy.COPIED)
    assert found.shelf.receipts() == store.shelf.receipts()
    assert table_digests(found.folder, found.generation()) == before
    assert [one.text for one in annotations_between(board_of(found), date(2026, 9, 1), date(2026, 9, 1))] == ["New"]
    assert remembered_answers(found.folder) == remembered_answers(store.folder)
    assert (found.folder / "settings.toml").read_text(encoding="utf-8") == SETTINGS
    assert found.shelf.hmac_key() == store.shelf.hmac_key()
    assert not found.catch_up()


def test_what_was_there_before_a_restore_is_kept_beside(store: Store, backup: Path) -> None:
    shelve(store, Kind.TRAFFIC_EVENTS, MORE)
    done = restore(store.folder, backup)
    assert len(Store(store.folder).shelf.receipts()) == 1
    assert done.before is not None
    assert len(Store(done.before).shelf.receipts()) == 2


@pytest.mark.parametrize("cut_at", [0, 2, 4])
def test_a_restore_cut_short_is_finished_by_whoever_comes_next(
    store: Store, backup: Path, monkeypatch: pytest.MonkeyPatch, cut_at: int
) -> None:
    shelve(store, Kind.TRAFFIC_EVENTS, MORE)
    moved, swap = [], swapping._swap

    def cut(*told: object, **more: object) -> None:
        if len(moved) == cut_at:
            raise KeyboardInterrupt
        moved.append(told)
        swap(*told, **more)

    monkeypatch.setattr(swapping, "_swap", cut)
    with pytest.raises(KeyboardInterrupt):
        restore(store.folder, backup)
    monkeypatch.undo()
    later = Store(store.folder)
    with later.shelf.writing():
        assert len(later.shelf.receipts()) == 1
    assert not (store.folder / swapping.ASIDE).exists()
    assert not later.catch_up()


def test_a_damaged_backup_changes_nothing(store: Store, backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    before = store.edition()
    with zipfile.ZipFile(backup) as archive:
        heads = [(one.header_offset, len(one.filename)) for one in archive.infolist() if one.compress_size > 40]
    extras = [int.from_bytes(content[head + 28 : head + 30], "little") for head, _ in heads]
    for place in [head + 30 + name + extra + 8 for (head, name), extra in zip(heads, extras, strict=True)][::3]:
        backup.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
        with pytest.raises((StoreProblem, WrongUse), match=r"one\.zip"):
            restore(store.folder, backup)
    backup.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreProblem, match="damaged"):
        restore(store.folder, backup)
    assert store.edition() == before


def test_what_is_no_backup_or_of_a_newer_release_is_refused(store: Store, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(WrongUse, match="no backup"):
        restore(store.folder, other)
    with zipfile.ZipFile(other, "w") as archive:
        told = {"backup_format": 99, "store_format": 1, "files": {}, "key": None, "made_at": "", "board": "none"}
        archive.writestr(MANIFEST, json.dumps(told))
    with pytest.raises(NewerStore):
        restore(store.folder, other)


def test_the_key_is_not_in_the_backup_and_is_asked_for(store: Store, backup: Path, tmp_path: Path) -> None:
    assert b"k" * 32 not in backup.read_bytes()
    assert "key" not in verified(backup)["files"]
    with pytest.raises(StoreProblem, match="--key"):
        restore(tmp_path / "new", backup)
    (tmp_path / "wrong").write_bytes(b"w" * 32)
    with pytest.raises(StoreProblem, match="--key"):
        restore(tmp_path / "new", backup, key_file=tmp_path / "wrong")
    restore(tmp_path / "new", backup, without_key=True)
    assert len(Store(tmp_path / "new").shelf.hmac_key()) == 32


def test_no_restore_while_a_dashboard_serves(store: Store, backup: Path) -> None:
    with FileLock(store.folder / SERVING), pytest.raises(StoreProblem, match="running"):
        restore(store.folder, backup)


def test_raw_files_that_wait_are_not_in_a_backup(store: Store, tmp_path: Path) -> None:
    for name in ("inbox", "waiting"):
        (store.folder / name).mkdir()
        (store.folder / name / "people.csv").write_text("anna@example.com", encoding="utf-8")
    path = write_backup(store, tmp_path / "one.zip").path
    assert not [name for name in zipfile.ZipFile(path).namelist() if "people" in name]


def test_a_folder_gets_dated_backups_and_keeps_so_many(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for name in ("funnel-20250101-000000.zip", "funnel-20250102-000000.zip"):
        (folder / name).write_bytes(b"old")
    made = write_backup(store, folder, keep=2)
    assert sorted(path.name for path in folder.iterdir()) == ["funnel-20250102-000000.zip", made.path.name]


def test_a_store_that_lost_rows_is_not_backed_up_over_a_good_backup(store: Store, backup: Path, tmp_path: Path) -> None:
    good = backup.read_bytes()
    receipt = shelve(store, Kind.TRAFFIC_EVENTS, MORE)
    part = store.shelf.part(receipt.import_id, "accepted.parquet")
    assert part is not None
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreProblem, match="damaged"):
        write_backup(store, tmp_path / "one.zip")
    assert backup.read_bytes() == good
    assert shop(store.folder).shelf.damaged() == (receipt.file_name,)
