"""Third stage: the rows of one table, counted without the reader that loads them.

A well-formed table is left where it stands. Anything else is written anew, row by row (rewritten.py).
"""

import string
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from funnel.intake.decode import Decoded
from funnel.intake.sniff import Table
from funnel.intake.structure import counted_records
from funnel.intake.watch import Watch

HEAD_BYTES = 64 * 1024


@dataclass(frozen=True)
class Refused:
    """A record that could not be read as a row."""

    record: int
    reason: str


@dataclass
class Rows:
    """The rows of a table at `path`, ready for the reader: `skip` lines, then `records` rows of `width` cells.

    `numbered` rows carry their record number in front. `set_aside` counts records taken out by reason.
    """

    path: Path
    delimiter: str
    header: tuple[str, ...]
    skip: int
    records: int
    numbered: bool
    set_aside: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def records_in(self) -> int:
        """All records of the file below its header."""
        return self.records + sum(self.set_aside.values()) + len(self.refused)


UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
"""Marks of no width and of directions of writing, which programs of offices and chats leave around a text."""
BLANKS = string.whitespace + "\u00a0" + UNSEEN


def bare(cell: str) -> str:
    """What a cell says, without what nobody sees around it."""
    told = cell.strip()
    return told if told.isascii() else told.strip(BLANKS)


def rows_as_they_stand(text: Decoded, table: Table, watch: Watch) -> Rows | None:
    """The rows left in place, or None when the text is not well-formed enough for that."""
    dialect = table.dialect
    if dialect.escaped or dialect.wrapped or dialect.blank_before_quote or text.broken_text:
        return None
    if any('"' in line for line in table.preamble) or _cells_are_padded(text.path, dialect.delimiter):
        return None
    counted = text.lines or counted_records(text.path, ord(dialect.delimiter), len(table.header), watch)
    if counted is None:
        return None
    skip = table.header_line + 1
    return Rows(text.path, dialect.delimiter, table.header, skip, counted - skip, numbered=False)


def _cells_are_padded(path: Path, delimiter: str) -> bool:
    """Whether tabs, hard blanks or marks nobody sees stand around cells, which the reader does not take off."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    padding = [sign.encode() for sign in ("\t", "\u00a0", *UNSEEN) if sign != delimiter]
    blanks = [blank for blank in padding if blank in head]
    ends = (delimiter.encode(), b"\n")
    return any(blank + end in head or end + blank in head for blank in blanks for end in ends)
