"""Whether the letters of a text stand as they do in words: in the wrong encoding capitals stand inside of them."""

import re
from collections.abc import Iterable

RARE = ("iso8859_5", "mac_roman", "cp850", "mac_latin2")
"""What hardly any shop writes, so that all of its letters must fit."""
WESTERN = frozenset("äöüßéèêëàâçñáíóúîïôûùãõåøæœÄÖÜÉÈÀÇÑÁÍÓÚÎÔÛÃÕÅØÆŒ")
USUAL, ENOUGH_LETTERS = frozenset("оеаинтсрвлкмдпу"), 60
"""Letters most of Russian is made of, and how many tell which of two encodings a file is in."""
ALL_FIT, MOST_FIT = 0.98, 0.8
"""Share of the letters that must fit: of a rare encoding, and of any."""
RUN_OF_HIGH = re.compile(rb"[\x80-\xff]{4}")
WORDS, LONGEST_WORD = re.compile(r"[^\s,;\"|]+"), 24


def plausible_letters(lines: Iterable[bytes], encoding: str) -> float:
    """Share of non-ASCII characters that stand as letters do in Russian or Polish words: 0 … 1."""
    good, all_high = 0, 0
    for line in lines:
        text = text_or_none(line, encoding)
        if text is None:
            return -1.0
        for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False):
            if not sign.isascii():
                all_high += 1
                is_in_number = sign.isalpha() and before.isdigit() and after.isdigit()
                good += fits(before, sign) and not is_in_number
            elif sign.isalpha() and "Ѐ" <= before <= "ӿ":
                good -= 1  # no word mixes the two alphabets
    share = good / all_high if all_high else 0.0
    return share if share >= ALL_FIT or encoding not in RARE else -1.0


def usual_letters(lines: Iterable[bytes], encoding: str, enough: int = ENOUGH_LETTERS) -> float:
    """Share of Russian letters that are among its usual ones: in the wrong encoding of two, hardly half are.

    One half where there are not `enough` of them.
    """
    told = "".join(text_or_none(line, encoding) or "" for line in lines).lower()
    letters = [sign for sign in told if "а" <= sign <= "я"]
    return sum(sign in USUAL for sign in letters) / len(letters) if len(letters) >= enough else 0.5


def fits(before: str, sign: str) -> bool:
    """Whether a sign that is not ASCII may stand behind another one."""
    if sign == "\u00a0":
        return before.isdigit()
    if sign in "№«»–—„”“€…°×":
        return True
    if sign in "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ":
        return sign.islower() or not before.islower()
    if sign in WESTERN:
        return sign.islower() or not before.islower()
    if before.isascii() and before.isalpha():
        return False
    return ("а" <= sign <= "я" or sign in "ёіїєґў") or (
        ("А" <= sign <= "Я" or sign in "ЁІЇЄҐЎ") and not ("а" <= before <= "я")
    )


def text_or_none(line: bytes, encoding: str) -> str | None:
    """The text of a line in an encoding, None where it is none of it."""
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def word_of(line: bytes, encoding: str) -> str:
    """The first word of a line that is not plain ASCII: enough to see which letters are right."""
    text = line.decode(encoding, "replace")
    return next((word for word in WORDS.findall(text) if not word.isascii()), "")[:LONGEST_WORD]
