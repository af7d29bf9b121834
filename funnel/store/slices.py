"""Facts that hold every visit in memory at once are made of some visits after others where the memory is too small."""

from collections.abc import Iterator
from math import ceil
from typing import Any, Final

BYTES_A_VISIT: Final = 1_500
"""What the dearest of these facts needs; DuckDB cannot put smallest texts and lists aside before they are complete."""
SHARE: Final = 0.75
"""Of the memory limit that one slice may take."""
SLICED: Final = frozenset({"visits", "step_events", "visit_sequences", "first_views"})
"""Facts each row of which follows from the rows of one visit."""
ROOMS: Final = {"visit_events": "temp.main", "session_rows": "temp.main", "step_events": "{file}.main"}
"""Tables of visits that these facts read, and where they stand."""
MANY_VISITS: Final = "select approx_count_distinct(visit) from visit_events"


def slices_needed(connection: Any, memory_limit: str, rows: int) -> int:
    """Into how many slices the visits of so many rows are cut; reads the visit ids only where it may be several."""
    (limit,) = connection.execute("select parse_formatted_bytes(?)", [memory_limit]).fetchone()
    most = max(1, int(SHARE * limit / BYTES_A_VISIT))
    if rows <= most:
        return 1
    (visits,) = connection.execute(MANY_VISITS).fetchone()
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
