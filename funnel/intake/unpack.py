"""Archives opened with limits: bytes, ratio, members; names inside an archive are never used as paths."""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from funnel.errors import RefusedFile, Sentence, sentence

MOST_BYTES = 2 * 2**30
MOST_RATIO = 200
FREE_BYTES = 16 * 2**20
MOST_MEMBERS = 1000
PIECE = 2**20
ENCRYPTED = 0x1
CLUTTER = frozenset({"thumbs.db", "desktop.ini"})

BOMB = sentence("The archive unpacks to far more than it should, so it was not opened; import the table alone.")
DAMAGED = sentence("The archive is damaged or cut short. Download it again.")


def unpacked_gzip(path: Path, target: Path, file_name: str) -> Path:
    """The bytes of a gzip file written to `target`; raises RefusedFile when damaged or a bomb."""
    try:
        with gzip.open(path) as inside, target.open("wb") as out:
            _copy_within_limits(inside, out, path.stat().st_size, file_name)
    except (gzip.BadGzipFile, EOFError, zlib.error) as cause:
        raise RefusedFile(file_name, [DAMAGED]) from cause
    return target


def workbook_in(path: Path, file_name: str) -> str:
    """What a ZIP file is by its members: "xlsx", "ods", or "" for a plain archive.

    Raises RefusedFile for documents that hold no table.
    """
    with opened(path, file_name) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx"
        if names & {"xl/workbook.bin", "Index/Document.iwa", "Index/Tables/DataList.iwa"}:
            raise RefusedFile(
                file_name, [sentence("This is a workbook of a form that is not read here. Save it as .xlsx or CSV.")]
            )
        if names & {"word/document.xml", "ppt/presentation.xml"}:
            raise RefusedFile(
                file_name, [sentence("This is a text document. Export the report as CSV or Excel instead.")]
            )
        return _open_document(archive, file_name) if "content.xml" in names and "mimetype" in names else ""


def _open_document(archive: zipfile.ZipFile, file_name: str) -> str:
    with archive.open("mimetype") as inside:
        if b"spreadsheet" in inside.read(200):
            return "ods"
    raise RefusedFile(file_name, [sentence("This is a text document. Export the report as CSV or Excel instead.")])


def unpacked_zip(path: Path, folder: Path, file_name: str) -> list[tuple[str, Path]]:
    """Every file of a ZIP archive written into `folder` as member0, member1 …, with its name.

    Raises RefusedFile for an archive that is empty, damaged, locked or a bomb.
    """
    with opened(path, file_name) as archive:
        members = files_in(archive, file_name)
        if not members:
            raise RefusedFile(file_name, [sentence("The archive holds no file. Download it again.")])
        written: list[tuple[str, Path]] = []
        left = MOST_BYTES
        for place, member in enumerate(members):
            target = folder / f"member{place}"
            left -= _unpacked_member(archive, member, target, left, file_name)
            written.append((PurePosixPath(member.filename).name, target))
        return written


def _unpacked_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int, file_name: str) -> int:
    try:
        with archive.open(member) as inside, target.open("wb") as out:
            return _copy_within_limits(inside, out, max(member.compress_size, 1), file_name, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as cause:
        raise RefusedFile(file_name, [DAMAGED]) from cause


def check_workbook(path: Path, file_name: str) -> None:
    """Refuse a workbook whose parts are locked, doubled or too many."""
    with opened(path, file_name) as archive:
        files_in(archive, file_name)


def opened(path: Path, file_name: str) -> zipfile.ZipFile:
    """The archive; raises RefusedFile where it is none."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as cause:
        raise RefusedFile(file_name, [DAMAGED]) from cause


def files_in(archive: zipfile.ZipFile, file_name: str) -> list[zipfile.ZipInfo]:
    """Files of an archive without what systems leave in it; raises RefusedFile for what must not be opened."""
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_clutter(member.filename)]
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) != len(names):
        raise _refused(
            file_name,
            sentence(
                "The archive holds too many files or the same file twice, so it was not opened; import the table alone."
            ),
        )
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise _refused(file_name, sentence("The archive has a password. Unpack it and import the table inside."))
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise _refused(
            file_name,
            sentence("The archive holds a link to another file, so it was not opened; import the table alone."),
        )
    return members


def _refused(file_name: str, problem: Sentence) -> RefusedFile:
    return RefusedFile(file_name, [problem])


def _is_clutter(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".") or path.name.lower() in CLUTTER


def _copy_within_limits(
    inside: IO[bytes] | gzip.GzipFile, out: IO[bytes], packed: int, file_name: str, most: int = MOST_BYTES
) -> int:
    written = 0
    for piece in _pieces(inside):
        written += len(piece)
        if written > most or (written > FREE_BYTES and written > MOST_RATIO * packed):
            raise RefusedFile(file_name, [BOMB])
        out.write(piece)
    return written


def _pieces(inside: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while piece := inside.read(PIECE):
        yield piece
