"""What an engine is to a build: four things it does with tables, by its own driver."""

import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa

from funnel.errors import WrongUse, sentence

PARAMETER: Final = re.compile(r"\(\$(\w+)\)|\$(\w+)")
IMPORT_OF_PATH: Final = "/([^/]+)/[^/]+$"
"""What stands in the path of a part for its import: the folder."""


class Engine(Protocol):
    """One engine during one build; every table lives as long as the engine is open."""

    dialect: str
    """Suffix of the files in sql/facts it reads in place of the portable ones, where such a file stands."""

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None:
        """Rows of these parts as `table`, with their import_id; columns a part lacks are null."""

    def hold(self, table: str, rows: pa.Table) -> None:
        """A small table that was made in Python."""

    def keep(self, table: str, query: str, parameters: Mapping[str, object]) -> None:
        """Rows of the query as `table`; asked again, they are added to it."""

    def view(self, table: str, query: str) -> None:
        """The query by the name of `table`, run whenever it is read."""

    def rows(self, query: str, parameters: Mapping[str, object]) -> pa.Table:
        """Rows of the query, here."""

    def bring(self, table: str, folder: Path) -> list[str]:
        """Paths of Parquet files here that hold the table; new ones are written into `folder`."""

    def close(self) -> None:
        """Leave nothing behind."""


def marked(query: str, marker: Callable[[str], str]) -> str:
    """The query with every `$name`, or `($name)`, as the driver marks parameters."""
    return PARAMETER.sub(lambda found: marker(found[1] or found[2]), query)


def driver(module: str, package: str, extra: str) -> Any:
    """The engine's own driver; raises WrongUse that says how to install it."""
    try:
        return import_module(module)
    except ImportError as cause:
        told = sentence(
            "{package} is not installed here; install {extra}.", package=package, extra=f"click-to-payment[{extra}]"
        )
        raise WrongUse(told) from cause
