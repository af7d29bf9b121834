"""Generations whose tables another engine made: what it must make, and how its tables become ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from funnel.errors import StoreProblem, sentence
from funnel.settings import Settings
from funnel.store.door import building_connection, staging_connection
from funnel.store.generations import build_generation, list_imports, state_facts
from funnel.store.problems import state_factors
from funnel.store.queries import named_query
from funnel.store.receipts import Receipt
from funnel.store.shelf import Shelf
from funnel.terms import Kind

if TYPE_CHECKING:
    import pyarrow as pa  # half a second that only these builds need

COUNTED_FOR_STATES: Final = ("factor_counts", "click_counts")
"""Facts from which the store itself says what is measured."""
MADE_HERE: Final = frozenset({"imports", "generation", "factor_states", "loss_steps"})
Made = Mapping[str, Sequence[str]]
"""Parquet files by table."""


@dataclass(frozen=True)
class Outlines:
    """What an engine is told of a store."""

    imports: "pa.Table"
    contracts: "Mapping[str, pa.Schema]"
    """Columns of the accepted rows of each kind, and of session_orders."""
    published: tuple[str, ...]
    """Tables of a generation that the engine is to make."""


def outlines_of(receipts: Sequence[Receipt], settings: Settings) -> Outlines:
    """The same for any engine: the imports as a table, columns of the parts, names of the published tables."""
    with TemporaryDirectory() as folder:
        names = tuple(sorted(_columns(_empty_generation(Path(folder), settings)).keys() - MADE_HERE))
        with staging_connection(Path(folder)) as connection:
            list_imports(connection, receipts)
            imports = connection.table("imports").to_arrow_table()
            contracts = {
                table: _contract(connection, table) for table in (*(kind.value for kind in Kind), "session_orders")
            }
    return Outlines(imports, contracts, names)


def build_from(made: Made, target: Path, receipts: Sequence[Receipt], settings: Settings) -> Path:
    """A generation file at `target` that holds these tables in the types of our own build; returns it, closed.

    Raises StoreProblem when a table has other columns than ours.
    """
    with TemporaryDirectory(dir=target.parent) as folder:
        empty = _empty_generation(Path(folder), settings)
        columns = _columns(empty)
        empty.replace(target)
    with building_connection(target, settings.memory_limit) as connection:
        for table in sorted(columns.keys() - MADE_HERE):
            _fill(connection, table, made[table], columns[table])
        for table in ("imports", "generation", "factor_states"):
            connection.execute(f"drop table {table}")
        list_imports(connection, receipts)
        for table in COUNTED_FOR_STATES:
            connection.read_parquet(list(made[table])).create(table)
        state_factors(connection, receipts)
        for table in COUNTED_FOR_STATES:
            connection.execute(f"drop table {table}")
        state_facts(connection, receipts, settings)
    return target


def _empty_generation(folder: Path, settings: Settings) -> Path:
    """Every table of a generation with its types, and no row."""
    return build_generation(folder, 1, Shelf(folder / "no_shelf"), settings)


def _columns(path: Path) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    with building_connection(path) as connection:
        asked = (
            "select table_name, column_name from duckdb_columns()"
            " where not internal and schema_name = 'main' order by 1, 2"
        )
        for table, column in connection.execute(asked).fetchall():
            told.setdefault(table, []).append(column)
    return told


def _contract(connection: Any, table: str) -> "pa.Schema":
    connection.execute(named_query(f"tables/{table}"))
    schema: pa.Schema = connection.table(table).to_arrow_table().schema
    return schema


def _fill(connection: Any, table: str, files: Sequence[str], columns: Sequence[str]) -> None:
    rows = connection.read_parquet(list(files))
    if sorted(rows.columns) != list(columns):
        raise StoreProblem(
            sentence(
                "The engine made {table} with the columns {found}; a generation holds {wanted}.",
                table=table,
                found=", ".join(sorted(rows.columns)),
                wanted=", ".join(columns),
            )
        )
    rows.create_view("made_elsewhere", replace=True)
    connection.execute(f"truncate {table}")  # some hold a row over no rows
    connection.execute(f"insert into {table} by name select * from made_elsewhere")
    connection.execute("drop view made_elsewhere")
