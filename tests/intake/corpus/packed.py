"""Files of other forms: workbooks, archives, JSON, Parquet, and what is no table at all."""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq

from tests.intake.corpus.cases import ASKED, REFUSED, RIGHT, Case, case, truth_of, without
from tests.intake.corpus.shapes import ORDERS, ORDERS_PL, Table, table_of
from tests.intake.corpus.styles import ZONE, Style, bytes_of, cells_of

PLAIN = Style()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>'
NOT_TABLES: Mapping[str, bytes] = {
    "nothing": b"",
    "blanks": b"  \r\n\t\n",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
    "a web page": b"<!DOCTYPE html><html><head><title>Log in</title></head><body>a,b\n1,2</body></html>",
    "a bare table of HTML": b"<table><tr><td>Order</td><td>Amount</td></tr></table>",
    "XML": b'<?xml version="1.0"?><orders><order/></orders>',
    "an error in JSON": b'{"error": "unauthorized", "code": 401}',
    "errors in JSON": b'{"errors": [{"message": "denied", "code": 5}]}',
    "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a locked workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "a pickle": b"\x80\x04\x95\x1c\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "an old pickle": b"cos\nsystem\n(S'touch owned'\ntR.",
    "a program": b"\x7fELF\x02\x01\x01" + bytes(100),
    "a program of Windows": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(100),
    "a script": b"#!/bin/sh\nrm -rf x\n",
    "a dump": b"-- MySQL dump 10.13\n--\nCREATE TABLE `orders` (id int);\nINSERT INTO `orders` VALUES (1);\n",
    "a dump without a head": b"SET NAMES utf8;\nINSERT INTO orders (a,b) VALUES (1,2),(3,4);\n",
    "a database": b"SQLite format 3\x00" + bytes(100),
    "a letter": b"From: a@b.example\nTo: c@d.example\nSubject: report\n\nHello, here it is, yours.\n",
    "random bytes": bytes((place * 97 + 31) % 256 for place in range(5000)),
    "prose": "Здравствуйте, отчёт во вложении. Хорошего дня!\n".encode(),
}


def packed_cases(seed: int) -> Iterator[Case]:
    """Every form, whole and damaged."""
    chance = random.Random(seed + 3)
    for name, content in NOT_TABLES.items():
        for file_name in ("report.csv", "report.xlsx") if len(name) < 12 else ("report.csv",):
            yield case(
                f"{name} named {file_name}",
                content,
                table_of(ORDERS, chance),
                None,
                REFUSED,
                ASKED,
                file_name=file_name,
            )
    yield from _archives(chance)
    yield from _workbooks(chance)
    yield from _records(chance)
    yield from _parquets(chance)


def zipped(members: Mapping[str, bytes], **more: Any) -> bytes:
    """A ZIP archive of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _archives(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    content = bytes_of(cells_of(table, PLAIN), PLAIN)
    good = {
        "gzip": gzip.compress(content),
        "two gzips in a row": gzip.compress(content[:1000]) + gzip.compress(content[1000:]),
        "zip": zipped({"orders.csv": content}),
        "zip with clutter": zipped(
            {"__MACOSX/._orders.csv": b"\x00\x05\x16", ".DS_Store": b"x", "orders.csv": content}
        ),
        "zip with a name that climbs": zipped({"../../../orders.csv": content}),
        "zip with a readme": zipped({"readme.txt": b"This is the report, enjoy.\n", "orders.csv": content}),
        "zip with a picture": zipped({"logo.png": b"\x89PNG\r\n\x1a\n" + bytes(50), "orders.csv": content}),
        "gzip of UTF-16": gzip.compress(content.decode().encode("utf-16")),
    }
    for name, packed in good.items():
        yield case(
            name, packed, table, truth_of(table), *((RIGHT, ASKED) if "readme" in name else (RIGHT,)), file_name="a.csv"
        )
    flipped = bytearray(good["gzip"])
    flipped[len(flipped) // 2] ^= 0x10
    flipped_zip = bytearray(good["zip"])
    flipped_zip[len(flipped_zip) // 2] ^= 0x10
    bad = {
        "a cut gzip": good["gzip"][:-40],
        "a gzip with a flipped byte": bytes(flipped),
        "a gzip with a tail": good["gzip"] + b"tail of something",
        "a gzip bomb": gzip.compress(bytes(60_000_000)),
        "a zip bomb": zipped({"a.csv": b"0" * 60_000_000}),
        "a cut zip": good["zip"][:-30],
        "a zip with a flipped byte": bytes(flipped_zip),
        "an empty zip": zipped({}),
        "two tables in a zip": zipped({"a.csv": content, "b.csv": content + b"x"}),
        "a zip in a zip": zipped({"a.zip": good["zip"]}),
        "a gzip in a gzip": gzip.compress(good["gzip"]),
        "1,001 members": zipped({f"{place}.csv": b"a,b\n" for place in range(1001)}),
        "a link in a zip": _linked_zip(),
        "a locked zip": _locked(good["zip"]),
    }
    for name, packed in bad.items():
        yield case(name, packed, table, None, REFUSED, ASKED, file_name="a.zip")


def _linked_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("orders.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _locked(packed: bytes) -> bytes:
    content = bytearray(packed)
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def _serial(when: datetime, first: datetime) -> str:
    return repr((when - first) / timedelta(days=1))


def _sheet_cell(value: Any, place: str, first: datetime) -> str:
    if isinstance(value, datetime):
        return f'<c r="{place}" s="1"><v>{_serial(value, first)}</v></c>'
    if isinstance(value, Decimal | int | float):
        return f'<c r="{place}"><v>{value if not isinstance(value, Decimal) else repr(float(value))}</v></c>'
    if isinstance(value, str) and value.startswith("<"):
        return value.replace("PLACE", place)
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>' if value not in (None, "") else ""


def _letters(place: int) -> str:
    return ("" if place < 26 else _letters(place // 26 - 1)) + chr(65 + place % 26)


def sheet_of(rows: list[list[Any]], first: datetime = datetime(1899, 12, 30)) -> str:  # noqa: DTZ001
    """XML of a sheet; texts that begin with "<" stand as they are, PLACE being their place."""
    lines = [
        f'<row r="{number}">'
        + "".join(_sheet_cell(value, f"{_letters(place)}{number}", first) for place, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, 1)
    ]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def workbook_of(
    sheets: Mapping[str, str],
    states: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
    old_days: bool = False,
) -> bytes:
    """A workbook of these sheets."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{place}" state="{states.get(name, "visible")}" r:id="r{place}"/>'
        for place, name in enumerate(sheets, 1)
    )
    targets = "".join(
        f'<Relationship Id="r{place}" Type="{LINKS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(sheets) + 1)
    )
    targets += f'<Relationship Id="s" Type="{LINKS}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><workbookPr date1904="{int(old_days)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>',
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{place}.xml": text for place, text in enumerate(sheets.values(), 1)},
    }
    return zipped({**{name: text.encode() for name, text in parts.items()}, **(more or {})})


def _workbooks(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    header = table.shape.header()
    rows = [header, *([row[name] for name in header] for row in table.rows)]
    truth = truth_of(table)
    sheet = sheet_of(rows)
    first_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
    notes = sheet_of([["Made by", "the shop"], ["on", "Monday"]])
    good = {
        "a workbook": workbook_of({"Orders": sheet}),
        "a workbook with days from 1904": workbook_of({"Orders": sheet_of(rows, first_1904)}, old_days=True),
        "a workbook with a title": workbook_of({"Orders": sheet_of([["Orders of the shop"], [], *rows])}),
        "a workbook with a hidden sheet first": workbook_of(
            {"Old": sheet_of(rows[:5]), "Orders": sheet}, {"Old": "hidden"}
        ),
        "a workbook with a very hidden sheet": workbook_of(
            {"Orders": sheet, "Old": sheet_of(rows[:5])}, {"Old": "veryHidden"}
        ),
        "a workbook with a sheet of notes": workbook_of({"About": notes, "Orders": sheet}),
        "a workbook with macros": workbook_of({"Orders": sheet}, more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        "a workbook in a zip": zipped({"orders.xlsx": workbook_of({"Orders": sheet})}),
        "a workbook in a gzip": gzip.compress(workbook_of({"Orders": sheet})),
        "a workbook shifted to column C": workbook_of({"Orders": sheet_of([["", "", *row] for row in rows])}),
    }
    for name, packed in good.items():
        yield case(name, packed, table, truth, *((RIGHT, ASKED) if "notes" in name else (RIGHT,)), file_name="a.xlsx")
    artefact = [list(row) for row in rows]
    artefact[3][4], artefact[4][4] = 0.1 + 0.2, 1.1 + 2.2
    changed = Table(ORDERS, [dict(row) for row in table.rows])
    changed.rows[2]["Amount"], changed.rows[3]["Amount"] = Decimal("0.30"), Decimal("3.30")
    yield case(
        "amounts with artefacts",
        workbook_of({"Orders": sheet_of(artefact)}),
        changed,
        truth_of(changed),
        file_name="a.xlsx",
    )
    for name, cell in (
        ("an error", '<c r="PLACE" t="e"><v>#DIV/0!</v></c>'),
        ("a formula without a value", '<c r="PLACE"><f>SUM(E1:E2)</f></c>'),
        ("a formula with an empty value", '<c r="PLACE"><f>SUM(E1:E2)</f><v></v></c>'),
    ):
        odd = [list(row) for row in rows]
        odd[6][4] = cell
        yield case(
            f"{name} as an amount",
            workbook_of({"Orders": sheet_of(odd)}),
            table,
            without(table, [5], "Amount"),
            RIGHT,
            REFUSED,
            file_name="a.xlsx",
        )
    kept = [list(row) for row in rows]
    kept[6][4] = f'<c r="PLACE"><f>1+1</f><v>{table.rows[5]["Amount"]}</v></c>'
    yield case("a formula with its value", workbook_of({"Orders": sheet_of(kept)}), table, truth, file_name="a.xlsx")
    large = [list(row) for row in rows]
    for place, row in enumerate(large[1:]):
        row[0] = 12345678901234567890 + place
    half = [list(row) for row in rows]
    for row in half[1::2]:
        row[1] = row[1].strftime("%d/%m/%Y %H:%M") if isinstance(row[1], datetime) else row[1]
    bad = {
        "ids of 20 digits as numbers": workbook_of({"Orders": sheet_of(large)}),
        "days half as texts": workbook_of({"Orders": sheet_of(half)}),
        "two filled sheets": workbook_of({"September": sheet, "October": sheet}),
        "only a hidden sheet": workbook_of({"Orders": sheet}, {"Orders": "hidden"}),
        "an empty workbook": workbook_of({"Orders": sheet_of([])}),
        "a cell at XFD1048576": workbook_of(
            {
                "Orders": sheet.replace(
                    "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                )
            }
        ),
        "a cut sheet": workbook_of({"Orders": sheet[: len(sheet) // 2]}),
        "an entity": workbook_of({"Orders": '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet}),
        "a sheet that swells": workbook_of(
            {"Orders": sheet.replace("</sheetData>", " " * 60_000_000 + "</sheetData>")}
        ),
        "a cut workbook": workbook_of({"Orders": sheet})[:-200],
        "a document": zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "texts without their part": workbook_of(
            {"Orders": sheet_of([header, *(['<c r="PLACE" t="s"><v>0</v></c>', *row[1:]] for row in rows[1:])])}
        ),
        "a binary workbook": zipped({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b"\x00"}),
    }
    for name, packed in bad.items():
        yield case(name, packed, table, None, REFUSED, ASKED, file_name="a.xlsx")


def _records(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_PL, chance)
    records = [{name: _for_json(value) for name, value in row.items()} for row in table.rows]
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    good = {
        "an array": json.dumps(records),
        "an array, indented": json.dumps(records, ensure_ascii=False, indent=2),
        "an object that holds an array": json.dumps({"page": 1, "data": records, "next": None}),
        "one object a line": lines,
        "one object a line, no end": lines.strip(),
        "one object a line, CRLF": lines.replace("\n", "\r\n"),
        "a mark first": "\ufeff" + json.dumps(records),
        "lists below one of names": json.dumps([list(records[0]), *(list(record.values()) for record in records)]),
        "a list a line": "".join(
            json.dumps(told) + "\n" for told in (list(records[0]), *(list(record.values()) for record in records))
        ),
    }
    for name, text in good.items():
        yield case(f"JSON: {name}", text.encode(), table, truth_of(table), file_name="a.json")
    yield case("JSON in a gzip", gzip.compress(lines.encode()), table, truth_of(table), file_name="a.jsonl.gz")
    yield case("JSON in a zip", zipped({"a.json": lines.encode()}), table, truth_of(table), file_name="a.zip")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        content = json.dumps(records).encode(encoding)
        yield case(f"JSON: {encoding}", content, table, truth_of(table), file_name="a.json")
    bad = {
        "cut": json.dumps(records)[:-50],
        "a cut line": lines[:-20],
        "no records": "[]",
        "numbers": "[1, 2, 3]",
        "two tables": json.dumps({"a": records, "b": records}),
    }
    for name, text in bad.items():
        yield case(f"JSON: {name}", text.encode(), table, None, REFUSED, ASKED, file_name="a.json")
    odd = [dict(record) for record in records]
    odd[4]["Wartość"] = float("nan")
    yield case(
        "JSON: NaN as an amount", json.dumps(odd).encode(), table, without(table, [4], "Wartość"), file_name="a.json"
    )


def _for_json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, datetime) else value


def _parquet(table: Table, money: pa.DataType, when: pa.DataType, **more: Any) -> bytes:
    header = table.shape.header()
    columns: dict[str, Any] = {name: [row[name] for row in table.rows] for name in header}
    amount = [float(value) if pa.types.is_floating(money) else value for value in columns[table.shape.money]]
    moments = [value.replace(tzinfo=ZONE) if when.tz else value for value in columns[table.shape.when]]
    columns |= {
        table.shape.money: pa.array(amount, money),
        table.shape.when: pa.array(moments, when),
        "nested": [{"a": 1}] * len(moments),
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, write_page_checksum=True, **more)
    return out.getvalue()


def _parquets(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    exact, short, long = pa.decimal128(12, 2), pa.float32(), pa.float64()
    for name, money in (
        ("decimals", exact),
        ("doubles", long),
        ("four decimals", pa.decimal128(12, 4)),
        ("floats", short),
    ):
        for unit in ("s", "ms", "us", "ns"):
            packed = _parquet(table, money, pa.timestamp(unit), compression="zstd" if unit == "s" else "snappy")
            if name != "floats" or unit == "s":
                allowed = (RIGHT,) if name != "floats" else (RIGHT, ASKED, REFUSED)
                yield case(f"Parquet: {name}, {unit}", packed, table, truth_of(table), *allowed, file_name="a.parquet")
    zoned = _parquet(table, exact, pa.timestamp("us", "Europe/Warsaw"))
    yield case("Parquet: moments with a zone", zoned, table, truth_of(table), file_name="a.parquet")
    yield case("Parquet in a zip", zipped({"a.parquet": zoned}), table, truth_of(table), file_name="a.zip")
    yield case("Parquet in a gzip", gzip.compress(zoned), table, truth_of(table), file_name="a.gz")
    odd = Table(ORDERS, [dict(row) for row in table.rows])
    odd.rows[4]["Amount"] = Decimal("nan")
    packed = _parquet(odd, long, pa.timestamp("us"))
    yield case("Parquet: NaN as an amount", packed, table, without(table, [4], "Amount"), file_name="a.parquet")
    for place in (40, 300, 900):
        broken = bytearray(zoned)
        broken[place] ^= 0x20
        yield case(f"Parquet: byte {place} flipped", bytes(broken), table, None, REFUSED, file_name="a.parquet")
    yield case("Parquet: cut", zoned[:-20], table, None, REFUSED, file_name="a.parquet")
