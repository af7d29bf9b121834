"""What the exact ordered steps of visits cost beside plain minima, over the same events, in the same connection.

Alike: both come out as a table of one row a visit, over the same view of the events, of the same six steps. What the
build does with the steps beyond that is timed apart: it keeps a row for every step of a visit (2.4 of them in these
logs), for questions of visitors and for the next generation, and reads the order of a visit from those rows.
"""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import duckdb

from funnel.store import Store
from funnel.store.queries import named_query

STEPS = ("step_events", "visit_sequences")
"""Facts that are the exact ordered steps: the step events, and the sequence of each visit."""
FIRST = "step_events"
CUT = "buying_visits as ("
"""Up to here the query of the step events finds the steps of a visit, afterwards it makes rows of them."""
IN_ORDER = """
select feed, visit, array_to_string(list_transform(list_sort(list_concat([
    opening,
    list_min(list_filter(views, lambda place: (opening & 7) <> 1 or (place >> 60) > (opening >> 60)))
], others)), lambda place: substr('.vachpo', cast(place & 7 as bigint) + 1, 1)), '') as sequence
from listed
"""
ALIKE_MINIMA = """
select feed, visit,
    min(moment) filter (event = 'view_item') as viewed, min(moment) filter (event = 'add_to_cart') as added,
    min(moment) filter (event = 'begin_checkout') as began, min(moment) filter (event = 'add_shipping_info') as shipped,
    min(moment) filter (event = 'add_payment_info') as paying, min(moment) filter (event = 'purchase') as bought
from visit_events group by feed, visit
"""
PLAIN_MINIMA = """
select session_id,
    min(moment) filter (event = 'view_item') as viewed, min(moment) filter (event = 'add_to_cart') as added,
    min(moment) filter (event = 'begin_checkout') as began, min(moment) filter (event = 'purchase') as bought
from read_parquet(?) group by session_id
"""
TRIES = 3
"""Both are made so often, in turn, and the quickest counts."""


class Enough(Exception):
    """Everything is timed; the build ends without a generation."""


class Timed:
    """A building connection that times both ways to steps where the build makes its own, then what the build makes."""

    def __init__(self, connection: Any) -> None:
        self._connection, self.kept, self.alike = connection, dict[str, float](), (0.0, 0.0)

    def execute(self, query: str, parameters: object = None) -> Any:
        """Run and note."""
        making = [name for name in STEPS if query.startswith(_starts(name))]
        if FIRST in making and FIRST not in self.kept:
            tries = [(self._made(IN_ORDER), self._made(ALIKE_MINIMA)) for _ in range(TRIES)]
            self.alike = (min(exact for exact, _ in tries), min(plain for _, plain in tries))
        started = process_time()
        result = self._connection.execute(query, parameters)
        for name in making:
            self.kept[name] = self.kept.get(name, 0.0) + process_time() - started
        if self.kept.keys() == set(STEPS) and not making:
            raise Enough
        return result

    def _made(self, query: str) -> float:
        exact = named_query(f"facts/{FIRST}").partition(CUT)[0].rstrip().rstrip(",") if query == IN_ORDER else ""
        started = process_time()
        self._connection.execute(f"create temp table timed_steps as {exact} {query}")
        seconds = process_time() - started
        self._connection.execute("drop table timed_steps")
        return seconds

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _starts(name: str) -> tuple[str, ...]:
    return f"create table {name} as", f"create temp table {name} as", f"insert into {name} "


def step_seconds(folder: Path) -> tuple[float, float, float]:
    """CPU seconds of exact ordered steps and of plain minima, a row a visit, and of steps as the build keeps them."""
    followed: list[Timed] = []

    def following(connection: Any) -> Timed:
        followed.append(Timed(connection))
        return followed[-1]

    _quietly(lambda: Store(folder).publish(following, anew=True))
    return (*followed[-1].alike, sum(followed[-1].kept.values()))


def _quietly(work: Callable[[], object]) -> None:
    try:
        work()
    except Enough:
        return


def minima_seconds(folder: Path) -> float:
    """CPU seconds of the plain minimum of each step of each visit, from the file of accepted rows."""
    (part,) = (folder / "imports").glob("*/accepted.parquet")
    with duckdb.connect() as connection:
        started = process_time()
        connection.execute(f"create temp table minima as {PLAIN_MINIMA}", [str(part)])
        return process_time() - started
