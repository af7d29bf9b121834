"""Columns under a name their source is not known to use: asked about, never passed over in silence.

A profile knows the names one release of an export gives its columns. Where a column it reads is not in the file, and
one it does not read is called much like it and holds what it could hold, the two may be one.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from funnel.errors import Sentence, sentence
from funnel.intake.choices import MOST_EXAMPLES, Choices
from funnel.intake.mapping import given_columns
from funnel.intake.outcome import Question, Reading
from funnel.intake.private import is_personal_name, masked
from funnel.intake.profile import Cell, Profile
from funnel.intake.recognise import named
from funnel.intake.seen import seen_in
from funnel.intake.sniff import Table
from funnel.intake.suggest import Suggested, proposed
from funnel.intake.units import DURATIONS
from funnel.words.fields import column_label

NEITHER = "none"
ALIKE = 0.65
"""Confidence from which a name is asked about; a look at the cells alone never reaches it."""
SAMPLE = 200
WANTED = frozenset(
    {"moment", "day", "status", "product", "quantity", "price", "order_total", "posting_total", "refunded"}
    | {"available", "impressions", "clicks", "cost", "session_start", "add_to_cart", "begin_checkout", "purchase"}
    | {"revenue", "card_opens", "orders", "ordered_money", "buyouts", "buyout_money", "cancelled", "returned"}
    | {"sold_money", "payout", "document", "first_reply_at", "first_reply_seconds", "searches"}
)
"""What a person would miss; a rating or the name of a brand is worth no question."""
EITHER = ({"first_reply_at", "first_reply_seconds"}, {"moment", "day"})
"""Of these one is enough."""
NOT_NOW = re.compile(r"предыдущ|прошл|previous|prior|last period|poprzedni", re.IGNORECASE)
"""A twin of a column, for the period before."""
UNITS = {"seconds": sentence("seconds"), "minutes": sentence("minutes"), "hours": sentence("hours")}


def with_meant_columns(profile: Profile, table: Table, choices: Choices) -> Profile:
    """The profile with the columns that were said to be in this file under another name.

    What is open is taken as meant, so that everything else about the file can be asked at once.
    """
    given, used = given_columns(profile, table.header)
    wanted = {column for column in profile.columns if column in WANTED and column not in _had(given)}
    if not wanted:
        return profile
    header = ["" if place in used or NOT_NOW.search(name) else name for place, name in enumerate(table.header)]
    rows = choices.rows(SAMPLE)
    for one in proposed(profile.kind, header, rows).fields:
        if one.column in wanted and one.confidence >= ALIKE:
            profile = _asked(profile, table.header[one.place].strip(), one, rows, choices)
    return profile


def _had(given: set[str]) -> set[str]:
    return given | {column for pair in EITHER if pair & given for column in pair}


def _asked(profile: Profile, header: str, one: Suggested, rows: Sequence[Sequence[str]], choices: Choices) -> Profile:
    cells = [row[one.place] if one.place < len(row) else "" for row in rows]
    units = _units_of(one.column, cells)
    question = _question(profile, header, one.column, _readings(profile, header, one.column, units, cells))
    answer = choices.asking.ask(question)
    if answer == NEITHER:
        return profile
    unit = (answer or "").partition(":")[2] or (units[0] if len(units) == 1 else "")
    by_header = {**profile.units_by_header, **({header: unit} if unit else {})}
    return replace(profile, columns={**profile.columns, one.column: Cell(((header,),))}, units_by_header=by_header)


def _units_of(column: str, cells: Sequence[str]) -> tuple[str, ...]:
    """Units a column of durations may be in; none for all others."""
    if column not in DURATIONS:
        return ()
    return ("hh:mm:ss",) if seen_in(cells).durations >= ALIKE else tuple(UNITS)


def _question(profile: Profile, header: str, column: str, readings: tuple[Reading, ...]) -> Question:
    asked = sentence(
        "{source} is not known to have a column “{column}”; it may hold “{field}”, which is missing. Say what it is.",
        source=named(profile),
        column=header,
        field=_label(profile, column),
    )
    return Question(f"means:{header}", header, readings, asked)


def _label(profile: Profile, column: str) -> Sentence:
    return Sentence(column_label(column, profile.kind.value))


def _readings(
    profile: Profile, header: str, column: str, units: Sequence[str], cells: Sequence[str]
) -> tuple[Reading, ...]:
    personal = is_personal_name(header)
    shown = [(record, masked(cell, personal=personal)) for record, cell in enumerate(cells, 1) if cell.strip()]
    examples = tuple((record, cell, cell) for record, cell in shown[:MOST_EXAMPLES])
    label = _label(profile, column)
    if len(units) > 1:
        meant = [
            Reading(
                f"{column}:{unit}",
                sentence("“{column}” is “{field}”, in {unit}", column=header, field=label, unit=UNITS[unit]),
                examples,
            )
            for unit in units
        ]
    else:
        meant = [Reading(column, sentence("“{column}” is “{field}”", column=header, field=label), examples)]
    return (*meant, Reading(NEITHER, sentence("“{column}” is something else, and is not read", column=header)))
