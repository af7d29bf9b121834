"""What is not a table is refused by its content, whatever its name says."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from funnel.errors import RefusedFile
from funnel.intake import import_paths
from funnel.intake.gate import Form, form_of
from funnel.intake.unpack import unpacked_gzip
from funnel.intake.wrapping import table_inside
from tests.intake.exports import store_at

TABLE = b"event_time,event_type,product_id,user_id,user_session\n2019-10-01 00:00:00 UTC,view,1,2,a\n"


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"", "0 bytes"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".xls"),
        (b"Rar!\x1a", "archive"),
        (b"\x7fELF", "program"),
        (b"\x80\x04\x95abc", "pickle"),
        (b"SQLite format 3\x00", "database"),
        (b"<?xml version='1.0'?><rows/>", "XML"),
        (b"cos\nsystem\n(S'ls'\ntR.", "pickle"),
        (b"MZ\x90\x00\x03", "program"),
        (b"#!/bin/sh\nls\n", "program"),
        (b"PGDMP\x01\x0e\x00" + bytes(range(2, 9)) * 9, "signs no text has"),
        (b"--\n-- PostgreSQL database dump\n--\n", "database dump"),
        (b"SET NAMES utf8;\nCREATE TABLE a (b int);\n", "database dump"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"-- MySQL dump 10.13", "database dump"),
        (b"\x00" * 257 + b"ustar", "archive"),
    ],
)
def test_what_is_no_table_is_refused(head: bytes, said: str) -> None:
    with pytest.raises(RefusedFile, match=said):
        form_of(head, "report.csv")


@pytest.mark.parametrize("head", [b"a,b\n1,2\n", b"<5 pieces,b\n", b"[not set],b\n", "Дата;Сумма\n".encode("cp1251")])
def test_a_text_may_be_a_table(head: bytes) -> None:
    assert form_of(head, "x") is Form.TEXT


@pytest.mark.parametrize("head", [b'{"rows": []}', b'[{"a": 1}]', b'{"a": 1}\n{"a": 2}\n'])
def test_records_go_to_their_reader(head: bytes) -> None:
    assert form_of(head, "x") is Form.RECORDS


def test_saved_tables_of_markup_go_to_their_readers() -> None:
    assert form_of(b"\xef\xbb\xbf  <!doctype HTML><title>Log in</title>", "x") is Form.PAGE
    sheets = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
    assert form_of(sheets, "x") is Form.OLD_SHEETS


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [TABLE, gzip.compress(TABLE), _zip({"deep/../../report.csv": TABLE, "__MACOSX/._report.csv": b"junk"})],
    ids=["plain", "gzip", "zip"],
)
def test_one_table_is_found_in_every_wrapping(content: bytes, tmp_path: Path) -> None:
    given = tmp_path / "report [1]*.bin"
    given.write_bytes(content)
    (outcome,) = import_paths(store_at(tmp_path / "store"), [given])
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.accepted == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report [1]*.bin", "store"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (_zip({}), "no file"),
        (_zip({"inner.zip": _zip({"a.csv": TABLE})}), "archive inside"),
        (gzip.compress(gzip.compress(TABLE)), "archive inside"),
        (gzip.compress(TABLE)[:-6], "damaged or cut short"),
        (_zip({"a.csv": TABLE})[:-30], "damaged or cut short"),
    ],
    ids=["none", "zip in zip", "gzip in gzip", "cut gzip", "cut zip"],
)
def test_any_other_archive_is_refused(content: bytes, said: str, tmp_path: Path) -> None:
    given = tmp_path / "report.csv"
    given.write_bytes(content)
    (outcome,) = import_paths(store_at(tmp_path / "store"), [given])
    assert outcome.verdict == "refused"
    assert said in outcome.problems[0]


def test_several_tables_in_an_archive_are_asked(tmp_path: Path) -> None:
    given, store = tmp_path / "report.zip", store_at(tmp_path / "store")
    given.write_bytes(_zip({"a.csv": TABLE, "b.csv": TABLE + b"2019-10-01 00:00:05 UTC,view,3,2,a\n"}))
    (asked,) = import_paths(store, [given])
    assert [question.tokens for question in asked.questions] == [("a.csv", "b.csv")]
    for name, rows in (("b.csv", 2), ("a.csv", 1)):
        (outcome,) = import_paths(store, [given], answers={"table": name})
        assert outcome.receipt is not None, outcome.problems
        assert outcome.receipt.accepted == rows


def test_a_flipped_byte_of_a_gzip_is_found(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(TABLE * 500))
    packed[len(packed) // 2] ^= 0x40
    (tmp_path / "a.gz").write_bytes(packed)
    with pytest.raises(RefusedFile, match="damaged"):
        unpacked_gzip(tmp_path / "a.gz", tmp_path / "out", "a.gz")


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: _zip({"a.csv": content})], ids=["gzip", "zip"])
def test_a_bomb_is_not_unpacked(pack: object, tmp_path: Path) -> None:
    assert callable(pack)
    path = tmp_path / "bomb"
    path.write_bytes(pack(b"0" * (64 * 2**20)))
    with pytest.raises(RefusedFile, match="far more than it should"):
        table_inside(path, tmp_path, frozenset())
