"""A first look at a file nobody said anything about: its header, a sample of its rows, what may recognise it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from funnel.errors import RefusedFile
from funnel.intake.asking import Asking
from funnel.intake.decode import decoded
from funnel.intake.header import is_known, known_names, normalised
from funnel.intake.private import is_personal, masked
from funnel.intake.profile import Profile
from funnel.intake.recognise import Recognition, recognised
from funnel.intake.sniff import Table, found_table, rows_of, unwrap

LOOKED_AT = 200
"""Rows whose cells are looked at for suggestions."""
READ = 20_000
"""Rows whose words are gathered."""
SHOWN = 3


@dataclass(frozen=True)
class Glance:
    """The table of a file: `header` as written, `rows` of its beginning; who recognises it, None when nobody does."""

    file_name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    recognition: Recognition | None

    @property
    def sample(self) -> tuple[tuple[str, ...], ...]:
        """The rows suggestions are made from."""
        return self.rows[:LOOKED_AT]

    def cells(self, place: int) -> tuple[str, ...]:
        """The cells of one column."""
        return tuple(row[place] for row in self.rows if place < len(row))

    def is_personal(self, place: int) -> bool:
        """Whether a column holds personal data or free text, by its name or its cells."""
        return is_personal(self.header[place], self.cells(place)[:LOOKED_AT])

    def examples(self, place: int) -> tuple[str, ...]:
        """The first different values of a column as they may be shown: personal data masked."""
        personal = self.is_personal(place)
        told = (masked(cell, personal=personal) for cell in self.cells(place) if cell.strip())
        return tuple(islice(dict.fromkeys(told), SHOWN))

    def place(self, name: str) -> int | None:
        """Place of the column of this name, None when there is none or several."""
        found = [place for place, cell in enumerate(self.header) if normalised(cell) == normalised(name)]
        return found[0] if len(found) == 1 else None


def glanced(
    path: Path, folder: Path, saved: Sequence[Profile] = (), answers: Mapping[str, str] | None = None
) -> Glance:
    """The table of the file at `path`; `folder` must exist and takes temporary files.

    `answers` say which table is meant where a file holds several. Raises RefusedFile for a file that is no table.
    """
    own = {normalised(name) for profile in saved for group in profile.signature for name in group}
    with TemporaryDirectory(dir=folder) as aside:
        text = decoded(path, Path(aside), known_names() | own, asking=Asking(answers or {}))
        table = found_table(text.path, text.file_name, lambda name: name in own or is_known(name), ours=text.ours)
        rows = tuple(islice(_rows(text.path, table), READ))
    recognition = _recognised(table.header, text.file_name, saved)
    return Glance(text.file_name, _without_empty_tail(table.header), rows, recognition)


def _recognised(header: Sequence[str], file_name: str, saved: Sequence[Profile]) -> Recognition | None:
    try:
        return recognised(header, file_name, Asking({}), saved)
    except RefusedFile:
        return None


def _without_empty_tail(header: Sequence[str]) -> tuple[str, ...]:
    width = max((place + 1 for place, cell in enumerate(header) if cell.strip()), default=0)
    return tuple(header[:width])


def _rows(path: Path, table: Table) -> Iterator[tuple[str, ...]]:
    """The rows below the header, leniently: what the importer thinks of each is not asked here."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        below = islice(file, table.header_line + 1, None)
        lines = (unwrap(line) + "\n" for line in below) if table.dialect.wrapped else below
        try:
            for row in rows_of(lines, table.dialect):
                if any(cell.strip() for cell in row):
                    yield tuple(cell.strip() for cell in row)
        except csv.Error:
            return
