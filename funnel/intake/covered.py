"""The days of rows that state none: what stands above the table, the name of the file, or what a person says."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from funnel.errors import Sentence, sentence
from funnel.intake.choices import Choices
from funnel.intake.period import period_in, periods_above
from funnel.intake.profile import Profile
from funnel.intake.sniff import Table, cells_of
from funnel.terms import Kind

OF_A_PERIOD = frozenset({Kind.AD_COSTS, Kind.TRAFFIC_DAILY, Kind.CARD_DAILY, Kind.CARD_SEARCHES})
"""Kinds whose rows may cover several days."""
OF_A_MOMENT = frozenset({Kind.STOCK, Kind.MARKETPLACE_STOCK})
"""Kinds whose rows are what was there at one moment."""
DATE_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
DOTTED_IN_NAME = re.compile(r"(?<!\d)([0-3]\d)\.([01]\d)\.(20\d\d)(?!\d)")


def days_of_rows(
    profile: Profile, table: Table, file_names: Sequence[str], given: AbstractSet[str], choices: Choices
) -> tuple[dict[str, str], list[Sentence]]:
    """Contract columns with one value for all rows, and what is said of them; `given` are the columns that are told.

    What nothing states beyond doubt is asked with `choices`. A table whose rows have days gets nothing.
    """
    lines = [" ".join(" ".join(cells_of(line, table.dialect)).split()) for line in table.preamble]
    stated = period_in(["\n".join(table.preamble), "\n".join(lines), *file_names], profile.period)
    if profile.snapshot == "file" or (profile.kind in OF_A_MOMENT and is_silent(profile)):
        return ({}, []) if "moment" in given else _taken_at(profile, stated, lines, file_names, choices)
    if stated and "day" not in given:
        return _over(*stated)
    if {"day", "moment"} & given or not (profile.period or (profile.kind in OF_A_PERIOD and is_silent(profile))):
        return {}, []
    above = periods_above(lines, profile.date_order)
    return _over(*above.meant) if above.meant else (choices.days_covered(above.possible), [])


def is_silent(profile: Profile) -> bool:
    """Whether a profile names no column for days: one that does refuses a file without it."""
    return not profile.period and not {"day", "moment"} & (profile.columns.keys() | profile.constants.keys())


def _over(first: date, last: date) -> tuple[dict[str, str], list[Sentence]]:
    told = sentence(
        "The rows have no days: each covers the whole period {first} to {last}.",
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return {"day": first.isoformat(), "day_to": last.isoformat()}, [told]


def _taken_at(
    profile: Profile,
    stated: tuple[date, date] | None,
    lines: Sequence[str],
    file_names: Sequence[str],
    choices: Choices,
) -> tuple[dict[str, str], list[Sentence]]:
    """When a snapshot without a date was taken: by its title, else by its name, else as a person says."""
    above = stated or (periods_above(lines, profile.date_order, taken=True).meant if is_silent(profile) else None)
    if above and (stated or above[0] == above[1]):
        day = above[0].isoformat()
        return {"day": day}, [sentence("The rows state no day; above them the file says {day}.", day=day)]
    named = next((one for name in file_names if (one := date_in(name))), None)
    if named is None:
        return choices.taken_on(), []
    day = named.isoformat()
    return {"day": day}, [sentence("The file states no day; its name says {day}.", day=day)]


def date_in(file_name: str) -> date | None:
    """The day a file name states, None when it states none."""
    found = DATE_IN_NAME.findall(file_name)
    for year, month, day in (*found, *(reversed(parts) for parts in DOTTED_IN_NAME.findall(file_name))):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
