"""Cells that are written the usual way: a pattern that proves it, and a value that costs little once it holds.

What a pattern here lets through has the same value as by the patient expressions of typed; everything else is odd.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from funnel.intake.amounts import AmountReading
from funnel.intake.clocks import clock_time
from funnel.intake.contract import Column
from funnel.intake.literals import Literals
from funnel.intake.moments import MomentReading

ISO_DAY, ISO_CLOCK = r"\d{4}-[01]\d-[0-3]\d", r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d"
WHOLE_DIGITS, DECIMALS = 9, 2
DECIMAL_DIGITS = 15
CLOCK_BYTES = len("2026-07-01 10:00:00")
"""A moment that is written in so many bytes has a year of four digits and no parts of seconds."""


@dataclass(frozen=True)
class Quick:
    """Full-match pattern of the usual cells of a column, and SQL of the value of a text that fits it.

    A text of so many `bytes` that is what its value is written as fits: to write a value takes less than to match a
    pattern. Without them nothing is known of how values are written.
    """

    pattern: str
    value: Callable[[str], str]
    bytes: tuple[int, int] | None = None

    def fits(self, text: str, value: str, literals: Literals) -> str:
        """SQL of whether a text fits whose value is known already."""
        matches = f"regexp_full_match({text}, {literals(self.pattern)})"
        if self.bytes is None:
            return matches
        is_own = f"strlen({text}) between {self.bytes[0]} and {self.bytes[1]} and cast({value} as varchar) = {text}"
        return f"case when {is_own} then true else {matches} end"


def quick_amount(column: Column, reading: AmountReading) -> Quick:
    """Usual numbers of a column read with this decimal mark: a sign, digits, and at most two decimals.

    Where each number has its own mark, those with a comma are odd.
    """
    if column.type in ("bigint", "integer"):
        return Quick(rf"-?\d{{1,{WHOLE_DIGITS}}}", lambda text: f"try_cast({text} as {column.type})", (1, WHOLE_DIGITS))
    digits, scale = (int(part) for part in column.type.removeprefix("decimal(").removesuffix(")").split(","))
    most = min(DECIMAL_DIGITS, digits - scale)
    mark = "," if reading.mark == "," else r"\."
    pattern = rf"-?\d{{1,{most}}}(?:{mark}\d{{1,{min(DECIMALS, scale)}}})?"
    if reading.mark == ",":
        return Quick(pattern, lambda text: f"try_cast(replace({text}, ',', '.') as {column.type})")
    return Quick(pattern, lambda text: f"try_cast({text} as {column.type})", (1, most) if scale <= DECIMALS else None)


def quick_moments(reading: MomentReading, literals: Literals) -> tuple[Quick, ...]:
    """Usual ways to write the one form of a column, the cheapest to read first; the last takes the whole form."""
    form = reading.forms[0]
    whole = MomentReading((form,), reading.order, complete=True, bare=True)
    ways = [*_ISO.get(form.name, ()), *_by_format(form.name, reading.order, literals)]
    return (*ways, *(() if form.spelled else (Quick(form.pattern, lambda text: clock_time(text, whole, literals)),)))


def _cast(text: str) -> str:
    return f"try_cast({text} as timestamp)"


def _cast_start(text: str) -> str:
    return f"try_cast(left({text}, 19) as timestamp)"


def _less_offset(text: str) -> str:
    """The moment of a clock time that ends in an offset such as +0200 or +02:00."""
    bare = f"replace(right({text}, 6), ':', '')"
    minutes = f"try_cast(left(right({bare}, 4), 2) as integer) * 60 + try_cast(right({bare}, 2) as integer)"
    return (
        f"{_cast_start(text)} - to_minutes(case when contains(right({text}, 6), '-') then -1 else 1 end * ({minutes}))"
    )


_ISO: Mapping[str, tuple[Quick, ...]] = {
    "iso_time": (
        Quick(ISO_DAY + " " + ISO_CLOCK, _cast, (CLOCK_BYTES, CLOCK_BYTES)),
        Quick(ISO_DAY + "T" + ISO_CLOCK, _cast),
    ),
    "iso": (Quick(ISO_DAY, _cast),),
    "iso_utc": tuple(Quick(ISO_DAY + between + ISO_CLOCK + "(?: UTC|Z)", _cast_start) for between in (" ", "T")),
    "iso_offset": tuple(
        Quick(ISO_DAY + between + ISO_CLOCK + r" ?[+-](?:0\d|1[0-4]):?[0-5]\d", _less_offset) for between in (" ", "T")
    ),
}
_DAYS: Mapping[str, tuple[str, str]] = {
    "dots": (r"[0-3]?\d\.[01]?\d\.\d{4}", "%d.%m.%Y"),
    "dots_short": (r"[0-3]?\d\.[01]?\d\.\d{2}", "%d.%m.%y"),
    "slashes": (r"[0-3]?\d/[0-3]?\d/\d{4}", "%d/%m/%Y"),
    "dashes": (r"[0-3]?\d-[0-3]?\d-\d{4}", "%d-%m-%Y"),
    "year_slashes": (r"\d{4}/[01]?\d/[0-3]?\d", "%Y/%m/%d"),
}
_CLOCKS = (("", ""), (r" [0-2]?\d:[0-5]\d:[0-5]\d", " %H:%M:%S"), (r" [0-2]?\d:[0-5]\d", " %H:%M"))


def _by_format(name: str, order: str, literals: Literals) -> list[Quick]:
    if name not in _DAYS:
        return []
    pattern, day = _DAYS[name]
    if order == "mdy":
        day = day.replace("%d", "%_").replace("%m", "%d").replace("%_", "%m")
    return [Quick(pattern + clock, _strptime(literals(day + form))) for clock, form in _CLOCKS]


def _strptime(form: str) -> Callable[[str], str]:
    return lambda text: f"try_strptime({text}, {form})"
