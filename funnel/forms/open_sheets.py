"""OpenDocument spreadsheets (.ods): values are stated as text in the file, so they are taken exactly as they stand."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.parsers import expat

from funnel.errors import sentence
from funnel.forms.apart import Refused, Told, run
from funnel.forms.plain_cells import number_text, unmistakable, write_rows

PIECE = 4 * 2**20
MOST_PART_BYTES = 2 * 2**30
MOST_RATIO = 200
FREE_BYTES = 16 * 2**20
MOST_REPEATS = 1_000_000
MOST_CELLS = 20_000_000
ZEROS = re.compile(r"0\d+")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
NO_SIGN = re.compile(r"[-−\d,'’\s]+|(?<=\d)\.(?=\d)")
CELLS = ("table:table-cell", "table:covered-table-cell")


@dataclass
class Sheet:
    """Rows of one sheet as text; trailing blanks of rows and of the sheet are never made."""

    name: str
    style: str
    rows: list[list[str]] = field(default_factory=list)


@dataclass
class Content:
    """Follows the markup of content.xml and gathers its sheets."""

    sheets: list[Sheet] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    row: list[str] = field(default_factory=list)
    row_repeats: int = 1
    blank_rows: int = 0
    blank_cells: int = 0
    cells: int = 0
    cell: Mapping[str, str] | None = None
    paragraphs: list[str] = field(default_factory=list)
    style: str = ""
    note: int = 0
    currencies: frozenset[str] = frozenset()

    def start(self, tag: str, told: dict[str, str]) -> None:
        """An element begins."""
        if tag == "style:style":
            self.style = told.get("style:name", "")
        elif tag == "style:table-properties" and told.get("table:display") == "false":
            self.hidden.add(self.style)
        elif tag == "table:table":
            self.sheets.append(Sheet(told.get("table:name", ""), told.get("table:style-name", "")))
            self.blank_rows = 0
        elif tag == "table:table-row":
            self.row, self.blank_cells = [], 0
            self.row_repeats = int(told.get("table:number-rows-repeated", "1"))
        elif tag in CELLS:
            self.cell, self.paragraphs = dict(told), []
        elif tag == "office:annotation":
            self.note += 1
        elif self.cell is not None and not self.note:
            self._start_text(tag, told)

    def _start_text(self, tag: str, told: Mapping[str, str]) -> None:
        if tag == "text:p":
            self.paragraphs.append("")
        elif self.paragraphs:
            blanks = {
                "text:s": " " * min(int(told.get("text:c", "1")), 1000),
                "text:tab": "\t",
                "text:line-break": "\n",
            }
            self.paragraphs[-1] += blanks.get(tag, "")

    def text(self, said: str) -> None:
        """Letters between elements."""
        if self.cell is not None and self.paragraphs and not self.note:
            self.paragraphs[-1] += said

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "office:annotation":
            self.note -= 1
        elif tag in CELLS and self.cell is not None:
            self._keep_cell(_value_of(self.cell, "\n".join(self.paragraphs), self.currencies))
            self.cell = None
        elif tag == "table:table-row":
            self._keep_row()

    def _keep_cell(self, value: str) -> None:
        assert self.cell is not None  # noqa: S101
        repeats = int(self.cell.get("table:number-columns-repeated", "1"))
        if not value:
            self.blank_cells += repeats
            return
        self._count(self.blank_cells + repeats)
        self.row += [""] * self.blank_cells + [value] * repeats
        self.blank_cells = 0

    def _keep_row(self) -> None:
        if not self.row or not self.sheets:
            self.blank_rows += self.row_repeats
            return
        rows = self.sheets[-1].rows
        self._count(self.blank_rows + (self.row_repeats - 1) * len(self.row))
        rows += [[] for _ in range(self.blank_rows if rows else 0)]
        rows += [self.row] * self.row_repeats
        self.blank_rows = 0

    def _count(self, more: int) -> None:
        self.cells += more
        if more > MOST_REPEATS or self.cells > MOST_CELLS:
            raise Refused(
                sentence(
                    "The sheet “{sheet}” has a cell in row {row} far from the others, or is too large. Save it as CSV.",
                    sheet=self.sheets[-1].name if self.sheets else "",
                    row=(len(self.sheets[-1].rows) if self.sheets else 0) + self.blank_rows + 1,
                )
            )


def _value_of(cell: Mapping[str, str], shown: str, currencies: frozenset[str]) -> str:
    kind = cell.get("office:value-type", "")
    if "table:formula" in cell and (cell.get("calcext:value-type") == "error" or not kind):
        return shown or "=" + cell["table:formula"]
    if kind in ("float", "currency", "percentage"):
        return _shown_number(cell, shown, currencies)
    if kind == "date":
        return cell.get("office:date-value", "").replace("T", " ").removesuffix(" 00:00:00")
    if kind == "time":
        return _duration(cell.get("office:time-value", "")) or shown
    if kind == "boolean":
        return cell.get("office:boolean-value", "")
    return (cell.get("office:string-value") or shown).replace("\r", "\n")


def _shown_number(cell: Mapping[str, str], shown: str, currencies: frozenset[str]) -> str:
    """A number with what its format adds: a currency, zeros in front, a percent sign."""
    stated = cell.get("office:value", "")
    value, told = _number(stated), shown.strip()
    if cell["office:value-type"] == "percentage" and NUMBER.fullmatch(stated):
        return _number(f"{(Decimal(stated) * 100).normalize():f}") + "%"
    if ZEROS.fullmatch(told) and value.isdigit() and int(told) == int(value):
        return told
    words = [cell.get("office:currency", ""), *(word.strip() for word in NO_SIGN.split(told))]
    sign = next((word for word in words if word.lower() in currencies), "")
    return f"{value} {sign}" if sign else value


def _number(stated: str) -> str:
    digits = stated.lstrip("-").replace(".", "")
    if not digits.isdigit():
        return number_text(float(stated)) if "e" in stated.lower() else stated
    return unmistakable(stated) if len(digits) <= 15 else number_text(float(stated)) if "." in stated else stated


def _duration(stated: str) -> str:
    """PT30H05M00S as 30:05:00."""
    hours, _, rest = stated.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.partition("M")
    whole = seconds.rstrip("S").split(".")[0]
    fine = hours.isdigit() and minutes.isdigit() and whole.isdigit()
    return f"{int(hours)}:{int(minutes):02}:{int(whole):02}" if fine else ""


def tables(source: Path, folder: Path, currencies: frozenset[str]) -> Told:
    """Every filled visible sheet; raises Refused for what must not be opened."""
    with zipfile.ZipFile(source) as archive:
        part = archive.getinfo("content.xml")
        if part.file_size > MOST_PART_BYTES or part.file_size > max(FREE_BYTES, MOST_RATIO * source.stat().st_size):
            raise Refused(
                sentence(
                    "The workbook unpacks to far more than it should, so it was not opened; save the "
                    "table as CSV and import that."
                )
            )
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused(sentence("The workbook has a password. Save it without one and import that."))
        content = _content_of(archive, part, currencies)
    filled = [sheet for sheet in content.sheets if sheet.rows and sheet.style not in content.hidden]
    if not filled:
        raise Refused(sentence("No visible sheet of the workbook holds anything. Show the sheet with the table."))
    for place, sheet in enumerate(filled):
        write_rows(sheet.rows, folder / f"table{place}")
    return Told(tuple(sheet.name for sheet in filled))


def _content_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo, currencies: frozenset[str]) -> Content:
    content = Content(currencies=currencies)
    parser: Any = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.text
    try:
        with archive.open(part) as inside:
            while piece := inside.read(PIECE):
                parser.Parse(piece)
            parser.Parse(b"", True)
    except expat.ExpatError as cause:
        raise Refused(sentence("The workbook is damaged or cut short. Download it again.")) from cause
    return content


def _refuse_entities(*_told: object) -> None:
    raise Refused(
        sentence(
            "The workbook declares entities of its own, as no spreadsheet does, so it was not "
            "opened; save the table as CSV and import that."
        )
    )


if __name__ == "__main__":
    run(tables)
