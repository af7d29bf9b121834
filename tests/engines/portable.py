"""The portable files run by DuckDB itself: the reference its own faster wordings must agree with."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa


class Portable:
    """DuckDB without a wording of its own."""

    dialect: Final = "portable"

    def __init__(self, scratch: Path, memory_limit: str = "2GB") -> None:
        self._connection = duckdb.connect(str(scratch / "portable.duckdb"), config={"memory_limit": memory_limit})
        self._connection.execute("set timezone = 'UTC'")

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None:
        """A view over the files."""
        self._connection.register(f"{table}_none", schema.empty_table())
        self._connection.execute(f"create table {table}_shape as select * from {table}_none")
        files = ", ".join(f"'{part}'" for part in parts)
        held = f"read_parquet([{files}], filename = true, union_by_name = true)"
        told = f"union all by name select * from {held}" if parts else ""
        named = "parse_filename(parse_dirpath(filename), false, 'both_slash')" if parts else "''"
        whole = f"select * {'exclude (filename)' if parts else ''}, {named} as import_id"
        self._connection.execute(f"create view {table} as {whole} from (select * from {table}_shape {told})")

    def hold(self, table: str, rows: pa.Table) -> None:
        """A table."""
        self._connection.register("held", rows)
        self._connection.execute(f"create or replace table {table} as select * from held")
        self._connection.unregister("held")

    def keep(self, table: str, query: str, parameters: Mapping[str, object]) -> None:
        """A table; asked again, rows are added."""
        names = {row[0] for row in self._connection.execute("select table_name from duckdb_tables()").fetchall()}
        start = f"insert into {table}" if table in names else f"create table {table} as"
        self._connection.execute(f"{start} {query}", dict(parameters))

    def view(self, table: str, query: str) -> None:
        """A view."""
        self._connection.execute(f"create view {table} as {query}")

    def rows(self, query: str, parameters: Mapping[str, object]) -> pa.Table:
        """As Arrow."""
        return self._connection.sql(query, params=dict(parameters)).to_arrow_table()

    def bring(self, table: str, folder: Path) -> list[str]:
        """One Parquet file."""
        self._connection.table(table).write_parquet(str(folder / f"{table}.parquet"))
        return [str(folder / f"{table}.parquet")]

    def close(self) -> None:
        """Its file goes with the folder."""
        self._connection.close()
