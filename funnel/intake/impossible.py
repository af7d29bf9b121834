"""What no row can say of itself: fewer than no clicks, a period that ends before it begins."""

from collections.abc import Iterable

NEVER_BELOW_NOTHING = ("impressions", "clicks", "session_start", "view_item", "card_opens")
"""Counts of what happened; orders and money may be taken back later."""


def impossible_problems(staged: Iterable[str]) -> list[str]:
    """Branches of the CASE that names the problem of a row with these columns."""
    told = set(staged)
    found = [f"when {name} < 0 then '{name}|below_nothing'" for name in NEVER_BELOW_NOTHING if name in told]
    if {"day", "day_to"} <= told:
        found.append("when day_to < day then 'day_to|ends_before'")
    return found
