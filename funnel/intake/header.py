"""Header names compared without regard to case, blanks, quotes and the like."""

import re
from functools import cache
from html import unescape
from unicodedata import normalize
from zoneinfo import available_timezones

from funnel.intake.profile import Profile, profiles
from funnel.intake.vocabulary import currency_named

CURRENCY = "{currency}"
NUMBER = "{n}"
LOST = "?"
IN_BRACKETS = re.compile(r"^(?P<bare>.*\S)(?: *, *| *\(| *\[)(?P<unit>[^()\[\],\d]{1,8})[)\]]?$")
PIECES = frozenset(
    {"шт", "шт.", "ед", "ед.", "штук", "pcs", "pcs.", "pc", "pieces", "szt", "szt.", "sztuk", "units", "stk", "stk."}
)
MANY_AT_ONCE = {
    "thousands": re.compile(
        r"[,(\[/] *(?:in |в |w )?(?:(?:тыс|tys|tsd|thsd|thousands?|k)\b|'000\b)"
        r"|\b(?:in thousands|в тысячах|w tysiącach)\b"
    ),
    "millions": re.compile(
        r"[,(\[/] *(?:in |в |w )?(?:млн|mln|mio|millions?)\b|\b(?:in millions|в миллионах|w milionach)\b"
    ),
}
MANY_BEHIND = re.compile(
    r"^(?P<bare>.*?\S)(?: *, *| *\(| *\[| +)(?:in |в |w )?"
    r"(?:(?P<thousands>тыс|tys|tsd|thsd|thousands?|(?<=[,(\[])k|(?<=[,(\[] )k|(?<= in )k|k(?=[€$£₽]|eur|usd|pln|rub))"
    r"|(?P<millions>млн|mln|mio|millions?))(?:\b|(?=[€$£₽]|eur|usd|pln|rub))\.? *(?P<unit>[^()\[\],\d]{0,6})[)\]]?$"
)
PER_MANY = re.compile(r"(?:\bза|\bper|\bza|\bna|/)$")
"""Before a thousand: a price of so many, no number counted in them."""
CENTS = r"коп|копейк[аи]|копеек|копейках|cents?|grosz|grosze|groszy|groszach"
IN_CENTS = re.compile(rf"(?:[ ,(\[/_](?:in |в |w )?(?:{CENTS})|[,(\[/] *gr)\b\.?[)\]]?$")
"""Behind a blank alone, gr may mean gross."""
IN_MICROS = re.compile(r"[ ,(\[/_.](?:in )?micros[)\]]?$")
WHOLE_ONES = re.compile(r"руб|₽|rub\b|zł|zl\b|pln|usd|eur|euro|dollar|\$|€")
"""Beside them the cents are those behind the mark: roubles and copecks."""
NEVER_MONEY = frozenset({"ft", "p", "р"})
"""Signs of currencies that are more often a unit of something else behind a name."""
ZONE = re.compile(
    r"[ _]*[(\[ _](?:(?P<utc>utc|gmt)(?:(?P<sign>[+-])0?(?P<hours>\d{1,2})(?::?00)?)?|(?P<name>[a-z]+/[a-z_]+))[)\]]?$"
)
"""Behind the name of a moment: the zone of its clock."""
MARKS = re.compile(r"[,.:;]+(?= |$)")
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009\ufeff\u200b]+")
QUOTES = str.maketrans(
    {"«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "’": "'", "ё": "е", "–": "-", "—": "-", "‑": "-"}
)


@cache
def normalised(name: str) -> str:
    """A header name without what may differ between two exports of the same report."""
    told = unescape(name) if "&" in name and ";" in name else name
    bare = BLANKS.sub(" ", normalize("NFC", told)).strip().strip('"').strip().casefold().translate(QUOTES)
    return bare.strip(" *:") or bare


@cache
def pattern_of(spelling: str) -> re.Pattern[str]:
    """Pattern of one header spelling: `{currency}` stands for a currency code or sign, `{n}` for a number."""
    parts = [re.escape(part) for part in normalised(spelling).split(CURRENCY)]
    text = r"(?P<currency>[^()\d\s]{1,5})".join(parts)
    return re.compile(text.replace(re.escape(NUMBER), r"\d+"))


@cache
def without_unit(name: str) -> tuple[str, str]:
    """A normalised name without the unit behind it, and that unit: pieces or a currency, "" where it states neither.

    A question mark is a sign that was lost: cp1251 has none for the rouble.

    Thousands and millions are no part of the bare name either.
    """
    found = MANY_BEHIND.match(name)
    if found and PER_MANY.search(found["bare"].rstrip()):
        return name, ""
    if found and (not found["unit"].strip() or currency_named(found["unit"])):
        return found["bare"].rstrip(), found["unit"].strip()
    found = IN_BRACKETS.match(name)
    if found is None:
        return name, ""
    unit = found["unit"].strip()
    known = unit in (*PIECES, LOST) or (unit not in NEVER_MONEY and currency_named(unit) is not None)
    return (found["bare"].rstrip(), unit) if known else (name, "")


def matches(spelling: str, name: str) -> bool:
    """Whether the header `name` (already normalised) is this spelling, with or without a unit behind it."""
    if CURRENCY in spelling:
        found = pattern_of(spelling).fullmatch(name)
        # Only marketplaces write a sign behind a comma, and that of the rouble is the one cp1251 lacks.
        is_lost = found is not None and found["currency"] == LOST and spelling.endswith(f", {CURRENCY}")
        return found is not None and (is_lost or currency_named(found["currency"]) is not None)
    if NUMBER in spelling:
        return pattern_of(spelling).fullmatch(name) is not None
    told, (bare, unit) = normalised(spelling), without_unit(name)
    if told in (name, bare) or (unit == LOST and without_unit(told)[0] == bare):
        return True
    return _unmarked(told) == _unmarked(name) or (told == ZONE.sub("", name) and zone_in(name) is not None)


@cache
def zone_in(name: str) -> str | None:
    """Zone a header says behind its name that its times are in, None when it states none: `Created at (UTC)`."""
    found = ZONE.search(normalised(name))
    if found is None:
        return None
    if found["name"]:
        return next((zone for zone in available_timezones() if zone.casefold() == found["name"]), None)
    ahead = int(found["hours"] or 0)
    # Names of zones count hours to the west.
    return f"Etc/GMT{'-' if found['sign'] == '+' else '+'}{ahead}" if ahead else "utc"


@cache
def _unmarked(name: str) -> str:
    """A normalised name without commas, dots and the like between its words; one without words stays as it is."""
    return " ".join(MARKS.sub(" ", name).split()) or name


def currency_in(spelling: str, name: str) -> str | None:
    """ISO code of the currency a header states, None when it states none."""
    if CURRENCY not in spelling:
        bare, unit = without_unit(name)
        told = unit and unit not in PIECES and normalised(spelling) in (bare, name)
        if told:
            return currency_named(unit)
        return currency_beside(name) if normalised(spelling) == name else None
    found = pattern_of(spelling).fullmatch(name)
    if found and found["currency"] == LOST:
        return "RUB"
    return currency_named(found["currency"]) if found else None


@cache
def currency_beside(name: str) -> str | None:
    """ISO code of the currency that stands as a word behind or before the normalised name of a column of money.

    Only for columns known to hold money: `р`, `ft` and the like are units of something else elsewhere.
    """
    words = re.split("[ _]+", name)
    return (currency_named(words[-1]) or currency_named(words[0])) if len(words) > 1 else None


def counted_in(name: str) -> str | None:
    """The unit "thousands" or "millions" where a normalised header says its numbers are in one, else None."""
    behind = MANY_BEHIND.match(name)
    if behind and PER_MANY.search(behind["bare"].rstrip()):
        return None
    if behind and (not behind["unit"].strip() or currency_named(behind["unit"].strip())):
        return "thousands" if behind["thousands"] else "millions"
    return next((unit for unit, pattern in MANY_AT_ONCE.items() if pattern.search(name)), None)


def is_in_micros(name: str) -> bool:
    """Whether a normalised header of money says that its numbers are millionths."""
    return IN_MICROS.search(name) is not None


def is_in_cents(name: str) -> bool:
    """Whether a normalised header of money says that its numbers are cents, and no whole coins beside them."""
    return IN_CENTS.search(name) is not None and not WHOLE_ONES.search(name)


def spellings_of(profile: Profile) -> tuple[str, ...]:
    """Every header spelling a profile knows, each once."""
    told = [spelling for group in profile.signature for spelling in group]
    told += [spelling for cell in profile.columns.values() for spelling in cell.spellings()]
    return tuple(dict.fromkeys(told))


def is_known(name: str) -> bool:
    """Whether any profile knows this normalised header name, with or without a unit behind it."""
    return name in known_names() or without_unit(name)[0] in known_names()


@cache
def known_names() -> frozenset[str]:
    """Every plain header name any profile knows, normalised; spellings with a currency in every form of it."""
    plain: set[str] = set()
    for profile in profiles():
        for spelling in spellings_of(profile):
            signs = ("руб.", "pln", "usd", "eur", "rub", "₽") if CURRENCY in spelling else ("",)
            plain |= {normalised(spelling.replace(CURRENCY, sign).replace(NUMBER, "0")) for sign in signs}
    return frozenset(plain)
