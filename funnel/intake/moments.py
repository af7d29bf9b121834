"""How the days and times of one column are written: decided from the whole column, never from one cell."""

import re
from collections.abc import Mapping, Sequence
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

    `complete` columns hold one form and nothing else; `bare` ones hold no words that mean nothing, and `tidied` ones
    are read once their spelling is made usual.
    """

    forms: tuple[Form, ...]
    order: str
    complete: bool
    bare: bool = False
    tidied: bool = False

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
    tidied: bool = False


@dataclass(frozen=True)
class Family:
    """Dates of one column that are written one way: how, with which order of day and month, and how often."""

    reading: MomentReading
    shape: Shape

    @property
    def name(self) -> str:
        """Word that stands for this way of writing in an answer."""
        return self.reading.forms[0].family


@dataclass(frozen=True)
class FormsDoubt:
    """A column that writes its dates in several ways, the most frequent first."""

    families: tuple[Family, ...]

    @property
    def each(self) -> MomentReading | None:
        """Every date read as it is written, None where that would mix instants with times of a clock."""
        readings = [family.reading for family in self.families]
        if len({reading.zoned for reading in readings}) > 1:
            return None
        order = next((reading.order for reading in readings if reading.order), "")
        forms = tuple(form for reading in readings for form in reading.forms)
        return replace(readings[0], forms=forms, order=order)


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
) -> MomentReading | OrderDoubt | FormsDoubt | Sentence:
    """Reading of a column from every form in it, what is open, or what is wrong with it.

    "unreadable" is what no form fits.
    """
    known = [form for form in forms() if form.name in seen]
    if not known:
        return MomentReading((), "", complete=not seen)
    families: dict[str, list[Form]] = {}
    for form in known:
        families.setdefault(form.family, []).append(form)
    rows = {name: sum(seen[form.name].rows for form in of) for name, of in families.items()}
    ranked = sorted(families, key=lambda name: -rows[name])
    complete = len(known) == 1 and len(seen) == 1
    if sum(rows.values()) - rows[ranked[0]] <= MANY * rows[ranked[0]]:
        return _of_family(header, families[ranked[0]], complete, stated_order, halves)
    told = [(name, _of_family(header, families[name], False, stated_order, halves)) for name in ranked]
    found = tuple(
        Family(reading, min((seen[form.name] for form in families[name]), key=_record)._replace(rows=rows[name]))
        for name, reading in told
        if isinstance(reading, MomentReading)
    )
    return FormsDoubt(found) if len(found) == len(told) else several_ways(header, [seen[form.name] for form in known])


def _record(shape: Shape) -> int:
    return shape.record


def several_ways(header: str, shapes: Sequence[Shape]) -> Sentence:
    """What is wrong with a column whose dates are written so that no reading of them all is sure."""
    return sentence(
        "Column “{column}” writes its dates in several ways ({examples}), as after a round trip through a "
        "spreadsheet. Export it again from the source.",
        column=header,
        examples=listed([in_row(shape.example, shape.record) for shape in shapes[:3]]),
    )


def _of_family(
    header: str, chosen: Sequence[Form], complete: bool, stated: str | None, halves: Halves | None
) -> MomentReading | OrderDoubt | Sentence:
    if not chosen[0].unordered or halves is None:
        return MomentReading(tuple(chosen), "", complete)
    return _ordered(header, tuple(chosen), complete, stated, halves)


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


def told_from(
    found: MomentReading | OrderDoubt | FormsDoubt | Sentence, *, bare: bool, tidied: bool
) -> MomentReading | OrderDoubt | FormsDoubt | Sentence:
    """What was found of a column, told from which text of it."""
    if isinstance(found, MomentReading):
        return replace(found, bare=bare, tidied=tidied)
    if isinstance(found, FormsDoubt):
        families = [replace(one, reading=replace(one.reading, tidied=tidied)) for one in found.families]
        return replace(found, families=tuple(families))
    return replace(found, tidied=tidied) if isinstance(found, OrderDoubt) else found
