"""Control sums of what was accepted, read back from disk: what a person compares with the totals of the source."""

from pathlib import Path

from funnel.intake.contract import WHOLE_ORDERS, Column, contract_of
from funnel.intake.staged import quoted
from funnel.store.door import Connection
from funnel.terms import Kind

NUMBERING = frozenset({"record", "line"})


def control_sums(connection: Connection, accepted: Path, kind: Kind) -> dict[str, str]:
    """Exact sum of every numeric column that holds anything, as decimal text."""
    schema = f"select name from parquet_schema({quoted(accepted)})"
    told = connection.execute(schema).fetchall()
    written = {str(name) for (name,) in told} - NUMBERING
    columns = [column for column in contract_of(kind) if column.is_number and column.name in written]
    if not columns:
        return {}
    order, once = WHOLE_ORDERS.get(kind, ("", frozenset()))
    of_rows = [column for column in columns if column.name not in once]
    of_orders = [column for column in columns if column.name in once]
    rows = f"read_parquet({quoted(accepted)})"
    repeated = f"select max(line) > 1 from {rows}"
    if of_orders and not connection.execute(repeated).fetchone()[0]:
        of_rows, of_orders = columns, []
    found = _sums(connection, of_rows, rows)
    if of_orders:
        stated = ", ".join(
            f"arg_min({one.name}, line) filter ({one.name} is not null) as {one.name}" for one in of_orders
        )
        found |= _sums(connection, of_orders, f"(select {stated} from {rows} group by {order})")
    return {column.name: found[column.name] for column in columns if column.name in found}


def _sums(connection: Connection, columns: list[Column], rows: str) -> dict[str, str]:
    if not columns:
        return {}
    query = f"select {', '.join(f'sum({column.name})' for column in columns)} from {rows}"
    told = connection.execute(query).fetchone()
    return {column.name: str(value) for column, value in zip(columns, told, strict=True) if value is not None}
