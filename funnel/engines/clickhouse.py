"""ClickHouse by its own drivers: chdb inside this process, clickhouse-connect for a server."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa
import pyarrow.parquet

from funnel.engines.engine import IMPORT_OF_PATH, driver, marked

LIKE_THE_STORE: Final[Mapping[str, str | int]] = {
    "join_use_nulls": 1,  # a row without a match is null, not 0
    "cast_keep_nullable": 1,
    "aggregate_functions_null_for_empty": 1,
    "insert_null_as_default": 0,
    "union_default_mode": "DISTINCT",
    "prefer_column_name_to_alias": 1,
    "session_timezone": "UTC",
}
ROWS_AT_ONCE: Final = 1_000_000


class Door(Protocol):
    """One of ClickHouse's drivers."""

    def run(self, statement: str, parameters: Mapping[str, object]) -> None: ...

    def read(self, statement: str, parameters: Mapping[str, object], into: Path) -> None:
        """Rows as one Parquet file."""

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None: ...

    def hold(self, table: str, rows: pa.Table) -> None: ...

    def close(self) -> None: ...


class ClickHouse:
    """ClickHouse behind one of its drivers; `scratch` is an empty folder of this machine."""

    dialect: Final = "clickhouse"

    def __init__(self, door: Door, scratch: Path) -> None:
        self._door = door
        self._scratch = scratch
        self._kept: set[str] = set()

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None:
        """As the driver can."""
        self._door.show(table, schema, parts)

    def hold(self, table: str, rows: pa.Table) -> None:
        """As the driver can."""
        self._door.hold(table, rows)
        self._kept.add(table)

    def keep(self, table: str, query: str, parameters: Mapping[str, object]) -> None:
        """A MergeTree without an order."""
        start = f"insert into {table}" if table in self._kept else _creating(table)
        self._door.run(f"{start} {_bound(query, parameters)}", parameters)
        self._kept.add(table)

    def view(self, table: str, query: str) -> None:
        """A view."""
        self._door.run(f"create view {table} as {query}", {})

    def rows(self, query: str, parameters: Mapping[str, object]) -> pa.Table:
        """By way of one Parquet file."""
        aside = self._scratch / "rows.parquet"
        aside.unlink(missing_ok=True)
        self._door.read(_bound(query, parameters), parameters, aside)
        return pyarrow.parquet.read_table(aside)

    def bring(self, table: str, folder: Path) -> list[str]:
        """One Parquet file."""
        path = folder / f"{table}.parquet"
        self._door.read(f"select * from {table}", {}, path)
        return [str(path)]

    def close(self) -> None:
        """Drops what the build made."""
        self._door.close()


class InProcess:
    """chdb: the engine of ClickHouse inside this process, its tables in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._session = driver("chdb.session", "chdb", "clickhouse").Session(str(folder / "chdb"))
        for name, value in LIKE_THE_STORE.items():
            self.run(f"set {name} = {value!r}", {})

    def run(self, statement: str, parameters: Mapping[str, object]) -> None:
        """One statement; raises what chdb raises."""
        self._session.query(statement, "Null", params=_texts(parameters))

    def read(self, statement: str, parameters: Mapping[str, object], into: Path) -> None:
        """Written by the engine itself."""
        self.run(f"insert into function file('{into}', 'Parquet') {statement}", parameters)

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None:
        """A view over the files; nothing is copied."""
        structure = ", ".join(f"{column.name} {_type(column.type)}" for column in schema)
        if not parts:
            told = ", ".join(f"cast(null as {_type(column.type)}) as {column.name}" for column in schema)
            self.run(f"create view {table} as select {told}, '' as import_id where 1 = 0", {})
            return
        folders = [part.parent.name for part in parts]
        of_all = (
            f"{{{','.join(folders)}}}" if len(parts) > 1 else folders[0]
        )  # one name in braces means itself, braces and all
        files = parts[0].parent.parent / of_all / parts[0].name
        told = f"select *, regexpExtract(_path, '{IMPORT_OF_PATH}', 1) as import_id"
        self.run(f"create view {table} as {told} from file('{files}', 'Parquet', '{structure}')", {})

    def hold(self, table: str, rows: pa.Table) -> None:
        """By way of one Parquet file."""
        aside = self._folder / f"{table}.held.parquet"
        pyarrow.parquet.write_table(rows, aside)
        structure = ", ".join(f"{column.name} {_type(column.type)}" for column in rows.schema)
        self.run(f"{_creating(table)} select * from file('{aside}', 'Parquet', '{structure}')", {})

    def close(self) -> None:
        """Its folder goes with it."""
        self._session.close()
        shutil.rmtree(self._folder / "chdb", ignore_errors=True)


class Server:
    """A ClickHouse server, in a database of its own that is dropped at the end."""

    def __init__(self, url: str, database: str) -> None:
        connect = driver("clickhouse_connect", "clickhouse-connect", "clickhouse")
        self._database = database
        first = connect.get_client(dsn=url)
        first.command(f"create database {database}")
        self._client = connect.get_client(dsn=url, database=database, settings=dict(LIKE_THE_STORE))
        first.close()

    def run(self, statement: str, parameters: Mapping[str, object]) -> None:
        """One statement; raises what clickhouse-connect raises."""
        self._client.command(statement, parameters=dict(parameters))

    def read(self, statement: str, parameters: Mapping[str, object], into: Path) -> None:
        """Streamed to the file."""
        with (
            self._client.raw_stream(statement, parameters=dict(parameters), fmt="Parquet") as told,
            into.open("wb") as file,
        ):
            shutil.copyfileobj(told, file)

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None:
        """Sent to the server part by part: it need not see our files."""
        whole = schema.append(pa.field("import_id", pa.string()))
        self._create(table, whole)
        for part in parts:
            for batch in pyarrow.parquet.ParquetFile(part).iter_batches(ROWS_AT_ONCE):
                rows = pa.Table.from_batches([batch]).append_column(
                    "import_id", pa.array([part.parent.name] * len(batch))
                )
                self._client.insert_arrow(
                    table, rows.select([name for name in whole.names if name in rows.schema.names])
                )

    def hold(self, table: str, rows: pa.Table) -> None:
        """Sent to the server."""
        self._create(table, rows.schema)
        if rows.num_rows:
            self._client.insert_arrow(table, rows)

    def close(self) -> None:
        """Drops the build's database."""
        self._client.command(f"drop database if exists {self._database}")
        self._client.close()

    def _create(self, table: str, schema: pa.Schema) -> None:
        structure = ", ".join(f"{column.name} {_type(column.type)}" for column in schema)
        self.run(f"create table {table} ({structure}) engine = MergeTree order by tuple()", {})


def _creating(table: str) -> str:
    return f"create or replace table {table} engine = MergeTree order by tuple() as"


def _bound(query: str, parameters: Mapping[str, object]) -> str:
    """The query with its parameters as ClickHouse writes them: a name and a type."""
    return marked(query, lambda name: f"{{{name}:{_type_of(parameters[name])}}}")


def _type_of(value: object) -> str:
    return "Int64" if isinstance(value, int) else "Date32" if isinstance(value, date) else "String"


def _texts(parameters: Mapping[str, object]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in parameters.items()}


def _type(arrow: pa.DataType) -> str:
    """ClickHouse's name of the type; every column may be null."""
    if pa.types.is_decimal(arrow):
        return f"Nullable(Decimal({arrow.precision}, {arrow.scale}))"
    if pa.types.is_timestamp(arrow):
        return "Nullable(DateTime64(6))"
    named = {"int64": "Int64", "int32": "Int32", "bool": "Bool", "date32[day]": "Date32", "double": "Float64"}
    return f"Nullable({named.get(str(arrow), 'String')})"
