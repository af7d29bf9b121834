"""Apache Spark by its own driver: tables are Parquet in a folder all executors reach."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet

from funnel.engines.engine import IMPORT_OF_PATH, driver, marked

LIKE_THE_STORE: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.ui.showConsoleProgress": "false",
}


class Spark:
    """A Spark session; `master` as Spark writes it, `scratch` a folder or URL that driver and executors share."""

    dialect: Final = "spark"

    def __init__(self, master: str, scratch: str, settings: Mapping[str, str] | None = None) -> None:
        sql = driver("pyspark.sql", "pyspark", "spark")
        builder = sql.SparkSession.builder.master(master).appName("click-to-payment")
        for name, value in {**LIKE_THE_STORE, **(settings or {})}.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()
        self._scratch = scratch.rstrip("/")

    def show(self, table: str, schema: pa.Schema, parts: Sequence[Path]) -> None:
        """Parquet read where it lies."""
        reader = self._session.read.schema(", ".join(f"{column.name} {_type(column.type)}" for column in schema))
        rows = reader.parquet(*(str(part) for part in parts)) if parts else self._empty(schema)
        path = "_metadata.file_path" if parts else "''"
        rows.selectExpr("*", f"regexp_extract({path}, '{IMPORT_OF_PATH}', 1) as import_id").createOrReplaceTempView(
            table
        )

    def hold(self, table: str, rows: pa.Table) -> None:
        """Sent with every task that reads it."""
        told = rows.to_pylist()
        types = ", ".join(f"{column.name} {_type(column.type)}" for column in rows.schema)
        self._session.createDataFrame([tuple(row.values()) for row in told], types).createOrReplaceTempView(table)

    def keep(self, table: str, query: str, parameters: Mapping[str, object]) -> None:
        """Written by the executors, read from there by what follows."""
        found = self._asked(query, parameters)
        found.write.mode("append").parquet(self._place(table))
        self._session.read.schema(found.schema).parquet(self._place(table)).createOrReplaceTempView(table)

    def view(self, table: str, query: str) -> None:
        """A temporary view."""
        self._asked(query, {}).createOrReplaceTempView(table)

    def rows(self, query: str, parameters: Mapping[str, object]) -> pa.Table:
        """As Arrow."""
        return self._asked(query, parameters).toArrow()

    def bring(self, table: str, folder: Path) -> list[str]:
        """The executors' own files where this machine sees them, else a copy."""
        written = sorted(str(path) for path in Path(self._place(table)).glob("*.parquet"))
        if not written:
            pyarrow.parquet.write_table(self._session.table(table).toArrow(), folder / f"{table}.parquet")
        return written or [str(folder / f"{table}.parquet")]

    def close(self) -> None:
        """Ends the session and its executors."""
        self._session.stop()

    def _asked(self, query: str, parameters: Mapping[str, object]) -> Any:
        return self._session.sql(marked(query, lambda name: f":{name}"), args=dict(parameters))

    def _place(self, table: str) -> str:
        return f"{self._scratch}/{table}"

    def _empty(self, schema: pa.Schema) -> Any:
        return self._session.createDataFrame([], ", ".join(f"{column.name} {_type(column.type)}" for column in schema))


def _type(arrow: pa.DataType) -> str:
    """Spark's name of the type."""
    if pa.types.is_decimal(arrow):
        return f"decimal({arrow.precision}, {arrow.scale})"
    named = {"int64": "bigint", "int32": "int", "bool": "boolean", "date32[day]": "date", "double": "double"}
    if pa.types.is_timestamp(arrow):
        return "timestamp_ntz"
    return named.get(str(arrow), "string")
