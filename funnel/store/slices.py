"""Facts that hold every visit in memory at once are made of some visits after others where the memory is too small."""

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

BYTES_A_VISIT: Final = {"visits": 1_500, "step_events": 1_000, "visit_sequences": 600, "first_views": 600}
"""What these facts need at most; DuckDB cannot put smallest texts and lists aside before they are complete.

Each row of them follows from the rows of one visit.
"""
SHARE: Final = 0.75
"""Of the memory limit that one slice may take."""
ROOMS: Final = {"visit_events": "temp.main", "session_rows": "temp.main", "step_events": "{file}.main"}
"""Tables of visits that these facts read, and where they stand."""
MANY_VISITS: Final = "select approx_count_distinct(visit) from visit_events"


def visits_at_most(connection: Any, memory_limit: str, rows: int) -> int:
    """Visits there may be of so many rows; their ids are read only where they may need slices."""
    if slices_needed(connection, memory_limit, rows, max(BYTES_A_VISIT, key=BYTES_A_VISIT.__getitem__)) == 1:
        return rows
    (visits,) = connection.execute(MANY_VISITS).fetchone()
    return int(visits)


def slices_needed(connection: Any, memory_limit: str, visits: int, fact: str) -> int:
    """Into how many slices so many visits are cut for one fact."""
    (limit,) = connection.execute("select parse_formatted_bytes(?)", [memory_limit]).fetchone()
    most = max(1, int(SHARE * limit / BYTES_A_VISIT[fact]))
    return max(1, ceil(visits / most))


def sliced(query: str, slices: int, file: str) -> Iterator[str]:
    """The query of one fact over each slice of the visits."""
    read = set(query.partition("-- tables: ")[2].partition("\n")[0].split(", "))
    for place in range(slices):
        shown = [
            f"{table} as not materialized (select * from {ROOMS[table].format(file=file)}.{table}"
            f" where hash(visit) % {slices} = {place})"
            for table in sorted(read & ROOMS.keys())
        ]
        yield f"with {', '.join(shown)} select * from ({query})"
