"""What the numbers of a column are measured in, as its name or its cells say it."""

import re
from collections.abc import Sequence

from funnel.intake.aliases import bare
from funnel.intake.seen import DURATION

UNIT_WORDS = (
    ("milliseconds", frozenset({"ms", "msec", "millis", "milliseconds", "мс"})),
    ("minutes", frozenset({"min", "mins", "minutes", "мин", "минут", "минуты", "minuty", "minut"})),
    ("hours", frozenset({"h", "hr", "hrs", "hour", "hours", "ч", "час", "часы", "часов", "godz", "godziny"})),
)
DURATIONS = frozenset({"first_reply_seconds", "load_seconds"})
"""Contract columns kept in seconds, whatever unit a file writes."""


def unit_behind(name: str) -> str | None:
    """Unit of time that stands as the last word of a header, None where it states none; seconds need no telling."""
    words = re.split(r"[\W_]+", name.casefold().strip(")]. "))
    return next((unit for unit, known in UNIT_WORDS if len(words) > 1 and words[-1] in known), None)


def likely_unit(header: str, cells: Sequence[str]) -> str:
    """Unit of a column of durations, by its cells and its header; seconds where nothing is said."""
    filled = [cell for cell in cells if cell.strip()]
    if filled and all(DURATION.fullmatch(cell.strip()) for cell in filled):
        return "hh:mm:ss"
    told = {*re.split(r"[\W_]+", header.casefold()), *bare(header).split()}
    return next((unit for unit, words in UNIT_WORDS if told & words), "seconds")
