"""Archives opened with limits: bytes, ratio, members; names inside an archive are never used as paths."""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from funnel.errors import RefusedFile

MOST_BYTES = 16 * 2**30
MOST_RATIO = 250
FREE_BYTES = 16 * 2**20
MOST_MEMBERS = 1000
PIECE = 2**20
ENCRYPTED = 0x1


def unpacked_gzip(path: Path, target: Path, file_name: str) -> Path:
    """The bytes of a gzip file written to `target`; raises RefusedFile when damaged or a bomb."""
    try:
        with gzip.open(path) as inside, target.open("wb") as out:
            _copy_within_limits(inside, out, path.stat().st_size, file_name)
    except (gzip.BadGzipFile, EOFError, zlib.error) as cause:
        raise RefusedFile(file_name, ["The gzip archive is damaged or cut short. Download it again."]) from cause
    return target


def is_workbook(path: Path, file_name: str) -> bool:
    """Whether a ZIP file is an .xlsx workbook."""
    with _opened(path, file_name) as archive:
        return {"[Content_Types].xml", "xl/workbook.xml"} <= set(archive.namelist())


def unpacked_zip(path: Path, target: Path, file_name: str) -> tuple[Path, str]:
    """The one table of a ZIP file written to `target`, and its name; raises RefusedFile for none or several."""
    with _opened(path, file_name) as archive:
        members = _files_in(archive, file_name)
        if len(members) != 1:
            names = ", ".join(f"“{PurePosixPath(member.filename).name}”" for member in members[:5]) or "nothing"
            raise RefusedFile(
                file_name, [f"The archive holds {names}; one table an archive is read. Unpack it and import each file."]
            )
        member = members[0]
        try:
            with archive.open(member) as inside, target.open("wb") as out:
                _copy_within_limits(inside, out, max(member.compress_size, 1), file_name)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as cause:
            raise RefusedFile(file_name, ["The archive is damaged. Download it again."]) from cause
        return target, PurePosixPath(member.filename).name


def check_workbook_size(path: Path, file_name: str) -> None:
    """Refuse a workbook whose parts would unpack beyond the limits or that is encrypted."""
    with _opened(path, file_name) as archive:
        members = _files_in(archive, file_name)
        whole = sum(member.file_size for member in members)
        if whole > FREE_BYTES and whole > MOST_RATIO * path.stat().st_size:
            raise RefusedFile(file_name, ["The workbook unpacks to far more than it should; it was not opened."])


def _opened(path: Path, file_name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as cause:
        raise RefusedFile(file_name, ["The archive is damaged or cut short. Download it again."]) from cause


def _files_in(archive: zipfile.ZipFile, file_name: str) -> list[zipfile.ZipInfo]:
    members = [member for member in archive.infolist() if not member.is_dir() and not _is_clutter(member.filename)]
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS or len(set(names)) != len(names):
        raise RefusedFile(file_name, ["The archive holds too many files or the same file twice; it was not opened."])
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise RefusedFile(file_name, ["The archive has a password. Unpack it and import the table inside."])
    if any(stat.S_ISLNK(member.external_attr >> 16) for member in members):
        raise RefusedFile(file_name, ["The archive holds a link to another file; it was not opened."])
    return members


def _is_clutter(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")


def _copy_within_limits(inside: IO[bytes] | gzip.GzipFile, out: IO[bytes], packed: int, file_name: str) -> None:
    written = 0
    for piece in _pieces(inside):
        written += len(piece)
        if written > MOST_BYTES or (written > FREE_BYTES and written > MOST_RATIO * packed):
            raise RefusedFile(file_name, ["The archive unpacks to far more than it should; it was not opened."])
        out.write(piece)


def _pieces(inside: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while piece := inside.read(PIECE):
        yield piece
