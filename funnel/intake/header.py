"""Header names compared without regard to case, blanks, quotes and the like."""

import re
from functools import cache

from funnel.intake.profile import Profile, profiles
from funnel.intake.vocabulary import currency_named

CURRENCY = "{currency}"
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009\ufeff\u200b]+")
QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "ё": "е", "_": "_"})


@cache
def normalised(name: str) -> str:
    """A header name without what may differ between two exports of the same report."""
    return BLANKS.sub(" ", name).strip().strip('"').strip().casefold().translate(QUOTES)


@cache
def pattern_of(spelling: str) -> re.Pattern[str]:
    """Pattern of one header spelling of a profile; `{currency}` stands for a currency code or sign."""
    parts = [re.escape(part) for part in normalised(spelling).split(CURRENCY)]
    return re.compile(r"(?P<currency>[^()\d\s]{1,5})".join(parts))


def matches(spelling: str, name: str) -> bool:
    """Whether the header `name` (already normalised) is this spelling."""
    if CURRENCY not in spelling:
        return normalised(spelling) == name
    found = pattern_of(spelling).fullmatch(name)
    return found is not None and currency_named(found["currency"]) is not None


def currency_in(spelling: str, name: str) -> str | None:
    """ISO code of the currency a header states, None when it states none."""
    found = pattern_of(spelling).fullmatch(name) if CURRENCY in spelling else None
    return currency_named(found["currency"]) if found else None


def spellings_of(profile: Profile) -> tuple[str, ...]:
    """Every header spelling a profile knows, each once."""
    told = [spelling for group in profile.signature for spelling in group]
    told += [spelling for cell in profile.columns.values() for part in cell.parts for spelling in part]
    return tuple(dict.fromkeys(told))


@cache
def known_names() -> frozenset[str]:
    """Every plain header name any profile knows, normalised; spellings with a currency in every form of it."""
    plain: set[str] = set()
    for profile in profiles():
        for spelling in spellings_of(profile):
            signs = ("руб.", "pln", "usd", "eur", "rub", "₽") if CURRENCY in spelling else ("",)
            plain |= {normalised(spelling.replace(CURRENCY, sign)) for sign in signs}
    return frozenset(plain)
