"""Records of a well-formed text, counted from its bytes: independent of the reader that loads them."""

from pathlib import Path

import numpy as np

from funnel.intake.watch import Watch

PIECE = 8 * 2**20
LONGEST_CELL_LINES = 400
FORMULA_TEXT = b'"=""'
"""Start of a cell that is written ="00123", so that a spreadsheet leaves it alone."""
QUOTE, LINE_FEED, RETURN, EQUALS = 34, 10, 13, 61


def counted_records(path: Path, delimiter: int, width: int, watch: Watch) -> int | None:
    """Records of a well-formed text; None at the first sign of bare quotes, blank lines, swallowed rows or formulas."""
    records, open_quote, last = 0, False, b"\n"
    for piece in watch.pieces(path, PIECE):
        if not open_quote and b'"' not in piece:
            found = _counted_lines(piece, last)
        else:
            found = _looked_through(piece, open_quote, last[0], delimiter, width)
        if found is None:
            return None
        records, open_quote, last = records + found[0], found[1], piece[-1:]
    return None if open_quote else records + (last != b"\n")


def _counted_lines(piece: bytes, last: bytes) -> tuple[int, bool] | None:
    joined = last + piece[:2]
    returns = b"\r" in piece and b"\n\r\n" in piece
    blank = returns or b"\n\n" in piece or b"\n\n" in joined or b"\n\r\n" in joined
    return None if blank else (piece.count(b"\n"), False)


def _looked_through(piece: bytes, open_quote: bool, last: int, delimiter: int, width: int) -> tuple[int, bool] | None:
    signs = np.frombuffer(piece, dtype=np.uint8)
    ends = np.flatnonzero(signs == LINE_FEED)
    quotes = np.flatnonzero(signs == QUOTE)
    # Seeking four letters takes longer than all else here: it is left out where no quote stands before an equals sign.
    if (signs[quotes[quotes < len(signs) - 1] + 1] == EQUALS).any() and FORMULA_TEXT in piece:
        return None
    if len(quotes):
        if not _quotes_are_at_borders(signs, quotes, open_quote, last, delimiter):
            return None
        inside = (np.searchsorted(quotes, ends) + open_quote) % 2 == 1
        if inside.any() and _rows_swallowed(signs, ends[inside], delimiter, width):
            return None
        ends = ends[~inside]
        open_quote = bool((len(quotes) + open_quote) % 2)
    elif open_quote:
        return 0, True
    return None if _has_blank_lines(signs, ends, last) else (len(ends), open_quote)


def _quotes_are_at_borders(
    signs: "np.ndarray", quotes: "np.ndarray", open_quote: bool, last: int, delimiter: int
) -> bool:
    borders = (delimiter, LINE_FEED, RETURN, QUOTE)
    opening, closing = quotes[int(open_quote) :: 2], quotes[1 - int(open_quote) :: 2]
    before = np.where(opening > 0, signs[np.maximum(opening - 1, 0)], last)
    after = signs[np.minimum(closing + 1, len(signs) - 1)]
    fine_after = np.isin(after, borders) | (closing == len(signs) - 1)
    return bool(np.isin(before, borders).all() and fine_after.all())


def _rows_swallowed(signs: "np.ndarray", ends: "np.ndarray", delimiter: int, width: int) -> bool:
    """Whether a line inside quotes has as many delimiters as a whole row: a quote was probably never closed."""
    marks = np.flatnonzero(signs == delimiter)
    all_ends = np.flatnonzero(signs == LINE_FEED)
    following = np.searchsorted(all_ends, ends, side="right")
    next_end = np.append(all_ends, len(signs))[following]
    within = np.searchsorted(marks, next_end) - np.searchsorted(marks, ends)
    return bool((within >= width - 1).any()) or len(ends) > LONGEST_CELL_LINES * 1000


def _has_blank_lines(signs: "np.ndarray", ends: "np.ndarray", last: int) -> bool:
    before = np.where(ends > 0, signs[np.maximum(ends - 1, 0)], last)
    if (before == LINE_FEED).any():
        return True
    pairs = ends[(before == RETURN) & (ends > 1)]
    return bool((signs[pairs - 2] == LINE_FEED).any())
