"""Tables of a web page, as shops save them under the name of a workbook: cells exactly as the page shows them."""

import codecs
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from funnel.errors import Sentence, sentence
from funnel.forms.apart import Refused, Told, run
from funnel.forms.plain_cells import write_rows

PIECE = 2**20
MOST_BYTES = 256 * 2**20
HEAD = 8192
MOST_CELLS = 20_000_000
WIDEST_SPAN = 1000
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
ALIVE = frozenset({"form", "input", "button", "script", "iframe", "frame", "nav"})
"""What a page for people holds and a saved table does not."""
SILENT = frozenset({"style", "title", "head"})
BREAKS = frozenset({"br", "p", "div"})
CELLS = frozenset({"td", "th"})


class Page(HTMLParser):
    """Follows the markup of a page and gathers its tables; of tables in tables, the innermost."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]] | None] = []
        self.held: list[tuple[int, int]] = []
        self.cell: list[str] | None = None
        self.spans = (1, 1)
        self.silent, self.cells = 0, 0
        self.alive, self.title = False, ""
        self.in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.alive = self.alive or tag in ALIVE
        self.in_title = self.in_title or tag == "title"
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            if self.open:
                self.open[-1] = None
            self.open.append([])
            self.cell, self.held = None, []
        elif tag in ("tr", *CELLS):
            self._end_cell()
            self._start(tag, dict(attrs))
        elif tag in BREAKS and self.cell:
            self.cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in SILENT:
            self.silent, self.in_title = max(0, self.silent - 1), False
        elif tag in ("tr", *CELLS):
            self._end_cell()
        elif tag == "table" and self.open:
            self._end_cell()
            rows = self.open.pop()
            self.tables += [rows] if rows else []
            self.held = []

    def handle_data(self, data: str) -> None:
        """Letters between elements."""
        if self.in_title:
            self.title += data
        if self.cell is not None and not self.silent:
            self.cell.append(data)

    def _start(self, tag: str, told: dict[str, str | None]) -> None:
        rows = self.open[-1] if self.open else None
        if rows is None:
            return
        if tag == "tr" or not rows:
            rows.append([])
            self.held = [(place, left - 1) for place, left in self.held if left > 1]
        if tag in CELLS:
            self.cell, self.spans = [], (_span(told.get("colspan")), _span(told.get("rowspan")))

    def _end_cell(self) -> None:
        rows = self.open[-1] if self.open else None
        if self.cell is None or not rows:
            self.cell = None
            return
        row, taken = rows[-1], {place for place, _ in self.held}
        for text in [_joined(self.cell)] + [""] * (self.spans[0] - 1):
            while len(row) in taken:
                row.append("")
            if self.spans[1] > 1:
                self.held.append((len(row), self.spans[1]))
            row.append(text)
        self.cell, self.cells = None, self.cells + self.spans[0]
        if self.cells > MOST_CELLS:
            raise Refused(sentence("The file is damaged or too large to open. Save the table as CSV and import that."))


def _span(stated: str | None) -> int:
    return min(max(int(stated), 1), WIDEST_SPAN) if stated and stated.strip().isdigit() else 1


def _joined(parts: Sequence[str]) -> str:
    lines = ("".join(parts)).split("\n")
    return "\n".join(line for line in (re.sub(r"[ \t\r]+", " ", one).strip() for one in lines) if line)


def tables(source: Path, folder: Path, _currencies: frozenset[str]) -> Told:
    """Every table of a page; raises Refused for a page made for people, as the one to sign in on."""
    if source.stat().st_size > MOST_BYTES:
        raise Refused(sentence("The file is damaged or too large to open. Save the table as CSV and import that."))
    page = _page_of(source)
    if page.open and not page.alive:
        raise Refused(sentence("The workbook is damaged or cut short. Download it again."))
    found = [rows for rows in page.tables if len(rows) > 1 and max(map(len, rows)) > 1]
    if page.alive or not found:
        raise Refused(_web_page(page.title.strip()))
    for place, rows in enumerate(found):
        write_rows(rows, folder / f"table{place}")
    return Told(("",) if len(found) == 1 else tuple(f"{place}" for place in range(1, len(found) + 1)))


def _page_of(source: Path) -> Page:
    page = Page()
    try:
        with source.open(encoding=_encoding_of(source), newline="") as file:
            while piece := file.read(PIECE):
                page.feed(piece)
        page.close()
    except (UnicodeDecodeError, LookupError) as cause:
        told = sentence("The letters of this page cannot be read. Save the table as CSV in UTF-8 and import that.")
        raise Refused(told) from cause
    return page


def _encoding_of(source: Path) -> str:
    with source.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    stated = CHARSET.search(head)
    return stated[1].decode("ascii") if stated and not head.startswith(codecs.BOM_UTF8) else "utf-8-sig"


def _web_page(title: str) -> Sentence:
    if not title:
        return sentence("This is a web page, not an export: sign in to the source and export again.")
    return sentence(
        "This is a web page titled “{title}”, not an export: sign in to the source and export again.", title=title[:80]
    )


if __name__ == "__main__":
    run(tables)
