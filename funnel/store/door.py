"""Connections: one for staging an import, one for building a generation, read-only ones for questions.

Questions get a cursor each: a connection shared between threads hands one user's rows to another (DuckDB 2.0).
"""

import atexit
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import duckdb

from funnel.errors import DamagedNumbers, NoRoom, OtherRelease, QuestionTooLong, StoreProblem, sentence
from funnel.settings import Settings
from funnel.store.disk import NO_ROOM, tells_of_a_full_disk
from funnel.store.queries import named_query, shape_of_facts

LOG = logging.getLogger(__name__)
KEPT_OPEN = 2
IN_UTC = "set timezone = 'UTC'"
_READERS: dict[Path, "Reading"] = {}
_READERS_LOCK = Lock()


@dataclass(frozen=True)
class Reading:
    """An open generation and the stamp of the file it was opened from."""

    connection: duckdb.DuckDBPyConnection
    stamp: tuple[int, int]


class Connection(Protocol):
    """What rooms outside the store may do with a connection they are handed."""

    def execute(self, query: str, parameters: object = ...) -> Any: ...

    def close(self) -> None: ...


Opened = Callable[[Any], Any]
"""What wraps a connection, so that somebody can follow and stop what runs over it."""


def as_it_is(connection: Any) -> Any:
    """The connection, followed by nobody."""
    return connection


class DatabaseError(StoreProblem):
    """DuckDB refused a statement; what it said is the cause, for the log rather than the screen."""


DAMAGE_IN_WORDS = ("Corrupt", "checksum", "has been invalidated", "not a valid DuckDB database")
"""How DuckDB tells that a file is not what it wrote."""
_DAMAGE_MET: set[Path] = set()


def told_as_ours(cause: duckdb.Error) -> StoreProblem:
    """What DuckDB refused, as our error: a full disk and a damaged file have their own sentence."""
    told = str(cause)
    if tells_of_a_full_disk(told):
        return NoRoom(NO_ROOM)
    if isinstance(cause, duckdb.FatalException) or any(words in told for words in DAMAGE_IN_WORDS):
        return DamagedNumbers(DAMAGED)
    return DatabaseError(sentence("The database could not answer; the server's log holds the cause."))


DAMAGED = sentence(
    "The published numbers are damaged. Nothing is lost: the dashboard builds them anew from the imports, and so does "
    "“funnel rebuild”."
)


def note_damage(path: Path) -> None:
    """Somebody could not read the generation at `path`: let go of it, so that it can be built anew."""
    with _READERS_LOCK:
        _DAMAGE_MET.add(path)
        if path in _READERS:
            _let_go(_READERS.pop(path))


def _let_go(reading: "Reading") -> None:
    with suppress(duckdb.Error):  # one of its cursors is in use: whoever holds the last of them closes it
        reading.connection.close()


def damage_met(path: Path) -> bool:
    """Whether somebody could not read the generation at `path` since this process started."""
    return path in _DAMAGE_MET


@contextmanager
def staging_connection(folder: Path, memory_limit: str = "2GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database that spills into `folder`, for one import."""
    connection = duckdb.connect(":memory:", config=_limits(folder, memory_limit))
    connection.execute(IN_UTC)
    try:
        yield connection
    except duckdb.Error as cause:
        raise told_as_ours(cause) from cause
    finally:
        connection.close()


@contextmanager
def building_connection(path: Path, memory_limit: str = "2GB") -> Iterator[duckdb.DuckDBPyConnection]:
    """A new database file at `path`, read-write, whole on the disk and closed at the end.

    Raises NoRoom when the disk is full.
    """
    connection = duckdb.connect(str(path), config=_limits(path.parent, memory_limit))
    connection.execute(IN_UTC)
    connection.execute("set enable_progress_bar = false")
    try:
        yield connection
        connection.execute("checkpoint")  # closing alone would not tell that the disk is full
    except duckdb.Error as cause:
        raise told_as_ours(cause) from cause
    finally:
        connection.close()


def _limits(folder: Path, memory_limit: str) -> dict[str, str | bool | int | float | list[str]]:
    return {"temp_directory": str(folder / "spill"), "memory_limit": memory_limit}


def reading_cursor(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on the published generation at `path`; the caller closes it."""
    with _READERS_LOCK:
        stamp = _stamp_of(path)
        if path in _READERS and _READERS[path].stamp != stamp:
            _let_go(_READERS.pop(path))  # another store was made in the same place
        if path not in _READERS:
            _READERS[path] = Reading(_locked_reader(path, settings), stamp)
            _forget_old_readers()
        return _READERS[path].connection.cursor()


def _stamp_of(path: Path) -> tuple[int, int]:
    state = path.stat()
    return state.st_ino, state.st_mtime_ns


def close_readers(folder: Path) -> None:
    """Close every reader of a generation in `folder`, so that its files can be removed."""
    with _READERS_LOCK:
        for path in [path for path in _READERS if path.parent == folder]:
            _let_go(_READERS.pop(path))


@atexit.register
def _close_all_readers() -> None:
    # Open ones are reported as leaks by the binding when the interpreter ends.
    with _READERS_LOCK:
        while _READERS:
            _let_go(_READERS.popitem()[1])


def _forget_old_readers() -> None:
    # The last but one stays open: questions asked before a publish may still be reading it.
    for folder in {path.parent for path in _READERS}:
        for path in [path for path in _READERS if path.parent == folder][:-KEPT_OPEN]:
            _let_go(_READERS.pop(path))


def _shape_held(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        row = connection.execute(named_query("answers/generation_shape")).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):  # a release that kept none
        return None
    except duckdb.Error as cause:
        connection.close()
        raise DamagedNumbers(DAMAGED) from cause
    return str(row[0]) if row else None


def _locked_reader(path: Path, settings: Settings) -> duckdb.DuckDBPyConnection:
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as cause:
        raise DamagedNumbers(DAMAGED) from cause
    # global: what is set for the connection alone does not reach its cursors
    connection.execute("set global memory_limit = ?", [settings.memory_limit])
    connection.execute("set global max_execution_time = ?", [settings.query_seconds * 1000])
    if _shape_held(connection) != shape_of_facts():
        connection.close()
        raise OtherRelease(
            sentence("These numbers were made by another release. Start the dashboard, or run “funnel rebuild”.")
        )
    connection.execute(LOCKDOWN)
    return connection


LOCKDOWN = """
set autoinstall_known_extensions = false;
set autoload_known_extensions = false;
set allow_community_extensions = false;
set enable_external_access = false;
set lock_configuration = true;
"""


def asked(
    cursor: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """All rows of the named query as dictionaries; DECIMAL stays Decimal.

    Raises QuestionTooLong at the time limit and DatabaseError for anything else DuckDB refuses.
    """
    with _as_ours():
        result = cursor.execute(named_query(name), dict(parameters or {}))
        columns = _column_names(result.description)
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def asked_columns(
    cursor: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None
) -> Mapping[str, Any]:
    """All rows of the named query as NumPy arrays by column; DECIMAL and sums of counts become float64."""
    with _as_ours():
        return cursor.execute(named_query(name), dict(parameters or {})).fetchnumpy()


def asked_numbers(cursor: duckdb.DuckDBPyConnection, name: str) -> Mapping[str, Any]:
    """All rows of a named query of whole numbers that are never missing, as narrow as they are kept: the quickest way.

    The query has no parameters.
    """
    with _as_ours():
        table = cursor.sql(named_query(name)).to_arrow_table()
    return {column: table.column(column).to_numpy() for column in table.column_names}


@contextmanager
def _as_ours() -> Iterator[None]:
    try:
        yield
    except duckdb.InterruptException as cause:
        raise QuestionTooLong(
            sentence("This question took too long and was stopped. Ask for a shorter period.")
        ) from cause
    except duckdb.Error as cause:
        LOG.exception("The database refused a question")
        ours = told_as_ours(cause)
        if isinstance(cause, duckdb.IOException) and not isinstance(ours, NoRoom):
            ours = DamagedNumbers(DAMAGED)  # a question reads one file only: it is cut, or the disk cannot read it
        raise ours from cause


def _column_names(description: Sequence[Sequence[Any]] | None) -> list[str]:
    return [str(column[0]) for column in description or ()]
