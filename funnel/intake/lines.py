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
            is_end = np.frombuffer(text, np.uint8) == LINE_FEED
            number = int(np.count_nonzero(is_end))
            first, past = np.searchsorted(wanted, (lines, lines + number))
            if first < past:
                out.writelines(_lines_of(text, np.flatnonzero(is_end), wanted[first:past] - lines))
            lines += number
    return lines


def _lines_of(text: bytes, ends: "np.ndarray", wanted: "np.ndarray") -> Iterator[bytes]:
    starts = np.where(wanted > 0, ends[np.maximum(wanted - 1, 0)] + 1, 0)
    return (text[start:end] for start, end in zip(starts.tolist(), (ends[wanted] + 1).tolist(), strict=True))


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
