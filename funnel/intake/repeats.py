"""Rows that speak of what an earlier row of their file speaks of already: how many there are, and what becomes of them.

A row that says the same as another in every cell is a duplicate (twice.py) and none of these.
"""

from collections.abc import Mapping

from funnel.errors import sentence
from funnel.terms import Kind

REPEATED_BY: Mapping[Kind, tuple[str, ...]] = {
    Kind.TRAFFIC_SESSIONS: ("session_id",),
    Kind.TRAFFIC_DAILY: ("day", "day_to", "channel", "source", "medium", "campaign", "device", "category", "visitor"),
    Kind.CONTACTS: ("contact_id",),
    Kind.STOCK: ("product", "moment", "location"),
}
"""What tells the rows of a kind apart, where its rows are not told apart by orders."""

REPEATED = {
    Kind.TRAFFIC_SESSIONS: sentence(
        "Rows of a visit that an earlier row states already: {rows}. The earlier one counts."
    ),
    Kind.TRAFFIC_DAILY: sentence(
        "Rows of a day and segment that an earlier row states already: {rows}. They are added up."
    ),
    Kind.CONTACTS: sentence(
        "Rows of a contact that an earlier row states already: {rows}. A contact counts once, from its first moment."
    ),
    Kind.STOCK: sentence(
        "Rows of a product that an earlier row states for the same place and moment: {rows}. Their pieces are added up."
    ),
}
"""What becomes of rows that say of themselves what an earlier row says of itself."""


def count_of_repeats(accepted: str, kind: Kind) -> str:
    """SELECT of how many rows say of themselves what an earlier row says of itself too."""
    return f"select count(*) - count(distinct ({', '.join(REPEATED_BY[kind])})) from {accepted}"
