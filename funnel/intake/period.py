"""The period a report states outside its rows: above the table, or in the name of its file."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from funnel.intake.vocabulary import vocabulary

COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-.](?P<month>\d{1,2})[-.](?P<year>\d{4})")
DAY_NAMED = re.compile(r"(?P<day>\d{1,2})[ .]+(?P<month>[^\W\d]+)\.?,? +(?P<year>\d{4})(?: *г\.?)?")
MONTH_NAMED = re.compile(r"(?P<month>[^\W\d]+)\.? +(?P<day>\d{1,2}),? +(?P<year>\d{4})")
FORMS = (COMPACT, YEAR_FIRST, DAY_FIRST, DAY_NAMED, MONTH_NAMED)


def period_in(texts: Iterable[str], patterns: Mapping[str, str]) -> tuple[date, date] | None:
    """First and last day by the first pattern that finds both, or one day, in one of the texts; None when none does."""
    for text in texts:
        for pattern in patterns.values():
            found = re.search(pattern, text, re.MULTILINE | re.IGNORECASE)
            told = found.groupdict() if found else {}
            first, last = (day_of(told.get(name) or told.get("first") or "") for name in ("first", "last"))
            if first and last and first <= last:
                return first, last
    return None


def day_of(text: str) -> date | None:
    """The day in a text such as 20261031, 2026-10-31, 31.10.2026, 31 października 2026 or October 31, 2026."""
    plain = " ".join(text.split()).strip(" \"'.,").lower()
    found = next((match for form in FORMS if (match := form.fullmatch(plain))), None)
    if found is None:
        return None
    month = found["month"] if found["month"].isdigit() else vocabulary().months.get(found["month"])
    try:
        return date(int(found["year"]), int(month), int(found["day"])) if month else None
    except ValueError:
        return None
