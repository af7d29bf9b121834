"""Numbers, shares, money and days as a reader of each language writes them.

Groups of three are parted by a no-break space in every language, a share keeps a no-break space before its sign,
and what is not known is a dash: never zero.
"""

from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from babel.dates import format_date
from babel.numbers import get_currency_symbol, get_decimal_symbol
from babel.units import format_unit

from funnel.periods import Period

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EM DASH}"

CURRENCY_HOME = {"PLN": "pl", "RUB": "ru", "EUR": "de", "USD": "en_US", "GBP": "en_GB", "UAH": "uk", "CZK": "cs"}
POINTS = {"en": "pp", "ru": f"п.{NBSP}п.", "pl": f"p.{NBSP}p."}


def number_text(value: int | float | Decimal | None, language: str, digits: int = 0) -> str:
    """`value` with `digits` decimals, a dash when it is not known."""
    if value is None:
        return DASH
    exact = value if isinstance(value, int | Decimal) else Decimal(str(value))
    return f"{exact:,.{digits}f}".replace("Infinity", "∞").translate(_signs(language))


@cache
def _signs(language: str) -> dict[int, str]:
    """What Python writes between digits, as `language` writes it; asked of Babel once, since it takes long."""
    return {ord(","): NBSP, ord("."): get_decimal_symbol(language), ord("-"): MINUS}


def percent_text(share: float | None, language: str, digits: int = 1) -> str:
    """A share (0…1) as percent."""
    return DASH if share is None else f"{number_text(share * 100, language, digits)}{NBSP}%"


STEPS_OF_TIME = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def duration_text(seconds: float | None, language: str) -> str:
    """A stretch of time in its two largest units, like 2 h 5 min; a dash when it is not known."""
    if seconds is None:
        return DASH
    left, parts = round(seconds), []
    for unit, size in STEPS_OF_TIME:
        if left >= size:
            parts.append(_units(left // size, unit, language))
            left %= size
    if left or not parts:
        parts.append(_units(left, "second", language))
    return " ".join(parts[:2]).replace(" ", NBSP)


@lru_cache(maxsize=4096)
def _units(count: int, unit: str, language: str) -> str:
    """A table of waits says the same few of them again and again, and Babel takes long over each."""
    return format_unit(count, unit, "short", locale=language)


def signed_text(value: float | Decimal | None, language: str, digits: int = 0) -> str:
    """A difference with its sign; a true minus, so that columns line up."""
    if value is None:
        return DASH
    rounded = round(float(value), digits)
    text = number_text(abs(rounded), language, digits)
    return text if rounded == 0 else f"{'+' if rounded > 0 else MINUS}{text}"


def points_text(difference: float | None, language: str, digits: int = 1) -> str:
    """A difference of two shares in percentage points."""
    if difference is None:
        return DASH
    return f"{signed_text(difference * 100, language, digits)}{NBSP}{POINTS[language]}"


def money_text(amount: Decimal | float | None, currency: str, language: str, digits: int = 0) -> str:
    """An amount in `currency`, its sign behind the number in every language."""
    if amount is None:
        return DASH
    return f"{number_text(amount, language, digits)}{NBSP}{_currency_sign(currency)}"


@cache
def _currency_sign(currency: str) -> str:
    home = CURRENCY_HOME.get(currency)
    return str(get_currency_symbol(currency, locale=home)) if home else currency


def day_text(day: date | None, language: str, *, year: bool = False) -> str:
    """A day as "9 Nov" or "9 Nov 2026"."""
    if day is None:
        return DASH
    pattern = "d MMM y" if year else "d MMM"
    return str(format_date(day, format=pattern, locale=language)).replace(" ", NBSP)


def period_text(period: Period, language: str) -> str:
    """Both ends of a period, what they share written once: "9–15 Nov 2026"."""
    start, end = period.start, period.end
    if start == end:
        return day_text(end, language, year=True)
    last = day_text(end, language, year=True)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    return f"{day_text(start, language, year=start.year != end.year)} – {last}"


def rounded_estimate(value: Decimal, digits: int = 0) -> Decimal:
    """An estimate as it is shown everywhere: three leading digits at most matter; small figures keep `digits`."""
    whole = len(str(abs(int(value))))
    step = Decimal(1).scaleb(max(whole - 3, -digits))
    rounded = (value / step).to_integral_value() * step
    return rounded.quantize(Decimal(1).scaleb(-digits)) if digits else Decimal(int(rounded))
