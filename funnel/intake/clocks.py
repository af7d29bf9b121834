"""Seventh stage, in SQL: a text of any form that states a day or moment becomes a clock time."""

import re
from collections.abc import Callable, Mapping, Sequence

from funnel.intake.amounts import BLANK
from funnel.intake.literals import Literals
from funnel.intake.moments import AT, OFFSET, WITH_ZONE, Form, MomentReading, zone_pattern
from funnel.intake.typed import looked_up
from funnel.intake.vocabulary import vocabulary

ISO_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d")
WORD = r"\pL+"
TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %H:%M:%S.%f")


WEEKDAY = "|".join(re.escape(one) for one in vocabulary().weekdays)
TIDIED = (
    ("[\u200e\u200f\u202a-\u202e]", ""),
    (r"(?i),? *uhr$", ""),
    (r"(?i)^(\D*\d{1,2})(?:st|nd|rd|th)\b", r"\1"),
    (r" *\[[A-Za-z]+(?:/[A-Za-z_]+)*\]$", ""),
    (r"^/Date\((\d{13})(?:[+-]\d{4})?\)/$", r"\1"),
    (r"^(\d{4})\. ?(\d{1,2})\. ?(\d{1,2})\.", r"\1.\2.\3"),
    (r"^(\d{1,2})\. (\d{1,2})\. (\d{4})\b", r"\1.\2.\3"),
    (r"^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日", r"\1-\2-\3"),
    (rf"(?i)^(\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d),? +(?:{AT}|klo) +(\d)", r"\1 \2"),
    (r"^(\pL{3} \pL{3} +\d{1,2} \d\d:\d\d:\d\d) (\pL{2,5}) (\d{4})$", r"\1 \3 \2"),
    (r"([+-]\d{2}:?\d{2}) \pL{2,5}$", r"\1"),
    (r"^(\d{1,2}:\d\d(?::\d\d)?),? +(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)$", r"\2 \1"),
    (r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)", r"\1-\2-\3T\4:\5:\6"),
    (r"^(\d{1,2}) (\d{1,2}) (\d{4})\b", r"\1-\2-\3"),
    (r"^(\d{1,2}\.\d{1,2}\.\d{2,4},? +\d{1,2})\.(\d\d)\.(\d\d)$", r"\1:\2:\3"),
    (r"^(\d{1,2}[./]\d{1,2}[./]\d{2,4},? +\d{1,2})[.h](\d\d)$", r"\1:\2"),
    (rf"(?i)^(?:{WEEKDAY})[.,]* +(\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{4}}-\d\d-\d\d)", r"\1"),
    (r"^(\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d\d-\d\d)[ T](\d{1,2})$", r"\1 \2:00"),
)
"""Less usual spellings and what they stand for: an o'clock in words, 20th, 07.05 for 07:05, hours without minutes,
a weekday in front, 2026. 08. 28. of Hungary, 3. 9. 2026 of Bohemia, 2026年9月3日, and Thu Sep 3 10:00:00 CEST 2026."""


def tidied(text: str, literals: Literals) -> str:
    """SQL of a text that states a moment in a less usual spelling, in the usual one."""
    for pattern, usual in TIDIED:
        text = f"regexp_replace({text}, {literals(pattern)}, {literals(usual)}, 'g')"
    return text


def clock_time(text: str, reading: MomentReading, literals: Literals) -> str:
    """SQL of the timestamp a text states: UTC for zoned readings, the source's clock for the others."""
    if not reading.forms:
        return "cast(null as timestamp)"
    if reading.complete:
        return _of_form(text, reading.forms[0], reading.order, literals)
    branches = " ".join(
        f"when {fits(text, form, literals)} then {_of_form(text, form, reading.order, literals)}"
        for form in reading.forms
    )
    return f"case {branches} end"


def fits(text: str, form: Form, literals: Literals) -> str:
    """SQL of whether a text is of this form."""
    told = f"lower({text})" if form.spelled else text
    return f"regexp_full_match({told}, {literals(form.pattern)})"


def _of_form(text: str, form: Form, order: str, literals: Literals) -> str:
    if not form.name.endswith(WITH_ZONE):
        return _MAKERS[form.name](text, order, literals)
    zone = literals(rf"(?i){zone_pattern()}$")
    bare = _MAKERS[form.name.removesuffix(WITH_ZONE)](f"regexp_replace({text}, {zone}, '')", order, literals)
    return f"{bare} - to_minutes({_minutes_of(f'lower(regexp_extract({text}, {zone}))', literals)})"


def _minutes_of(zone: str, literals: Literals) -> str:
    """SQL of the minutes a zone is ahead of UTC: by its offset where it has one, else by its word."""
    cut = literals(rf"^[^+(-]*({OFFSET})")
    offset = f"regexp_extract({zone}, {cut}, 1)"
    digits = f"replace({offset}[2:], ':', '')"
    short = f"case when length({digits}) > 2 then left({digits}, -2) else {digits} end"
    minutes = f"case when length({digits}) > 2 then try_cast(right({digits}, 2) as integer) else 0 end"
    sign = f"case when starts_with({offset}, '-') then -1 else 1 end"
    words = {name: str(told) for name, told in vocabulary().zones.items()}
    word = f"try_cast({looked_up(f'regexp_extract({zone}, {literals(WORD)})', words, literals)} as integer)"
    return f"case when {offset} <> '' then {sign} * (try_cast({short} as integer) * 60 + {minutes}) else {word} end"


def _iso(text: str, _order: str, literals: Literals) -> str:
    return f"coalesce({_by_formats(text, ISO_FORMATS, literals)}, try_cast(replace({text}, ',', '.') as timestamp))"


def _iso_utc(text: str, _order: str, literals: Literals) -> str:
    usual = [form + end for end in (" UTC", "Z") for form in ISO_FORMATS[:2]]
    return (
        f"coalesce({_by_formats(text, usual, literals)}, try_cast(rtrim({text}, {literals('UTCGMZ ')}) as timestamp))"
    )


def _by_formats(text: str, formats: Sequence[str], literals: Literals) -> str:
    # Several times faster than a cast, and as strict where a pattern went before.
    return f"try_strptime({text}, [{', '.join(map(literals, formats))}])"


def _iso_offset(text: str, _order: str, literals: Literals) -> str:
    cut = literals(r"^(.*?) ?([+-])(\d{2}):?(\d{2})?$")
    clock = f"try_cast(regexp_extract({text}, {cut}, 1) as timestamp)"
    hours, minutes = (
        f"coalesce(try_cast(nullif(regexp_extract({text}, {cut}, {group}), '') as integer), 0)" for group in (3, 4)
    )
    sign = f"case when regexp_extract({text}, {cut}, 2) = '-' then -1 else 1 end"
    return f"{clock} - to_minutes({sign} * ({hours} * 60 + {minutes}))"


def _epoch(number: str, micros: int) -> Callable[[str, str, Literals], str]:
    def made(text: str, _order: str, _literals: Literals) -> str:
        return f"make_timestamp(cast(try_cast({text} as {number}) * {micros} as bigint))"

    return made


def _formats(*days: str) -> Callable[[str, str, Literals], str]:
    def made(text: str, order: str, literals: Literals) -> str:
        day = days[0] if order != "mdy" else days[-1]
        plain = f"replace(regexp_replace({text}, {literals('(, ?|T| +)')}, ' ', 'g'), ',', '')"
        return _by_formats(_with_half(plain, literals), [day + time for time in TIMES], literals)

    return made


def _excel(text: str, _order: str, _literals: Literals) -> str:
    plain = f"replace({text}, ',', '.')"
    days = f"try_cast(split_part({plain}, '.', 1) as integer)"
    part = f"coalesce(try_cast('0.' || left(nullif(split_part({plain}, '.', 2), ''), 9) as decimal(10, 9)), 0)"
    seconds = f"cast(round(cast({part} as decimal(18, 9)) * 86400) as bigint)"
    return f"timestamp '1899-12-30 00:00:00' + to_days({days}) + to_seconds({seconds})"


def _with_half(text: str, literals: Literals) -> str:
    """Text whose half of the day, however it is written, reads " AM" or " PM"."""
    half = literals(rf"(?i){BLANK}*([ap])\.?{BLANK}?m\.?$")
    return f"regexp_replace({text}, {half}, {literals(' ' + chr(92) + '1M')})"


def _named(day: str, month: str) -> Callable[[str, str, Literals], str]:
    def made(text: str, _order: str, literals: Literals) -> str:
        shape = literals(
            rf"(?i)^(?:\pL+\.?,? +)?{day}[ .,-]+(?:de )?{month}[ .,-]+(?:de )?(\d{{4}}|\d\d)(?: ?[грr]\.?)?"
            rf"[ ,T]*(?:{AT} )?([\d:.]*.*)$"
        )
        d, m = (1, 2) if "\\d" in day else (2, 1)
        months = {name: f"{number:02}" for name, number in vocabulary().months.items()}
        named = looked_up(f"lower(regexp_extract({text}, {shape}, {m}))", months, literals)
        part = f"lpad(regexp_extract({text}, {shape}, {d}), 2, '0')"
        year = f"right('20' || regexp_extract({text}, {shape}, 3), 4)"
        time = _with_half(f"regexp_extract({text}, {shape}, 4)", literals)
        whole = f"trim({year} || '-' || {named} || '-' || {part} || ' ' || {time})"
        return _by_formats(whole, ["%Y-%m-%d" + form for form in TIMES], literals)

    return made


def _year_last(text: str, order: str, literals: Literals) -> str:
    shape = literals(r"^(.*?) +([\d:]+) (\d{4})$")
    return _MAKERS["named_first"](f"regexp_replace({text}, {shape}, '\\1 \\3 \\2')", order, literals)


_MAKERS: Mapping[str, Callable[[str, str, Literals], str]] = {
    "iso": _iso,
    "iso_time": _iso,
    "iso_utc": _iso_utc,
    "iso_offset": _iso_offset,
    "micros": _epoch("bigint", 1),
    "millis": _epoch("bigint", 1000),
    "seconds": _epoch("decimal(22, 6)", 1_000_000),
    "iso_half": _formats("%Y-%m-%d"),
    "compact": _formats("%Y%m%d"),
    "compact_time": _formats("%Y%m%d%H%M%S"),
    "dots": _formats("%d.%m.%Y"),
    "dots_short": _formats("%d.%m.%y"),
    "slashes": _formats("%d/%m/%Y", "%m/%d/%Y"),
    "slashes_short": _formats("%d/%m/%y", "%m/%d/%y"),
    "dashes": _formats("%d-%m-%Y", "%m-%d-%Y"),
    "year_slashes": _formats("%Y/%m/%d"),
    "year_dots": _formats("%Y.%m.%d"),
    "compact_minutes": _formats("%Y%m%d%H%M"),
    "excel": _excel,
    "named": _named(r"(\d{1,2})", r"(\pL+)"),
    "named_short": _named(r"(\d{1,2})", r"(\pL+)"),
    "named_first": _named(r"(\pL+)", r"(\d{1,2})"),
    "named_last": _year_last,
}
