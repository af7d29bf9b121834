"""What lines above a table say of all its numbers and times: a currency, a unit, a zone."""

import re
from collections.abc import Sequence

from funnel.errors import Sentence, sentence
from funnel.intake.vocabulary import currency_named

CURRENCY = re.compile(
    r"\b(?:currency|waluta|валюта|(?:all )?(?:prices|amounts)(?: are)? in|(?:kwoty|ceny) w|(?:суммы|цены) в)"
    r"[\s:=;,|\t\"-]+(?P<sign>[^\W\d_]{2,4}|[€$£₽])(?![^\W\d_])",
    re.IGNORECASE,
)
MANY = re.compile(
    r"\b(?:in (?:thousands|millions|cents)|(?:в|w) (?:тыс|млн|tys|mln|копейках|groszach|tysiącach)"
    r"|(?<!\d )(?<!\d)(?:тыс\. ?руб|tys\. ?zł))",
    re.IGNORECASE,
)
ZONE = re.compile(
    r"\b(?:times?|time ?zone|часовой пояс|strefa czasowa)\b.{0,20}?\b(?:utc|gmt)\b(?! ?[+-]? ?\d)", re.IGNORECASE
)


def currencies_above(preamble: Sequence[str]) -> tuple[str, ...]:
    """ISO codes of the currencies that lines above a table say its amounts are in."""
    found = (currency_named(one["sign"]) for line in preamble for one in CURRENCY.finditer(line))
    return tuple(dict.fromkeys(code for code in found if code))


def unit_above(preamble: Sequence[str]) -> Sentence | None:
    """What is wrong where a line above a table says that its amounts are thousands, millions or cents."""
    line = next((line for line in preamble if MANY.search(line)), None)
    if line is None:
        return None
    return sentence(
        "A line above the table says what its amounts are counted in (“{line}”). Write that unit behind the name of "
        "each amount, such as “Sum, thousands”, or export whole amounts.",
        line=" ".join(line.split())[:80],
    )


def is_utc_above(preamble: Sequence[str]) -> bool:
    """Whether a line above a table says that its times are of UTC."""
    return any(ZONE.search(line) for line in preamble)
