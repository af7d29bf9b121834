"""Generations: one read-only database file of facts and cells, built aside and published by one rename.

A generation is derived from the shelf alone: same imports, same numbers, to the byte.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from funnel.channels import channel_of, read_rules
from funnel.paths import path_of
from funnel.settings import Settings
from funnel.store import plan
from funnel.store.basis import basis_of, note_basis
from funnel.store.building import Building, insert_rows, known_shapes, set_aside
from funnel.store.disk import checksum, read_seals, replace_synced, sync, write_seals
from funnel.store.door import Opened, as_it_is, building_connection
from funnel.store.problems import name_culprits, raise_flags, state_factors
from funnel.store.queries import named_query, shape_of_facts
from funnel.store.receipts import Receipt
from funnel.store.shelf import ACCEPTED, SESSION_ORDERS, Shelf
from funnel.terms import Kind

KEPT_ON_DISK: Final = 2
SEAL: Final = ".seal"


def current_generation(folder: Path) -> int:
    """Number of the published generation, 0 when there is none; the newest file where the pointer is damaged."""
    pointer = folder / "generations" / "current"
    try:
        return int(pointer.read_text(encoding="ascii"))
    except FileNotFoundError:
        return 0
    except ValueError:
        return max((int(path.stem) for path in pointer.parent.glob("*.duckdb") if path.stem.isdigit()), default=0)


def is_whole(path: Path) -> bool:
    """Whether the generation at `path` is to the bit what was published."""
    sealed = read_seals(path.with_suffix(SEAL))
    return path.exists() and sealed == {path.name: checksum(path)}


def generation_file(folder: Path, number: int) -> Path:
    """Where generation `number` stands."""
    return folder / "generations" / f"{number}.duckdb"


def publish_generation(folder: Path, number: int, built: Path) -> None:
    """Make `built` the generation every new question reads, and remove those nobody can be reading."""
    path = generation_file(folder, number)
    sync(built)
    built.replace(path)
    write_seals(path.with_suffix(SEAL), {path.name: checksum(path)})
    replace_synced(folder / "generations" / "current", str(number))
    for old in (folder / "generations").glob("*.duckdb"):
        if old.stem.isdigit() and int(old.stem) <= number - KEPT_ON_DISK:
            with suppress(PermissionError):  # Windows: still open in another process; the next publish removes it
                old.unlink()
                old.with_suffix(SEAL).unlink(missing_ok=True)


def forget_building(folder: Path) -> None:
    """Remove what a build that was stopped left behind."""
    for left in (folder / "generations").glob("*.building*"):
        left.unlink()
    shutil.rmtree(folder / "generations" / "spill", ignore_errors=True)


def build_generation(folder: Path, number: int, shelf: Shelf, settings: Settings, opened: Opened = as_it_is) -> Path:
    """Build generation `number` from the shelf beside the published one; returns the closed file."""
    (folder / "generations").mkdir(parents=True, exist_ok=True)
    target = folder / "generations" / f"{number}.building"
    target.unlink(missing_ok=True)
    receipts = shelf.shown()
    with building_connection(target, settings.memory_limit) as built:
        connection = opened(built)
        connection.execute("begin")  # one for all: a commit after every table costs more than most tables
        list_imports(connection, receipts)
        traffic = sum(one.accepted for one in receipts if one.kind in (Kind.TRAFFIC_EVENTS, Kind.TRAFFIC_SESSIONS))
        building = Building(connection, settings, kept_until(receipts, settings), traffic_rows=traffic)
        building.open_room()
        building.empty |= show_parts(connection, shelf, receipts)
        make_tables(building, folder, receipts)
        building.make((*plan.SERVICE, *plan.MARKETPLACES))
        gaps = connection.execute("select count(*) from gap_visits").fetchone()[0] > 0
        note_basis(connection, basis_of(building, folder, gaps=gaps))
        building.remember_shapes()
        _drop_views(connection)
        connection.execute("commit")
    return target


def make_tables(building: Building, folder: Path, receipts: Sequence[Receipt]) -> None:
    """Everything that follows from visits, in the order of dependence, and what the generation says of itself."""
    connection = building.connection
    building.make(plan.BEFORE_PATHS)
    _name_paths(building)
    _name_channels(building, folder)
    building.make((*plan.AFTER_PATHS, *plan.BEFORE_FLAGS))
    raise_flags(building)
    building.make(plan.AFTER_FLAGS)
    name_culprits(building)
    building.make(plan.WITH_CULPRITS)
    state_factors(connection, receipts)
    building.make((*plan.PRODUCTS, *plan.SITE))
    state_facts(connection, receipts, building.settings)


def kept_until(receipts: Sequence[Receipt], settings: Settings) -> date:
    """Last day whose orders are old enough to count as kept; long past when no order book was imported."""
    moments = [receipt.data_until for receipt in receipts if receipt.kind == Kind.ORDER_LINES and receipt.data_until]
    if not moments:
        return date.min
    newest = datetime.fromisoformat(max(moments)).replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(settings.zone))
    return newest.date() - timedelta(days=settings.kept_days)


def _age(receipt: Receipt) -> tuple[str, str]:
    """What tells which of two exports is the later one, whatever the order they were imported in."""
    return receipt.data_until or receipt.last_day or "", receipt.written_at


def list_imports(connection: Any, receipts: Sequence[Receipt]) -> None:
    """Table `imports`: one row a receipt, in the order of the ledger."""
    connection.execute(named_query("tables/imports"))
    by_age = sorted(range(len(receipts)), key=lambda place: (*_age(receipts[place]), place))
    recency = {place: age for age, place in enumerate(by_age, start=1)}
    rows = [
        [
            receipt.import_id, receipt.kind, receipt.feed, receipt.source, receipt.file_name, place, recency[place],
            receipt.first_day, receipt.last_day, receipt.accepted, receipt.duplicate,
        ]
        for place, receipt in enumerate(receipts)
    ]  # fmt: skip
    insert_rows(connection, "imports", rows)


def show_parts(connection: Any, shelf: Shelf, receipts: Sequence[Receipt]) -> set[str]:
    """One view a kind over the accepted rows of these imports; returns the kinds without any."""
    empty = set()
    for kind in Kind:
        parts = [shelf.part(receipt.import_id, ACCEPTED) for receipt in receipts if receipt.kind == kind]
        empty |= show_table(connection, kind.value, [part for part in parts if part])
    orders = [shelf.part(receipt.import_id, SESSION_ORDERS) for receipt in receipts]
    return empty | show_table(connection, "session_orders", [part for part in orders if part])


def show_table(connection: Any, name: str, parts: list[Path]) -> set[str]:
    """A view `name` over the parts, each row with its import, feed and recency; an empty one when there are none."""
    if not parts and name in known_shapes():
        connection.execute(f"create temp table {name} ({known_shapes()[name]})")
        return {name}
    connection.execute(
        named_query(f"tables/{name}").replace(f"create table {name}", f"create temp table {name}_contract")
    )
    held: list[str] = []
    if parts:
        relation = connection.read_parquet([str(part) for part in parts], filename=True, union_by_name=True)
        relation.create_view(f"{name}_parts")
        held = relation.columns
    else:
        connection.execute(f"create temp view {name}_parts as select '' as filename where false")
    columns = connection.execute(COLUMNS_OF_ONE, [f"{name}_contract"]).fetchall()
    # A union with the empty contract would do the same, but hides from the planner how many rows there are.
    told = [f'cast({_cell(column, held)} as {kind}) as "{column}"' for column, kind in columns]
    connection.execute(PART_VIEW.format(name=name, columns=", ".join(told)))
    return set() if parts else {name}


def _cell(column: str, held: Sequence[str]) -> str:
    return f'p."{column}"' if column in held else "null"


COLUMNS_OF_ONE: Final = """
select column_name, data_type from duckdb_columns() where table_name = ? order by column_index
"""
PART_VIEW: Final = """
create temp view {name} as
select i.import_id, i.feed, i.recency, {columns}
from {name}_parts as p
inner join imports as i on i.import_id = parse_filename(parse_dirpath(p.filename), false, 'both_slash')
"""


def _name_paths(building: Building) -> None:
    sequences = [row[0] for row in building.rows("distinct_sequences")]
    set_aside(building.connection, "paths")
    columns = [sequences, [path_of(word) for word in sequences]]
    building.connection.execute("insert into paths select unnest(?::varchar[]), unnest(?::varchar[])", columns)


def _name_channels(building: Building, folder: Path) -> None:
    rules = read_rules(folder)
    keys = building.rows("channel_keys")
    building.connection.execute(named_query("tables/channels"))
    named = [channel_of(rules, *(value or None for value in key)) for key in keys]
    columns = [*([key[place] for key in keys] for place in range(4)), named]
    building.connection.execute(
        "insert into channels select unnest(?::varchar[]), unnest(?::varchar[]), unnest(?::varchar[]),"
        " unnest(?::varchar[]), unnest(?::varchar[])",
        columns,
    )


def state_facts(connection: Any, receipts: Sequence[Receipt], settings: Settings) -> None:
    """One row of what holds for the whole generation."""
    connection.execute(named_query("tables/generation"))
    until = kept_until(receipts, settings)
    currency = settings.currency or next((receipt.currency for receipt in receipts if receipt.currency), "")
    row = [settings.zone, currency, shape_of_facts(), None if until == date.min else until]
    connection.execute("insert into generation values (?, ?, ?, ?)", row)


def _drop_views(connection: Any) -> None:
    """Nothing published may read the shelf's files: the views over its parts go."""
    views = connection.execute("select view_name from duckdb_views() where not internal and not temporary").fetchall()
    for (name,) in views:
        connection.execute(f"drop view {name}")
