"""How the days and times of one column are written: decided from the whole column, never from one cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from funnel.errors import Sentence, sentence
from funnel.intake.amounts import Shape
from funnel.intake.told import in_row, listed
from funnel.intake.vocabulary import vocabulary

TIME = r"(?:(?:[ T]+|, ?)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
AT = r"(?:в|о|at|um|à|o|kl\.?|godz\.?)"
"""Words between a spelled day and its time."""
LOWER_TIME = rf"(?:(?:[ t]+|, ?|,? {AT} )\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d{{1,9}})?)?)"
ISO = r"\d{4}-\d{1,2}-\d{1,2}"
ISO_TIME = ISO + r"[ T]+(?:[01]?\d|2[0-3]):\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
HALF = r"(?:[ \x{00a0}\x{202f}]?[AaPp]\.?[ \x{00a0}\x{202f}]?[Mm]\.?)"
BETWEEN = r"(?:[ .-]+(?:de )?)"
OFFSET = r"[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?"
MANY = 0.01


WITH_ZONE = "_in_zone"
"""End of the name of a form that states its zone in words or by an offset."""


@dataclass(frozen=True)
class Form:
    """One way of writing a day or moment. `zoned` ones are instants of their own, the others clock times."""

    name: str
    family: str
    pattern: str
    zoned: bool = False
    unordered: bool = False

    @property
    def spelled(self) -> bool:
        """Whether the form spells its months or its zone, so that its pattern is for lower-case text."""
        return self.family == "named" or self.name.endswith(WITH_ZONE)


@dataclass(frozen=True)
class MomentReading:
    """How to read a column of days or moments: its forms and day-month order.

    `complete` columns hold one form and nothing else; `bare` ones hold no words that mean nothing.
    """

    forms: tuple[Form, ...]
    order: str
    complete: bool
    bare: bool = False

    @property
    def zoned(self) -> bool:
        """Whether the column's values are instants rather than clock times."""
        return bool(self.forms) and self.forms[0].zoned


@dataclass(frozen=True)
class Halves:
    """Of dates whose order is open: the largest first and second number, and whether any date has two different.

    `records` are those of the largest ones.
    """

    first: int
    second: int
    differ: bool
    records: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class OrderDoubt:
    """A column of days whose order of day and month is open."""

    forms: tuple[Form, ...]
    complete: bool


@cache
def zone_pattern() -> str:
    """Pattern of the zone behind a moment in lower case: " msk", " (мск)", " gmt+0300 (moscow time)", " +0300"."""
    words = "|".join(map(re.escape, sorted(vocabulary().zones, key=len, reverse=True)))
    return rf" ?(?:\((?:{words})\)|(?:{words})|(?:gmt|utc)? ?{OFFSET})(?: \([^()]*\))?"


@cache
def forms() -> tuple[Form, ...]:
    """Every form we read, the most common first; patterns are for a full match."""
    plain = (*_numbered_forms(), *_spelled_forms())
    return (
        *plain,
        *(_in_zone(form) for form in plain if form.name == "iso_time" or TIME in form.pattern or form.spelled),
    )


def _numbered_forms() -> tuple[Form, ...]:
    return (
        Form("iso_time", "iso", ISO_TIME),
        Form("iso_utc", "zoned", rf"{ISO_TIME} ?(?:UTC|Z|GMT)", zoned=True),
        Form("iso_offset", "zoned", rf"{ISO_TIME} ?[+-](?:0\d|1[0-4])(?::?[0-5]\d)?", zoned=True),
        Form("iso", "iso", ISO),
        Form("micros", "micros", r"[1-4]\d{15}", zoned=True),
        Form("millis", "millis", r"[1-4]\d{12}", zoned=True),
        Form("seconds", "seconds", r"[1-4]\d{9}(?:\.\d+)?", zoned=True),
        Form("compact", "compact", r"(?:19|20)\d{6}"),
        Form("compact_time", "compact_time", r"(?:19|20)\d{12}"),
        Form("dots", "dots", rf"\d{{1,2}}\.\d{{1,2}}\.\d{{4}}{TIME}?{HALF}?"),
        Form("dots_short", "dots_short", rf"\d{{1,2}}\.\d{{1,2}}\.\d{{2}}{TIME}?"),
        Form("slashes", "slashes", rf"\d{{1,2}}/\d{{1,2}}/\d{{4}}{TIME}?{HALF}?", unordered=True),
        Form("slashes_short", "slashes_short", rf"\d{{1,2}}/\d{{1,2}}/\d{{2}}{TIME}?{HALF}?", unordered=True),
        Form("dashes", "dashes", rf"\d{{1,2}}-\d{{1,2}}-\d{{4}}{TIME}?{HALF}?", unordered=True),
        Form("year_slashes", "year_slashes", rf"\d{{4}}/\d{{1,2}}/\d{{1,2}}{TIME}?{HALF}?"),
        Form("year_dots", "year_dots", rf"\d{{4}}\.\d{{1,2}}\.\d{{1,2}}{TIME}?{HALF}?"),
        Form("compact_minutes", "compact_minutes", r"(?:19|20)\d{10}"),
        Form("iso_half", "iso_half", rf"{ISO}{TIME}{HALF}"),
        Form("excel", "excel", r"[3-6]\d{4}(?:[.,]\d+)?"),
    )


def _spelled_forms() -> tuple[Form, ...]:
    name = "|".join(sorted(vocabulary().months, key=len, reverse=True))
    week = rf"(?:(?:{'|'.join(vocabulary().weekdays)})\.?,? +)?"
    year = r"\d{4}(?: ?г\.?| ?р\.?| ?r\.?)?"
    return (
        Form("named", "named", rf"{week}\d{{1,2}}{BETWEEN}(?:{name})\.?,?{BETWEEN}{year}{LOWER_TIME}?{HALF}?"),
        Form("named_short", "named", rf"{week}\d{{1,2}}-(?:{name})-\d{{2}}{LOWER_TIME}?{HALF}?"),
        Form("named_first", "named", rf"{week}(?:{name})\.? +\d{{1,2}},? +\d{{4}}{LOWER_TIME}?{HALF}?"),
        Form("named_last", "named", rf"{week}(?:{name})\.? +\d{{1,2}} \d{{1,2}}:\d{{2}}:\d{{2}} \d{{4}}"),
    )


def _in_zone(form: Form) -> Form:
    """The form with a zone behind its time."""
    timed = form.pattern.replace("[ T]", "[ t]").replace(f"{TIME}?", LOWER_TIME).replace(f"{LOWER_TIME}?", LOWER_TIME)
    family = "zoned" if form.family == "iso" else form.family + WITH_ZONE
    return replace(form, name=form.name + WITH_ZONE, family=family, pattern=timed + zone_pattern(), zoned=True)


def decided_moments(
    header: str, seen: Mapping[str, Shape], stated_order: str | None, halves: Halves | None
) -> MomentReading | OrderDoubt | Sentence:
    """Reading of a column from every form in it, or what is wrong with it.

    "unreadable" is what no form fits.
    """
    known = [form for form in forms() if form.name in seen]
    if not known:
        return MomentReading((), "", complete=not seen)
    families: dict[str, int] = {}
    for form in known:
        families[form.family] = families.get(form.family, 0) + seen[form.name].rows
    best = max(families, key=lambda family: families[family])
    if sum(families.values()) - families[best] > MANY * families[best]:
        return sentence(
            "Column “{column}” writes its dates in several ways ({examples}), as after a round trip through a "
            "spreadsheet. Export it again from the source.",
            column=header,
            examples=listed([in_row(seen[form.name].example, seen[form.name].record) for form in known[:3]]),
        )
    chosen = tuple(form for form in known if form.family == best)
    complete = len(chosen) == 1 and len(seen) == 1
    if not chosen[0].unordered or halves is None:
        return MomentReading(chosen, "", complete)
    return _ordered(header, chosen, complete, stated_order, halves)


def _ordered(
    header: str, chosen: tuple[Form, ...], complete: bool, stated: str | None, halves: Halves
) -> MomentReading | OrderDoubt | Sentence:
    if halves.first > 12 and halves.second > 12:
        return sentence(
            "Column “{column}” holds dates with the day first (row {record}) and dates with the month first "
            "(row {other}). Export it again from the source.",
            column=header,
            record=halves.records[0],
            other=halves.records[1],
        )
    if halves.first > 12 or halves.second > 12:
        return MomentReading(chosen, "dmy" if halves.first > 12 else "mdy", complete)
    if stated or not halves.differ:
        return MomentReading(chosen, stated or "dmy", complete)
    return OrderDoubt(chosen, complete)
