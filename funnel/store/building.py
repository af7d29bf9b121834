"""A generation while it is built: facts one after another, those nothing can come of made empty without being asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from funnel.settings import Settings
from funnel.store.plan import Fact
from funnel.store.queries import named_query, shape_of_facts
from funnel.store.slices import BYTES_A_VISIT, sliced, slices_needed, visits_at_most

PARAMETER: Final = re.compile(r"\$(\w+)")
COMMENT: Final = re.compile(r"--[^\n]*")
_SHAPES: dict[str, dict[str, str]] = {}
"""Columns of every table of a build, as its `create table` wants them, by the fingerprint of the queries."""

ROWS_A_STATEMENT: Final = 200
OF_DAYS: Final = "of_days"
"""Schema of what a generation keeps for the next one."""
SHAPES: Final = f"{OF_DAYS}.shapes"
COLUMNS_OF_ALL: Final = """
select table_name, string_agg('"' || column_name || '" ' || data_type, ', ' order by column_index)
from duckdb_columns()
where not internal
group by table_name
"""


@dataclass
class Building:
    """A connection to build with, what queries may ask for, and the tables known to hold no row."""

    connection: Any
    settings: Settings
    kept_until: date
    empty: set[str] = field(default_factory=set)
    traffic_rows: int = 0
    """Rows of events and visits that are read."""
    visits: int = 0
    """How many visits there may be; 0 until it was reckoned."""

    def open_room(self) -> None:
        """A place for what the next generation needs; queries find it without naming it."""
        self.connection.execute(f"create schema if not exists {OF_DAYS}")
        self.connection.execute(f"set search_path = 'main,{OF_DAYS}'")

    def make(self, facts: Iterable[Fact]) -> None:
        """Make the tables of `facts`, in this order."""
        for fact in facts:
            if self.lacks(fact.needs):
                self.empty.add(fact.name)
                if self._made_from_memory(fact):
                    continue
            self._ask(fact)

    def lacks(self, needs: Iterable[str]) -> bool:
        """Whether one of the needs has no row to offer."""
        return any(all(table in self.empty for table in need.split("|")) for need in needs)

    def told(self, query: str) -> dict[str, Any]:
        """The parameters a query asks for; their names are those of the settings."""
        asked = set(PARAMETER.findall(COMMENT.sub("", query)))
        return {name: self.kept_until if name == "kept_until" else getattr(self.settings, name) for name in asked}

    def remember_shapes(self) -> None:
        """Keep the columns of all tables there are, here and in the file, for builds that make some of them empty."""
        if shape_of_facts() not in _SHAPES:
            _SHAPES[shape_of_facts()] = dict(self.connection.execute(COLUMNS_OF_ALL).fetchall())
        self.connection.execute(f"create or replace table {SHAPES} (name varchar, columns varchar)")
        insert_rows(self.connection, SHAPES, list(known_shapes().items()))

    def recall_shapes(self) -> None:
        """Learn from the generation this one is made out of what an earlier process remembered."""
        held = "select 1 from duckdb_tables() where schema_name = ? and table_name = 'shapes'"
        if not known_shapes() and self.connection.execute(held, [OF_DAYS]).fetchone():
            rows = self.connection.execute(f"select name, columns from {SHAPES}").fetchall()
            _SHAPES[shape_of_facts()] = dict(rows)

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """Rows of a query that makes no table."""
        found: list[tuple[Any, ...]] = self.connection.execute(named_query(f"facts/{name}")).fetchall()
        return found

    def _made_from_memory(self, fact: Fact) -> bool:
        columns = known_shapes().get(fact.name)
        if columns:
            self.connection.execute(f"create {self.place_of(fact)} ({columns})")
        return bool(columns)

    def _ask(self, fact: Fact) -> None:
        query = named_query(f"facts/{fact.name}")
        if fact.view:
            self.connection.execute(f"create temp view {fact.name} as {query}")
            return
        made = 0
        for place, part in enumerate(self._parts_of(fact, query)):
            start = f"insert into {fact.name}" if place else f"create {self.place_of(fact)} as"
            made += self.connection.execute(f"{start} {part}", self.told(query)).fetchone()[0]
        if made == 0:
            self.empty.add(fact.name)

    def _parts_of(self, fact: Fact, query: str) -> Iterable[str]:
        """The query, or one for each slice of the visits where all of them do not fit into the memory."""
        if fact.name not in BYTES_A_VISIT:
            return (query,)
        limit = self.settings.memory_limit
        if self.visits == 0:
            self.visits = visits_at_most(self.connection, limit, self.traffic_rows)
        slices = slices_needed(self.connection, limit, self.visits, fact.name)
        if slices == 1:
            return (query,)
        (file,) = self.connection.execute("select current_database()").fetchone()
        return sliced(query, slices, f'"{file}"')

    def place_of(self, fact: Fact) -> str:
        """What is created for a fact, and where."""
        if fact.of_days:
            return f"table {OF_DAYS}.{fact.name}"
        return f"table {fact.name}" if fact.kept else f"temp table {fact.name}"


def known_shapes() -> Mapping[str, str]:
    """Columns of the tables of a build by name; empty before the first build of this process."""
    return _SHAPES.get(shape_of_facts(), {})


def set_aside(connection: Any, name: str) -> None:
    """The empty table of a contract, standing only while a generation is built."""
    connection.execute(named_query(f"tables/{name}").replace("create table", "create temp table"))


def insert_rows(connection: Any, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Rows into a table, many in one statement."""
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        some = rows[start : start + ROWS_A_STATEMENT]
        places = ", ".join([f"({', '.join('?' * len(some[0]))})"] * len(some))
        connection.execute(f"insert into {table} values {places}", [value for row in some for value in row])
