"""A backup becomes the store again: checked, unpacked and built beside what is there, then put in its place."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from funnel.board.copied import FILES as BOARD_FILES
from funnel.errors import NewerStore, StoreProblem, WrongUse, sentence
from funnel.store import Store
from funnel.store.disk import told_when_full
from funnel.store.key import FILE as KEY
from funnel.store.key import fingerprint, make_key, read_key, write_key
from funnel.store.shelf import FORMAT
from funnel.store.swap import new_store, take_its_place
from funnel.upkeep.backup import BACKUP_FORMAT, FOLDERS, KEPT_BESIDE, LEDGER, unpacked, verified

DERIVED: Final = ("imports", "undone", "generations", LEDGER, *FOLDERS, *BOARD_FILES)
BEFORE: Final = "before-restore"
SERVING: Final = "serving.lock"


@dataclass(frozen=True)
class Restored:
    """What is in the store now."""

    imports: int
    generation: int
    made_at: str
    """When the backup was made, UTC."""
    board: str
    before: Path | None
    """Where what was in the store lies now; None when it was empty."""


def restore(folder: Path, backup: Path, *, key_file: Path | None = None, without_key: bool = False) -> Restored:
    """Put the store of `backup` in place of the one in `folder`; what was there is kept beside it.

    Raises StoreProblem for a damaged backup, a running dashboard or a key that does not fit, NewerStore for a backup
    of a newer release, NoRoom when the disk is full; nothing is changed then.
    """
    told = verified(backup)
    _refuse_newer(told)
    key = _fitting_key(folder, told["key"], key_file, without_key)
    folder.mkdir(parents=True, exist_ok=True)
    with told_when_full(), _nobody_serves(folder), Store(folder).shelf.writing():
        new = new_store(folder)
        unpacked(backup, list(told["files"]), new)
        built = Store(new)
        built.shelf.check()
        held = len(built.shelf.receipts())
        generation = built.publish() if held else 0
        built.close()
        Store(folder).close()
        before = f"{BEFORE}-{datetime.now(UTC):%Y%m%d-%H%M%S}"
        used = any((folder / name).exists() for name in (LEDGER, *BOARD_FILES))
        take_its_place(folder, _names(folder, new), before)
        if read_key(folder) is None and told["key"]:
            write_key(folder / KEY, key) if key else make_key(folder)
    kept = folder / before
    if not used:  # nothing but what this restore itself wrote
        shutil.rmtree(kept, ignore_errors=True)
    return Restored(held, generation, str(told["made_at"]), str(told["board"]), kept if kept.exists() else None)


def _refuse_newer(told: dict[str, Any]) -> None:
    if told["backup_format"] > BACKUP_FORMAT or told["store_format"] > FORMAT:
        raise NewerStore(sentence("This backup was made by a newer release. Start that release to restore it."))


def _fitting_key(folder: Path, wanted: str | None, key_file: Path | None, without_key: bool) -> bytes | None:
    """The key the backup was made with, None when none is needed."""
    key = key_file.read_bytes() if key_file else read_key(folder) if folder.is_dir() else None
    if wanted is None or without_key:
        return None
    if key is None or fingerprint(key) != wanted:
        raise StoreProblem(
            sentence(
                "This backup needs the key its customers were made with: name its copy with --key. Without it, "
                "--without-key goes on, and customers of new files are not recognised in the earlier ones."
            )
        )
    held = read_key(folder) if folder.is_dir() else None
    if held is not None and held != key:
        raise WrongUse(
            sentence("The store has another key. Move it away (the file “key” of its folder), then restore again.")
        )
    return key


@contextmanager
def _nobody_serves(folder: Path) -> Iterator[None]:
    try:
        with FileLock(folder / SERVING, timeout=0):
            yield
    except Timeout as cause:
        raise StoreProblem(
            sentence("The dashboard of this store is running. Stop it, restore, and start it again.")
        ) from cause


def _names(folder: Path, new: Path) -> set[str]:
    """Everything that makes up either store; the key and what lies in the inbox stay."""
    beside = {path.name for path in folder.iterdir() if path.is_file() and path.suffix in KEPT_BESIDE}
    return {*DERIVED, *beside, *(path.name for path in new.iterdir())} - {"writing.lock"}
