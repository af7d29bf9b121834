"""Every case of tests/cases on every engine, row for row: `make engines`, or `python -m tests.engines.conform`.

What an engine gives is put into the types DuckDB gives, as it is when a build comes back into a generation.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa

from funnel.engines.clickhouse import ClickHouse, InProcess
from funnel.engines.engine import Engine
from funnel.engines.spark import Spark
from funnel.store.queries import query_for
from tests.engines.datafusion import DataFusion
from tests.engines.small_spark import SMALL
from tests.house import SQL
from tests.sql.cases import ALL_CASES, CASES, expected_rows, fill, parameters_of, shown_rows, tables_read

ENGINES = ("datafusion", "clickhouse", "spark")
WIDE = "select column_name, data_type from duckdb_columns() where table_name = ?"


@contextmanager
def opened(name: str, master: str) -> Iterator[Any]:
    """The engine, closed at the end."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        engine: Any
        if name == "clickhouse":
            engine = ClickHouse(InProcess(Path(folder)), Path(folder))
        elif name == "spark":
            engine = Spark(master, folder, SMALL)
        else:
            engine = DataFusion()
        try:
            yield engine
        finally:
            engine.close()


def difference(engine: Engine, case: Path) -> str:
    """What the engine says otherwise than the case expects; empty when nothing."""
    name = case.parent.relative_to(CASES).as_posix()
    text = SQL / f"{name}.sql"
    query = query_for(name, engine.dialect)
    asked, expected = expected_rows(case)
    with duckdb.connect() as connection:
        fill(connection, text, case)
        for table in tables_read(text):
            engine.hold(table, _narrowed(connection, table))
        parameters = parameters_of(query, case)
        try:
            rows = engine.rows(query, parameters)
        except Exception as error:  # noqa: BLE001  whatever a driver raises is a difference
            return f"refused: {str(error).strip().splitlines()[0][:300]}"
        plain = text.read_text(encoding="utf-8")
        connection.execute(f"create temp table outcome as {plain} limit 0", parameters_of(plain, case))
        missing = set(asked) - set(rows.column_names)
        if missing:
            return f"columns {sorted(missing)} are missing"
        connection.register("given", rows)
        named = ", ".join(f'"{column}"' for column in asked)
        connection.execute(f"insert into outcome by name select {named} from given")
        found = shown_rows(connection.execute("select * from outcome"), asked)
    return "" if found == expected else f"{found} instead of {expected}"


def _narrowed(connection: duckdb.DuckDBPyConnection, table: str) -> pa.Table:
    """The table as Arrow; whole numbers wider than 64 bits as 64."""
    columns = connection.execute(WIDE, [table]).fetchall()
    told = [f'cast("{name}" as bigint) as "{name}"' if kind == "HUGEINT" else f'"{name}"' for name, kind in columns]
    return connection.sql(f"select {', '.join(told)} from {table}").to_arrow_table()


def main() -> int:
    """Prints what differs, and how many files ran as they stand; 1 when anything differs."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", action="append", choices=(*ENGINES, "portable"))
    options.add_argument("--only", default="facts/", help="part of the names of the cases")
    options.add_argument("--master", default="local-cluster[2,1,1024]")
    told = options.parse_args()
    cases = [case for case in ALL_CASES if told.only in case.as_posix()]
    wrong = 0
    for name in [one for one in told.engine or ENGINES if one in ENGINES]:
        with opened(name, told.master) as engine:
            wrong += _compare(name, engine, cases)
    return 1 if wrong else 0


def _compare(name: str, engine: Engine, cases: list[Path]) -> int:
    wrong: dict[str, str] = {}
    for case in cases:
        found = difference(engine, case)
        if found:
            wrong[case.relative_to(CASES).as_posix()] = found
            print(f"{name}: {case.relative_to(CASES)}: {found}", flush=True)
    queries = {case.parent.relative_to(CASES).as_posix() for case in cases}
    own = {query for query in queries if (SQL / f"{query}.{engine.dialect}.sql").exists()}
    failing = {key.rpartition("/")[0] for key in wrong}
    print(
        f"{name}: {len(queries)} files, {len(queries - own - failing)} as they stand, {len(own - failing)} in a wording"
        f" of its own, {len(failing)} not; {len(cases)} cases, {len(wrong)} wrong"
    )
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
