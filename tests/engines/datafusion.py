"""Apache DataFusion as a witness: no build runs on it, but it reads the same files."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pyarrow as pa

from funnel.engines.engine import driver, marked


class DataFusion:
    """One DataFusion context."""

    dialect: Final = "datafusion"

    def __init__(self) -> None:
        self._context: Any = driver("datafusion", "datafusion", "engines").SessionContext()

    def hold(self, table: str, rows: pa.Table) -> None:
        """As it is, in memory."""
        self._context.deregister_table(table)
        self._context.register_record_batches(table, [rows.to_batches() or [_empty(rows.schema)]])

    def rows(self, query: str, parameters: Mapping[str, object]) -> pa.Table:
        """As Arrow; parameters are written into the text, because it takes none inside an interval."""
        found = self._context.sql(marked(query, lambda name: _literal(parameters[name])))
        batches = found.collect()
        return pa.Table.from_batches(batches) if batches else found.schema().empty_table()

    def close(self) -> None:
        """Nothing to let go."""


def _empty(schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([], schema=schema)


def _literal(value: object) -> str:
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    return (
        "null" if value is None else str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
    )
