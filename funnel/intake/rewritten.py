"""Third stage, where a table is not well-formed: every record written anew with one width, one quoting and its number.

What is not a row of the table is set aside, and what cannot be read for sure is rejected.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.bare_quotes import cells_of_bare_quotes
from funnel.intake.cut import BLANKS, Refused, Rows, bare
from funnel.intake.decode import Decoded
from funnel.intake.header import normalised
from funnel.intake.letters import BROKEN
from funnel.intake.outcome import AskedFile
from funnel.intake.put_back import Closing, Lines
from funnel.intake.sniff import DELIMITERS, Dialect, Table, cells_of, rows_of, unwrap
from funnel.intake.stacked import starts_another, starts_of, which_table
from funnel.intake.structure import LONGEST_CELL_LINES
from funnel.intake.vocabulary import is_total
from funnel.intake.watch import Watch

ALIKE = 0.6
MOST_ALIKE = 50
"""Lines like rows inside one pair of quotes before it is taken for one that was never closed."""
BETWEEN_LOOKS = 2000
MOST_LINES = 20_000
"""Lines one cell may run over."""
MOST_REFUSED, MOST_SHARE = 20_000, 10
"""Lines refused, and lines refused for every row, from which on the file is refused as a whole."""
OPEN, CUT = "open", "cut"
FEW_ODD, ODD_SHARE = 4, 0.25
"""Lines that are no rows, and their share of the rows they stand between, from which on a file is refused."""
NOTHING = BLANKS + "\x1a"
"""Signs that fill no cell; 0x1A ends the texts of old systems."""


def rows_rewritten(
    text: Decoded, table: Table, folder: Path, watch: Watch, needed: frozenset[int] = frozenset()
) -> Rows:
    """The rows written anew into `folder`; raises AskedFile when several tables stand in the file.

    Raises RefusedFile when nearly nothing below the header is a row.

    `needed` are places of columns, from 0, that a row must reach to be one.
    """
    width = len(table.header) - _empty_tail(table.header)
    header = table.header[:width]
    rows = Rows(folder / "rows", ",", ("record", *header), 0, 0, numbered=True)
    with (folder / "rows").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
        _Rewriter(text, table, rows, out, needed).run(_records(text.path, table, width, watch))
    return rows


def _as_seen(cell: str) -> str:
    """The text of a cell; what is written ="00123", so that a spreadsheet leaves it alone, is 00123."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') and cell.count('"') == 2 else cell


class _RunsOn(Exception):
    """A quoted text that does not end for thousands of lines that look like no rows."""


def _runs_on(row: int) -> Sentence:
    return sentence(
        "From row {row} on, most lines are no rows of the table, as where a quote was opened and never closed "
        "or a text runs over thousands of lines. Export the file again.",
        row=row,
    )


def _broken_lines(lines: int, row: int) -> Sentence:
    return sentence(
        "{lines} lines are no rows of the table (the first is row {row}), as where long lines were broken on the way "
        "or rows are cut by another sign than the header. Export the file again.",
        lines=lines,
        row=row,
    )


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

    def __init__(self, text: Decoded, table: Table, rows: Rows, out: object, needed: frozenset[int]) -> None:
        self.text, self.table, self.rows = text, table, rows
        self.header = header = rows.header[1:]
        # The readers of other forms leave out the blank cells at the end of a row.
        self.least = 0 if text.ours else max(needed, default=-1) + 1
        self.write = getattr(out, "writerow")  # noqa: B009
        self.width = len(header)
        self.names = [normalised(name) for name in header]
        self.gap = self.number = self.short = 0
        self.odd: list[int] = []
        self.between = 0

    def run(self, records: Iterator[Record]) -> None:
        try:
            for cells, broken in records:
                self._take(cells, broken)
        except _RunsOn as cause:
            raise RefusedFile(self.text.file_name, [_runs_on(self.number + self.gap + 1)]) from cause
        self._refuse_broken_lines()
        if self.short:
            self.rows.notes.append(
                sentence("{rows} rows are shorter than the header; what they lack was read as empty.", rows=self.short)
            )

    def _refuse_broken_lines(self) -> None:
        """Many lines that are no rows, between rows or instead of them: half an import would tell half the truth."""
        rows = self.rows.records
        footers = 0 if rows else self.rows.set_aside["footer"]
        odd = self.between if rows else len(self.odd) + footers
        if odd > max(FEW_ODD, ODD_SHARE * rows):
            raise RefusedFile(self.text.file_name, [_broken_lines(odd, self.odd[0] if self.odd else 1)])

    def _note_odd(self, another_dialect: bool = False) -> None:
        self.odd.append(self.number)
        if another_dialect:
            self.between = len(self.odd)

    def _take(self, cells: list[str], broken: str | None) -> None:
        if not cells:
            self.gap += 1
            return
        self._blank_lines_passed(cells)
        self.number += 1
        self._sort(cells, broken)

    def _blank_lines_passed(self, cells: list[str]) -> None:
        if self.gap and self.rows.records and starts_another(cells, self.header):
            raise AskedFile(self.text.file_name, [which_table(starts_of(self.text.path, self.table))])
        self.number += self.gap
        self.rows.set_aside["blank"] += self.gap
        self.gap = 0

    def _sort(self, cells: list[str], broken: str | None) -> None:
        reason = self._aside(cells)
        least = min(self.least, self.width)
        if broken == CUT:
            # The last line has no end: where every other row is whole, a download broke off in the middle of it.
            is_row = self.rows.records and not self.short and not any(map(is_total, cells))
            broken, least = None, self.width if is_row else least
        if reason:
            self.rows.set_aside[reason] += 1
        elif broken or any(BROKEN in cell for cell in cells):
            self._refuse(broken or "broken_letters")
        elif len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self._note_odd()
            self._refuse("too_many_cells")
        elif len(cells) < least:
            self._note_odd(another_dialect=len(cells) == 1 and self._is_row_of_another_dialect(cells[0]))
            self._refuse("too_few_cells")
        else:
            self.between = len(self.odd)
            padded = [_as_seen(bare(cell)) for cell in cells[: self.width]] + [""] * (self.width - len(cells))
            self.write([self.number, *padded])
            self.rows.records += 1
            self.short += len(cells) < self.width and not self.text.ours

    def _refuse(self, reason: str) -> None:
        self.rows.refused.append(Refused(self.number, reason))
        if len(self.rows.refused) > MOST_REFUSED and len(self.rows.refused) > MOST_SHARE * self.rows.records:
            raise RefusedFile(self.text.file_name, [_runs_on(self.rows.refused[0].record)])

    def _aside(self, cells: list[str]) -> str | None:
        filled = [cell for cell in cells if cell.strip(NOTHING)]
        if not filled:
            return "blank"
        if cells[0].startswith("#") and len(filled) == 1:
            return "footer"
        if len(filled) == 1 and len(cells) == 1 < self.width and len(filled[0].split()) > 2:
            return None if self._is_row_of_another_dialect(filled[0]) else "footer"
        if len(cells) > self.width and is_total(cells[-1]):
            return "total"
        if [normalised(cell) for cell in cells[: self.width]] == self.names:
            return "repeated_header"
        return None

    def _is_row_of_another_dialect(self, line: str) -> bool:
        return any(len(cells_of(unwrap(line), Dialect(mark))) >= self.width for mark in DELIMITERS)


def _records(path: Path, table: Table, width: int, watch: Watch) -> Iterator[Record]:
    """Records below the header as cells; a blank line is an empty list. A broken one comes with its reason."""
    good: list[str] = []
    whole = path.stat().st_size
    with path.open(encoding="utf-8", newline="\n") as file:
        lines = Lines(file, table.header_line + 1)
        for place, line in enumerate(lines):
            if place % BETWEEN_LOOKS == 0:
                watch.at(lines.read / max(1, whole))
            cells, reason = _record_from(line, lines, table, good)
            if reason is None and len(cells) == width:
                good = cells
            yield cells, CUT if reason is None and not lines.ended else reason


def _record_from(line: str, lines: Lines, table: Table, good: list[str]) -> Record:
    """One record from its first line on; lines a broken one does not need are put back."""
    if not line.strip():
        return [], None
    if isinstance(line, Closing):
        return line.split(table.dialect.delimiter), "quote_of_another_row"
    if table.dialect.wrapped:
        line = unwrap(line)
    taken, alike = [line], 0
    while True:
        cells, fault = _parsed(taken, table)
        if cells is not None:
            # A quote that is closed in what looks like the end of another row was opened by mistake.
            if len(taken) == 1 or not all(_is_row_like(one, table, good) for one in (taken[0], taken[-1])):
                return cells, None
            if '"' in taken[-1]:
                taken[-1] = Closing(taken[-1])
        elif fault != OPEN:
            break
        following = None if cells is not None else next(lines, None)
        if following is None or len(taken) > MOST_LINES or alike > MOST_ALIKE:
            if cells is None and fault == OPEN and len(taken) > LONGEST_CELL_LINES and alike <= MOST_ALIKE:
                raise _RunsOn
            if following is not None:
                taken.append(following)
            break
        alike += _is_row_like(following, table, good)
        taken.append(following)
    lines.back.extendleft(reversed(taken[1:]))
    return _leniently(line, table, good)


def _parsed(taken: list[str], table: Table) -> tuple[list[str] | None, str]:
    if len(taken) > 1 and '"' not in taken[-1]:
        return None, OPEN
    try:
        return next(rows_of([one + "\n" for one in taken], table.dialect, strict=True)), ""
    except csv.Error as problem:
        return None, OPEN if "unexpected end" in str(problem) else "odd"


def _leniently(line: str, table: Table, good: list[str]) -> Record:
    """A line whose quotes do not fit, where its cells are nevertheless beyond doubt."""
    with suppress(csv.Error):
        bare = [] if table.dialect.escaped else cells_of_bare_quotes(line, table.dialect.delimiter)
        for cells in (bare, next(rows_of([line], table.dialect))):
            if len(cells) == len(table.header) and _alike(cells, good) >= ALIKE * len(cells) and "\n" not in cells[-1]:
                return cells, None
    return line.split(table.dialect.delimiter), "quote_never_closed"


def _is_row_like(line: str, table: Table, good: list[str]) -> bool:
    cells = line.split(table.dialect.delimiter)
    if not good:
        return len(cells) == len(table.header) > 1
    return len(cells) == len(good) > 1 and _alike(cells, good) >= ALIKE * len(good)


def _alike(cells: list[str], good: list[str]) -> int:
    return sum(_mask(one) == _mask(other) for one, other in zip(cells, good or cells, strict=False))


def _mask(cell: str) -> str:
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", cell.strip().strip('"')))
