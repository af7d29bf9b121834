"""Which old encoding a text is in: letter statistics alone are not enough, so header names we know come first."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.asking import Asking
from funnel.intake.header import normalised
from funnel.intake.outcome import Question, Reading
from funnel.intake.spelled import MOST_FIT, RARE, RUN_OF_HIGH, plausible_letters, text_or_none, usual_letters, word_of
from funnel.intake.strange_lines import question_of_a_strange_line
from funnel.intake.vocabulary import vocabulary

CANDIDATES = ("cp1251", "cp1250", "cp1252", "iso8859_2", "koi8_r", "cp866", "mac_cyrillic", "cp852", *RARE)
LATIN_9, CODED = "iso8859_15", re.compile(rb"[\x80-\x9f]")
EURO = re.compile(rb"(?<=\d)[ \xa0]?\xa4(?![\x80-\xffA-Za-z])|(?<![\x80-\xffA-Za-z])\xa4(?=[ \xa0]?\d)")
"""The sign of the euro beside a number in the one encoding of the west that holds it among the letters."""
SAMPLE_BYTES = 256 * 1024
CYRILLIC = frozenset({"cp1251", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5"})
RUN, WHOLE_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*"), 5
"""A word that is not ASCII, and how long one without any ASCII letter must be that no language of the west has it."""
FAR_MORE = 0.25
"""How much more of the usual letters the right one of two readings must have."""
NEARLY = 0.02
"""What tells two encodings apart by the share of their letters that fit."""
FEW_BROKEN_LINES = 0.1
FEWEST_OF_TWO = 3
"""Lines of UTF-8 among others that are beyond chance."""
ONE_LETTER = frozenset("р")
BETWEEN = re.compile(r"[;,\t|~]")
ASCII_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
BROKEN = "\ufffd"
LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xf4][\x80-\xbf]{2}")
"""What a line must hold to be UTF-8 and more than ASCII."""


def mostly_utf8(path: Path, lines: int) -> bool:
    """Whether a text of so many lines is UTF-8 but for a few of them."""
    high, broken = 0, 0
    with path.open("rb") as file:
        while some := file.readlines(SAMPLE_BYTES):
            odd = [line for line in some if not line.isascii()]
            high += len(odd)
            broken += _count_broken(odd)
            if broken > max(1, FEW_BROKEN_LINES * lines):
                return False
    # One line in another encoding among few is still a UTF-8 file when the header already proves it.
    return high > broken and (broken <= max(1, FEW_BROKEN_LINES * high))


def _count_broken(lines: list[bytes]) -> int:
    """How many lines are not UTF-8."""
    whole = b"".join(lines)
    if BROKEN.encode() in whole:
        return sum(not _is_utf8(line) for line in lines)
    # Much faster than a failure for each: a line feed ends whatever was broken off before it.
    return sum(BROKEN in line for line in whole.decode("utf-8", "replace").split("\n"))


def _is_utf8(line: bytes) -> bool:
    return text_or_none(line, "utf-8") is not None


def best_encoding(path: Path, known: frozenset[str], file_name: str, asking: Asking) -> str:
    """The encoding that makes known header names readable, or else gives words of letters.

    Raises AskedFile showing both readings when two encodings are equally good and differ, RefusedFile when a part of
    the file is UTF-8 and a part is not.
    """
    _refuse_two_encodings(path, file_name)
    best = _best_of_all(path, known, file_name, asking)
    if strange := question_of_a_strange_line(path, best):
        asking.settle(strange, file_name)
    return best


def _best_of_all(path: Path, known: frozenset[str], file_name: str, asking: Asking) -> str:
    with path.open("rb") as file:
        lines = file.read(SAMPLE_BYTES).splitlines()
    if _is_latin_9(lines):
        return LATIN_9
    numbered = [(place, line) for place, line in enumerate(lines, 1) if not line.isascii()][:400]
    numbered = numbered or _high_lines(path)
    high = [line for _, line in numbered]
    names = {name: _names_readable(lines[:60], name, known) for name in CANDIDATES}
    sums = {name: _amounts_of_money(high, name) for name in CANDIDATES}
    letters = {name: plausible_letters(high, name) for name in CANDIDATES}
    ranked = sorted(CANDIDATES, key=lambda name: (names[name], sums[name], letters[name]), reverse=True)
    best = ranked[0]
    if not names[best] and not sums[best] and letters[best] < MOST_FIT and _holds_words(high):
        raise RefusedFile(file_name, [_unknown(numbered[0][0])])
    rivals = (
        name
        for name in ranked[1:]
        if (names[name], sums[name]) == (names[best], sums[best]) and letters[best] - letters[name] <= NEARLY
    )
    second = next((name for name in rivals if not _same_text(high, best, name)), None)
    if second is None:
        return best
    cyrillic = [name for name in (best, second) if name in CYRILLIC]
    if len(cyrillic) == 1 and _stand_alone(high):
        return cyrillic[0]
    usual = sorted((best, second), key=lambda name: usual_letters(high, name))
    if usual_letters(high, usual[1]) - usual_letters(high, usual[0]) >= FAR_MORE:
        return usual[1]
    return asking.settle(_question(numbered, best, second), file_name)


def _unknown(line: int) -> Sentence:
    return sentence(
        "The letters of this file are of no encoding we know (the first are in line {line}). "
        "Save it as UTF-8 and import that.",
        line=line,
    )


def _stand_alone(lines: Iterable[bytes]) -> bool:
    """Whether no word mixes ASCII letters with others, and one is long: letters with accents stand among plain ones."""
    runs = [run for line in lines for run in RUN.findall(line)]
    return all(run.translate(None, ASCII_LETTERS) == run for run in runs) and max(map(len, runs)) >= WHOLE_WORD


def _is_latin_9(lines: list[bytes]) -> bool:
    """Whether signs of the euro stand beside numbers where other encodings hold another sign, and all else fits."""
    text = b"\n".join(lines)
    if b"\xa4" not in text or CODED.search(text):
        return False
    rest = [line for line in EURO.sub(b"", text).split(b"\n") if not line.isascii()]
    if b"\xa4" in b"".join(rest):
        return False
    return not rest or max(CANDIDATES, key=lambda name: plausible_letters(rest, name)) in _like(rest, LATIN_9)


def _like(lines: list[bytes], encoding: str) -> frozenset[str]:
    """Encodings that read lines as this one does."""
    return frozenset(name for name in CANDIDATES if _same_text(lines, name, encoding))


def _refuse_two_encodings(path: Path, file_name: str) -> None:
    """Letters of an old encoding are hardly ever UTF-8 by chance, so some lines that are say that it was two files."""
    if not _may_hold_utf8(path):
        return
    fine, broken, first = 0, 0, {True: 0, False: 0}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.isascii():
                continue
            is_fine = LETTER.search(line) is not None and _is_utf8(line)
            first[is_fine] = first[is_fine] or number
            fine, broken = fine + is_fine, broken + (not is_fine)
    if fine >= max(FEWEST_OF_TWO, FEW_BROKEN_LINES * (fine + broken)):
        told = sentence(
            "The letters of this file are of two encodings: line {line} is UTF-8, line {other} is not. "
            "Export it again, or save both parts as UTF-8.",
            line=first[True],
            other=first[False],
        )
        raise RefusedFile(file_name, [told])


def _may_hold_utf8(path: Path) -> bool:
    """Whether bytes stand anywhere as in letters of UTF-8, which a look at every line would tell much later."""
    last = b""
    with path.open("rb") as file:
        while piece := last + file.read(SAMPLE_BYTES):
            if len(piece) == len(last):
                return False
            signs = np.frombuffer(piece, np.uint8)
            follows = (signs & 0xC0) == 0x80
            pairs = follows[1:] & (signs[:-1] >= 0xC2)
            if (pairs & (signs[:-1] < 0xE0)).any() or (pairs[:-1] & follows[2:]).any():
                return True
            last = piece[-2:]
    return False


def _question(high: list[tuple[int, bytes]], best: str, second: str) -> Question:
    number, first = high[0]
    readings = tuple(
        Reading(
            name,
            sentence("letters of {encoding}: “{word}”", encoding=name, word=word_of(first, name)),
            tuple((place, word_of(line, "latin-1"), word_of(line, name)) for place, line in high[:3]),
        )
        for name in (best, second)
    )
    asked = sentence(
        "The letters of this file can be read in more than one way (line {line} in {encoding}: “{word}”, "
        "in {other}: “{another}”); say which is right, or save it as UTF-8.",
        line=number,
        encoding=best,
        word=word_of(first, best),
        other=second,
        another=word_of(first, second),
    )
    return Question("encoding", None, readings, asked)


def _high_lines(path: Path) -> list[tuple[int, bytes]]:
    found: list[tuple[int, bytes]] = []
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.isascii():
                found.append((number, line))
            if len(found) == 400:
                break
    return found


def _names_readable(lines: Iterable[bytes], encoding: str, known: frozenset[str]) -> int:
    best = 0
    for line in lines:
        text = text_or_none(line, encoding)
        cells = BETWEEN.split(text.replace('"', "")) if text else []
        best = max(best, sum(normalised(cell) in known for cell in cells if not cell.isascii()))
    return best


@cache
def _amount_pattern() -> re.Pattern[str]:
    """A number beside the sign or word of a currency that is not ASCII, nor one letter alone."""
    told = (one for one in vocabulary().currencies if not one.isascii() and one.strip(".") not in ONE_LETTER)
    signs = "|".join(re.escape(one) for one in sorted(told, key=len, reverse=True))
    return re.compile(rf"\d[ \u00a0]?(?:{signs})(?!\w)|(?<!\w)(?:{signs})[ \u00a0]?\d")


def _amounts_of_money(lines: Iterable[bytes], encoding: str) -> int:
    """In how many lines an amount stands beside its currency."""
    told = (text_or_none(line, encoding) or "" for line in lines)
    return sum(_amount_pattern().search(text.lower()) is not None for text in told)


def _holds_words(lines: Iterable[bytes]) -> bool:
    """Whether letters that are not ASCII stand side by side, as in words of another writing; a sign alone is none."""
    return any(RUN_OF_HIGH.search(line) for line in lines)


def _same_text(lines: Iterable[bytes], one: str, other: str) -> bool:
    return all(text_or_none(line, one) == text_or_none(line, other) for line in lines)
