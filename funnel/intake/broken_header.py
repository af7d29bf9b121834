"""Column names with a line break inside their quotes, as spreadsheets write them: the header put on one line."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from funnel.intake.decode import Decoded
from funnel.intake.header import normalised
from funnel.intake.sniff import DATA, DELIMITERS, Dialect, Known, cells_of, head_lines

MOST_LINES = 12
"""Lines one header can be broken into."""


def with_header_on_one_line(text: Decoded, known: Known, folder: Path) -> Decoded:
    """The text, its header's line breaks read as blanks, written into `folder`; as it is where none is broken.

    `known` says whether a normalised header name is one we expect. Raises RefusedFile for a line no table has.
    """
    found = _broken_header(head_lines(text.path, text.file_name), known)
    if found is None:
        return text
    first, last = found
    target = folder / "header"
    with text.path.open(encoding="utf-8", newline="\n") as file, target.open("w", encoding="utf-8", newline="") as out:
        out.writelines(islice(file, first))
        out.writelines(line.rstrip("\r\n") + " " for line in islice(file, last - first))
        shutil.copyfileobj(file, out)
    return replace(text, path=target, rewritten=True)


def _broken_header(lines: Sequence[str], known: Known) -> tuple[int, int] | None:
    """First and last line of the first broken record, when it holds column names."""
    first = next((place for place, line in enumerate(lines) if line.count('"') % 2), None)
    if first is None:
        return None
    for last in range(first + 1, min(first + MOST_LINES, len(lines))):
        whole = " ".join(lines[first : last + 1])
        if whole.count('"') % 2 == 0:
            return (first, last) if _names_columns(whole, lines[:first], known) else None
    return None


def _names_columns(line: str, above: Sequence[str], known: Known) -> bool:
    rows = [cells_of(line, Dialect(delimiter)) for delimiter in DELIMITERS]
    scores = [sum(known(normalised(cell)) for cell in row) for row in rows]
    widest = max(rows, key=len)
    unknown = not above and len(widest) > 1 and not any(DATA.fullmatch(cell.strip()) for cell in widest)
    return max(scores) > 1 or unknown
