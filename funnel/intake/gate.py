"""What a file is by its first bytes, never by its name; anything that is not a table is refused with a sentence."""

import re
from enum import StrEnum

from funnel.errors import RefusedFile

HEAD_BYTES = 4096


class Form(StrEnum):
    """Forms of file we can open."""

    TEXT = "text"
    GZIP = "gzip"
    ZIP = "zip"


NOT_TABLES = (
    (b"%PDF", "is a PDF. Export the report as CSV or Excel instead."),
    (b"\x89PNG", "is a picture. Export the report as CSV or Excel instead."),
    (b"\xff\xd8\xff", "is a picture. Export the report as CSV or Excel instead."),
    (b"GIF8", "is a picture. Export the report as CSV or Excel instead."),
    (b"\xd0\xcf\x11\xe0", "is a workbook of the old .xls form. Save it as .xlsx or CSV and import that."),
    (b"PAR1", "is a Parquet file, which this importer does not read. Export the report as CSV."),
    (b"SQLite format 3", "is a database. Export the table as CSV."),
    (b"Rar!", "is a RAR archive. Unpack it and import the table inside."),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive. Unpack it and import the table inside."),
    (b"\x28\xb5\x2f\xfd", "is a Zstandard archive. Unpack it and import the table inside."),
    (b"BZh", "is a bzip2 archive. Unpack it and import the table inside."),
    (b"\xfd7zXZ", "is an xz archive. Unpack it and import the table inside."),
    (b"\x7fELF", "is a program, not a table."),
    (b"MZ\x90", "is a program, not a table."),
    (b"\x80\x04\x95", "is a Python pickle, which is never opened. Export the table as CSV."),
    (b"{\\rtf", "is a text document. Export the report as CSV or Excel instead."),
)
TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)


def form_of(head: bytes, file_name: str) -> Form:
    """Form of a file by its first bytes; raises RefusedFile for everything that cannot hold a table."""
    if not head:
        raise RefusedFile(file_name, ["The file is empty (0 bytes). Export it again."])
    if head.startswith(b"\x1f\x8b"):
        return Form.GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Form.ZIP
    for signature, sentence in NOT_TABLES:
        if head.startswith(signature):
            raise RefusedFile(file_name, [f"This {sentence}"])
    if head[257:262] == b"ustar":
        raise RefusedFile(file_name, ["This is a tar archive. Unpack it and import the table inside."])
    _refuse_markup(head, file_name)
    return Form.TEXT


def _refuse_markup(head: bytes, file_name: str) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta")):
        title = TITLE.search(head)
        named = f" titled “{title[1].decode('utf-8', 'replace').strip()}”" if title else ""
        raise RefusedFile(
            file_name, [f"This is a web page{named}, not an export: sign in to the source and export again."]
        )
    if start.startswith((b"<?xml", b"<")) and start[1:2].isalpha() | start.startswith(b"<?xml"):
        raise RefusedFile(file_name, ["This is an XML file. Export the report as CSV or Excel instead."])
    if re.match(rb'[\[{]\s*(["{\[}\]]|$)', start):
        raise RefusedFile(file_name, ["This is a JSON file. Export the report as CSV or Excel instead."])
    if start.startswith((b"-- mysql dump", b"-- postgresql database dump", b"insert into ", b"create table ")):
        raise RefusedFile(file_name, ["This is a database dump. Export the table as CSV."])
