"""Third stage: the rows of one table, counted without the reader that loads them.

A well-formed table is left where it stands. Anything else is rewritten row by row: one width, one quoting,
the record number in front; what is not a row of the table is set aside and what cannot be read is rejected.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.decode import BROKEN, Decoded
from funnel.intake.header import normalised
from funnel.intake.sniff import Table, rows_of, unwrap
from funnel.intake.structure import LONGEST_CELL_LINES, counted_records
from funnel.intake.vocabulary import vocabulary
from funnel.intake.watch import Watch

ALIKE = 0.6
BETWEEN_LOOKS = 2000


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


def rows_as_they_stand(text: Decoded, table: Table, watch: Watch) -> Rows | None:
    """The rows left in place, or None when the text is not well-formed enough for that."""
    dialect = table.dialect
    if dialect.escaped or dialect.wrapped or dialect.blank_before_quote or text.broken_text:
        return None
    if any('"' in line for line in table.preamble):
        return None
    counted = counted_records(text.path, ord(dialect.delimiter), len(table.header), watch)
    if counted is None:
        return None
    skip = table.header_line + 1
    return Rows(text.path, dialect.delimiter, table.header, skip, counted - skip, numbered=False)


def rows_rewritten(text: Decoded, table: Table, folder: Path, watch: Watch) -> Rows:
    """The rows written anew into `folder`; raises RefusedFile when several tables stand in the file."""
    width = len(table.header) - _empty_tail(table.header)
    header = table.header[:width]
    rows = Rows(folder / "rows", ",", ("record", *header), 0, 0, numbered=True)
    with (folder / "rows").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        _Rewriter(text, header, rows, out).run(_records(text.path, table, width, watch))
    return rows


def _empty_tail(header: tuple[str, ...]) -> int:
    tail = 0
    for cell in reversed(header):
        if cell.strip():
            break
        tail += 1
    return tail


Record = tuple[list[str], str | None]


class _Rewriter:
    """Sorts records into rows of the table, records set aside, and records refused."""

    def __init__(self, text: Decoded, header: tuple[str, ...], rows: Rows, out: object) -> None:
        self.text, self.header, self.rows = text, header, rows
        self.write = getattr(out, "writerow")  # noqa: B009
        self.width = len(header)
        self.names = [normalised(name) for name in header]
        self.gap = self.number = self.short = 0

    def run(self, records: Iterator[Record]) -> None:
        for cells, broken in records:
            if not cells:
                self.gap += 1
                continue
            self._blank_lines_passed(cells)
            self.number += 1
            self._sort(cells, broken)
        if self.short:
            told = sentence(
                "{rows} rows are shorter than the header; what they lack was read as empty.", rows=self.short
            )
            self.rows.notes.append(told)

    def _blank_lines_passed(self, cells: list[str]) -> None:
        if self.gap and self.rows.records and self._starts_another_table(cells):
            raise RefusedFile(
                self.text.file_name,
                [
                    sentence(
                        "The file holds several tables, one below the other (the second begins with “{cells}”). "
                        "Save the one you need as its own file.",
                        cells=", ".join(cells[:3]),
                    )
                ],
            )
        self.number += self.gap
        self.rows.set_aside["blank"] += self.gap
        self.gap = 0

    def _starts_another_table(self, cells: list[str]) -> bool:
        names = [normalised(cell) for cell in cells]
        if names == self.names or len(cells) < 2:
            return False
        return all(names) and not any(character.isdigit() for name in names for character in name)

    def _sort(self, cells: list[str], broken: str | None) -> None:
        reason = self._aside(cells)
        if reason:
            self.rows.set_aside[reason] += 1
        elif broken or any(BROKEN in cell for cell in cells):
            self._refuse(broken or "broken_letters")
        elif len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self._refuse("too_many_cells")
        else:
            padded = [cell.strip() for cell in cells[: self.width]] + [""] * (self.width - len(cells))
            self.write([self.number, *padded])
            self.rows.records += 1
            self.short += len(cells) < self.width

    def _refuse(self, reason: str) -> None:
        self.rows.refused.append(Refused(self.number, reason))

    def _aside(self, cells: list[str]) -> str | None:
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return "blank"
        if cells[0].startswith("#") and len(filled) == 1:
            return "footer"
        if len(filled) == 1 and len(cells) == 1 < self.width and len(filled[0].split()) > 2:
            return "footer"
        if len(cells) > self.width and _is_total(cells[-1]):
            return "total"
        if [normalised(cell) for cell in cells[: self.width]] == self.names:
            return "repeated_header"
        return None


def _is_total(cell: str) -> bool:
    word = normalised(cell)
    return word in vocabulary().totals or word.startswith(vocabulary().total_starts)


def _records(path: Path, table: Table, width: int, watch: Watch) -> Iterator[Record]:
    """Records below the header as cells; a blank line is an empty list. A broken one comes with its reason."""
    good: list[str] = []
    whole = path.stat().st_size
    with path.open(encoding="utf-8", newline="\n") as file:
        lines = _Lines(file, table.header_line + 1)
        for place, line in enumerate(lines):
            if place % BETWEEN_LOOKS == 0:
                watch.at(lines.read / max(1, whole))
            cells, reason = _record_from(line, lines, table, good)
            if reason is None and len(cells) == width:
                good = cells
            yield cells, reason


class _Lines:
    """Lines of a text that can be put back; `read` counts the signs of those read."""

    def __init__(self, file: Iterator[str], skip: int) -> None:
        self.file = file
        self.back: deque[str] = deque()
        self.read = 0
        for _ in range(skip):
            next(file, None)

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.back:
            return self.back.popleft()
        line = next(self.file)
        self.read += len(line)
        return line.rstrip("\r\n")


def _record_from(line: str, lines: _Lines, table: Table, good: list[str]) -> Record:
    if not line.strip():
        return [], None
    if table.dialect.wrapped:
        line = unwrap(line)
    taken = [line]
    while True:
        try:
            return next(rows_of([one + "\n" for one in taken], table.dialect, strict=True)), None
        except csv.Error as problem:
            if "unexpected end" not in str(problem):
                return next(rows_of(taken[:1], table.dialect)), None
        following = next(lines, None)
        if following is None or len(taken) > LONGEST_CELL_LINES or _is_row_like(following, table, good):
            lines.back.extendleft(reversed([*taken[1:], *([following] if following is not None else [])]))
            return line.split(table.dialect.delimiter), "quote_never_closed"
        taken.append(following)


def _is_row_like(line: str, table: Table, good: list[str]) -> bool:
    cells = line.split(table.dialect.delimiter)
    if len(cells) != len(good) or len(good) < 2:
        return False
    alike = sum(_mask(one) == _mask(other) for one, other in zip(cells, good, strict=True))
    return alike >= ALIKE * len(good)


def _mask(cell: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell))
