"""First stage: any file we accept becomes one UTF-8 text without BOM, NULs or lone carriage returns."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.asking import Asking
from funnel.intake.first_read import Bytes, read_once
from funnel.intake.gate import utf16_of
from funnel.intake.letters import BROKEN, CANDIDATES, LATIN_9, best_encoding, mostly_utf8
from funnel.intake.line_ends import LineEnds
from funnel.intake.watch import Watch
from funnel.intake.wrapping import head_of, table_inside

MARK = "\ufeff"
HOLE = "\x00" * 8
HOLES = re.compile(f"{HOLE}+")
RARE_ENDS = re.compile("[\v\f\x1e\x85\u2028\u2029]")
"""What ends the rows of a text without line feeds, of large computers and of JavaScript."""
TEXT_PIECE = 2**16
"""Small enough to be decoded and encoded again without leaving the processor."""


@dataclass(frozen=True)
class Decoded:
    """A file as clean UTF-8 text at `path`, and what was found on the way.

    `lines` are counted where neither a quote nor a blank line stands.
    Text that is `ours` was written by a reader of another form: commas, quotes doubled, nothing to find out.
    """

    path: Path
    file_name: str
    inner_name: str
    encoding: str
    sha256: str
    size: int
    modified: datetime
    rewritten: bool = False
    broken_text: bool = False
    ours: bool = False
    lines: int | None = None
    notes: tuple[str, ...] = ()


def decoded(
    path: Path,
    folder: Path,
    names: frozenset[str],
    encoding: str | None = None,
    watch: Watch | None = None,
    *,
    asking: Asking | None = None,
) -> Decoded:
    """The file at `path` as clean text inside `folder`, which the caller removes.

    `names` are the header names that prove an encoding; `encoding` is what a mapping states.
    Which table or which letters are meant is asked of `asking`, where the file does not say.
    Raises RefusedFile for everything that is not one readable table, ImportCancelled once `watch` was cancelled.
    """
    watch, asking = watch or Watch(), asking or Asking({})
    told = _read(path, watch)
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    found = Decoded(path, path.name, path.name, "utf-8", told.sha256, told.size, modified)
    inside = table_inside(path, folder, names, asking)
    found = replace(found, path=inside.path, inner_name=inside.inner_name, notes=inside.notes)
    if inside.form != "text":
        return replace(found, encoding=inside.form, ours=True)
    if encoding is None:
        encoding = _stated_by(head_of(found.path), found.file_name)
    told = told if inside.path.samefile(path) else _read(inside.path, watch)
    if (
        encoding in (None, "utf-8", "utf-8-sig")
        and not told.is_utf8
        and not mostly_utf8(found.path, told.line_feeds + 1)
    ):
        encoding = best_encoding(found.path, names, found.file_name, asking)
    return _as_text(found, folder, encoding, told, watch)


def _stated_by(head: bytes, file_name: str) -> str | None:
    """Encoding by the first bytes, None for plain text; raises RefusedFile when there is no text."""
    if not head.removeprefix(codecs.BOM_UTF8).strip(b"\x00 \r\n\t"):
        raise RefusedFile(file_name, [sentence("The file holds nothing but blanks. Export it again.")])
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else utf16_of(head)


def _as_text(found: Decoded, folder: Path, encoding: str | None, told: Bytes, watch: Watch) -> Decoded:
    if encoding in (None, "utf-8", "utf-8-sig") and not told.is_utf8:
        again = _rewritten(found, folder, "utf-8", told, watch, errors="replace")
        return replace(again, broken_text=True)
    clean = encoding in (None, "utf-8") and not (told.nuls or told.needs_line_ends or told.marked_lines)
    if clean:
        return replace(found, lines=told.lines)
    again = _rewritten(found, folder, encoding or "utf-8", told, watch)
    # The old encodings write quotes and line ends as ASCII does.
    kept = encoding in (*CANDIDATES, LATIN_9) and not told.nuls and not told.needs_line_ends
    return replace(again, lines=told.lines if kept else None)


def _rewritten(
    found: Decoded, folder: Path, encoding: str, told: Bytes, watch: Watch, *, errors: str = "strict"
) -> Decoded:
    target = folder / "text"
    before = "\n"
    try:
        with target.open("wb") as out:
            pieces = _decoded_pieces(found.path, encoding, errors, watch)
            for text in _with_line_feeds(_without_nuls(pieces) if told.nuls else pieces, told):
                clean = text
                if MARK in text:
                    clean = (before + text).replace("\n" + MARK, "\n").removeprefix(before)
                before = clean[-1:] or before
                out.write(clean.encode("utf-8"))
    except (UnicodeDecodeError, LookupError) as cause:
        raise RefusedFile(
            found.file_name,
            [sentence("The file cannot be read as {encoding}. Save it as UTF-8 and import that.", encoding=encoding)],
        ) from cause
    notes = found.notes
    if told.nuls and not encoding.startswith("utf-16"):
        notes = (*notes, sentence("The file holds NUL bytes, as after a broken download; check that it is complete."))
    holed = bool(told.nuls)
    return replace(found, path=target, encoding=encoding, rewritten=True, broken_text=holed, notes=notes)


def _without_nuls(pieces: Iterator[str]) -> Iterator[str]:
    """Single NULs and those at the end mean nothing; a run of them between others stands for rows that were lost."""
    held = ""
    for piece in pieces:
        text = held + piece
        whole = text.rstrip("\x00")
        held = text[len(whole) :][: len(HOLE)]
        yield HOLES.sub(BROKEN, whole).replace("\x00", "")


def _with_line_feeds(pieces: Iterator[str], told: Bytes) -> Iterator[str]:
    if told.has_no_line_ends:
        yield from (RARE_ENDS.sub("\n", piece) for piece in pieces)
    elif not told.carriage_returns:
        yield from pieces
    elif told.carriage_returns == told.pairs or not told.line_feeds:
        yield from (piece.replace("\r\n", "\n").replace("\r", "\n") for piece in pieces)
    else:
        ends = LineEnds(mostly=told.carriage_returns - told.pairs > told.line_feeds)
        yield from map(ends.told, pieces)
        yield ends.told("", last=True)


def _decoded_pieces(path: Path, encoding: str, errors: str, watch: Watch) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    held = ""
    for piece in watch.pieces(path, TEXT_PIECE):
        text = held + decoder.decode(piece)
        # A pair of carriage return and line feed must not be cut in two.
        held = "\r" if text.endswith("\r") else ""
        yield text[: len(text) - len(held)]
    yield held + decoder.decode(b"", True)


def _read(path: Path, watch: Watch) -> Bytes:
    try:
        return read_once(path, watch)
    except OSError as cause:
        problem = sentence("The file cannot be read. Check that you may open it.")
        raise RefusedFile(path.name, [problem]) from cause
