"""Lines of a text by their numbers, copied without the reader: it would read all others with them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

LINE_FEED = 10


def copied_lines(pieces: Iterable[bytes], wanted: "np.ndarray", target: Path) -> int:
    """Copy the lines of these numbers, counted from 0 and in order, to `target`; returns how many lines there are."""
    lines = 0
    with target.open("wb") as out:
        for text in whole_lines(pieces):
            ends = np.flatnonzero(np.frombuffer(text, np.uint8) == LINE_FEED)
            first, past = np.searchsorted(wanted, (lines, lines + len(ends)))
            own = wanted[first:past] - lines
            starts = np.where(own > 0, ends[np.maximum(own - 1, 0)] + 1, 0)
            spans = zip(starts.tolist(), (ends[own] + 1).tolist(), strict=True)
            out.writelines(text[start:end] for start, end in spans)
            lines += len(ends)
    return lines


def whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A text in pieces that end where a line does; a last line without its end is given one."""
    held = b""
    for piece in pieces:
        cut = piece.rfind(b"\n") + 1
        if cut:
            yield held + piece[:cut]
        held = piece[cut:] if cut else held + piece
    if held:
        yield held + b"\n"
