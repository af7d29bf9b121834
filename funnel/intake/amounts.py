"""How the numbers of one column are written: decided from the whole column, never from one cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from funnel.intake.vocabulary import vocabulary

BLANK = r"[\s\x{00a0}\x{202f}\x{2009}\x{2007}]"
GROUPED = {
    ".": r"^(\d+|\d{1,3}( \d{3})+|\d{1,3}(,\d{3})+)(\.\d+)?$",
    ",": r"^(\d+|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+)(,\d+)?$",
}
SHAPES = (
    ("fine_dots", r"^(\d{4,}|0|\d{1,3}( \d{3})+|\d{1,3}(,\d{3})+)\.\d{3,}$|^\d+\.\d{4,}$"),
    ("fine_commas", r"^(\d{4,}|0|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+),\d{3,}$|^\d+,\d{4,}$"),
    ("whole", r"^(\d+|\d{1,3}( \d{3})+)$"),
    ("only_dots", r"^[1-9]\d{0,2}\.\d{3}$"),
    ("only_commas", r"^[1-9]\d{0,2},\d{3}$"),
    ("dot_marks", r"^(\d+|\d{1,3}( \d{3})+|\d{1,3}(,\d{3})+)\.\d+$"),
    ("comma_marks", r"^(\d+|\d{1,3}( \d{3})+|\d{1,3}(\.\d{3})+),\d+$"),
    ("comma_groups", r"^\d{1,3}(,\d{3}){2,}$"),
    ("dot_groups", r"^\d{1,3}(\.\d{3}){2,}$"),
)
NUMBER_PARTS = ("lead", "sign", "minus", "digits", "sign_after", "tail")
FEW = 0.05


@dataclass(frozen=True)
class AmountReading:
    """How to read a column of numbers: `mark` is its decimal mark; `plain` when it holds plain numbers only."""

    mark: str
    plain: bool


@dataclass(frozen=True)
class Question:
    """A column that can be read in more than one way, in a sentence that shows the readings."""

    sentence: str


@cache
def number_pattern() -> str:
    """Pattern of a lower-case number with currency and blanks; its groups are NUMBER_PARTS."""
    signs = sorted(vocabulary().currencies, key=len, reverse=True)
    sign = "|".join(re.escape(one) for one in signs)
    return (
        rf"^{BLANK}*([-−–(]?){BLANK}*({sign})?{BLANK}*([-−–]?){BLANK}*"
        rf"(\d(?:[\d.,'’]|{BLANK})*?){BLANK}*({sign})?{BLANK}*([-)]?){BLANK}*$"
    )


def decided(
    header: str, shapes: Mapping[str, tuple[int, str]], stated: str | None, counts_only: bool
) -> AmountReading | Question:
    """Reading of a column from the count and one example of every shape in it.

    `stated` is the decimal mark a profile or mapping states; `counts_only` columns hold whole numbers for sure.
    """
    seen = {shape: number for shape, (number, _) in shapes.items()}
    if set(seen) <= {"plain_whole", "plain"}:
        return AmountReading(".", plain=True)
    if stated:
        return AmountReading(stated, plain=False)
    dots = sum(seen.get(shape, 0) for shape in ("plain", "dot_marks", "fine_dots", "comma_groups"))
    commas = sum(seen.get(shape, 0) for shape in ("comma_marks", "fine_commas", "dot_groups"))
    if min(dots, commas) > FEW * max(dots, commas):
        return _two_marks(header, shapes)
    if dots or commas:
        return AmountReading("." if dots > commas else ",", plain=False)
    return _without_marks(header, shapes, seen, counts_only)


def _without_marks(
    header: str, shapes: Mapping[str, tuple[int, str]], seen: Mapping[str, int], counts_only: bool
) -> AmountReading | Question:
    only_dots, only_commas = seen.get("only_dots", 0), seen.get("only_commas", 0)
    if not only_dots and not only_commas:
        return AmountReading(".", plain=False)
    if only_dots and only_commas:
        return _two_marks(header, shapes)
    if counts_only:
        return AmountReading("," if only_dots else ".", plain=False)
    example = shapes["only_dots" if only_dots else "only_commas"][1]
    whole, part = re.split(r"[.,]", example, maxsplit=1)
    return Question(
        f"“{example}” in column “{header}” can mean {whole}{part} or {whole}.{part}. "
        f'State decimal_mark = "." or "," in a mapping, or export with decimals.'
    )


def _two_marks(header: str, shapes: Mapping[str, tuple[int, str]]) -> Question:
    examples = [
        example for shape, (_, example) in shapes.items() if shape not in ("whole", "plain_whole", "unreadable")
    ]
    return Question(
        f"Column “{header}” mixes ways of writing numbers ({', '.join(f'“{one}”' for one in examples[:3])}). "
        "Export it again with one decimal mark."
    )
