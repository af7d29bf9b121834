"""The next generation from the one before: only what new or undone rows touch is counted again.

The file before is copied, the rows of touched visits and days are replaced, and what looks across days is made anew
from what is kept of every day. Whatever cannot be proved to come out as a rebuild would is left to the rebuild.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from funnel.settings import Settings
from funnel.store import follows
from funnel.store.basis import basis_of, note_basis, noted_basis
from funnel.store.building import OF_DAYS, Building
from funnel.store.disk import copy_checked, read_seals
from funnel.store.door import DatabaseError, Opened, as_it_is, building_connection
from funnel.store.generations import (
    SEAL,
    _drop_views,
    generation_file,
    kept_until,
    list_imports,
    make_tables,
    show_parts,
    show_table,
)
from funnel.store.plan import SERVICE, Fact
from funnel.store.queries import named_query
from funnel.store.receipts import Receipt
from funnel.store.renewed_weeks import note_numbers, renew_cell_weeks, renew_weeks
from funnel.store.shelf import ACCEPTED, Shelf
from funnel.store.touched import BuiltAnew, Changes, changes_since, find_touched
from funnel.store.touched_rows import FIRST_MOMENT, OF_TOUCHED_DAYS, PAST_MOMENT, WIDE, chosen_rows
from funnel.store.unchanged import note_before, refuse_what_reaches_further
from funnel.terms import Kind

LOG: Final = logging.getLogger(__name__)
MADE_AGAIN: Final = ("imports", "channels", "loss_steps", "factor_states", "generation")
"""Tables that are not asked for by a query."""
EVENTS, VISITS = Kind.TRAFFIC_EVENTS.value, Kind.TRAFFIC_SESSIONS.value
ONLY_TOUCHED: Final = {
    EVENTS: "select t.* from {name} as t semi join read_days as d on t.day = d.day"
    " semi join read_visits as v on t.feed = v.feed and t.session_id = v.visit",
    VISITS: "select t.* from {name} as t semi join read_visits as v on t.feed = v.feed and t.session_id = v.visit",
}


@dataclass
class Renewing(Building):
    """A build inside a copy of the generation before: queries find touched rows alone, unless they look across days."""

    places: dict[str, str] = field(default_factory=dict)
    as_before: set[str] = field(default_factory=set)
    """Tables of numbers that came out as they stand in the file: whose rows name one may stay."""

    def make(self, facts: Iterable[Fact]) -> None:
        """What follows from visits; what follows from other exports is there already, or made as ever."""
        for fact in facts:
            if follows.NUMBERED.get(fact.name) in self.as_before:
                self._renew_days(fact)
            elif fact.name in follows.ALL_DAYS or fact.name == "wide_products":
                self._make_across_days(fact)
            elif fact.name in follows.WEEKS:
                renew_weeks(self.connection, fact.name, self.places)
            elif fact.name in follows.CELL_WEEKS:
                renew_cell_weeks(self, fact.name, self.places)
            elif fact.name in follows.VISITS_ALONE:
                self._make_of_touched(fact)
            elif fact.kept or fact.of_days:
                self._renew(fact)
            else:
                super().make((fact,))

    def rows(self, name: str) -> list[tuple[Any, ...]]:
        """Rows of a query that makes no table."""
        query = named_query(f"facts/{name}")
        asked = self._across_days(name, query) if name in follows.ALL_DAYS else query
        found: list[tuple[Any, ...]] = self.connection.execute(asked).fetchall()
        return found

    def place_of(self, fact: Fact) -> str:
        """Nothing is written to the file before it is known which rows are meant."""
        return f"temp table {fact.name}"

    def _make_of_touched(self, fact: Fact) -> None:
        super().make((Fact(fact.name, fact.kept, fact.needs),))

    def _renew(self, fact: Fact) -> None:
        """Replace rows of touched visits or days; a table that follows from other exports stays."""
        chosen = chosen_rows(fact.name)
        if chosen is None:
            if not self._count(self.stands_in_file(fact)):
                self.empty.add(fact.name)
            return
        if fact.name == "loss_segments":
            self._forget_segments()
        self._make_of_touched(fact)
        if fact.name not in follows.SEGMENTS:
            self._delete_touched(fact)
        self._insert(fact, chosen.format(name=fact.name))

    def _renew_days(self, fact: Fact) -> None:
        """Replace rows of touched days, under the numbers they have in the file."""
        self._make_of_touched(fact)
        self.connection.execute(f"delete from {self.stands_in_file(fact)} where day in (select day from touched_days)")
        self._insert(fact, OF_TOUCHED_DAYS.format(name=fact.name))

    def _forget_segments(self) -> None:
        """Rows that name a segment go before the segments do."""
        old = f"select segment from {self.places['main']}.loss_segments where day in (select day from touched_days)"
        for name in follows.SEGMENTS:
            self.connection.execute(f"delete from {self.places['main']}.{name} where segment in ({old})")

    def _delete_touched(self, fact: Fact) -> None:
        where = "using touched_visits as v where t.feed = v.feed and t.visit = v.visit"
        if fact.name in follows.DAYS or fact.name == "sessions":  # all visits of a touched day are touched
            where = "where day in (select day from touched_days)"
        elif fact.name == "step_events":
            where = f"{where} and t.moment >= {FIRST_MOMENT} and t.moment < {PAST_MOMENT}"
        self.connection.execute(f"delete from {self.stands_in_file(fact)} as t {where}")

    def _insert(self, fact: Fact, rows: str) -> None:
        self.connection.execute(f"insert into {self.stands_in_file(fact)} by name {rows}")

    def _make_across_days(self, fact: Fact) -> None:
        query = named_query(f"facts/{fact.name}")
        asked = WIDE.format(**self.places) if fact.name == "wide_products" else self._across_days(fact.name, query)
        made = self.connection.execute(f"create temp table {fact.name} as {asked}", self.told(query)).fetchone()
        if made[0] == 0:
            self.empty.add(fact.name)
        if fact.name == "products":
            note_numbers(self.connection, self.places)
        if fact.name in follows.NUMBERED.values() and self._stands_already(fact):
            self.as_before.add(fact.name)
        elif fact.kept or fact.of_days:
            there = self.stands_in_file(fact)
            later = f"delete from {there} where day >= {follows.FIRST_MET}"
            self.connection.execute(later if fact.name in follows.LATER_DAYS else f"truncate {there}")
            self._insert(fact, f"select * from {fact.name}")

    def _stands_already(self, fact: Fact) -> bool:
        """Whether the file holds the very rows just made."""
        there, here = f"select * from {self.stands_in_file(fact)}", f"select * from {fact.name}"
        other = f"select count(*) from (({there} except {here}) union all ({here} except {there}))"
        return int(self.connection.execute(other).fetchone()[0]) == 0

    def _across_days(self, name: str, query: str) -> str:
        """The query over what is kept of all days instead of the tables that hold touched visits alone."""
        read = query.partition("-- tables: ")[2].partition("\n")[0].split(", ")
        whole = {table: self._whole(name, table) for table in read}
        shown = [f"{table} as not materialized ({rows})" for table, rows in whole.items() if rows]
        return f"with {', '.join(shown)} select * from ({query})" if shown else query

    def _whole(self, name: str, table: str) -> str:
        if stand_in := follows.STAND_INS.get((name, table)):
            return stand_in.format(**self.places)
        if table in follows.VISITS_ALONE:
            raise BuiltAnew(f"{name} looks at every row of {table}")
        if chosen_rows(table) is None:
            return ""
        return f"select * from {self.places['main' if table not in OF_DAYS_NAMES else 'of_days']}.{table}"

    def stands_in_file(self, fact: Fact) -> str:
        """Full name of a fact's table in the file."""
        return f"{self.places['of_days' if fact.of_days else 'main']}.{fact.name}"

    def _count(self, table: str) -> int:
        return int(self.connection.execute(f"select count(*) from (select 1 from {table} limit 1)").fetchone()[0])


OF_DAYS_NAMES: Final = frozenset({
    "order_showings", "long_visits", "visit_origins", "campaign_days", "tellers", "alike_days", "view_links",
    "view_pages", "cart_categories", "product_step_wide", "contact_visits",
})  # fmt: skip


def renewed_generation(
    folder: Path, number: int, shelf: Shelf, settings: Settings, opened: Opened = as_it_is
) -> Path | None:
    """Generation `number` out of the one before it, closed; None when it has to be built anew."""
    before, target = generation_file(folder, number - 1), generation_file(folder, number).with_suffix(".building")
    sealed = read_seals(before.with_suffix(SEAL)) or {}
    if not before.exists() or before.name not in sealed:
        return None
    try:
        _copy(before, target, sealed[before.name])
        with building_connection(target, settings.memory_limit) as built:
            _renew(opened(built), folder, shelf, settings)
    except (BuiltAnew, DatabaseError) as cause:
        LOG.info("Generation %d is built anew: %s", number, cause.__cause__ or cause)
        for left in target.parent.glob(f"{target.name}*"):
            left.unlink()
        return None
    return target


def _copy(before: Path, target: Path, sealed: str) -> None:
    if copy_checked(before, target) != sealed:
        raise BuiltAnew("the generation before is damaged")


def _renew(connection: Any, folder: Path, shelf: Shelf, settings: Settings) -> None:
    receipts = shelf.shown()
    connection.execute("begin")
    building = Renewing(connection, settings, kept_until(receipts, settings), places=_places(connection))
    basis = basis_of(building, folder, gaps=False)
    if noted_basis(connection) != basis:
        raise BuiltAnew("queries, settings, rules or the age of orders are others")
    building.recall_shapes()
    held = _imports_held(connection)
    changes = changes_since(held, receipts)
    building.open_room()
    for name in MADE_AGAIN:
        connection.execute(f"drop table {name}")
    list_imports(connection, receipts)
    _refuse_other_ages(held, _imports_held(connection))
    _find(building, shelf, changes)
    building.empty |= show_parts(connection, shelf, _read(connection, receipts))
    _show_touched_alone(building)
    note_before(connection, building.places)
    make_tables(building, folder, receipts)
    if not building.lacks(("contact_rows",)):
        building.make(SERVICE)  # whom a contact's visitor bought from afterwards is seen across days
    refuse_what_reaches_further(connection, building.places)
    note_basis(connection, basis)
    _drop_views(connection)
    connection.execute("commit")


def _places(connection: Any) -> dict[str, str]:
    (name,) = connection.execute("select current_database()").fetchone()
    return {"main": f'"{name}".main', "of_days": f'"{name}".{OF_DAYS}'}


def _imports_held(connection: Any) -> Sequence[Sequence[Any]]:
    held: Sequence[Sequence[Any]] = connection.execute(
        "select import_id, kind, first_day, last_day from imports order by recency"
    ).fetchall()
    return held


def _refuse_other_ages(before: Sequence[Sequence[Any]], now: Sequence[Sequence[Any]]) -> None:
    """Which of two exports is the later one must be as it was."""
    both = {row[0] for row in before} & {row[0] for row in now}
    if [row[0] for row in before if row[0] in both] != [row[0] for row in now if row[0] in both]:
        raise BuiltAnew("another export is the later one")


def _find(building: Renewing, shelf: Shelf, changes: Changes) -> None:
    """Touched visits and days, from the rows of the new imports alone."""
    connection = building.connection
    parts = [shelf.part(receipt.import_id, ACCEPTED) for receipt in changes.added]
    show_table(connection, EVENTS, [part for part in parts if part])
    connection.execute(f"create temp table new_events as {NEW_COLUMNS}")
    _hide(connection, EVENTS)
    find_touched(connection, changes, building.places)


NEW_COLUMNS: Final = "select feed, session_id, visitor_key, day, event, order_id, is_bot from traffic_events"


def _hide(connection: Any, name: str) -> None:
    """What show_table made goes."""
    views = {
        view for (view,) in connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    }
    tables = {table for (table,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    for one in (name, f"{name}_parts", f"{name}_contract"):
        if one in views | tables:
            connection.execute(f"drop {'view' if one in views else 'table'} {one}")


def _read(connection: Any, receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """Imports that can hold rows of touched visits."""
    (first, last) = connection.execute("select min(day)::varchar, max(day)::varchar from read_days").fetchone()
    return tuple(
        receipt
        for receipt in receipts
        if receipt.kind != Kind.TRAFFIC_EVENTS
        or (first and receipt.first_day and receipt.first_day <= last and (receipt.last_day or "") >= first)
    )


def _show_touched_alone(building: Renewing) -> None:
    for name, query in ONLY_TOUCHED.items():
        if name not in building.empty:
            building.connection.execute(f"create temp table touched_{name} as {query.format(name=name)}")
            _hide(building.connection, name)
            building.connection.execute(f"alter table touched_{name} rename to {name}")
