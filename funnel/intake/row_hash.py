"""The hash of a row: the same for rows that say the same, whatever blanks and zeros their cells are written with.

Cells that are read as numbers are left out: whether 50.0 and 50,00 zł are one amount shows only once it is known how
their column is written. Rows of one hash are compared closely (twice.py).
"""

from collections.abc import Sequence

from funnel.intake.contract import staged_columns
from funnel.intake.literals import Literals
from funnel.intake.located import Located, Mapped

DECIMAL = r"-?\d+[.,]\d+"
NOTHING = "cast(0 as ubigint)"
WIDE = 300
"""So many cells are told as a list: DuckDB plans as many terms in the square of their number (3,000 in a minute)."""


def is_compared_as_number(name: str, mapped: Mapped) -> bool:
    """Whether the numbers of a located column are compared, not their texts."""
    kinds = {column.name: column for column in staged_columns(mapped.kind)}
    return kinds[name].is_number and name not in mapped.profile.arrays and mapped.unit_of(name) != "hh:mm:ss"


def row_hash(mapped: Mapped, width: int, offset: int, literals: Literals) -> str:
    """SQL of the hash of a row of `width` cells, the first of them in c<offset>."""
    numbers = _places_of_numbers(mapped)
    words = {place for one in mapped.located.values() for place in one.places()}
    asked = [f"trim(c{place + offset})" for place in range(width) if place in words - numbers]
    return _hash_of(asked, [f"c{place + offset}" for place in range(width) if place not in words], literals)


def hash_beside(mapped: Mapped, width: int, literals: Literals) -> str:
    """SQL of the hash of the cells of a row that nobody asked for."""
    used = {place for one in mapped.located.values() for place in one.places()}
    return _hash_of([], [f"c{place}" for place in range(width) if place not in used], literals)


def _hash_of(asked: Sequence[str], others: Sequence[str], literals: Literals) -> str:
    told = [*asked, *_all_as_told(others, literals)]
    return f"hash({', '.join(told)})" if told else NOTHING


def _all_as_told(cells: Sequence[str], literals: Literals) -> list[str]:
    if len(cells) < WIDE:
        return [_as_told(cell, literals) for cell in cells]
    return [f"list_transform([{', '.join(cells)}], lambda one: {_as_told('one', literals)})"]


def _places_of_numbers(mapped: Mapped) -> set[int]:
    """Places of cells that are read as a number and as nothing else."""
    numbers = {name for name, one in mapped.located.items() if _is_bare(one) and is_compared_as_number(name, mapped)}
    others = {place for name, one in mapped.located.items() if name not in numbers for place in one.places()}
    return {place for name in numbers for place in mapped.located[name].places()} - others


def _is_bare(located: Located) -> bool:
    return located.taken == "one" and not located.pattern and len(located.places()) == 1


def _as_told(cell: str, literals: Literals) -> str:
    """SQL of what a cell says: without blanks around it, and zeros that end its decimals."""
    text = f"trim({cell})"
    is_decimal = f"suffix({text}, '0') and regexp_full_match({text}, {literals(DECIMAL)})"
    return f"case when {is_decimal} then rtrim(rtrim({text}, '0'), '.,') else {text} end"
