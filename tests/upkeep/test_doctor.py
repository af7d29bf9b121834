"""The doctor names what is wrong in a sentence, and finds nothing in a store that is well."""

import shutil
from pathlib import Path

import pytest

from funnel.cli import main
from funnel.store import Store
from funnel.store.generations import generation_file
from funnel.terms import Kind
from funnel.upkeep.backup import write_backup
from funnel.upkeep.doctor import examine
from funnel.upkeep.health import health_of, note_trouble
from tests.shop import published, shelve, visit

ROWS = visit("2026-09-01 10:00:00", "s1", "view_item", visitor_key="anna")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "store"
    folder.mkdir()
    store = published(Store(folder), Kind.TRAFFIC_EVENTS, ROWS)
    (folder / "key").write_bytes(b"k" * 32)
    (folder / "key").chmod(0o600)
    write_backup(store, folder.parent / "one.zip")
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Store:
    return Store(shutil.copytree(made, tmp_path / "store"))


def codes(store: Store, *, grave: bool = True) -> list[str]:
    store.close()
    return [found.code for found in examine(Store(store.folder)) if found.grave or not grave]


def test_a_store_that_is_well_has_nothing_grave_and_old_files_are_named(store: Store) -> None:
    assert codes(store) == []
    assert codes(store, grave=False) == ["stale"]
    (store.folder / "last_backup").unlink()
    assert codes(store, grave=False) == ["stale", "backup"]


def test_each_damage_has_its_sentence(store: Store) -> None:
    path = generation_file(store.folder, 1)
    path.write_bytes(path.read_bytes()[:-1])
    assert codes(store) == ["numbers"]
    (store.folder / "key").chmod(0o644)
    assert codes(store) == ["numbers", "key"]
    (store.folder / "key").unlink()
    (store.folder / "settings.toml").write_text("zonne = 1", encoding="utf-8")
    assert codes(store)[0] == "settings"
    (store.folder / "settings.toml").unlink()
    (store.folder / "board.db").write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    assert codes(store) == ["numbers", "key", "board"]
    (store.shelf.imports / store.shelf.receipts()[0].import_id).rename(store.folder / "elsewhere")
    assert "imports" in codes(store)


@pytest.mark.parametrize(
    ("language", "well"),
    [("en", "Nothing is wrong."), ("ru", "Всё в порядке."), ("pl", "Wszystko w porządku.")],
)
def test_the_command_says_it_in_sentences_of_the_shops_language(
    store: Store, capsys: pytest.CaptureFixture[str], language: str, well: str
) -> None:
    (store.folder / "settings.toml").write_text(f'language = "{language}"\nstale_days = 3650\n', encoding="utf-8")
    assert _doctor(store, capsys) == (0, [well])
    path = generation_file(store.folder, 1)
    path.write_bytes(path.read_bytes()[:-1])
    (store.folder / "key").unlink()
    code, told = _doctor(store, capsys)
    assert code == 1
    assert len(told) == 2
    assert all(line.endswith(".") and len(line.split()) > 4 for line in told)


def _doctor(store: Store, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as stopped:
        main(["doctor", "--store", str(store.folder)])
    return int(stopped.value.code or 0), capsys.readouterr().out.splitlines()


def test_rows_that_are_lost_are_never_left_out_of_the_numbers_in_silence(store: Store) -> None:
    first = store.shelf.receipts()[0]
    (store.shelf.imports / first.import_id).rename(store.folder / "elsewhere")
    told = [str(found.told) for found in examine(store) if found.code == "imports"]
    assert first.file_name in told[0]
    shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-02 10:00:00", "s2"))
    with pytest.raises(Exception, match="have gone"):
        store.publish()
    store.shelf.undo(first.import_id)
    assert store.publish() == 2


def test_health_tells_generation_stale_sources_and_trouble(store: Store) -> None:
    found = health_of(store)
    assert (found.opens, found.generation, found.stale_sources, found.trouble) == (True, 1, ("web",), "")
    note_trouble(store.folder, "Something.")
    assert health_of(store).trouble == "Something."
    note_trouble(store.folder, "")
    store.close()
    generation_file(store.folder, 1).write_bytes(b"no database")
    assert not health_of(Store(store.folder)).opens
