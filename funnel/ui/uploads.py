"""Files dropped in the browser: copied to the store's own disk, imported, and deleted again."""

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePath
from tempfile import mkdtemp
from time import time
from typing import Protocol

from funnel.answers.bring_in import bring_in
from funnel.intake import Outcome
from funnel.intake.watch import Watch
from funnel.store import Store

CHUNK = 8 * 1024 * 1024
PREFIX = "dropped-"
AN_HOUR = 3600


class Dropped(Protocol):
    """What Streamlit hands over: a file in memory and the name its owner gave it."""

    name: str

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


def import_dropped(store: Store, dropped: Sequence[Dropped], watch: Watch | None = None) -> tuple[Outcome, ...]:
    """Import the files; whatever happens, no copy of them stays on disk."""
    store.folder.mkdir(parents=True, exist_ok=True)
    _clear_left_behind(store.folder)
    folder = Path(mkdtemp(dir=store.folder, prefix=PREFIX))
    try:
        paths = [_copied(each, folder / str(place)) for place, each in enumerate(dropped)]
        return bring_in(store, paths, watch=watch)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_left_behind(folder: Path) -> None:
    """Copies that a killed server could not delete go with the next upload."""
    for left in folder.glob(f"{PREFIX}*"):
        if time() - left.stat().st_mtime > AN_HOUR:
            shutil.rmtree(left, ignore_errors=True)


def _copied(dropped: Dropped, folder: Path) -> Path:
    folder.mkdir()
    # A name is the owner's word, not a path: only its last part is used, and only to tell him which file is meant.
    path = folder / (PurePath(dropped.name.replace("\\", "/")).name.lstrip(".") or "file")
    with path.open("wb") as copy:
        while chunk := dropped.read(CHUNK):
            copy.write(chunk)
    return path
