"""First stage: any file we accept becomes one UTF-8 text without BOM, NULs or lone carriage returns."""

import codecs
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.asking import Asking
from funnel.intake.gate import utf16_of
from funnel.intake.letters import best_encoding, mostly_utf8
from funnel.intake.watch import Watch
from funnel.intake.wrapping import head_of, table_inside

BROKEN = "\ufffd"


@dataclass(frozen=True)
class Decoded:
    """A file as clean UTF-8 text at `path`, and what was found on the way.

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
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bytes:
    """What one pass over the bytes of a text found."""

    nuls: int
    carriage_returns: int
    pairs: int
    line_feeds: int
    is_utf8: bool

    @property
    def needs_line_ends(self) -> bool:
        """Whether line ends are mixed or old Mac ones."""
        return self.carriage_returns != 0 and not self.carriage_returns == self.pairs == self.line_feeds


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
    sha, size = _sha256_of(path, watch)
    found = Decoded(path, path.name, path.name, "utf-8", sha, size, datetime.fromtimestamp(path.stat().st_mtime, UTC))
    inside = table_inside(path, folder, names, asking)
    found = replace(found, path=inside.path, inner_name=inside.inner_name, notes=inside.notes)
    if inside.form != "text":
        return replace(found, encoding=inside.form, ours=True)
    if encoding is None:
        encoding = _stated_by(head_of(found.path), found.file_name)
    told = _looked_at(found.path, watch)
    if encoding in (None, "utf-8", "utf-8-sig") and not told.is_utf8 and not mostly_utf8(found.path):
        encoding = best_encoding(found.path, names, found.file_name, asking)
    return _as_text(found, folder, encoding, told, watch)


def _stated_by(head: bytes, file_name: str) -> str | None:
    """Encoding by the first bytes, None for plain text; raises RefusedFile when there is no text."""
    if not head.strip(b"\x00 \r\n\t"):
        raise RefusedFile(file_name, [sentence("The file holds nothing but blanks. Export it again.")])
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else utf16_of(head)


def _as_text(found: Decoded, folder: Path, encoding: str | None, told: Bytes, watch: Watch) -> Decoded:
    if encoding in (None, "utf-8", "utf-8-sig") and not told.is_utf8:
        again = _rewritten(found, folder, "utf-8", told, watch, errors="replace")
        return replace(again, broken_text=True)
    clean = encoding in (None, "utf-8") and not told.nuls and not told.needs_line_ends
    if clean:
        return found
    return _rewritten(found, folder, encoding or "utf-8", told, watch)


def _rewritten(
    found: Decoded, folder: Path, encoding: str, told: Bytes, watch: Watch, *, errors: str = "strict"
) -> Decoded:
    target = folder / "text"
    lone = "\n" if told.line_feeds == 0 else " "
    try:
        with target.open("w", encoding="utf-8", newline="") as out:
            for text in _decoded_pieces(found.path, encoding, errors, watch):
                out.write(text.replace("\r\n", "\n").replace("\r", lone).replace("\x00", ""))
    except (UnicodeDecodeError, LookupError) as cause:
        raise RefusedFile(
            found.file_name,
            [sentence("The file cannot be read as {encoding}. Save it as UTF-8 and import that.", encoding=encoding)],
        ) from cause
    notes = found.notes
    if told.nuls and not encoding.startswith("utf-16"):
        notes = (*notes, sentence("The file holds NUL bytes, as after a broken download; check that it is complete."))
    return replace(found, path=target, encoding=encoding, rewritten=True, notes=notes)


def _decoded_pieces(path: Path, encoding: str, errors: str, watch: Watch) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    held = ""
    for piece in watch.pieces(path):
        text = held + decoder.decode(piece)
        # A pair of carriage return and line feed must not be cut in two.
        held = "\r" if text.endswith("\r") else ""
        yield text[: len(text) - len(held)]
    yield held + decoder.decode(b"", True)


def _looked_at(path: Path, watch: Watch) -> Bytes:
    nuls = carriage_returns = pairs = line_feeds = 0
    check = _utf8_checker()
    is_utf8, last = True, b""
    for piece in watch.pieces(path):
        is_utf8 = is_utf8 and check(piece)
        nuls += piece.count(0)
        line_feeds += piece.count(b"\n")
        if returns := piece.count(b"\r"):
            carriage_returns += returns
            pairs += piece.count(b"\r\n")
        pairs += last == b"\r" and piece.startswith(b"\n")
        last = piece[-1:]
    watch.rows_expected(line_feeds)
    return Bytes(nuls, carriage_returns, pairs, line_feeds, is_utf8 and check(b"", True))


def _utf8_checker() -> Callable[..., bool]:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")

    def check(piece: bytes, final: bool = False) -> bool:
        try:
            if not piece.isascii() or decoder.getstate()[0] or final:
                decoder.decode(piece, final)
        except UnicodeDecodeError:
            return False
        return True

    return check


def _sha256_of(path: Path, watch: Watch) -> tuple[str, int]:
    try:
        digest = hashlib.sha256()
        for piece in watch.pieces(path):
            digest.update(piece)
        return digest.hexdigest(), path.stat().st_size
    except OSError as cause:
        raise RefusedFile(path.name, [sentence("The file cannot be read. Check that you may open it.")]) from cause
