"""One file that holds a whole store: imports, ledger, board, settings, mappings, answers. Not the key, not the numbers.

The numbers are built anew when it is restored. The key is kept apart, so that a lost backup tells nobody's purchases.
"""

import json
import os
import shutil
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from funnel.board.copied import BoardCopy, copy_board
from funnel.board.place import FILE as BOARD
from funnel.errors import ImportRunning, StoreProblem, WrongUse, sentence
from funnel.store import Store
from funnel.store.disk import checksum, read_seals, sync, told_when_full
from funnel.store.key import fingerprint, read_key, write_key
from funnel.store.ledger import read_ledger, told_by
from funnel.store.shelf import FORMAT, FORMAT_FILE, SEALS

BACKUP_FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
LEDGER: Final = "ledger.jsonl"
KEPT_BESIDE: Final = frozenset({".toml", ".json", ".csv", ".mark"})
"""Endings of the files of the store's folder that people or the imports wrote."""
FOLDERS: Final = ("mappings",)
LAST: Final = "last_backup"
TRIES: Final = 20
PIECE: Final = 2**20


@dataclass(frozen=True)
class Backup:
    """One backup as it was written and read again."""

    path: Path
    imports: int
    bytes: int
    board: BoardCopy
    removed: tuple[Path, ...] = ()
    """Older ones that went."""


def write_backup(store: Store, target: Path, *, keep: int = 0) -> Backup:
    """Write the store as it is now to `target`, a file or a folder that takes one file a moment, and read it again.

    Imports and edits may go on meanwhile. With `keep`, only so many backups stay in the folder.
    Raises StoreProblem when the store is damaged and NoRoom when the disk is full; what was at `target` stays then.
    """
    path = _dated(target) if target.is_dir() else target
    if not path.parent.is_dir():
        raise WrongUse(sentence("There is no folder “{path}”.", path=path.parent))
    store.shelf.refuse_newer()
    _settle(store)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with told_when_full():
        try:
            imports, board = _written(store, aside)
            verified(aside)
            sync(aside)
            aside.replace(path)
            sync(path.parent)
        finally:
            aside.unlink(missing_ok=True)
        (store.folder / LAST).write_text(datetime.now(UTC).isoformat(timespec="seconds"), encoding="ascii")
    removed = _remove_older(path, keep) if target.is_dir() and keep else ()
    return Backup(path, imports, path.stat().st_size, board, removed)


def save_key(store: Store, target: Path) -> None:
    """Write a copy of the store's key to a file of its own; raises WrongUse when there is none or another is there."""
    key = read_key(store.folder)
    if key is None:
        raise WrongUse(sentence("This store has no key yet: it is made by the first import."))
    if target.exists() and target.read_bytes() != key:
        raise WrongUse(sentence("“{path}” holds something else; name another file for the key.", path=target))
    write_key(target, key)


def _settle(store: Store) -> None:
    try:
        with store.shelf.writing():
            store.shelf.refuse_lost()
    except ImportRunning:
        pass  # it holds the lock and leaves whole imports only


def _dated(folder: Path) -> Path:
    return folder / f"funnel-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip"


def _remove_older(path: Path, keep: int) -> tuple[Path, ...]:
    old = tuple(sorted(path.parent.glob("funnel-*.zip"))[:-keep])
    for one in old:
        one.unlink()
    return old


def _written(store: Store, aside: Path) -> tuple[int, BoardCopy]:
    for _ in range(TRIES):
        try:
            return _at_one_moment(store, aside)
        except FileNotFoundError:  # an import was taken back while we copied it: the ledger knows by now
            time.sleep(0.1)
    raise StoreProblem(sentence("The store changes faster than it can be copied. Try again in a moment."))


def _at_one_moment(store: Store, aside: Path) -> tuple[int, BoardCopy]:
    ledger = store.shelf.ledger.read_bytes() if store.shelf.ledger.exists() else b""
    with (
        TemporaryDirectory(dir=aside.parent, ignore_cleanup_errors=True) as folder,
        zipfile.ZipFile(aside, "w", zipfile.ZIP_STORED) as archive,
    ):
        said = Path(folder) / LEDGER
        said.write_bytes(ledger[: ledger.rfind(b"\n") + 1])
        board = copy_board(store, Path(folder) / BOARD)
        held = sorted(told_by(read_ledger(said)))
        members = [(path.name, path) for path in sorted(Path(folder).iterdir())]
        members += [*_beside(store.folder), *_parts(store, held)]
        files = {name: _add(archive, name, path) for name, path in members}
        archive.writestr(MANIFEST, json.dumps(_manifest(store, files, board), indent=1))
    return len(held), board


def _beside(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and (path.suffix in KEPT_BESIDE or path.name == FORMAT_FILE) and path.name[0] != ".":
            yield path.name, path
    for name in FOLDERS:
        for path in sorted((folder / name).glob("*")):
            if path.is_file() and path.name[0] != ".":
                yield f"{name}/{path.name}", path


def _parts(store: Store, import_ids: list[str]) -> Iterator[tuple[str, Path]]:
    for import_id in import_ids:
        folder = store.shelf.imports / import_id
        seals = read_seals(folder / SEALS) or {}
        for path in sorted(path for path in folder.iterdir() if path.is_file()):
            if path.name != SEALS and checksum(path) != seals.get(path.name, ""):
                _gone_or_damaged(store, path)
            yield f"imports/{import_id}/{path.name}", path


def _gone_or_damaged(store: Store, path: Path) -> None:
    if not path.exists():
        raise FileNotFoundError(path)
    store.shelf.check()


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = sha256()
    told = zipfile.ZipInfo(name)
    told.compress_type = zipfile.ZIP_STORED if path.suffix == ".parquet" else zipfile.ZIP_DEFLATED
    with path.open("rb") as source, archive.open(told, "w", force_zip64=True) as copy:
        while piece := source.read(PIECE):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()


def _manifest(store: Store, files: dict[str, str], board: BoardCopy) -> dict[str, Any]:
    key = read_key(store.folder)
    return {
        "backup_format": BACKUP_FORMAT,
        "store_format": FORMAT,
        "release": _release(),
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "key": fingerprint(key) if key else None,
        "board": board.value,
        "files": files,
    }


def _release() -> str:
    try:
        return version("click-to-payment")
    except PackageNotFoundError:  # run from its sources
        return ""


def verified(path: Path) -> dict[str, Any]:
    """The manifest of a backup whose every file is what was written; raises WrongUse or StoreProblem otherwise."""
    try:
        with zipfile.ZipFile(path) as archive:
            told: dict[str, Any] = json.loads(archive.read(MANIFEST))
            whole = all(_digest(archive, name) == digest for name, digest in told["files"].items())
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, zlib.error) as cause:
        raise _damaged(path) from cause
    except (KeyError, ValueError, TypeError, AttributeError) as cause:
        raise WrongUse(sentence("“{path}” is no backup of this dashboard.", path=path.name)) from cause
    if not whole:
        raise _damaged(path)
    return told


def _damaged(path: Path) -> StoreProblem:
    return StoreProblem(sentence("“{path}” is damaged or no backup. Nothing was changed.", path=path.name))


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = sha256()
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def unpacked(path: Path, names: list[str], folder: Path) -> None:
    """Write the named files of a backup into an empty folder."""
    with zipfile.ZipFile(path) as archive:
        for name in names:
            target = folder / name
            if not target.resolve().is_relative_to(folder.resolve()):
                raise WrongUse(sentence("“{path}” is no backup of this dashboard.", path=path.name))
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as member, target.open("wb") as copy:
                shutil.copyfileobj(member, copy, PIECE)
            sync(target)
