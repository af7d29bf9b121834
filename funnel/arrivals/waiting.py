"""Uploaded files until they are imported: STORE/waiting/<token>/<name>, on the store's own disk, never for long."""

import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from time import time
from typing import BinaryIO

PART = ".part"
TOKEN = re.compile(r"[0-9a-f]{16}")
A_DAY = 24 * 3600
LONGEST_NAME = 120
NOT_IN_A_NAME = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def safe_name(name: str) -> str:
    """The last part of what the owner calls his file, as every disk can hold it; "file" when nothing is left."""
    bare = PurePath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    visible = "".join(sign for sign in bare if unicodedata.category(sign) not in ("Cf", "Cs", "Co"))
    kept = NOT_IN_A_NAME.sub("_", visible).strip().lstrip(".").rstrip(". ")
    return _shortened(f"_{kept}" if RESERVED.match(kept) else kept) or "file"


def _shortened(name: str) -> str:
    """At most LONGEST_NAME bytes: a disk counts bytes, and the ending must stay."""
    ending = "".join(PurePath(name).suffixes[-2:])[-20:]
    stem = name[: len(name) - len(ending)]
    while stem and len((stem + ending).encode()) > LONGEST_NAME:
        stem = stem[:-1]
    return stem + ending


@dataclass(frozen=True)
class WaitingFile:
    """One uploaded file; `token` is known to the browser that sent it and to the screens of this server."""

    token: str
    path: Path

    @property
    def name(self) -> str:
        """The name its owner gave it."""
        return self.path.name


class Arrival:
    """One file while it is being received; leaves nothing unless it is finished."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.size = 0
        self._final = folder / name
        self._part = folder / (name + PART)
        self._file: BinaryIO | None = None

    def __enter__(self) -> "Arrival":
        """Open the part file."""
        self.folder.mkdir(parents=True)
        self._file = self._part.open("wb")
        return self

    def write(self, piece: bytes) -> None:
        """Append; raises OSError when the disk is full."""
        if self._file is not None:
            self._file.write(piece)
            self.size += len(piece)

    def finish(self, written_at: float | None = None) -> WaitingFile:
        """The file is whole: it takes its own name, and the time its owner's disk says it was written."""
        self._close()
        if written_at is not None:
            os.utime(self._part, (written_at, written_at))
        self._part.replace(self._final)
        return WaitingFile(self.folder.name, self._final)

    def __exit__(self, *_: object) -> None:
        """Remove what was not finished."""
        self._close()
        if not self._final.exists():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _close(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # a full disk refuses the last bytes; the file is removed then
                self._file.close()
            self._file = None


class Waiting:
    """The waiting files of one store."""

    def __init__(self, store_folder: Path) -> None:
        self.folder = store_folder / "waiting"

    def arrival(self, name: str) -> Arrival:
        """A place for a file that is about to be received."""
        return Arrival(self.folder / secrets.token_hex(8), safe_name(name))

    def beside(self, path: Path) -> WaitingFile:
        """The file at `path` as a waiting file too, without a second copy where the disk allows; it stays in place."""
        folder = self.folder / secrets.token_hex(8)
        folder.mkdir(parents=True)
        target = folder / safe_name(path.name)
        try:
            os.link(path, target)
        except OSError:
            shutil.copy2(path, target)
        return WaitingFile(folder.name, target)

    def free_bytes(self) -> int:
        """Room left on the store's disk."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.folder).free

    def file(self, token: str) -> WaitingFile | None:
        """The file of this token; None when it was imported, let go or never here."""
        return next(self._whole(self.folder / token), None) if TOKEN.fullmatch(token) else None

    def files(self) -> tuple[WaitingFile, ...]:
        """Everything that waits, oldest first."""
        folders = [path for path in self.folder.glob("*") if TOKEN.fullmatch(path.name)]
        found = [file for folder in folders for file in self._whole(folder)]
        return tuple(sorted(found, key=lambda file: (file.path.parent.stat().st_mtime, file.token)))

    def let_go(self, token: str) -> None:
        """Remove one file; nothing happens when it is not here."""
        if TOKEN.fullmatch(token):
            shutil.rmtree(self.folder / token, ignore_errors=True)

    def at(self, path: Path) -> WaitingFile | None:
        """The waiting file at `path`; None when it is none, or is not here any more."""
        return self.file(path.parent.name) if path.parent.parent == self.folder else None

    def let_go_of(self, path: Path) -> None:
        """Remove the waiting file at `path`; a path elsewhere is left alone."""
        if path.parent.parent == self.folder:
            self.let_go(path.parent.name)

    def clear(self, older_than: float = 0) -> None:
        """Remove what waits longer than `older_than` seconds: raw exports hold names and addresses."""
        for folder in self.folder.glob("*"):
            with suppress(FileNotFoundError):
                if time() - _last_change(folder) >= older_than:
                    shutil.rmtree(folder, ignore_errors=True)

    def _whole(self, folder: Path) -> Iterator[WaitingFile]:
        for path in sorted(folder.glob("*")):
            if path.is_file() and path.suffix != PART:
                yield WaitingFile(folder.name, path)


def _last_change(folder: Path) -> float:
    return max(path.stat().st_mtime for path in (folder, *folder.glob("*")))
