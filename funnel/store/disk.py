"""Files that must survive: written through to the disk, sealed with a checksum; a full disk told in one sentence."""

import errno
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from funnel.errors import NoRoom, sentence

NO_ROOM: Final = sentence("There is not enough room on the disk. Nothing was changed; free some and try again.")
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
FULL_IN_WORDS: Final = ("No space left on device", "Disk quota exceeded", "failed to offload data block")
"""How DuckDB tells that it could not write."""
PIECE: Final = 2**20


@contextmanager
def told_when_full() -> Iterator[None]:
    """A write that finds no room raises NoRoom."""
    try:
        yield
    except OSError as cause:
        if cause.errno in FULL:
            raise NoRoom(NO_ROOM) from cause
        raise


def tells_of_a_full_disk(told: str) -> bool:
    """Whether DuckDB's message says that the disk has no room left."""
    return any(words in told for words in FULL_IN_WORDS)


def write_synced(path: Path, text: str) -> None:
    """Write the text so that it outlives a power cut."""
    path.write_text(text, encoding="utf-8")
    sync(path)


def replace_synced(path: Path, text: str) -> None:
    """Write the text in place of what is there: after a crash the file holds the one or the other, never a part."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    write_synced(aside, text)
    aside.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Have a file or a folder on the disk itself."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksum(path: Path) -> str:
    """Length and CRC-32 of a file: any flipped bit and any cut end changes it."""
    crc = length = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            crc, length = zlib.crc32(piece, crc), length + len(piece)
    return f"{length}:{crc:08x}"


def seals_of(folder: Path) -> dict[str, str]:
    """Checksum of every file that lies in a folder, by name."""
    return {path.name: checksum(path) for path in sorted(folder.iterdir()) if path.is_file()}


def write_seals(path: Path, seals: dict[str, str]) -> None:
    """Keep checksums beside what they are of."""
    replace_synced(path, json.dumps(seals, indent=1))


def read_seals(path: Path) -> dict[str, str] | None:
    """Checksums kept earlier; None when there are none, {} when they cannot be read."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def copy_checked(path: Path, target: Path) -> str:
    """Copy a file in one pass; returns the checksum of what was read."""
    crc = length = 0
    with path.open("rb") as file, target.open("wb") as copy:
        while piece := file.read(PIECE):
            copy.write(piece)
            crc, length = zlib.crc32(piece, crc), length + len(piece)
    return f"{length}:{crc:08x}"
