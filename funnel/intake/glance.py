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
from funnel.intake.meanings import words_in
from funnel.intake.private import is_personal, masked
from funnel.intake.profile import Profile
from funnel.intake.recognise import Recognition, recognised
from funnel.intake.sniff import Table, found_table, rows_of, unwrap
from funnel.intake.suggest import Proposal, proposals
from funnel.intake.units import likely_unit
from funnel.terms import Kind

LOOKED_AT = 200
"""Rows whose cells are looked at for suggestions."""
READ = 20_000
"""Rows whose words are gathered."""
SHOWN = 3


@dataclass(frozen=True)
class GlancedColumn:
    """One column as it may be shown: `examples` are masked where it is `personal`, `words` are its different values
    where they are few and no personal data; `unit` is the likely one, should it hold durations."""

    place: int
    header: str
    personal: bool
    examples: tuple[str, ...]
    words: tuple[str, ...]
    unit: str


@dataclass(frozen=True)
class Glance:
    """What a file shows before anyone says what it is; none of its rows are kept.

    `proposals` say what it would be as each kind of export, the likeliest first; `recognition` who reads it already.
    """

    file_name: str
    columns: tuple[GlancedColumn, ...]
    proposals: tuple[Proposal, ...]
    recognition: Recognition | None

    @property
    def header(self) -> tuple[str, ...]:
        """Names of all columns, as written."""
        return tuple(column.header for column in self.columns)

    def proposal(self, kind: Kind) -> Proposal:
        """What the file would be as this kind."""
        return next(one for one in self.proposals if one.kind is kind)

    def place(self, name: str) -> int | None:
        """Place of the column of this name, None when there is none or several."""
        found = [column.place for column in self.columns if normalised(column.header) == normalised(name)]
        return found[0] if len(found) == 1 else None


def glance_at(
    file_name: str, header: Sequence[str], rows: Sequence[Sequence[str]], recognition: Recognition | None = None
) -> Glance:
    """What a table shows: `header` as written, `rows` from its beginning as text."""
    sample = rows[:LOOKED_AT]
    columns = tuple(_column(place, name, rows) for place, name in enumerate(header))
    return Glance(file_name, columns, proposals(header, sample), recognition)


def _column(place: int, name: str, rows: Sequence[Sequence[str]]) -> GlancedColumn:
    cells = [row[place] for row in rows if place < len(row)]
    personal = is_personal(name, cells[:LOOKED_AT])
    shown = (masked(cell, personal=personal) for cell in cells if cell.strip())
    examples = tuple(islice(dict.fromkeys(shown), SHOWN))
    words = () if personal else words_in(cells)
    return GlancedColumn(place, name, personal, examples, words, likely_unit(name, cells[:LOOKED_AT]))


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
    return glance_at(text.file_name, _without_empty_tail(table.header), rows, recognition)


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
