"""Generations: one read-only database file of facts and cells, built aside and published by one rename.

A generation is derived from the shelf alone: same imports, same numbers, to the byte.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from funnel.channels import channel_of, read_rules
from funnel.paths import path_of
from funnel.settings import Settings
from funnel.store.department_facts import build_department_facts
from funnel.store.door import Opened, as_it_is, building_connection
from funnel.store.problems import (
    AFTER_FLAGS,
    BEFORE_FLAGS,
    WHILE_BUILDING,
    WITH_CULPRITS,
    name_culprits,
    raise_flags,
    settings_in,
    state_factors,
)
from funnel.store.queries import named_query, shape_of_facts
from funnel.store.shelf import ACCEPTED, SESSION_ORDERS, Receipt, Shelf
from funnel.terms import Kind

KEPT_ON_DISK: Final = 2
TABLE: Final = "table"
VIEW: Final = "view"

# The order is the order of dependence; names are files in sql/facts.
BEFORE_PATHS: Final = (
    ("gap_visits", TABLE),
    ("visit_events", VIEW),
    ("session_rows", TABLE),
    ("purchases", TABLE),
    ("step_events", TABLE),
    ("visit_sequences", TABLE),
    ("visits", TABLE),
    ("daily_rows", TABLE),
    ("ad_rows", TABLE),
    ("order_rows", TABLE),
    ("order_links", TABLE),
    ("visit_money", TABLE),
)
AFTER_PATHS: Final = (
    ("sessions", TABLE),
    ("cells", TABLE),
    ("daily_cells", TABLE),
    ("ad_cells", TABLE),
    ("feeds", TABLE),
    ("feed_steps", TABLE),
    ("leading_feeds", TABLE),
)
MARKETPLACES: Final = (
    ("card_rows", TABLE),
    ("card_reports", TABLE),
    ("card_search_rows", TABLE),
    ("marketplace_order_rows", TABLE),
    ("marketplace_operation_rows", TABLE),
    ("marketplace_stock_rows", TABLE),
    ("seller_cells", TABLE),
)
PRODUCTS: Final = (
    ("product_views", WHILE_BUILDING),
    ("product_carts", WHILE_BUILDING),
    ("product_views_levels", WHILE_BUILDING),
    ("product_sales", WHILE_BUILDING),
    ("product_levels", TABLE),
    ("product_days", TABLE),
    ("products", TABLE),
)
ONLY_FOR_BUILDING: Final = ("gap_visits", "visit_sequences", "visits", "session_rows", "visit_money", "paths")


def current_generation(folder: Path) -> int:
    """Number of the published generation, 0 when there is none."""
    try:
        return int((folder / "generations" / "current").read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def generation_file(folder: Path, number: int) -> Path:
    """Where generation `number` stands."""
    return folder / "generations" / f"{number}.duckdb"


def publish_generation(folder: Path, number: int, built: Path) -> None:
    """Make `built` the generation every new question reads, and remove those nobody can be reading."""
    built.replace(generation_file(folder, number))
    pointer = folder / "generations" / "current"
    aside = pointer.with_suffix(".next")
    aside.write_text(str(number), encoding="ascii")
    aside.replace(pointer)
    for old in (folder / "generations").glob("*.duckdb"):
        if old.stem.isdigit() and int(old.stem) <= number - KEPT_ON_DISK:
            with suppress(PermissionError):  # Windows: still open in another process; the next publish removes it
                old.unlink()


def forget_building(folder: Path) -> None:
    """Remove what a build that was stopped left behind."""
    for left in (folder / "generations").glob("*.building*"):
        left.unlink()


def build_generation(folder: Path, number: int, shelf: Shelf, settings: Settings, opened: Opened = as_it_is) -> Path:
    """Build generation `number` from the shelf beside the published one; returns the closed file."""
    (folder / "generations").mkdir(parents=True, exist_ok=True)
    target = folder / "generations" / f"{number}.building"
    target.unlink(missing_ok=True)
    receipts = shelf.shown()
    with building_connection(target, settings.memory_limit) as built:
        connection = opened(built)
        list_imports(connection, receipts)
        show_parts(connection, shelf, receipts)
        _build_facts(connection, BEFORE_PATHS, kept_until=kept_until(receipts, settings))
        _name_paths(connection)
        _name_channels(connection, folder)
        _build_facts(connection, AFTER_PATHS, kept_until=None)
        _build_facts(connection, BEFORE_FLAGS, kept_until=kept_until(receipts, settings))
        raise_flags(connection, settings)
        _build_facts(connection, AFTER_FLAGS, kept_until=None)
        name_culprits(connection, settings)
        _build_facts(connection, WITH_CULPRITS, kept_until=None)
        state_factors(connection, receipts)
        _build_facts(connection, PRODUCTS, kept_until=None, settings=settings)
        build_department_facts(connection, settings, kept_until(receipts, settings))
        _build_facts(connection, MARKETPLACES, kept_until=kept_until(receipts, settings))
        state_facts(connection, receipts, settings)
        _drop_scaffolding(connection)
    return target


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
    if rows:
        connection.executemany("insert into imports values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def show_parts(connection: Any, shelf: Shelf, receipts: Sequence[Receipt]) -> None:
    """One view a kind over the accepted rows of these imports."""
    for kind in Kind:
        parts = [shelf.part(receipt.import_id, ACCEPTED) for receipt in receipts if receipt.kind == kind]
        _show_table(connection, kind.value, [part for part in parts if part])
    orders = [shelf.part(receipt.import_id, SESSION_ORDERS) for receipt in receipts]
    _show_table(connection, "session_orders", [part for part in orders if part])


def _show_table(connection: Any, name: str, parts: list[Path]) -> None:
    """A view `name` over the parts, each row with its import, feed and recency; an empty one when there are none."""
    connection.execute(named_query(f"tables/{name}").replace(f"create table {name}", f"create table {name}_contract"))
    if parts:
        relation = connection.read_parquet([str(part) for part in parts], filename=True, union_by_name=True)
        relation.create_view(f"{name}_parts")
    else:
        connection.execute(f"create view {name}_parts as select *, '' as filename from {name}_contract")
    connection.execute(PART_VIEW.format(name=name))


PART_VIEW: Final = """
create view {name} as
select i.import_id, i.feed, i.recency, p.* exclude (filename)
from (select * from {name}_contract union all by name select * from {name}_parts) as p
inner join imports as i on i.import_id = parse_filename(parse_dirpath(p.filename), false, 'both_slash')
"""


def _build_facts(
    connection: Any, facts: Sequence[tuple[str, str]], kept_until: date | None, settings: Settings | None = None
) -> None:
    for name, shape in facts:
        query = named_query(f"facts/{name}")
        parameters = settings_in(query, settings) if settings else {}
        if "$kept_until" in query:
            parameters["kept_until"] = kept_until
        connection.execute(f"create {shape} {name} as {query}", parameters)


def _name_paths(connection: Any) -> None:
    sequences = [row[0] for row in connection.execute(named_query("facts/distinct_sequences")).fetchall()]
    connection.execute(named_query("tables/paths"))
    columns = [sequences, [path_of(word) for word in sequences]]
    connection.execute("insert into paths select unnest(?::varchar[]), unnest(?::varchar[])", columns)


def _name_channels(connection: Any, folder: Path) -> None:
    rules = read_rules(folder)
    keys = connection.execute(named_query("facts/channel_keys")).fetchall()
    connection.execute(named_query("tables/channels"))
    named = [channel_of(rules, *(value or None for value in key)) for key in keys]
    columns = [*([key[place] for key in keys] for place in range(4)), named]
    connection.execute(
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


def _drop_scaffolding(connection: Any) -> None:
    """Nothing published may read the shelf's files: views over parts go, and tables only the build needed."""
    views = connection.execute("select view_name from duckdb_views() where not internal").fetchall()
    for (name,) in views:
        connection.execute(f"drop view if exists {name}")
    for name in ONLY_FOR_BUILDING:
        connection.execute(f"drop table if exists {name}")
    contracts = connection.execute(
        "select table_name from duckdb_tables() where table_name like '%_contract'"
    ).fetchall()
    for (name,) in contracts:
        connection.execute(f"drop table {name}")
