"""Where the board lives: a SQLite file of the store, or a PostgreSQL database by URL; one transaction a user action."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from funnel.board.migrate import bring_up_to_date
from funnel.errors import StoreProblem, WrongUse, sentence
from funnel.rights import Access, need
from funnel.store import Store

FILE: Final = "board.db"
PATIENCE_SECONDS: Final = 20
WRITES: Final = "board_writes"
LINE: Final = 7_201_611_421
_ENGINES: dict[str, sa.Engine] = {}
_OPENING = threading.Lock()


@dataclass(frozen=True)
class Board:
    """An open board; hand it to the functions of this room."""

    engine: sa.Engine

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A connection that sees one moment of the board; raises StoreProblem when it cannot be reached."""
        with _told(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: kept whole when the block ends, not at all when it raises or the process dies.

        Raises NotAllowed when the person behind it may only look.
        """
        need(Access.EDIT)
        with (
            _told(),
            self.engine.connect().execution_options(**{WRITES: True}) as connection,
            connection.begin(),
        ):
            _stand_in_line(connection)
            yield connection


def board_of(store: Store) -> Board:
    """The board of a store, its tables brought up to this release.

    Raises WrongUse for a board_url that cannot be meant and StoreProblem when the board cannot be reached or was
    written by a newer release.
    """
    url = store.settings.board_url or f"sqlite:///{store.folder / FILE}"
    return Board(_opened(url))


def _opened(url: str) -> sa.Engine:
    with _OPENING:
        engine = _ENGINES.get(url)
        if engine is None or not _still_there(engine):
            engine = _made(url)
            with _told():
                bring_up_to_date(engine.execution_options(**{WRITES: True}))
            _ENGINES[url] = engine
        return engine


def _still_there(engine: sa.Engine) -> bool:
    return engine.dialect.name != "sqlite" or Path(engine.url.database or "").exists()


def _made(url: str) -> sa.Engine:
    try:
        asked = sa.make_url(url)
        if asked.get_backend_name() == "sqlite":
            Path(asked.database or "").parent.mkdir(parents=True, exist_ok=True)
            return _sqlite(asked)
        return sa.create_engine(asked, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE_SECONDS})
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError) as cause:
        raise WrongUse(sentence("Setting “board_url” is no address of a database.")) from cause
    except ImportError as cause:
        raise WrongUse(
            sentence("A board on PostgreSQL needs one package more: pip install psycopg[binary].")
        ) from cause


def _sqlite(url: sa.URL) -> sa.Engine:
    engine = sa.create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE_SECONDS})
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver would begin transactions too late, and end them before DDL
    for pragma in ("pragma journal_mode = wal", "pragma synchronous = full", "pragma foreign_keys = on"):
        connection.execute(pragma).close()


def _begin(connection: sa.Connection) -> None:
    # A writer that begins as a reader is refused when another wrote in between; it must stand in line from the start.
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("begin immediate" if writes else "begin")


def _stand_in_line(connection: sa.Connection) -> None:
    """One writer at a time in PostgreSQL too: lines of history then appear in the order of their numbers."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LINE)))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as cause:
        raise StoreProblem(
            sentence("The board cannot be reached. Nothing was saved; try again in a moment.")
        ) from cause
