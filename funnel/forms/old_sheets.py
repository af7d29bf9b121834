"""Workbooks saved as “XML spreadsheet 2003”: one file of markup that states every value as text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from funnel.errors import sentence
from funnel.forms.apart import Refused, Told, run
from funnel.forms.number_formats import Shown, shown_by
from funnel.forms.plain_cells import number_text, unmistakable, write_rows

PIECE = 4 * 2**20
MOST_BYTES = 512 * 2**20
MOST_CELLS = 20_000_000
MOST_BLANK = 1_000_000
FORMATS = {"Percent": "0.00%", "Euro Currency": "0.00 [$€]"}
HIDDEN = ("SheetHidden", "SheetVeryHidden")


@dataclass
class Sheet:
    """Rows of one sheet as text."""

    name: str
    rows: list[list[str]] = field(default_factory=list)
    hidden: bool = False


@dataclass
class Content:
    """Follows the markup of the file and gathers its sheets."""

    currencies: frozenset[str]
    sheets: list[Sheet] = field(default_factory=list)
    formats: dict[str, Shown] = field(default_factory=dict)
    style: str = ""
    cell: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    text: list[str] | None = None
    cells: int = 0

    def start(self, tag: str, told: dict[str, str]) -> None:
        """An element begins; names come with their namespace in front."""
        name = _bare(tag)
        stated = {_bare(key): value for key, value in told.items()}
        if name == "Style":
            self.style = stated.get("ID", "")
        elif name == "NumberFormat":
            code = stated.get("Format", "")
            self.formats[self.style] = shown_by(FORMATS.get(code, code), self.currencies)
        elif name == "Worksheet":
            self.sheets.append(Sheet(stated.get("Name", "")))
        elif name == "Row" and self.sheets:
            self._start_row(int(stated.get("Index", "0")))
        elif name == "Cell":
            self.cell = stated
            self._skip_to(int(stated.get("Index", "0")))
        elif name in ("Data", "Visible"):
            self.kind, self.text = stated.get("Type", ""), []

    def _start_row(self, index: int) -> None:
        rows = self.sheets[-1].rows
        self._count(max(0, index - 1 - len(rows)))
        rows += [[] for _ in range(index - 1 - len(rows))]
        rows.append([])

    def _skip_to(self, index: int) -> None:
        row = self.sheets[-1].rows[-1]
        self._count(max(1, index - len(row)))
        row += [""] * (index - 1 - len(row))

    def _count(self, more: int) -> None:
        self.cells += more
        if more > MOST_BLANK or self.cells > MOST_CELLS:
            raise Refused(
                sentence(
                    "The sheet “{sheet}” has a cell in row {row} far from the others, or is too large. Save it as CSV.",
                    sheet=self.sheets[-1].name,
                    row=len(self.sheets[-1].rows) + 1,
                )
            )

    def letters(self, said: str) -> None:
        """Letters between elements."""
        if self.text is not None:
            self.text.append(said)

    def end(self, tag: str) -> None:
        """An element ends."""
        name, text = _bare(tag), "".join(self.text or ())
        if name == "Visible" and self.sheets:
            self.sheets[-1].hidden = text.strip() in HIDDEN
        elif name == "Data" and self.sheets and self.sheets[-1].rows:
            self.cell = {**self.cell, "text": self._value(text)}
        elif name == "Cell":
            across = int(self.cell.get("MergeAcross", "0"))
            self._count(across)
            self.sheets[-1].rows[-1] += [self._told()] + [""] * across
        if name in ("Data", "Visible"):
            self.text = None

    def _told(self) -> str:
        formula = self.cell.get("Formula")
        return self.cell.get("text") or (formula if formula is not None else "")

    def _value(self, text: str) -> str:
        if self.kind == "DateTime":
            return text.replace("T", " ").removesuffix(".000").removesuffix(" 00:00:00")
        if self.kind == "Boolean":
            return "true" if text.strip() == "1" else "false"
        if self.kind != "Number":
            return text.replace("\r\n", "\n").replace("\r", "\n")
        shown = self.formats.get(self.cell.get("StyleID", ""), Shown())
        value = float(text)
        if shown.sign:
            return f"{_number(text, value)} {shown.sign}"
        return shown.text_of(value) if shown else _number(text, value)


def _number(stated: str, value: float) -> str:
    digits = stated.strip().lstrip("-").replace(".", "")
    return unmistakable(stated.strip()) if digits.isdigit() and len(digits) <= 15 else number_text(value)


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]


def tables(source: Path, folder: Path, currencies: frozenset[str]) -> Told:
    """Every filled visible sheet; raises Refused for what must not be opened."""
    if source.stat().st_size > MOST_BYTES:
        raise Refused(sentence("The file is damaged or too large to open. Save the table as CSV and import that."))
    try:
        content = _content_of(source, currencies)
    except (expat.ExpatError, ValueError, IndexError) as cause:
        raise Refused(sentence("The workbook is damaged or cut short. Download it again.")) from cause
    filled = [sheet for sheet in content.sheets if any(map(any, sheet.rows)) and not sheet.hidden]
    if not filled:
        raise Refused(sentence("No visible sheet of the workbook holds anything. Show the sheet with the table."))
    for place, sheet in enumerate(filled):
        write_rows(sheet.rows, folder / f"table{place}")
    return Told(tuple(sheet.name for sheet in filled))


def _content_of(source: Path, currencies: frozenset[str]) -> Content:
    content = Content(currencies)
    parser: Any = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.StartElementHandler = content.start
    parser.EndElementHandler = content.end
    parser.CharacterDataHandler = content.letters
    with source.open("rb") as file:
        while piece := file.read(PIECE):
            parser.Parse(piece)
        parser.Parse(b"", True)
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
