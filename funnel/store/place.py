"""One store folder: its shelf, its settings, its published generation."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from funnel.errors import DamagedNumbers, OtherRelease, WrongUse, sentence
from funnel.settings import Settings, read_settings
from funnel.store.door import (
    DAMAGED,
    DatabaseError,
    Opened,
    as_it_is,
    asked,
    asked_columns,
    asked_numbers,
    close_readers,
    damage_met,
    note_damage,
    reading_cursor,
    staging_connection,
)
from funnel.store.elsewhere import Made, build_from
from funnel.store.generations import (
    build_generation,
    current_generation,
    forget_building,
    generation_file,
    is_whole,
    list_imports,
    publish_generation,
    show_parts,
)
from funnel.store.renewing import renewed_generation
from funnel.store.shelf import Shelf

LOG = logging.getLogger(__name__)
TRIES = 3
Columns = Mapping[str, Any]
"""Arrays of equal length by column."""


class Reader:
    """One generation, open for named queries."""

    def __init__(self, generation: int, cursor: Any) -> None:
        self.generation = generation
        self._cursor = cursor

    def ask(self, name: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Rows of a named query as dictionaries; raises QuestionTooLong at the time limit."""
        return asked(self._cursor, name, parameters)

    def columns(self, name: str, parameters: Mapping[str, object] | None = None) -> Columns:
        """The same rows as arrays by column; sums and money come as float64, for reckoning rather than for showing."""
        return asked_columns(self._cursor, name, parameters)

    def numbers(self, name: str) -> Columns:
        """Rows of a query of whole numbers as arrays by column, where there are very many of them."""
        return asked_numbers(self._cursor, name)


class Store:
    """Everything one shop has imported, in one folder."""

    def __init__(self, folder: Path) -> None:
        # One spelling: a file opened under two is locked for the second.
        self.folder = folder.resolve()
        self.shelf = Shelf(self.folder)

    @cached_property
    def settings(self) -> Settings:
        """The shop's settings; raises UnknownSetting or WrongUse for a file that cannot be meant."""
        return read_settings(self.folder)

    def currency(self) -> str:
        """Currency of the shop's amounts: the one it set, else the first one a real file stated, else ""."""
        sample = self.shelf.sample_imports()
        stated = (one.currency for one in self.shelf.receipts() if one.currency and one.import_id not in sample)
        return self.settings.currency or next(stated, "")

    def generation(self) -> int:
        """Number of the published generation; 0 when nothing is published yet."""
        return current_generation(self.folder)

    def edition(self) -> str:
        """Name of exactly these published numbers: another store made in the same place has another."""
        number = self.generation()
        path = generation_file(self.folder, number)
        return f"{number}-{path.stat().st_mtime_ns}" if path.exists() else str(number)

    def publish(self, opened: Opened = as_it_is, *, anew: bool = False) -> int:
        """Publish the next generation from everything on the shelf; readers move over at once.

        What imports since the last one do not touch is taken over from it, unless all is to be built `anew`.

        `opened` is handed the building connection and gives back the one to build with.
        """
        self.shelf.refuse_lost()
        forget_building(self.folder)
        begun = monotonic()
        number = self.generation() + 1
        try:
            told = (self.folder, number, self.shelf, self.settings, opened)
            built = (None if anew else renewed_generation(*told)) or build_generation(*told)
        except BaseException:
            forget_building(self.folder)
            raise
        publish_generation(self.folder, number, built)
        LOG.info("Generation %d is published, built in %.1f s", number, monotonic() - begun)
        return number

    def publish_made_elsewhere(self, made: Callable[[Path], Made]) -> int:
        """Publish tables that another engine makes into the folder it is handed; nothing of it stays on failure."""
        self.shelf.refuse_lost()
        number = self.generation() + 1
        (self.folder / "generations").mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self.shelf.staging_folder(), ignore_cleanup_errors=True) as scratch:
            target = self.folder / "generations" / f"{number}.building"
            try:
                build_from(made(Path(scratch)), target, self.shelf.shown(), self.settings)
            except BaseException:
                forget_building(self.folder)
                raise
        publish_generation(self.folder, number, target)
        return number

    def is_current(self) -> bool:
        """Whether the published generation holds exactly the imports on the shelf, as this release builds them."""
        on_shelf = {receipt.import_id for receipt in self.shelf.shown()}
        if self.generation() == 0:
            return not on_shelf
        try:
            with self.reading() as reader:
                return {row["import_id"] for row in reader.ask("answers/published_imports")} == on_shelf
        except (OtherRelease, DamagedNumbers):
            return False

    def is_whole(self) -> bool:
        """Whether the published file is on the disk as it was written: every byte of it is read."""
        path = generation_file(self.folder, self.generation())
        return self.generation() == 0 or (is_whole(path) and not damage_met(path))

    def catch_up(self) -> bool:
        """Publish what a crash left on the shelf, another release built or the disk has damaged; whether it was so.

        Raises StoreProblem when imports are lost or damaged: what is published stays as it is.
        """
        self.shelf.refuse_newer()
        if self.is_current() and self.is_whole():
            return False
        with self.shelf.writing():
            self.shelf.check()
            self.publish(anew=True)
        LOG.warning("The published numbers were not what the imports make, and were built anew")
        return True

    def damage_met(self) -> bool:
        """Whether a reader of this process found the published numbers damaged."""
        return damage_met(generation_file(self.folder, self.generation()))

    @contextmanager
    def reading(self) -> Iterator["Reader"]:
        """A reader pinned to one generation, so that the queries of one answer never mix two.

        Raises WrongUse when nothing is published and DamagedNumbers when what was published cannot be read.
        """
        self.shelf.refuse_newer()
        number, cursor = self._opened()
        try:
            yield Reader(number, cursor)
        except DamagedNumbers:
            note_damage(generation_file(self.folder, number))
            raise
        except DatabaseError as problem:  # another reader met the damage and closed the file under this one
            if damage_met(generation_file(self.folder, number)):
                raise DamagedNumbers(DAMAGED) from problem
            raise
        finally:
            cursor.close()

    @contextmanager
    def comparing(self) -> Iterator["Reader"]:
        """A reader over the accepted rows of every import by itself, before any of them gives way to another."""
        receipts = self.shelf.shown()
        with (
            TemporaryDirectory(ignore_cleanup_errors=True) as folder,
            staging_connection(Path(folder), self.settings.memory_limit) as connection,
        ):
            connection.execute("set max_execution_time = ?", [self.settings.query_seconds * 1000])
            list_imports(connection, receipts)
            show_parts(connection, self.shelf, receipts)
            yield Reader(self.generation(), connection)

    def _opened(self) -> tuple[int, Any]:
        for _ in range(TRIES):  # a publish between reading the pointer and opening the file removes the file
            number = self.generation()
            if number == 0:
                raise WrongUse(sentence("Nothing is imported yet. Drop your exports on the Imports screen."))
            path = generation_file(self.folder, number)
            if path.exists():
                return number, self._cursor(path)
        note_damage(path)
        raise DamagedNumbers(DAMAGED)

    def _cursor(self, path: Path) -> Any:
        try:
            return reading_cursor(path, self.settings)
        except DamagedNumbers:
            note_damage(path)
            raise

    def close(self) -> None:
        """Let go of every open generation of this store."""
        close_readers(self.folder / "generations")
