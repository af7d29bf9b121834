"""Channel of a visit: GA4's default channel grouping as an editable table of rules, first match wins.

Rules are rows `channel,source,medium,campaign`: each of the last three is a regular expression that must match the
whole lower-cased value (empty: anything). A store may hold its own `channel_rules.csv`.
Facts: support.google.com/analytics/answer/9756891 (default channel group).
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from funnel.errors import WrongUse, sentence
from funnel.terms import NOT_STATED

RULES_FILE = "channel_rules.csv"
SAYS_LITTLE = frozenset({"ad"})
"""Stated channels that only say a click was paid for (Yandex Metrica); tags of the same visit say more."""
COLUMNS = ("channel", "source", "medium", "campaign")


@dataclass(frozen=True)
class ChannelRule:
    """One row of the table: the channel, and the pattern of each of source, medium and campaign."""

    channel: str
    patterns: tuple[re.Pattern[str], ...]

    def fits(self, values: Sequence[str]) -> bool:
        """Whether every pattern matches its whole value."""
        return all(pattern.fullmatch(value) for pattern, value in zip(self.patterns, values, strict=True))


def read_rules(store_folder: Path | None = None) -> tuple[ChannelRule, ...]:
    """The store's own table when it has one, else the table that comes with the app. Raises WrongUse on a bad row."""
    own = store_folder / RULES_FILE if store_folder else None
    text = (own if own and own.exists() else files("funnel") / RULES_FILE).read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise WrongUse(sentence("{file} must start with the line “{line}”.", file=RULES_FILE, line=",".join(COLUMNS)))
    return tuple(_rule(row, number) for number, row in enumerate(reader, start=2))


def _rule(row: dict[str, str], line: int) -> ChannelRule:
    if not row["channel"] or None in row or None in row.values():
        raise WrongUse(
            sentence(
                "{file}, line {line}: a line is a channel and three patterns, which may be empty.",
                file=RULES_FILE,
                line=line,
            )
        )
    try:
        patterns = tuple(re.compile(row[column] or ".*", re.DOTALL) for column in COLUMNS[1:])
    except re.error as cause:
        raise WrongUse(
            sentence(
                "{file}, line {line}: a pattern cannot be read ({cause}).", file=RULES_FILE, line=line, cause=str(cause)
            )
        ) from cause
    return ChannelRule(row["channel"], patterns)


def channel_of(
    rules: Sequence[ChannelRule],
    stated: str | None,
    source: str | None,
    medium: str | None,
    campaign: str | None,
) -> str:
    """Code of the channel: what the source stated, else the first rule that fits, else `not_stated`."""
    tagged = source is not None or medium is not None
    if stated and not (stated in SAYS_LITTLE and tagged):
        return stated
    if not tagged:
        return NOT_STATED
    values = tuple((value or "").strip().lower() for value in (source, medium, campaign))
    return next((rule.channel for rule in rules if rule.fits(values)), "unassigned")
