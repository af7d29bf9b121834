"""Every form of file becomes exact text; what is damaged or hostile is refused with a sentence."""

import json
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from funnel.errors import RefusedFile
from funnel.forms import Form, tables_of
from funnel.forms.plain_cells import number_text

SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def _texts(form: Form, source: Path, folder: Path) -> dict[str, str]:
    folder.mkdir()
    tables, _ = tables_of(form, source, folder, source.name)
    return {table.name: table.path.read_text(encoding="utf-8") for table in tables}


def _json(text: str, folder: Path) -> str:
    (folder / "a.json").write_text(text, encoding="utf-8")
    return _texts(Form.RECORDS, folder / "a.json", folder / "out")[""]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (1001.0, "1001"),
        (1.234, "1.2340"),
        (1.2345678901234567e19, "1.23456789012346E+19"),
        (-0.05, "-0.05"),
        (1e-7, "0.0000001"),
        (9007199254740991.0, "9007199254740991"),
        (float("nan"), "nan"),
    ],
)
def test_numbers_are_as_exact_as_they_are_sure(number: float, text: str) -> None:
    assert number_text(number) == text


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (
            '[{"id": "01", "t": 1.10}, {"t": 1e5, "id": 12345678901234567890}]',
            "id,t\n01,1.10\n12345678901234567890,100000\n",
        ),
        ('{"page": 1, "data": [{"a": 1.234, "b": {"c": true}}]}', "a,b.c\n1.2340,true\n"),
        ('{"a": 1}\n{"a": null, "b": "x,y"}\n', 'a,b\n1,\n,"x,y"\n'),
        ('{"id": 1.69E+19, "l": []}\n{"id": 2, "l": [1]}', "id\n1.69E+19\n2\n"),
        ('\ufeff[{"a": NaN}]', "a,\nNaN,\n".replace(",", "")),
        ('{"ok": true, "response": {"data": {"orders": [{"a": 1, "b": 2}]}}}', "a,b\n1,2\n"),
        ('{"data": {"orders": {"edges": [{"cursor": "x", "node": {"a": 1}}, {"node": {"a": 2}}]}}}', "a\n1\n2\n"),
        ('{"7": {"a": 1, "b": 2}, "8": {"a": 3, "b": 4}}', "a,b\n1,2\n3,4\n"),
        ('{"columns": [{"name": "a"}, {"name": "b"}], "rows": [[1, "x"], [2, null]]}', "a,b\n1,x\n2,\n"),
        ('{"a": [1, 2], "b": ["x", "y"]}', "a,b\n1,x\n2,y\n"),
        (
            '{"_id": {"$oid": "5f"}, "t": {"$date": {"$numberLong": "17"}}, "m": {"$numberDecimal": "1.234"}}',
            "_id,t,m\n5f,17,1.2340\n",
        ),
    ],
)
def test_records_become_rows(text: str, table: str, tmp_path: Path) -> None:
    assert _json(text, tmp_path) == table


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"error": "denied", "code": 401}', "“denied”"),
        ('[{"a": 1}, {"a":', "Record 2"),
        ('{"a": 1}\n{"a": 2', "Record 2"),
        ('[{"a": 1}] more', "Record 2"),
        ("[]", "no records"),
        ("[1, 2]", "not an object"),
        ('[{"a": 1, "a": 2}]', "“a” twice"),
    ],
)
def test_what_is_no_table_of_records_is_refused(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=said.replace("(", r"\(").replace(")", r"\)")):
        _json(text, tmp_path)


def test_every_table_of_an_object_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": [{"x": 1}], "b": [{"y": 1}]}', encoding="utf-8")
    assert _texts(Form.RECORDS, tmp_path / "a.json", tmp_path / "out") == {"a": "x\n1\n", "b": "y\n1\n"}
    (tmp_path / "b.json").write_text('{"event": "e", "id": 1, "cart": {"items": [{"sku": "s", "n": 1}]}}')
    told = _texts(Form.RECORDS, tmp_path / "b.json", tmp_path / "out2")
    assert told == {"": "event,id\ne,1\n", "cart.items": "sku,n\ns,1\n"}


def test_a_long_stream_is_read_piece_by_piece(tmp_path: Path) -> None:
    records = [{"id": f"{number:06}", "note": "x" * 300} for number in range(8_000)]
    table = _json(json.dumps(records), tmp_path)
    assert table.count("\n") == 8_001
    assert table.endswith(f"007999,{'x' * 300}\n")


def _parquet(folder: Path) -> Path:
    when = datetime(2026, 10, 1, 10, tzinfo=UTC)
    columns = {
        "id": pa.array(["01", None]),
        "money": pa.array([Decimal("1.234"), Decimal("5.000")]),
        "float": pa.array([0.1 + 0.2, float("inf")]),
        "short": pa.array([19.99, 0.1], pa.float32()),
        "zoned": pa.array([when, when], pa.timestamp("us", "Europe/Warsaw")),
        "plain": pa.array([when.replace(tzinfo=None), None], pa.timestamp("ns")),
        "day": pa.array([date(2026, 10, 1), None]),
        "word": pa.array(["a", "a"]).dictionary_encode(),
        "nested": pa.array([{"x": 1}, None]),
    }
    pq.write_table(pa.table(columns), folder / "a.parquet", write_page_checksum=True)
    return folder / "a.parquet"


def test_parquet_is_read_exactly_and_nested_columns_are_left(tmp_path: Path) -> None:
    assert _texts(Form.PARQUET, _parquet(tmp_path), tmp_path / "out")[""].splitlines() == [
        "id,money,float,short,zoned,plain,day,word",
        "01,1.2340,0.3,19.99,2026-10-01 10:00:00Z,2026-10-01 10:00:00,2026-10-01,a",
        ",5.0000,inf,0.1,2026-10-01 10:00:00Z,,,a",
    ]


@pytest.mark.parametrize("place", [30, 90, 150, 400])
def test_a_page_beside_its_checksum_is_refused(place: int, tmp_path: Path) -> None:
    content = bytearray(_parquet(tmp_path).read_bytes())
    content[place] ^= 0x10
    (tmp_path / "b.parquet").write_bytes(content)
    with pytest.raises(RefusedFile, match="damaged"):
        _texts(Form.PARQUET, tmp_path / "b.parquet", tmp_path / "out")


def test_a_cut_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.parquet").write_bytes(_parquet(tmp_path).read_bytes()[:-40])
    with pytest.raises(RefusedFile, match="damaged"):
        _texts(Form.PARQUET, tmp_path / "b.parquet", tmp_path / "out")


def _ods(path: Path, body: str, top: str = "") -> Path:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", SPREADSHEET)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'{top}<office:document-content {names} xmlns:calcext="urn:calc">'
            '<office:automatic-styles><style:style style:name="off"><style:table-properties table:display="false"/>'
            f"</style:style></office:automatic-styles>{body}</office:document-content>",
        )
    return path


def _row(*cells: str, repeated: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def _cell(kind: str = "", value: str = "", shown: str = "", more: str = "") -> str:
    named = {"float": "office:value", "date": "office:date-value", "time": "office:time-value"}.get(kind)
    told = f' office:value-type="{kind}"' if kind else ""
    told += f' {named}="{value}"' if named else ""
    return f"<table:table-cell{told} {more}><text:p>{shown}</text:p></table:table-cell>"


FAILED = 'table:formula="of:=1/0" calcext:value-type="error"'
BLANKS = '<table:table-cell table:number-columns-repeated="16000"/>'


def test_open_sheets_are_read_as_they_stand(tmp_path: Path) -> None:
    rows = [
        _row(_cell("string", shown="id"), _cell("string", shown="sum"), _cell("string", shown="when"), BLANKS),
        _row(
            _cell("string", shown="007"), _cell("float", "12345678901234567890"), _cell("date", "2026-10-01T10:00:00")
        ),
        _row(repeated=2),
        _row(BLANKS.replace("16000", "1"), _cell("float", "1.234"), _cell("date", "2026-10-02")),
        _row(
            _cell("string", shown="x"),
            _cell(shown="#DIV/0!", more='table:formula="of:=1/0" calcext:value-type="error"'),
        ),
        _row(_cell("string", shown="y"), _cell(more='table:formula="of:=A1"'), _cell("time", "PT30H05M00S")),
        _row(BLANKS, repeated=1_000_000),
    ]
    hidden = f'<table:table table:name="Old" table:style-name="off">{rows[0]}</table:table>'
    path = _ods(tmp_path / "a.ods", f'{hidden}<table:table table:name="Data">{"".join(rows)}</table:table>')
    assert _texts(Form.OPEN_SHEETS, path, tmp_path / "out") == {
        "Data": "id,sum,when\n007,12345678901234567890,2026-10-01 10:00:00\n,\n,\n,1.2340,2026-10-02\n"
        "x,#DIV/0!\ny,=of:=A1,30:05:00\n"
    }


@pytest.mark.parametrize(
    ("body", "top", "said"),
    [
        (f"<table:table>{_row(_cell('string', shown='a'), repeated=900_000_000)}</table:table>", "", "far from"),
        (f"<table:table>{_row(BLANKS * 400, _cell('string', shown='a'))}</table:table>", "", "far from"),
        ("<table:table/>", "", "No visible sheet"),
        ("<table:table>", "", "damaged"),
        ("<table:table/>", '<!DOCTYPE a [<!ENTITY b "c">]>', "entities"),
    ],
)
def test_odd_open_sheets_are_refused(body: str, top: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(RefusedFile, match=said):
        _texts(Form.OPEN_SHEETS, _ods(tmp_path / "a.ods", body, top), tmp_path / "out")
