"""How the days and times of one column are written: decided from the whole column, never from one cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from funnel.intake.amounts import Question
from funnel.intake.vocabulary import vocabulary

TIME = r"(?:(?:[ T]+|, ?)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)"
LOWER_TIME = TIME.replace("T", "t")
ISO = r"\d{4}-\d{1,2}-\d{1,2}"
ISO_TIME = ISO + r"[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?"
MANY = 0.01


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
        """Whether the form spells its months, so that its pattern is for lower-case text."""
        return self.family == "named"


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


@cache
def forms() -> tuple[Form, ...]:
    """Every form we read, the most common first; patterns are for a full match."""
    name = "|".join(sorted(vocabulary().months, key=len, reverse=True))
    return (
        Form("iso_time", "iso", ISO_TIME),
        Form("iso_utc", "zoned", rf"{ISO_TIME} ?(?:UTC|Z|GMT)", zoned=True),
        Form("iso_offset", "zoned", rf"{ISO_TIME} ?[+-]\d{{2}}(?::?\d{{2}})?", zoned=True),
        Form("iso", "iso", ISO),
        Form("micros", "micros", r"[1-4]\d{15}", zoned=True),
        Form("millis", "millis", r"[1-4]\d{12}", zoned=True),
        Form("seconds", "seconds", r"[1-4]\d{9}(?:\.\d+)?", zoned=True),
        Form("compact", "compact", r"(?:19|20)\d{6}"),
        Form("compact_time", "compact_time", r"(?:19|20)\d{12}"),
        Form("dots", "dots", rf"\d{{1,2}}\.\d{{1,2}}\.\d{{4}}{TIME}?"),
        Form("dots_short", "dots_short", rf"\d{{1,2}}\.\d{{1,2}}\.\d{{2}}{TIME}?"),
        Form("slashes", "slashes", rf"\d{{1,2}}/\d{{1,2}}/\d{{4}}{TIME}?(?: ?[AaPp][Mm])?", unordered=True),
        Form("slashes_short", "slashes_short", rf"\d{{1,2}}/\d{{1,2}}/\d{{2}}{TIME}?(?: ?[AaPp][Mm])?", unordered=True),
        Form("dashes", "dashes", rf"\d{{1,2}}-\d{{1,2}}-\d{{4}}{TIME}?", unordered=True),
        Form("year_slashes", "year_slashes", rf"\d{{4}}/\d{{1,2}}/\d{{1,2}}{TIME}?"),
        Form("excel", "excel", r"[3-6]\d{4}(?:[.,]\d+)?"),
        Form("named", "named", rf"\d{{1,2}}[ .-]+(?:{name})\.?,?[ .-]+\d{{4}}(?: ?г\.?)?{LOWER_TIME}?"),
        Form("named_first", "named", rf"(?:{name})\.? +\d{{1,2}},? +\d{{4}}(?:{LOWER_TIME}(?: ?[ap]m)?)?"),
    )


def decided_moments(
    header: str, seen: Mapping[str, tuple[int, str]], stated_order: str | None, halves: tuple[int, int] | None
) -> MomentReading | Question:
    """Reading of a column from the count and one example of every form in it.

    `halves` are the largest first and second number of dates whose order is open; "unreadable" is what no form fits.
    """
    known = [form for form in forms() if form.name in seen]
    if not known:
        return MomentReading((), "", complete=not seen)
    families: dict[str, int] = {}
    for form in known:
        families[form.family] = families.get(form.family, 0) + seen[form.name][0]
    best = max(families, key=lambda family: families[family])
    if sum(families.values()) - families[best] > MANY * families[best]:
        examples = ", ".join(f"“{seen[form.name][1]}”" for form in known[:3])
        return Question(
            f"Column “{header}” writes its dates in several ways ({examples}), as after a round trip through a "
            "spreadsheet. Export it again from the source."
        )
    chosen = tuple(form for form in known if form.family == best)
    complete = len(chosen) == 1 and len(seen) == 1
    if not chosen[0].unordered:
        return MomentReading(chosen, "", complete)
    order = _order(header, seen[chosen[0].name][1], stated_order, halves or (0, 0))
    return order if isinstance(order, Question) else MomentReading(chosen, order, complete)


def _order(header: str, example: str, stated: str | None, halves: tuple[int, int]) -> str | Question:
    first, second = halves
    if first > 12 and second > 12:
        return Question(
            f"Column “{header}” holds dates with the day first and dates with the month first (“{example}”). "
            "Export it again from the source."
        )
    if first > 12 or second > 12:
        return "dmy" if first > 12 else "mdy"
    if stated:
        return stated
    return Question(
        f"“{example}” in column “{header}” can mean day.month or month.day: {_both(example)}. "
        'State date_order = "dmy" or "mdy" in a mapping, or export a period with days after the 12th.'
    )


def _both(example: str) -> str:
    first, second, rest = example.replace("-", "/").split("/", 2)
    year = rest[:4].strip()
    return f"{year}-{second:0>2}-{first:0>2} or {year}-{first:0>2}-{second:0>2}"
