"""The cases of tests/cases as tables: what each holds, what its query is asked with, what must come out."""

import csv
import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest

from funnel.settings import Settings
from funnel.store import Shelf, generations
from tests.house import ROOT, SQL

CASES = ROOT / "tests" / "cases"
ALL_CASES = sorted(path.parent for path in CASES.rglob("expected.csv"))
DEFAULTS = {"start": date(2000, 1, 1), "end": date(2999, 12, 31), "kept_until": date(2999, 12, 31), "window_days": 7}
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
NULL, EMPTY = "", "''"
Rows = list[tuple[str, ...]]


def wordings(case: Path) -> Iterator[tuple[str, Path, Path]]:
    """Name, text and case of every wording that DuckDB may be asked in."""
    query = case.parent.relative_to(CASES)
    for text in (SQL / f"{query}.sql", SQL / f"{query}.duckdb.sql"):
        if text.exists():
            yield f"{query}/{case.name}" + (" duckdb" if ".duckdb." in text.name else ""), text, case


def fill(connection: duckdb.DuckDBPyConnection, text: Path, case: Path) -> None:
    """Every table the query reads, with the rows of the case."""
    for table in sorted(case.glob("*.csv")):
        if table.stem != "expected":
            _fill(connection, table.stem, _read(table))
    _make_the_rest(connection, text)


def expected_rows(case: Path) -> tuple[list[str], Rows]:
    """Columns the case looks at, and their rows, sorted."""
    expected = _read(case / "expected.csv")
    asked = list(expected[0]) if expected else _header(case / "expected.csv")
    return asked, sorted(tuple(row[name] for name in asked) for row in expected)


def shown_rows(result: duckdb.DuckDBPyConnection, asked: list[str]) -> Rows:
    """The same columns of what came out, written as the cases write them, sorted."""
    columns = [column[0] for column in result.description]
    rows = [dict(zip(columns, map(_shown, row), strict=True)) for row in result.fetchall()]
    return sorted(tuple(row[name] for name in asked) for row in rows)


@cache
def schemas() -> dict[str, dict[str, str]]:
    """Columns and types of every table the build makes, scaffolding included, from a build of an empty shelf."""
    rows: list[tuple[str, str, str]] = []

    def look(connection: duckdb.DuckDBPyConnection) -> None:
        told = "select table_name, column_name, data_type from duckdb_columns() where not internal"
        rows.extend(connection.execute(told).fetchall())

    with pytest.MonkeyPatch.context() as patched, TemporaryDirectory() as folder:
        patched.setattr(generations, "_drop_views", look)
        generations.build_generation(Path(folder), 1, Shelf(Path(folder)), Settings())
    schemas: dict[str, dict[str, str]] = {}
    for table, column, column_type in rows:
        schemas.setdefault(table, {})[column] = column_type
    return schemas


def _make(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = ", ".join(f'"{name}" {column_type}' for name, column_type in schemas()[table].items())
    connection.execute(f"create table {table} ({columns})")


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, str]]) -> None:
    _make(connection, table)
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        values = [None if cell == NULL else "" if cell == EMPTY else cell for cell in row.values()]
        connection.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(row))})", values)


def _make_the_rest(connection: duckdb.DuckDBPyConnection, text: Path) -> None:
    made = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    for table in tables_read(text):
        if table not in made:
            _make(connection, table)


def tables_read(text: Path) -> list[str]:
    """Tables the query says it reads."""
    line = next(line for line in text.read_text(encoding="utf-8").splitlines() if line.startswith("-- tables: "))
    names = [name.strip() for name in line.removeprefix("-- tables: ").split(",")]
    return [name for name in names if name != "none"]


def parameters_of(query: str, case: Path) -> dict[str, object]:
    """Parameters of the query, as the case tells them."""
    names = set(re.findall(r"\$(\w+)", re.sub(r"--[^\n]*", "", query)))
    told_in = case / "parameters.json"
    told = json.loads(told_in.read_text(encoding="utf-8")) if told_in.exists() else {}
    assert told.keys() <= names, f"the query has no parameter {sorted(told.keys() - names)}"
    values = {name: told.get(name, DEFAULTS.get(name, False if name.startswith("by_") else None)) for name in names}
    return {name: _dated(value) for name, value in values.items()}


def _dated(value: object) -> object:
    if isinstance(value, list):
        return [_dated(one) for one in value]
    return date.fromisoformat(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else value


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _header(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


def _shown(value: object) -> str:
    return NULL if value is None else EMPTY if value == "" else str(value)
