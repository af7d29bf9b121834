"""A copy of the board at one moment, made while others write."""

import sqlite3
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import quote

import sqlalchemy as sa

from funnel.board.place import FILE
from funnel.errors import StoreProblem, sentence
from funnel.store import Store

DAMAGED: Final = sentence("The board (board.db) is damaged. Restore a backup of it.")
FILES: Final = (FILE, f"{FILE}-wal", f"{FILE}-shm")


class BoardCopy(StrEnum):
    """What became of the board."""

    NONE = "none"
    """Nobody has written on it yet."""
    COPIED = "copied"
    ELSEWHERE = "elsewhere"
    """In a database of its own, which has its own tools."""


def copy_board(store: Store, target: Path) -> BoardCopy:
    """Write the board as it is now to `target`, one whole file; raises StoreProblem when it is damaged."""
    path = board_file(store)
    if path is None:
        return BoardCopy.ELSEWHERE
    if not path.exists():
        return BoardCopy.NONE
    try:
        with closing(_opened(path)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("pragma journal_mode = delete")
            found = copy.execute("pragma integrity_check").fetchone()
    except sqlite3.DatabaseError as cause:
        raise StoreProblem(DAMAGED) from cause
    if found != ("ok",):
        raise StoreProblem(DAMAGED)
    return BoardCopy.COPIED


def check_board(store: Store) -> None:
    """Read the whole file of the board; raises StoreProblem when it is damaged."""
    path = board_file(store)
    if path is None or not path.exists():
        return
    try:
        with closing(_opened(path)) as board:
            found = board.execute("pragma integrity_check").fetchone()
    except sqlite3.DatabaseError as cause:
        raise StoreProblem(DAMAGED) from cause
    if found != ("ok",):
        raise StoreProblem(DAMAGED)


def board_file(store: Store) -> Path | None:
    """File of the board, None when it lives in a database of its own."""
    if not store.settings.board_url:
        return store.folder / FILE
    url = sa.make_url(store.settings.board_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=20)
