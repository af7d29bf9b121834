"""How the numbers of one column are written: decided from the whole column, never from one cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from funnel.intake.vocabulary import vocabulary

BLANK = r"[\s\x{00a0}\x{202f}\x{2009}\x{2007}]"
LAKHS = r"\d{1,2}(,\d{2})+,\d{3}"
"""Digits grouped the Indian way: 12,34,567 is twelve lakhs and more."""
GROUPED = {
    ".": rf"^(\d+|\d{{1,3}}( \d{{3}})+|\d{{1,3}}(,\d{{3}})+|{LAKHS})(\.\d+)?$",
    ",": r"^(\d+|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+)(,\d+)?$",
}
SHAPES = (
    ("fine_dots", r"^(\d{4,}|0|\d{1,3}( \d{3})+|\d{1,3}(,\d{3})+)\.\d{3,}$|^\d+\.\d{4,}$"),
    ("fine_commas", r"^(\d{4,}|0|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+),\d{3,}$|^\d+,\d{4,}$"),
    ("whole", r"^(\d+|\d{1,3}( \d{3})+)$"),
    ("only_dots", r"^[1-9]\d{0,2}\.\d{3}$"),
    ("only_commas", r"^[1-9]\d{0,2},\d{3}$"),
    ("dot_marks", rf"^(\d+|\d{{1,3}}( \d{{3}})+|\d{{1,3}}(,\d{{3}})+|{LAKHS})\.\d+$"),
    ("comma_marks", r"^(\d+|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+),\d+$"),
    ("comma_groups", rf"^(\d{{1,3}}(,\d{{3}}){{2,}}|{LAKHS})$"),
    ("dot_groups", r"^\d{1,3}(\.\d{3}){2,}$"),
)
MINUS = r"\-−–‐‑‒"
NO_CENTS = rf"(?:[.,][{MINUS}—]+)?"
"""What stands for no cents behind a price: 12,- is twelve, not less than nothing."""
AND_TAX = r"(?:mwst|ust|vat|tax|btw)\.?"
WITH_TAX = rf"brutto|gross|(?:inkl|incl)\.? *{AND_TAX}|z vat|с ндс|с учетом ндс|ttc|s dph"
WITHOUT_TAX = rf"netto|net|(?:zzgl|exkl|excl)\.? *{AND_TAX}|bez vat|без ндс|без учета ндс|ht|bez dph"
"""What may stand behind an amount, small letters: with tax or without, never both in one column."""
LOST_SIGN = r"\?"
"""What a spreadsheet writes for a sign its encoding has not, such as that of the rouble in cp1251."""
NEGATIVE = ("-", "−", "–", "‐", "‑", "‒", "()")
POSITIVE = ("", "+")
"""What may stand around the digits, all signs put together."""
NUMBER_PARTS = ("lead", "sign", "minus", "digits", "end", "sign_after", "tail")
FEW = 0.05
EACH = "each"
"""The answer that every cell of a column is right as it is written; in place of a decimal mark, a number whose own mark
is open is none."""


class Shape(NamedTuple):
    """One way in which cells of a column are written: in how many rows, and the first of them with its record."""

    rows: int
    example: str
    record: int


class StatedMark(NamedTuple):
    """The decimal mark that is stated: by the person's mapping, or by a source that ships, which writes one only."""

    by_person: str | None = None
    by_source: str | None = None


@dataclass(frozen=True)
class AmountReading:
    """How to read a column of numbers: `mark` is its decimal mark or EACH; `plain` when it holds plain numbers only.

    `rounds` says that more than two decimals are rounded, as a person wanted it.
    """

    mark: str
    plain: bool
    rounds: bool = False


@dataclass(frozen=True)
class MarkDoubt:
    """A column of numbers whose decimal mark is open.

    `mixed` ones write some numbers one way and some the other, and `dots` and `commas` count both; the others hold
    nothing but numbers such as 1.234 or 1,234, whose only mark is `sign`. `open_ones` counts these in mixed columns
    whose other numbers say how they are read; it is None where none of them does.
    """

    mixed: bool
    sign: str
    dots: int
    commas: int
    open_ones: int | None = None


@cache
def number_pattern() -> str:
    """Pattern of a lower-case number with currency and blanks; its groups are NUMBER_PARTS."""
    signs = sorted(vocabulary().currencies, key=len, reverse=True)
    sign = "|".join(re.escape(one) for one in signs)
    return (
        rf"^{BLANK}*([{MINUS}+(]?){BLANK}*({sign})?{BLANK}*([{MINUS}+(]?){BLANK}*"
        rf"([.,]?\d(?:[\d.,'’]|{BLANK})*?){NO_CENTS}{BLANK}*([{MINUS})]?){BLANK}*({sign})?{BLANK}*([{MINUS})]?)"
        rf"(?:{BLANK}+(?:{WITH_TAX}|{WITHOUT_TAX}|{LOST_SIGN}))?{BLANK}*$"
    )


def decided(shapes: Mapping[str, Shape], stated: StatedMark, counts_only: bool) -> AmountReading | MarkDoubt:
    """Reading of a column from every shape in it.

    `stated` decides what the column itself leaves open, so that a file saved anew with another mark is read by what
    stands in it. `counts_only` columns hold whole numbers for sure.
    """
    seen = {name: shape.rows for name, shape in shapes.items()}
    if set(seen) <= {"plain_whole", "plain"}:
        return AmountReading(".", plain=True)
    dots = sum(seen.get(shape, 0) for shape in ("plain", "dot_marks", "fine_dots", "comma_groups"))
    commas = sum(seen.get(shape, 0) for shape in ("comma_marks", "fine_commas", "dot_groups"))
    if min(dots, commas) > FEW * max(dots, commas):
        open_ones = seen.get("only_dots", 0) + seen.get("only_commas", 0)
        by = stated.by_person
        return AmountReading(by, plain=False) if by else MarkDoubt(True, "", dots, commas, open_ones)
    if dots or commas:
        return AmountReading("." if dots > commas else ",", plain=False)
    by = stated.by_person or stated.by_source
    return AmountReading(by, plain=False) if by else _without_marks(seen, counts_only)


def _without_marks(seen: Mapping[str, int], counts_only: bool) -> AmountReading | MarkDoubt:
    only_dots, only_commas = seen.get("only_dots", 0), seen.get("only_commas", 0)
    if not only_dots and not only_commas:
        return AmountReading(".", plain=False)
    if only_dots and only_commas:
        return MarkDoubt(True, "", only_dots, only_commas)
    if counts_only:
        return AmountReading("," if only_dots else ".", plain=False)
    return MarkDoubt(False, "." if only_dots else ",", only_dots, only_commas)


def read_as(text: str, mark: str) -> Decimal | None:
    """The number a text states when `mark` is its decimal mark, or EACH; None when it states none that way."""
    if mark == EACH:
        told = {number for one in (".", ",") if (number := read_as(text, one)) is not None}
        return told.pop() if len(told) == 1 else None
    found = re.search(r"[.,]?\d[\d.,'’\s]*", text)
    if found is None:
        return None
    digits = re.sub(r"[^\d.,]", " ", found[0]).strip()
    digits = re.sub(r"^(?=[.,])|(?<=[.,])$", "0", digits)
    if not re.match(GROUPED[mark], digits):
        return None
    group = "," if mark == "." else "."
    whole = digits.replace(" ", "").replace(group, "").replace(",", ".")
    sign = "-" if any(one in text for one in "-−–(") else ""
    return Decimal(sign + whole)
