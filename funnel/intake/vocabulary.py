"""Words that mean the same in every source, read once from words.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Vocabulary:
    """Words that mean the same everywhere, in lower case: for nothing, for a number nobody knows, and others.

    Zones are minutes from UTC; currencies, their numbers and words are maps from a spelling.
    """

    nulls: tuple[str, ...]
    text_nulls: tuple[str, ...]
    not_known: tuple[str, ...]
    errors: tuple[str, ...]
    totals: tuple[str, ...]
    total_starts: tuple[str, ...]
    months: dict[str, int]
    weekdays: tuple[str, ...]
    zones: dict[str, int]
    currencies: dict[str, str]
    currency_numbers: dict[str, str]
    words: dict[str, dict[str, str]]


def total_pattern(*, dated: bool) -> str:
    """Pattern, to be matched without regard to case, of a cell that names a total.

    Where rows have days, a row without one may also say of what it is the total: "Total of all campaigns". It never
    reaches beyond the end of a line, so that cells told one a line stay apart.
    """
    words = vocabulary()
    whole = "|".join(map(re.escape, sorted(words.totals, key=len, reverse=True)))
    starts = "".join(rf"|{re.escape(start)}[^\n]*" for start in words.total_starts)
    return rf"(?:{whole})\s*[:.=]*{starts}" + (rf"|(?:{whole})[^\pL\pN\n][^\n]*" if dated else "")


def is_total(cell: str) -> bool:
    """Whether a cell names a total beyond doubt."""
    return re.fullmatch(total_pattern(dated=False), cell.strip().strip('"').strip().lower()) is not None


@cache
def vocabulary() -> Vocabulary:
    """The shared words."""
    told = tomllib.loads((files("funnel.intake") / "words.toml").read_text(encoding="utf-8"))
    return Vocabulary(
        nulls=tuple(told["nulls"]),
        text_nulls=tuple(told["text_nulls"]),
        not_known=tuple(told["not_known"]),
        errors=tuple(told["errors"]),
        totals=tuple(told["totals"]),
        total_starts=tuple(told["total_starts"]),
        months={name: int(month) for month, names in told["months"].items() for name in names},
        weekdays=tuple(sorted(told["weekdays"], key=len, reverse=True)),
        zones={name: int(minutes) for minutes, names in told["zones"].items() for name in names},
        currencies=turned(told["currencies"]),
        currency_numbers=turned(told["currency_numbers"]),
        words={column: turned(table) for column, table in told["words"].items()},
    )


def turned(table: dict[str, list[str]]) -> dict[str, str]:
    """Spelling → meaning, from a table of meaning → spellings."""
    return {spelling.lower(): meaning for meaning, spellings in table.items() for spelling in spellings}


def currency_named(sign: str) -> str | None:
    """ISO code of a currency sign, word or code; None when it is not one we know."""
    return vocabulary().currencies.get(sign.strip().lower())


def currencies_of_cells() -> dict[str, str]:
    """What may stand in a column of currencies: signs, words, codes and numbers, each with its ISO code."""
    return {**vocabulary().currencies, **vocabulary().currency_numbers}
