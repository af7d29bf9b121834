"""Workbooks (.xlsx, .xlsm): a look at the parts first, then every filled visible sheet as text."""

import re
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from funnel.errors import sentence
from funnel.forms.apart import Refused, Told, run
from funnel.forms.number_formats import Shown, formats_of
from funnel.forms.plain_cells import cell_text, write_rows

PIECE = 4 * 2**20
MOST_PART_BYTES = 2 * 2**30
MOST_RATIO = 200
FREE_BYTES = 16 * 2**20
MOST_CELLS = 40_000_000
MOST_EMPTY = 200
MOST_SHEETS = 50
LONGEST_CELL = 32 * 2**20
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"']")
KIND = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)</")
FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</)")

STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,6})[\"']")

Odd = dict[tuple[int, int], str]


@dataclass
class Shows:
    """Which format the numbers of a sheet are shown in: by column, for each row, its place among `formats` + 1."""

    formats: Sequence[Shown]
    places: dict[int, "array[int]"] = field(default_factory=dict)

    def note(self, row: int, column: int, style: int) -> None:
        """The cell is of this style; styles that say nothing are not kept."""
        if style >= len(self.formats) or not self.formats[style]:
            return
        rows = self.places.setdefault(column, array("H"))
        if row >= len(rows):
            rows.extend([0] * (row + 1 - len(rows)))
        rows[row] = style + 1

    def text_of(self, cell: object, row: int, column: int) -> str:
        """Text of a cell as it is shown."""
        rows = self.places.get(column)
        if rows and row < len(rows) and rows[row] and isinstance(cell, int | float) and not isinstance(cell, bool):
            return self.formats[rows[row] - 1].text_of(cell)
        return cell_text(cell)


def tables(source: Path, folder: Path, currencies: frozenset[str]) -> Told:
    """Every filled visible sheet of a workbook; raises Refused for what must not be opened."""
    notes = []
    with zipfile.ZipFile(source) as archive:
        _look_at_parts(archive, source.stat().st_size)
        if any(name.lower().endswith("vbaproject.bin") for name in archive.namelist()):
            notes.append(sentence("The workbook holds macros; they were not run."))
        places = _sheet_places(archive)
        late = b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")
        formats = formats_of(archive, currencies)
        workbook = CalamineWorkbook.from_path(str(source))
        names = [
            sheet.name
            for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        written: list[str] = []
        for name in names[:MOST_SHEETS]:
            shows = Shows(formats)
            odd = _odd_cells(archive, places[name], shows, (name, late)) if name in places else {}
            sheet = workbook.get_sheet_by_name(name)
            if sheet.height:
                write_rows(_rows(sheet, odd, shows), folder / f"table{len(written)}")
                written.append(name)
    if not written:
        raise Refused(sentence("No visible sheet of the workbook holds anything. Show the sheet with the table."))
    return Told(tuple(written), tuple(notes))


def _look_at_parts(archive: zipfile.ZipFile, packed: int) -> None:
    parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    if whole > MOST_PART_BYTES or (whole > FREE_BYTES and whole > MOST_RATIO * packed):
        raise Refused(
            sentence(
                "The workbook unpacks to far more than it should, so it was not opened; save the "
                "table as CSV and import that."
            )
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            _look_at_part(archive, part)


def look_at_markup(inside: IO[bytes]) -> None:
    """Refuse markup that declares entities; raises ExpatError where it is not well-formed to its end."""

    def refuse(*_told: object) -> None:
        raise Refused(
            sentence(
                "The workbook declares entities of its own, as no spreadsheet does, so it was not "
                "opened; save the table as CSV and import that."
            )
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    while piece := inside.read(PIECE):
        parser.Parse(piece)
    parser.Parse(b"", True)


def _look_at_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    try:
        with archive.open(part) as inside:
            look_at_markup(inside)
    except expat.ExpatError as cause:
        raise Refused(sentence("The workbook is damaged or cut short. Download it again.")) from cause


def _sheet_places(archive: zipfile.ZipFile) -> dict[str, str]:
    """Name of a sheet → name of its part."""
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  entities refused before
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter()  # noqa: S314
    found = {
        node.get("name", ""): targets.get(next((node.get(key) for key in node.keys() if key.endswith("}id")), ""), "")  # noqa: SIM118
        for node in sheets
        if node.tag.endswith("}sheet")
    }
    parts = set(archive.namelist())
    full = {name: (target.lstrip("/") if target.startswith("/") else f"xl/{target}") for name, target in found.items()}
    return {name: place for name, place in full.items() if place in parts}


def _odd_cells(archive: zipfile.ZipFile, part: str, shows: Shows, told: tuple[str, bool]) -> Odd:
    """Cells of errors and of formulas nobody reckoned, which readers give back as nothing; refuses a far cell.

    Notes in `shows` the format of every cell; `told` are the sheet's name and whether it is to be reckoned anew.
    """
    sheet, late = told
    odd: Odd = {}
    cells, last_row, last_column = 0, 0, 0
    lacks_texts = "xl/sharedstrings.xml" not in map(str.lower, archive.namelist())
    for attributes, inside in _cells_of(archive, part):
        cells += 1
        if lacks_texts and (kind := KIND.search(attributes)) and kind[1] == b"s":
            raise Refused(sentence("The workbook lacks the part that holds its texts; it is damaged. Save it again."))
        place = PLACE.search(attributes)
        if place is None:
            continue
        row, column = int(place[2]) - 1, _column(place[1])
        last_row, last_column = max(last_row, row), max(last_column, column)
        if (last_row + 1) * (last_column + 1) > max(MOST_EMPTY * cells, 1_000_000) or cells > MOST_CELLS:
            raise Refused(
                sentence(
                    "The sheet “{sheet}” has a cell at {place}, far from the others. Delete it, or save it as CSV.",
                    sheet=sheet,
                    place=(place[1] + place[2]).decode(),
                )
            )
        if text := _odd_text(attributes, inside, late):
            odd[row, column] = text
        elif style := STYLE.search(attributes):
            shows.note(row, column, int(style[1]))
    return odd


def _cells_of(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    held = b""
    with archive.open(part) as inside:
        while piece := inside.read(PIECE):
            held += piece
            end = 0
            for found in CELL.finditer(held):
                end = found.end()
                yield found[1], found[2] or b""
            held = held[end:]
            if len(held) > LONGEST_CELL:
                raise Refused(sentence("The workbook is damaged or cut short. Download it again."))


def _odd_text(attributes: bytes, inside: bytes, late: bool) -> str:
    kind = KIND.search(attributes)
    told = VALUE.search(inside)
    if kind and kind[1] == b"e":
        return told[1].decode("utf-8", "replace") if told else "#VALUE!"
    formula = FORMULA.search(inside)
    if not formula or (kind and kind[1] == b"str" and told is not None):
        return ""
    nothing = told is None or not told[1].strip()
    # Writers that reckon nothing put 0 there and ask the spreadsheet to reckon when it opens.
    if nothing or (late and told is not None and told[1].strip() == b"0"):
        return "=" + (formula[1] or b"").decode("utf-8", "replace")
    return ""


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place - 1


def _rows(sheet: CalamineSheet, odd: Odd, shows: Shows) -> Iterator[list[str]]:
    """Rows of a sheet from its first one, with what the reader gave back as nothing put in its place."""
    _, start = sheet.start or (0, 0)
    left = min([start, *(column for _, column in odd)])
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in odd.items():
        by_row.setdefault(row, {})[column - left] = text
    number = -1
    for number, cells in enumerate(sheet.iter_rows()):
        texts = [shows.text_of(cell, number, start + place) for place, cell in enumerate(cells)]
        yield _with([""] * (start - left) + texts, by_row.pop(number, {}))
    for row in sorted(by_row):
        yield from ([] for _ in range(number + 1, row))
        yield _with([], by_row[row])
        number = row


def _with(texts: list[str], odd: dict[int, str]) -> list[str]:
    texts += [""] * (max(odd, default=-1) + 1 - len(texts))
    for column, text in odd.items():
        texts[column] = text
    return texts


if __name__ == "__main__":
    run(tables)
