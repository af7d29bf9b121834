"""What a file is by its first bytes, never by its name; anything that is not a table is refused with a sentence."""

import codecs
import re
from enum import StrEnum

from funnel.errors import RefusedFile, Sentence, sentence

HEAD_BYTES = 8192
ODD_SIGNS = bytes(sign for sign in range(32) if sign not in (0, 1, 4, 9, 10, 11, 12, 13, 26, 27))
FEW = 0.02
PAGES_OF_LETTERS = (0x00, 0x01, 0x04, 0x20)
"""First bytes of Latin, Polish and Russian letters and of dashes in UTF-16."""


class Form(StrEnum):
    """Forms of file we can open."""

    TEXT = "text"
    GZIP = "gzip"
    ZIP = "zip"
    PARQUET = "parquet"
    RECORDS = "records"
    PAGE = "page"
    OLD_SHEETS = "old sheets"


PICTURE = sentence("This is a picture. Export the report as CSV or Excel instead.")
PROGRAM = sentence("This is a program, not a table; import the exported report instead.")
ARCHIVE = sentence("This is an archive that is not opened here. Unpack it and import the table inside.")
PICKLE = sentence("This is a Python pickle, which is never opened. Export the table as CSV.")
DOCUMENT = sentence("This is a text document. Export the report as CSV or Excel instead.")
DATABASE = sentence("This is a database. Export the table as CSV.")
DUMP = sentence("This is a database dump. Export the table as CSV.")
MEDIA = sentence("This is sound or video, not a table; import the exported report instead.")
STORED = sentence("This is a file of columns in a form that is not read here. Export it as Parquet or CSV.")
NOT_TEXT = sentence("This is not a table: it holds signs no text has. Download it again.")
OLD_WORKBOOK = sentence("This is a workbook of the old .xls form. Save it as .xlsx or CSV and import that.")
LOCKED_WORKBOOK = sentence("The workbook has a password. Save it without one and import that.")

NOT_TABLES: tuple[tuple[bytes, Sentence], ...] = (
    (b"%PDF", sentence("This is a PDF. Export the report as CSV or Excel instead.")),
    (b"%!PS", DOCUMENT),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\x00", PICTURE),
    (b"MM\x00*", PICTURE),
    (b"RIFF", MEDIA),
    (b"ID3", MEDIA),
    (b"OggS", MEDIA),
    (b"SQLite format 3", DATABASE),
    (b"\x00\x01\x00\x00Standard Jet", DATABASE),
    (b"\x00\x01\x00\x00Standard ACE", DATABASE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x28\xb5\x2f\xfd", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"\x04\x22\x4d\x18", ARCHIVE),
    (b"\x7fELF", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"#!", PROGRAM),
    (b"ARROW1", STORED),
    (b"ORC", STORED),
    (b"Obj\x01", STORED),
    (b"\x89HDF", STORED),
    (b"{\\rtf", DOCUMENT),
    (b"From ", DOCUMENT),
    (b"MIME-Version:", DOCUMENT),
    (b"bplist", DOCUMENT),
    (b"version https://git-lfs", sentence("This is a pointer to a file kept elsewhere; download the file itself.")),
)
RECORDS = re.compile(rb'[\[{]\s*(["{\[}\]]|$)')
OLD_SHEETS = b"urn:schemas-microsoft-com:office:spreadsheet"
PICKLED = re.compile(rb"\x80[\x02-\x05].*?[\x85-\x95cq]|c[\w.]+\n\w+\n|\(dp0|\(lp0", re.DOTALL)
DUMPED = re.compile(
    rb"(\s*(--[^\n]*|/\*.*?\*/;?)?\s*\n)*\s*(insert\s+into|create\s+(table|database)|drop\s+table|begin\s*(transaction)?;|"
    rb"pragma\s|set\s+(names|statement_timeout|sql_mode)|lock\s+tables|use\s+[`\w]+;|copy\s+[\w.\"]+\s*\()",
    re.IGNORECASE | re.DOTALL,
)
DUMP_HEAD = re.compile(rb"--[^\n]*dump|--\s*\n--[^\n]*dump|/\*!4\d{4}", re.IGNORECASE)


def form_of(head: bytes, file_name: str) -> Form:
    """Form of a file by its first bytes; raises RefusedFile for everything that cannot hold a table."""
    if not head:
        raise RefusedFile(file_name, [sentence("The file is empty (0 bytes). Export it again.")])
    if head.startswith(b"\x1f\x8b"):
        return Form.GZIP
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Form.ZIP
    if head.startswith(b"PAR1"):
        return Form.PARQUET
    problem = _binary(head)
    if problem:
        raise RefusedFile(file_name, [problem])
    return _form_of_markup(head, file_name)


def _binary(head: bytes) -> Sentence | None:
    for signature, said in NOT_TABLES:
        if head.startswith(signature):
            return said
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return LOCKED_WORKBOOK if "EncryptedPackage".encode("utf-16-le") in head else OLD_WORKBOOK
    tests = (
        (head[257:262] == b"ustar", ARCHIVE),
        (PICKLED.match(head), PICKLE),
        (head.startswith(b"MZ") and b"\x00" in head[:64], PROGRAM),
        (head[4:8] == b"ftyp", MEDIA),
        (head.startswith(b"BM") and b"\x00\x00" in head[:16], PICTURE),
        (head[8:12] == b"DUCK", DATABASE),
    )
    for holds, said in tests:
        if holds:
            return said
    odd = len(head) - len(head.translate(None, ODD_SIGNS))
    return NOT_TEXT if odd > FEW * len(head) and utf16_of(head) is None else None


def utf16_of(head: bytes) -> str | None:
    """The UTF-16 a text begins in: "utf-16" with a mark, "utf-16-le" or "utf-16-be" without one, None for others."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    even, odd = head[0::2], head[1::2]
    for name, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        pages = sum(high.count(page) for page in PAGES_OF_LETTERS)
        if pages > 0.9 * len(high) and high.count(0) and low.count(0) < 0.1 * len(low):
            return name
    return None


def _as_utf8(head: bytes) -> bytes:
    """The beginning of a text of UTF-16 as UTF-8; nothing for other texts."""
    encoding = utf16_of(head)
    return head.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")[:200].encode() if encoding else b""


def _form_of_markup(head: bytes, file_name: str) -> Form:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    low = start[:200].lower()
    if low.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<meta", b"<div", b"<!--")):
        return Form.PAGE
    if low.startswith(b"<?xml") and OLD_SHEETS in head and b"<html" not in head.lower():
        return Form.OLD_SHEETS
    if low.startswith(b"<?xml") or (low.startswith(b"<") and low[1:2].isalpha() and b">" in start):
        raise RefusedFile(file_name, [sentence("This is an XML file. Export the report as CSV or Excel instead.")])
    if RECORDS.match(low) or RECORDS.match(_as_utf8(head)):
        return Form.RECORDS
    if DUMP_HEAD.match(start) or DUMPED.match(start):
        raise RefusedFile(file_name, [DUMP])
    return Form.TEXT
