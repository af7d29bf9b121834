"""One store folder: its shelf, its settings, its published generation."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from funnel.errors import WrongUse
from funnel.settings import Settings, read_settings
from funnel.store.door import asked, close_readers, reading_cursor
from funnel.store.generations import build_generation, current_generation, generation_file, publish_generation
from funnel.store.shelf import Shelf

TRIES = 3


class Store:
    """Everything one shop has imported, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf(folder)

    @cached_property
    def settings(self) -> Settings:
        """The shop's settings; raises UnknownSetting or WrongUse for a file that cannot be meant."""
        return read_settings(self.folder)

    def generation(self) -> int:
        """Number of the published generation; 0 when nothing is published yet."""
        return current_generation(self.folder)

    def publish(self) -> int:
        """Build and publish the next generation from everything on the shelf; readers move over at once."""
        number = self.generation() + 1
        built = build_generation(self.folder, number, self.shelf, self.settings)
        publish_generation(self.folder, number, built)
        return number

    def ask(self, name: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Rows of a named query on the published generation.

        Raises WrongUse when nothing is published, QuestionTooLong at the time limit.
        """
        for _ in range(TRIES):
            number = self.generation()
            if number == 0:
                raise WrongUse("Nothing is imported yet. Drop your exports on the Imports screen.")
            path = generation_file(self.folder, number)
            if path.exists():
                return self._asked_of(path, name, parameters)
        raise WrongUse("The published numbers have gone. Run “funnel rebuild”.")

    def _asked_of(self, path: Path, name: str, parameters: Mapping[str, object] | None) -> list[dict[str, Any]]:
        cursor = reading_cursor(path, self.settings)
        try:
            return asked(cursor, name, parameters)
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of every open generation of this store."""
        close_readers(self.folder / "generations")
