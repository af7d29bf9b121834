"""Whoever waits for an import: told how far it is, and free to stop it from any thread."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic
from typing import IO, Any

from funnel.errors import ImportCancelled, Sentence, sentence
from funnel.store.door import Connection

PULSE = 0.1
"""Seconds between two looks at a running statement, and between two tellings."""
PIECE = 4 * 2**20
SOON = 1.0
"""Seconds before a speed is worth telling."""


@dataclass(frozen=True)
class Stage:
    """One part of the way of a file: from which to which share of it, what is done there, in how many statements."""

    start: float
    end: float
    sentence: Sentence
    statements: int = 1


READING = Stage(0.0, 0.2, sentence("reading the file"))
FINDING = Stage(0.2, 0.4, sentence("finding the rows"))
STAGING = Stage(0.4, 0.6, sentence("reading the cells"))
CHECKING = Stage(0.6, 0.75, sentence("checking how dates and numbers are written"), statements=20)
KEEPING = Stage(0.75, 1.0, sentence("keeping the rows"), statements=10)
PUBLISHING = Stage(0.0, 1.0, sentence("building the numbers"), statements=50)


@dataclass(frozen=True)
class Progress:
    """How far one file is: `share` of its way (0 … 1), rows so far and a second, seconds left once they can be told.

    `file_name` is empty while the numbers of all files are built.
    """

    file_name: str
    stage: Sentence
    share: float
    rows: int
    rows_per_second: float | None
    seconds_left: float | None


class Watch:
    """One call of the import: `told` hears of its progress in the importing thread, `cancel` stops it from any."""

    def __init__(self, told: Callable[[Progress], None] | None = None) -> None:
        self._told = told
        self._stop = Event()
        self._stage, self._ended = PUBLISHING, 0
        self._file_name, self._rows, self._share = "", 0, 0.0
        self._started, self._last = monotonic(), 0.0

    def cancel(self) -> None:
        """Stop the import at once; it raises ImportCancelled and leaves nothing. Harmless when nothing runs."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody stopped the import."""
        return self._stop.is_set()

    def go_on(self) -> None:
        """Raises ImportCancelled once the import was stopped; every long loop asks."""
        if self._stop.is_set():
            raise ImportCancelled(sentence("The import was stopped; nothing of it is kept."))

    def file(self, file_name: str) -> None:
        """A new file begins."""
        self._begin(file_name)
        self.stage(READING)

    def publishing(self) -> None:
        """All files are kept; the numbers are built."""
        self._begin("")
        self.stage(PUBLISHING)

    def stage(self, stage: Stage) -> None:
        """A new part of the way of this file begins."""
        self._stage, self._ended = stage, 0
        self.at(0.0)

    def rows_expected(self, rows: int) -> None:
        """How many rows this file has, or seems to have."""
        self._rows = rows

    def at(self, share: float) -> None:
        """This share of the stage is done; raises ImportCancelled once the import was stopped."""
        self.go_on()
        self._move(share)

    def done(self) -> None:
        """All is published and nothing can be stopped any more."""
        self._move(1.0)

    def _move(self, share: float) -> None:
        done = self._stage.start + (self._stage.end - self._stage.start) * min(1.0, max(0.0, share))
        self._share = max(self._share, done)
        now = monotonic()
        if self._told and (now - self._last >= PULSE or share in (0.0, 1.0)):
            self._last = now
            self._told(self._progress(now - self._started))

    def pieces(self, path: Path, size: int = PIECE) -> Iterator[bytes]:
        """The bytes of a file, piece by piece, telling how many of them went by."""
        with path.open("rb") as file:
            yield from self.pieces_of(file, max(1, path.stat().st_size), size)

    def pieces_of(self, file: IO[bytes], whole: int, size: int = PIECE) -> Iterator[bytes]:
        """The same of an open file of `whole` bytes."""
        done = 0
        while piece := file.read(size):
            yield piece
            done += len(piece)
            self.at(done / whole)

    def statement(self, share: float) -> None:
        """This share of one of the stage's statements is done."""
        self.at(min(0.99, (self._ended + share) / self._stage.statements))

    def statement_ended(self) -> None:
        """A statement of the stage has ended."""
        self._ended += 1
        self.statement(0.0)

    def over(self, connection: Connection) -> "Watched":
        """The connection with its statements told of and stopped."""
        return Watched(connection, self)

    def _begin(self, file_name: str) -> None:
        self._file_name, self._rows, self._share = file_name, 0, 0.0
        self._started, self._last = monotonic(), 0.0

    def _progress(self, seconds: float) -> Progress:
        rows = round(self._rows * self._share)
        known = seconds >= SOON and self._share > 0
        return Progress(
            self._file_name,
            self._stage.sentence,
            self._share,
            rows,
            rows / seconds if known and rows else None,
            seconds * (1 - self._share) / self._share if known else None,
        )


class Watched:
    """A connection that runs each statement in a thread of its own, so that it can be told of and stopped."""

    def __init__(self, connection: Connection, watch: Watch) -> None:
        self._connection: Any = connection
        self._watch = watch
        self._connection.execute("set enable_progress_bar = true")
        self._connection.execute("set enable_progress_bar_print = false")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, query: str, parameters: object = None) -> "Rows":
        """All rows of a statement; raises ImportCancelled once the import was stopped, else what DuckDB raises."""
        self._watch.go_on()
        with ThreadPoolExecutor(1, "statement") as thread:
            running = thread.submit(self._run, query, parameters)
            try:
                self._wait_for(running)
            except BaseException:
                self._stop(running)
                raise
        self._watch.statement_ended()
        return Rows(running.result())

    def columns(self, query: str, parameters: object = None) -> dict[str, Any]:
        """The columns of a statement's rows as arrays, by name; raises as `execute` does."""
        self._watch.go_on()
        return dict(self._connection.execute(query, parameters).fetchnumpy())

    def pieces(self, path: Path) -> Iterator[bytes]:
        """The bytes of a file, piece by piece, until the import was stopped."""
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                self._watch.go_on()
                yield piece

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _run(self, query: str, parameters: object) -> list[tuple[Any, ...]]:
        told = (query,) if parameters is None else (query, parameters)
        return list(self._connection.execute(*told).fetchall())

    def _wait_for(self, running: "Future[list[tuple[Any, ...]]]") -> None:
        while not wait([running], timeout=PULSE).done:
            percent = float(self._connection.query_progress())
            self._watch.statement(max(0.0, percent) / 100)

    def _stop(self, running: "Future[list[tuple[Any, ...]]]") -> None:
        # Again and again: an interrupt between the pieces of a statement is lost.
        while not wait([running], timeout=PULSE).done:
            self._connection.interrupt()


class Rows:
    """The rows of a statement that has ended."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        return self._rows

    def fetchone(self) -> Any:
        """The first row, None when there is none."""
        return self._rows[0] if self._rows else None
