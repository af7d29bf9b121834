"""Second stage: delimiter, quoting and header line, from the head of the text and the header names we know."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.header import normalised

HEAD_LINES = 60
ENOUGH_ROWS = 2
LONGEST_LINE = 2**20
DELIMITERS = (",", ";", "\t", "|", "~")
DATA = re.compile(r"[\d\s.,:/+-]*\d[\d\s.,:/+-]*")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """How the rows of a text are written."""

    delimiter: str
    escaped: bool = False
    wrapped: bool = False
    blank_before_quote: bool = False


@dataclass(frozen=True)
class Table:
    """Where the table stands in a text: `header_line` counts lines from 0, `header` holds its cells as written.

    It is `proven` to name columns where it holds no number and the rows below hold days or long numbers.
    """

    dialect: Dialect
    header_line: int
    header: tuple[str, ...]
    preamble: tuple[str, ...]
    proven: bool = False


Known = Callable[[str], bool]


def found_table(path: Path, file_name: str, known: Known, *, ours: bool = False) -> Table:
    """The table in the text at `path`; `known` says whether a normalised header name is one we expect.

    Text that is `ours` has commas and doubled quotes for sure. Raises RefusedFile when no line can be a header.
    """
    lines = head_lines(path, file_name)
    if ours:
        return _with_sound_header(_table_of(Dialect(","), lines, known), lines, file_name, known)
    forced = SEPARATOR_LINE.fullmatch(lines[0])
    if forced and forced[1] in DELIMITERS:
        tables = [_table_by(delimiter, lines, known, first=1) for delimiter in (forced[1], *DELIMITERS)]
        return max(tables, key=lambda table: _worth(table, lines, known))
    if _are_wrapped([line for line in lines if line.strip()]):
        return _unwrapped(lines, known)
    tables = [_table_by(delimiter, lines, known) for delimiter in DELIMITERS]
    best = _with_row_names(max(tables, key=lambda table: _worth(table, lines, known)), lines)
    if len(best.header) < 2:
        raise RefusedFile(
            file_name,
            [sentence("No table was found: no line looks like a row of column names. Export it as CSV.")],
        )
    return _with_sound_header(best, lines, file_name, known)


def _with_row_names(table: Table, lines: list[str]) -> Table:
    """The table with an unnamed first column, where every row has a cell more than the header and begins with its
    number, as statistical programs write them."""
    try:
        rows = list(rows_of([f"{line}\n" for line in lines[table.header_line + 1 :] if line.strip()], table.dialect))
    except csv.Error:
        return table
    first = [row[0].strip() for row in rows if len(row) == len(table.header) + 1]
    fits = ENOUGH_ROWS < len(rows) == len(first) and any(row[-1].strip() for row in rows)
    numbers = range(int(first[0]), int(first[0]) + len(first)) if fits and first[0] in ("0", "1") else range(0)
    return replace(table, header=("", *table.header)) if first and first == [str(one) for one in numbers] else table


def _with_sound_header(table: Table, lines: list[str], file_name: str, known: Known) -> Table:
    """Refuse a header that holds data: it was glued to the first row, or there is none."""
    below = [cells_of(line, table.dialect) for line in lines[table.header_line + 1 :] if line.strip()]
    narrower = bool(below) and all(len(row) < len(table.header) for row in below)
    glued = narrower and any(DATA.fullmatch(cell.strip()) for cell in table.header)
    if _rows_above(table, lines) > max(1, len(below)):
        raise RefusedFile(
            file_name,
            [
                sentence(
                    "The line of column names (line {line}) stands below the rows. Put it above them and import again.",
                    line=table.header_line + 1,
                )
            ],
        )
    named = any(known(normalised(cell)) for cell in table.header)
    if glued or any(MAIL.search(cell) for cell in table.header) or (not named and _is_row_of(table.header, below)):
        raise RefusedFile(
            file_name,
            [
                sentence(
                    "Line {line} should hold the column names, but it holds data: the names are missing, or the end of "
                    "their line was lost. Export the file again.",
                    line=table.header_line + 1,
                )
            ],
        )
    return replace(table, proven=_is_above_numbers(table.header, below))


def _is_above_numbers(header: tuple[str, ...], below: list[list[str]]) -> bool:
    if len(below) < ENOUGH_ROWS or any(DATA.fullmatch(cell.strip()) for cell in header):
        return False
    cells = (
        [row[place].strip() for row in below if place < len(row)] for place, name in enumerate(header) if name.strip()
    )
    return any(all(_form_of(cell) for cell in column) for column in cells if len(column) == len(below))


def _is_row_of(header: tuple[str, ...], below: list[list[str]]) -> bool:
    """Whether a line of unknown names holds a day, an amount or a long number where the rows below hold the like."""
    for place, cell in enumerate(header):
        form = _form_of(cell)
        like = [_form_of(row[place]) == form for row in below if place < len(row) and row[place].strip()]
        if form and sum(like) > len(like) / 2:
            return True
    return False


def _form_of(cell: str) -> str:
    """A number without its digits, "" for words and for numbers as short as a year's."""
    told = cell.strip()
    long = DATA.fullmatch(told) and not re.fullmatch(r"\d{1,4}", told)
    return re.sub(r"\d+", "0", told) if long else ""


def _rows_above(table: Table, lines: list[str]) -> int:
    """Lines above the header that look like its rows: as many filled cells, and numbers or days among them."""
    width = sum(bool(cell.strip()) for cell in table.header)
    above = ([cell.strip() for cell in cells_of(line, table.dialect)] for line in lines[: table.header_line])
    filled = ([cell for cell in cells if cell] for cells in above)
    return sum(len(row) >= width > 1 and any(DATA.fullmatch(cell) for cell in row) for row in filled)


def head_lines(path: Path, file_name: str) -> list[str]:
    """The first lines of a text, without their ends; raises RefusedFile for a line no table has."""
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        lines = [line.rstrip("\r\n") for line in islice(_limited(file), HEAD_LINES)]
    long = [place for place, line in enumerate(lines, 1) if len(line) >= LONGEST_LINE]
    if long:
        told = sentence(
            "Line {line} of this file is over a million signs long, so this is no table; export the report as CSV.",
            line=long[0],
        )
        raise RefusedFile(file_name, [told])
    return lines


def _limited(file: Iterable[str]) -> Iterable[str]:
    read = getattr(file, "readline")  # noqa: B009
    while line := read(LONGEST_LINE):
        yield line


def cells_of(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line, leniently."""
    try:
        return next(rows_of([line], dialect), [])
    except csv.Error:
        return line.split(dialect.delimiter)


def rows_of(lines: Iterable[str], dialect: Dialect, strict: bool = False) -> Iterator[list[str]]:
    """The lines as rows of cells; a strict reader raises csv.Error where quotes do not fit."""
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        escapechar="\\" if dialect.escaped else None,
        skipinitialspace=dialect.blank_before_quote,
        strict=strict,
    )


def _table_by(delimiter: str, lines: list[str], known: Known, first: int = 0) -> Table:
    dialect = Dialect(
        delimiter,
        escaped=delimiter != "\t" and any(_is_escaping(line, delimiter) for line in lines),
        blank_before_quote=any(f'{delimiter} "' in line for line in lines),
    )
    return _table_of(dialect, lines, known, first)


def _is_escaping(line: str, delimiter: str) -> bool:
    """Whether a backslash before a quote escapes it: a path that ends in a backslash is closed by its quote."""
    return re.search(rf'\\"(?!"|{re.escape(delimiter)}|\s*$)', line) is not None


def _table_of(dialect: Dialect, lines: list[str], known: Known, first: int = 0) -> Table:
    rows = [cells_of(line, dialect) for line in lines[first:]]
    place = first + _header_place(rows, known)
    return Table(dialect, place, tuple(rows[place - first]), tuple(lines[:place]))


def _header_place(rows: list[list[str]], known: Known) -> int:
    scores = [sum(known(normalised(cell)) for cell in row) for row in rows]
    best = max(scores, default=0)
    if best >= 2 or (best == 1 and max(map(len, rows)) == 1):
        return scores.index(best)
    widths = [len(row) for row in rows if len(row) > 1 and not row[0].startswith("#")]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return next((place for place, row in enumerate(rows) if len(row) == usual and all(row)), 0)


def _worth(table: Table, lines: list[str], known: Known) -> tuple[int, float, int]:
    names = sum(known(normalised(cell)) for cell in table.header)
    below = [cells_of(line, table.dialect) for line in lines[table.header_line + 1 :] if line.strip()]
    steady = sum(len(row) == len(table.header) for row in below) / len(below) if below else 1.0
    return names, steady if len(table.header) > 1 else -1.0, len(table.header)


def _are_wrapped(filled: list[str]) -> bool:
    """Whether all rows were put into one pair of quotes each; the line of names, which no quote forces to, may not."""
    rows = filled if _is_wrapped(filled[0]) else filled[1:]
    named = filled[0] if rows is filled else f'"{filled[0]}"'
    return bool(rows) and _is_wrapped(named) and all(_is_wrapped(line) for line in rows)


def _is_wrapped(line: str) -> bool:
    """Whether a line is one quoted cell by every delimiter, and that cell holds some of them."""
    if len(line) < 3 or not any(delimiter in line for delimiter in DELIMITERS):
        return False
    try:
        cells = [next(rows_of([line], Dialect(delimiter), strict=True)) for delimiter in DELIMITERS]
    except csv.Error:
        return False
    return line.startswith('"') and all(len(row) == 1 for row in cells)


def _unwrapped(lines: list[str], known: Known) -> Table:
    bare = [unwrap(line) if _is_wrapped(line) else line for line in lines]
    tables = [_table_by(delimiter, bare, known) for delimiter in DELIMITERS]
    best = max(tables, key=lambda table: _worth(table, bare, known))
    return Table(Dialect(best.dialect.delimiter, wrapped=True), best.header_line, best.header, best.preamble)


def unwrap(line: str) -> str:
    """A line whose cells were all put into one pair of quotes, without it."""
    inside = line.rstrip("\r\n")
    return inside[1:-1].replace('""', '"') if inside.startswith('"') and inside.endswith('"') else inside
