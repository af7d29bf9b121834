"""Workbooks whose cells say more than their values (currency, zeros in front, percent), and OpenDocument ones."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.intake.corpus.cases import ASKED, REFUSED, RIGHT, Case, case, truth_of, without
from tests.intake.corpus.packed import MAIN, sheet_of, workbook_of, zipped
from tests.intake.corpus.shapes import ADS, ORDERS, ORDERS_PL, STOCK, Table, table_of

MONEY_FORMATS: Mapping[str, str] = {
    '#,##0.00 "zł"': "PLN",
    "_-* #,##0.00\\ [$zł-415]_-;\\-* #,##0.00\\ [$zł-415]_-": "PLN",
    "#,##0.00 [$PLN]": "PLN",
    "[$€-407] #,##0.00": "EUR",
    "#,##0.00\\ [$€-1];[Red]\\-#,##0.00\\ [$€-1]": "EUR",
    '#,##0.00\\ "руб."': "RUB",
    "#,##0.00\\ [$₽-419]": "RUB",
    '#,##0.00" ₴"': "UAH",
    '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)': "USD",
    "[$USD] #,##0.00": "USD",
    '#,##0.00\\ "Kč"': "CZK",
}
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def sheet_cases(seed: int) -> Iterator[Case]:
    """Formats of cells first, then OpenDocument."""
    chance = random.Random(seed + 4)
    yield from _currencies(chance)
    yield from _zeros(chance)
    yield from _open_document(chance)
    yield from _odd_open_document(chance)


def _rows(table: Table) -> list[list[Any]]:
    header = table.shape.header()
    return [header, *([row[name] for name in header] for row in table.rows)]


def styles_of(*codes: str) -> str:
    """Cell styles 2, 3 … of these number formats; 0 is plain and 1 a moment."""
    numbered = list(enumerate(codes, 170))
    told = "".join(f"<numFmt numFmtId={quoteattr(str(n))} formatCode={quoteattr(code)}/>" for n, code in numbered)
    styles = "".join(f'<xf numFmtId="{n}" applyNumberFormat="1"/>' for n, _ in numbered)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts count="{len(numbered)}">{told}</numFmts><cellStyleXfs><xf numFmtId="0"/>'
        f'</cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/>{styles}</cellXfs></styleSheet>'
    )


def _styled(value: Any, style: int) -> str:
    return f'<c r="PLACE" s="{style}"><v>{value}</v></c>'


def _formatted(table: Table, column: str, codes: tuple[str, ...], turn: Any = lambda _: 2) -> bytes:
    """A workbook of the table whose numbers of one column have the formats `turn` gives them."""
    rows, at = _rows(table), table.shape.header().index(column)
    for place, row in enumerate(rows[1:]):
        row[at] = _styled(row[at], turn(place))
    return workbook_of({"Orders": sheet_of(rows)}, more={"xl/styles.xml": styles_of(*codes).encode()})


def _currencies(chance: random.Random) -> Iterator[Case]:
    for code, currency in MONEY_FORMATS.items():
        table = table_of(ORDERS, chance)
        packed = _formatted(table, "Amount", (code,))
        told = truth_of(table, currency=currency)
        yield case(f"a workbook with money as {code}", packed, table, told, file_name="a.xlsx")
    table = table_of(ADS, chance)
    packed = _formatted(table, "Koszt", ('#,##0.00 "zł"', "[$€-407] #,##0.00"), lambda place: 2 + place % 2)
    yield case("cells in two currencies by their formats", packed, table, None, ASKED, REFUSED, file_name="a.xlsx")
    packed = _formatted(table, "Koszt", ('#,##0.00 "zł"', "[$€-407] #,##0.00"), lambda place: 2 + (place == 39))
    yield case("the last cell in another currency", packed, table, None, ASKED, REFUSED, file_name="a.xlsx")
    stated = replace(ADS, columns={**ADS.columns, "Waluta": "currency"})
    contradicted = Table(stated, [{**row, "Waluta": "EUR"} for row in table.rows])
    packed = _formatted(contradicted, "Koszt", ('#,##0.00 "zł"',))
    yield case("formats against the currency column", packed, contradicted, None, ASKED, REFUSED, file_name="a.xlsx")
    agreed = Table(stated, [{**row, "Waluta": "PLN"} for row in table.rows])
    packed = _formatted(agreed, "Koszt", ('#,##0.00 "zł"',))
    told = truth_of(agreed, currency="PLN")
    yield case("formats as the currency column says", packed, agreed, told, file_name="a.xlsx")
    counts = table_of(ORDERS, chance)
    packed = _formatted(counts, "Pieces", ('0 "szt."',))
    yield case("counts with a word in their format", packed, counts, truth_of(counts), file_name="a.xlsx")
    packed = _formatted(counts, "Amount", ("#,##0.00", "0.00;[Red]-0.00", "General", "@"), lambda place: 2 + place % 4)
    yield case("amounts in four plain formats", packed, counts, truth_of(counts), file_name="a.xlsx")


def _zeros(chance: random.Random) -> Iterator[Case]:
    for code, text in (
        ("000000", "{:06}"), ('"A-"0000', "A-{:04}"), ("00000000000", "{:011}"), ("00-000", "{:05}"),
        ('0000"/26"', "{:04}/26"),
    ):  # fmt: skip
        table = table_of(ORDERS, chance)
        for place, row in enumerate(table.rows):
            row["Order"] = 7 + 13 * place
        packed = _formatted(table, "Order", (code,))
        for row in table.rows:
            shown = text.format(row["Order"])
            row["Order"] = f"{shown[:2]}-{shown[2:]}" if code == "00-000" else shown
        yield case(f"ids shown by {code}", packed, table, truth_of(table), file_name="a.xlsx")
    table = table_of(STOCK, chance)
    packed = _formatted(
        Table(STOCK, [{**row, "SKU code": int(row["SKU code"])} for row in table.rows]), "SKU code", ("000000",)
    )
    yield case("articles shown with zeros in front", packed, table, truth_of(table), file_name="a.xlsx")


def open_cell(value: Any, **more: str) -> str:
    """A cell of an OpenDocument sheet, as its programs write it."""
    told = "".join(f" {name.replace('_', ':', 1).replace('_', '-')}={quoteattr(text)}" for name, text in more.items())
    if value in (None, ""):
        return f"<table:table-cell{told}/>"
    if isinstance(value, datetime):
        stated = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        shown = value.strftime("%d.%m.%y")
    elif isinstance(value, Decimal | int):
        stated, shown = f'office:value-type="float" office:value="{value}"', f"{value}".replace(".", ",")
    else:
        stated, shown = 'office:value-type="string"', str(value)
    if "office_value_type" in more:
        stated = f'office:value="{value}"'
    shown = more.get("shown", shown)
    told = told.replace(f" shown={quoteattr(shown)}", "")
    return f"<table:table-cell {stated}{told}><text:p>{escape(shown)}</text:p></table:table-cell>"


def open_sheet(rows: list[list[Any]], name: str = "Sheet1", style: str = "ta1") -> str:
    """XML of a sheet; texts that begin with "<table" stand as they are, rows of one "<table:table-row" too."""
    lines = []
    for row in rows:
        if len(row) == 1 and str(row[0]).startswith("<table:table-row"):
            lines.append(row[0])
            continue
        cells = (cell if str(cell).startswith("<table") else open_cell(cell) for cell in row)
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(lines)}</table:table>'


def open_document(*sheets: str) -> bytes:
    """An OpenDocument workbook; the style "ta2" hides its sheet."""
    names = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES.items())
    styles = (
        '<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties '
        'table:display="true"/></style:style><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}>{styles}<office:body>'
        f"<office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": SPREADSHEET, "content.xml": content.encode(), "META-INF/manifest.xml": MANIFEST})


def _with_money(table: Table, **more: str) -> list[list[Any]]:
    rows, at = _rows(table), table.shape.header().index(table.shape.money)
    for row in rows[1:]:
        amount = row[at]
        shown = {"shown": more["shown"].format(str(amount).replace(".", ","))} if "shown" in more else {}
        told = {name: text for name, text in more.items() if name != "shown"}
        row[at] = open_cell(amount, office_value_type="currency", **told, **shown)
    return rows


def _open_document(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    rows, truth = _rows(table), truth_of(table)
    again = '<table:table-row table:number-rows-repeated="900000"><table:table-cell table:number-columns-repeated="900"/></table:table-row>'
    good = {
        "plain": open_document(open_sheet(rows)),
        "with a title": open_document(open_sheet([["Orders of the shop"], [], *rows])),
        "with a hidden sheet first": open_document(open_sheet(rows[:5], "Old", "ta2"), open_sheet(rows)),
        "with empty sheets": open_document(open_sheet([], "A"), open_sheet(rows, "B"), open_sheet([], "C")),
        "with a million empty rows": open_document(open_sheet([*rows, [again]])),
        "shifted to column C": open_document(open_sheet([["", "", *row] for row in rows])),
    }
    for name, packed in good.items():
        yield case(f"OpenDocument: {name}", packed, table, truth, file_name="a.ods")
    yield case("OpenDocument named .xlsx", good["plain"], table, truth, file_name="a.xlsx")
    yield case("OpenDocument in a zip", zipped({"a.ods": good["plain"]}), table, truth, file_name="a.zip")
    merged = [['<table:table-cell table:number-columns-spanned="7"/>', *["<table:covered-table-cell/>"] * 6], *rows]
    yield case("OpenDocument: merged cells above", open_document(open_sheet(merged)), table, truth, file_name="a.ods")
    for name, more, currency in (
        ("office:currency PLN", {"office_currency": "PLN", "shown": "{} zł"}, "PLN"),
        ("office:currency EUR", {"office_currency": "EUR", "shown": "{} €"}, "EUR"),
        ("a sign in what is shown", {"shown": "{} руб."}, "RUB"),
        ("zł in what is shown", {"shown": "{} zł"}, "PLN"),
    ):
        money = table_of(ORDERS_PL, chance)
        packed = open_document(open_sheet(_with_money(money, **more)))
        told = truth_of(money, currency=currency)
        yield case(f"OpenDocument: money with {name}", packed, money, told, file_name="a.ods")
    zeros = table_of(STOCK, chance)
    cells = _rows(zeros)
    for row in cells[1:]:
        row[1] = open_cell(int(row[1]), shown=row[1])
    packed = open_document(open_sheet(cells))
    yield case("OpenDocument: articles with zeros in front", packed, zeros, truth_of(zeros), file_name="a.ods")


def _odd_open_document(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_PL, chance)
    rows = _rows(table)
    euros, zlotys = (_with_money(table, office_currency=code) for code in ("EUR", "PLN"))
    mixed = [zlotys[0], *(euros[place] if place % 3 else zlotys[place] for place in range(1, len(rows)))]
    bad = {
        "cells in two currencies": open_document(open_sheet(mixed)),
        "two filled sheets": open_document(open_sheet(rows, "May"), open_sheet(rows, "June")),
        "only a hidden sheet": open_document(open_sheet(rows, "Old", "ta2")),
        "no sheet": open_document(),
        "cut": open_document(open_sheet(rows))[:-60],
        "a row repeated a million times": open_document(
            open_sheet([*rows[:-1], ['<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>']])
        ),
    }  # fmt: skip
    for name, packed in bad.items():
        yield case(f"OpenDocument: {name}", packed, table, None, ASKED, REFUSED, file_name="a.ods")
    formula = [list(row) for row in rows]
    formula[6][4] = '<table:table-cell table:formula="of:=SUM([.E1:.E2])"/>'
    packed = open_document(open_sheet(formula))
    truth = without(table, [5], "Wartość")
    yield case("OpenDocument: a formula without a value", packed, table, truth, RIGHT, REFUSED, file_name="a.ods")
    error = [list(row) for row in rows]
    error[6][4] = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" calcext:value-type="error">'
        "<text:p>#DIV/0!</text:p></table:table-cell>"
    )
    packed = open_document(open_sheet(error))
    yield case("OpenDocument: an error as an amount", packed, table, truth, RIGHT, REFUSED, file_name="a.ods")
