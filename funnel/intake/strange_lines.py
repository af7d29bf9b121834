"""Lines in other letters than the rest of a file, as where two exports were put one behind the other.

Their names would be kept as nonsense. Only the start and the end of a large file are looked at: what is put together
differs there.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from funnel.errors import sentence
from funnel.intake.outcome import Question, Reading
from funnel.intake.spelled import (
    ALL_FIT,
    MOST_FIT,
    RUN_OF_HIGH,
    fits,
    plausible_letters,
    text_or_none,
    usual_letters,
    word_of,
)

USUAL = ("cp1251", "koi8_r", "cp866", "cp1250", "iso8859_2", "utf-8")
CYRILLIC, LATIN = frozenset({"cp1251", "koi8_r", "cp866"}), frozenset({"cp1250", "iso8859_2"})
LOOKED_AT, MOST_LINES = 128 * 1024, 2000
IN_A_WORD = re.compile(r"[A-Za-z][^\x00-\x7f]|[^\x00-\x7f][A-Za-z]")
SIGNS = frozenset("²³¹µ±½¼¾®™©°º№")
"""What stands beside a letter in names of goods, and is a letter in another encoding."""
AS_IT_STANDS = "as_it_stands"
FEWEST_LETTERS = 4
Strange = tuple[int, bytes, str]
"""The number of a line, the line, and the encoding it reads well in."""


def question_of_a_strange_line(path: Path, encoding: str) -> Question | None:
    """Whether a file is right where a line reads badly in its encoding and well in another one; None without any."""
    found = next(_strange(path, encoding), None)
    if found is None:
        return None
    number, line, other = found
    words = [word_of(line, name) for name in (encoding, other)]
    asked = sentence(
        "Line {line} seems to be of other letters than the rest of the file: “{word}” in {encoding} is “{another}” in "
        "{other}. Export the file again, or say that it is right as it stands.",
        line=number,
        word=words[0],
        encoding=encoding,
        another=words[1],
        other=other,
    )
    reading = Reading(AS_IT_STANDS, sentence("right as it stands: “{word}”", word=words[0]))
    return Question("letters", None, (reading,), asked)


def _strange(path: Path, encoding: str) -> Iterator[Strange]:
    """Lines surely in other letters; then those that only together give more of the usual letters of Russian."""
    doubtful: dict[str, list[Strange]] = {}
    for number, line in _looked_at(path):
        share = plausible_letters([line], encoding)
        if share == 1 or _are_signs(line.decode(encoding, "replace")):
            continue
        for other in USUAL:
            if other == encoding or plausible_letters([line], other) < ALL_FIT or not _holds_a_word(line, other):
                continue
            if share < MOST_FIT or other == "utf-8":
                yield number, line, other
            elif {encoding, other} <= CYRILLIC:
                doubtful.setdefault(other, []).append((number, line, other))
    for other, found in doubtful.items():
        lines = [line for _, line, _ in found]
        if usual_letters(lines, other, FEWEST_LETTERS) > usual_letters(lines, encoding, FEWEST_LETTERS):
            yield found[0]


def _looked_at(path: Path) -> Iterator[tuple[int, bytes]]:
    """Lines that are not ASCII at the start and the end of a file, with their numbers."""
    with path.open("rb") as file:
        start = file.read(LOOKED_AT)
        rest = file.tell()
        size = file.seek(0, 2)
        lines = start.split(b"\n") if size == rest else start.split(b"\n")[:-1]
        yield from [(number, line) for number, line in enumerate(lines, 1) if not line.isascii()][:MOST_LINES]
        if size == rest:
            return
        at = max(rest, size - LOOKED_AT)
        file.seek(at)
        last = file.read().split(b"\n")[1:]
    first = _line_feeds(path, at) + 2
    yield from [(number, line) for number, line in enumerate(last, first) if not line.isascii()][-MOST_LINES:]


def _line_feeds(path: Path, until: int) -> int:
    count, left = 0, until
    with path.open("rb") as file:
        while left and (piece := file.read(min(left, 2**22))):
            count, left = count + piece.count(b"\n"), left - len(piece)
    return count


def _are_signs(text: str) -> bool:
    """Whether nothing but signs such as ² stands where a letter does not fit."""
    odd = [sign for before, sign in zip(" " + text, text, strict=False) if not (sign.isascii() or fits(before, sign))]
    return all(sign in SIGNS for sign in odd)


def _holds_a_word(line: bytes, encoding: str) -> bool:
    """Whether the letters of an encoding stand in words: many of them in a row, or beside plain ones."""
    if encoding not in LATIN and RUN_OF_HIGH.search(line):
        return True
    return encoding not in CYRILLIC and IN_A_WORD.search(text_or_none(line, encoding) or "") is not None
