"""Names a contract column has in files: gathered from every profile that ships and from aliases.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from funnel.intake.header import CURRENCY, MANY_BEHIND, NUMBER, normalised
from funnel.intake.profile import Cell, profiles
from funnel.intake.vocabulary import turned
from funnel.terms import Kind
from funnel.words.labels import SOURCES

CAMEL = re.compile(r"(?<=[^\W_A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])")
BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")
UNIT_AT_END = re.compile(r",\s*[^\W\d_]{1,4}\.?\s*$|\s*[₽$€%]\s*$")
NO_LETTER = re.compile(r"[\W_]+")
PREFIX = re.compile(r"^[a-z]{2}:[a-z]+:")


@dataclass(frozen=True)
class Alias:
    """One name of a column, the source that calls it so ("" for a name of our own), whether it only may be it."""

    name: str
    source: str
    weak: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its bare words, in order."""
        return tuple(bare(self.name).split())


@cache
def bare(name: str) -> str:
    """A header as plain words, without case, units, brackets, signs, diacritics: `orderID` and `Order ID` are one."""
    parted = CAMEL.sub(" ", PREFIX.sub("", name.strip()))
    counted = MANY_BEHIND.match(parted.casefold())
    one = parted[: counted.end("bare")] if counted else parted
    without = UNIT_AT_END.sub("", BRACKETS.sub(" ", one)) or one
    letters = unicodedata.normalize("NFKD", normalised(without).replace("ł", "l"))
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return NO_LETTER.sub(" ", plain).strip() or ("№" if "№" in name else "")


@cache
def aliases_of(kind: Kind, column: str) -> tuple[Alias, ...]:
    """Every name we know of a column of this kind, the surest first, each once."""
    told = _told()
    own = told["names_of"].get(kind.value, {}).get(column) or told["names"].get(column, [])
    found = [
        Alias(spelling.replace(CURRENCY, ""), SOURCES.get(profile.id, profile.name))
        for profile in profiles()
        if profile.kind is kind and (cell := profile.columns.get(column)) and _is_plain(cell)
        for spelling in cell.parts[0]
        if NUMBER not in spelling
    ]
    found += [Alias(column, ""), *(Alias(name, "") for name in own)]
    found += [Alias(name, "", weak=True) for name in told["weak"].get(column, [])]
    weak = {alias.words for alias in found if alias.weak}
    sure = [alias for alias in found if alias.words and (alias.weak or alias.words not in weak)]
    return tuple({alias.words: alias for alias in reversed(sure)}.values())


def _is_plain(cell: Cell) -> bool:
    """Whether the column's whole cell is the value, so that its name is a name of the value."""
    return len(cell.parts) == 1 and not cell.pattern and cell.taken in ("one", "filled")


@cache
def words_of(column: str) -> Mapping[str, str]:
    """Word → meaning of a closed list, beside what the profiles know."""
    return turned(_told()["words"].get(column, {}))


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((files("funnel.intake") / "aliases.toml").read_text(encoding="utf-8"))
