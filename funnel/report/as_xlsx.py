"""The meeting pack as a workbook: every table of every slide, figures as figures, text never a formula."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from funnel.report.slide import Cell, Slide, SlideTable, Written

FORMATS = {Written.COUNT: "#,##0", Written.SHARE: "0.0%", Written.MONEY: "#,##0.00"}
NAME_AT_MOST = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def pack_xlsx(slides: Sequence[Slide]) -> bytes:
    """The whole file, one sheet a slide."""
    held = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as book:
        styles = {kind: book.add_format({"num_format": code}) for kind, code in FORMATS.items()}
        bold, large = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 16})
        for number, slide in enumerate(slides, start=1):
            sheet = book.add_worksheet(_sheet_name(number, slide.title))
            sheet.set_landscape()
            sheet.set_paper(9)
            sheet.fit_to_pages(1, 0)
            sheet.set_column(0, 0, 34)
            sheet.set_column(1, 12, 18)
            sheet.write_string(0, 0, slide.title, large)
            sheet.write_string(1, 0, slide.lead)
            row = 3
            for table in slide.tables:
                row = _write(sheet, row, table, (bold, styles))
            sheet.write_string(row, 0, slide.small)
    return held.getvalue()


def _sheet_name(number: int, title: str) -> str:
    return f"{number} {title.translate(FORBIDDEN)}"[:NAME_AT_MOST].strip()


def _write(sheet: Any, row: int, table: SlideTable, styles: tuple[Any, dict[Written, Any]]) -> int:
    """Write the table from `row` on; the row after it, one left free."""
    bold, figures = styles
    sheet.write_string(row, 0, table.title, bold)
    for column, head in enumerate(table.heads):
        sheet.write_string(row + 1, column, head, bold)
    for place, line in enumerate(table.rows, start=row + 2):
        for column, cell in enumerate(line):
            _write_cell(sheet, (place, column), cell, figures)
    return row + len(table.rows) + 3


def _write_cell(sheet: Any, at: tuple[int, int], cell: Cell, figures: dict[Written, Any]) -> None:
    if cell.written is Written.TEXT or cell.figure is None:
        sheet.write_string(*at, cell.text)
    else:
        sheet.write_number(*at, float(cell.figure), figures[cell.written])
