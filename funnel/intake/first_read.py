"""One read of a file's bytes: its fingerprint, whether it is UTF-8, its line ends, and its lines where none is odd."""

import codecs
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from funnel.intake.watch import Watch

PIECE = 2**18
"""Small enough to stay in the processor while it is looked at in several ways."""

LINE_FEED = 10
MARKED_LINE = b"\n" + codecs.BOM_UTF8
"""What stands where files that begin with a mark were put behind each other."""


@dataclass(frozen=True)
class Bytes:
    """What one pass over the bytes of a file found; `lines` only where no quote or blank line needs a closer look."""

    sha256: str
    size: int
    nuls: int
    carriage_returns: int
    pairs: int
    line_feeds: int
    is_utf8: bool
    lines: int | None
    marked_lines: bool = False

    @property
    def has_no_line_ends(self) -> bool:
        """Whether neither line feed nor carriage return stands anywhere."""
        return not (self.line_feeds or self.carriage_returns)

    @property
    def needs_line_ends(self) -> bool:
        """Whether line ends are mixed or old Mac ones, or of a kind that only few systems write."""
        are_mixed = self.carriage_returns != 0 and not self.carriage_returns == self.pairs == self.line_feeds
        return self.has_no_line_ends or are_mixed


def read_once(path: Path, watch: Watch) -> Bytes:
    """What the bytes of the file at `path` are; raises OSError, and ImportCancelled once `watch` was cancelled."""
    digest, check = hashlib.sha256(), _utf8_checker()
    size = nuls = carriage_returns = pairs = line_feeds = 0
    is_utf8, is_plain, last = True, True, b"\n"
    marked, tail = False, b""
    for piece in watch.pieces(path, PIECE):
        digest.update(piece)
        size += len(piece)
        is_utf8 = is_utf8 and check(piece)
        nuls += piece.count(0) if 0 in piece else 0
        ends = np.frombuffer(piece, np.uint8) == LINE_FEED
        line_feeds += int(np.count_nonzero(ends))
        if returns := piece.count(b"\r") if b"\r" in piece else 0:
            carriage_returns += returns
            pairs += piece.count(b"\r\n")
        pairs += last.endswith(b"\r") and piece.startswith(b"\n")
        is_plain = is_plain and not (b'"' in piece or _has_blank_line(piece, ends, last, returns > 0))
        last = (last + piece[-2:])[-2:]
        marked = marked or MARKED_LINE in piece or MARKED_LINE in tail + piece[:3]
        tail = (tail + piece[-3:])[-3:]
    watch.rows_expected(line_feeds)
    lines = line_feeds + (not last.endswith(b"\n")) if is_plain else None
    is_utf8 = is_utf8 and check(b"", True)
    return Bytes(digest.hexdigest(), size, nuls, carriage_returns, pairs, line_feeds, is_utf8, lines, marked)


def _has_blank_line(piece: bytes, ends: "np.ndarray", last: bytes, returns: bool) -> bool:
    joined = last + piece[:2]
    between = b"\n\n" in joined or b"\n\r\n" in joined
    return between or bool((ends[1:] & ends[:-1]).any()) or (returns and b"\n\r\n" in piece)


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
