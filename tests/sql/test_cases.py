"""Every query against rows small enough to count on fingers: tests/cases/<query>/<case>/, tables in, expected out.

`<table>.csv` holds the rows of one table the query reads (only the columns that matter; the rest is null),
`parameters.json` what differs from the defaults below, `expected.csv` the answer over its own columns, in any order.
An empty cell is null, `''` is an empty text.
"""

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


def _wordings(case: Path) -> Iterator[tuple[str, Path, Path]]:
    query = case.parent.relative_to(CASES)
    for text in (SQL / f"{query}.sql", SQL / f"{query}.duckdb.sql"):
        if text.exists():
            yield f"{query}/{case.name}" + (" duckdb" if ".duckdb." in text.name else ""), text, case


RUNS = [run for case in ALL_CASES for run in _wordings(case)]


@pytest.mark.parametrize(("text", "case"), [run[1:] for run in RUNS], ids=[run[0] for run in RUNS])
def test_query_gives_the_expected_rows(text: Path, case: Path) -> None:
    with duckdb.connect() as connection:
        for table in sorted(case.glob("*.csv")):
            if table.stem != "expected":
                _fill(connection, table.stem, _read(table))
        _make_the_rest(connection, text)
        query = text.read_text(encoding="utf-8")
        result = connection.execute(query, _parameters(query, case))
        columns = [column[0] for column in result.description]
        rows = [dict(zip(columns, map(_shown, row), strict=True)) for row in result.fetchall()]
    expected = _read(case / "expected.csv")
    asked = list(expected[0]) if expected else _header(case / "expected.csv")
    assert sorted(tuple(row[name] for name in asked) for row in rows) == sorted(
        tuple(row[name] for name in asked) for row in expected
    )


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.relative_to(CASES).as_posix())
def test_case_belongs_to_a_query_and_its_tables(case: Path) -> None:
    text = SQL / f"{case.parent.relative_to(CASES)}.sql"
    assert text.exists(), f"no query {text}"
    inputs = {path.stem for path in case.glob("*.csv")} - {"expected"}
    assert inputs <= set(_tables_read(text)), f"{text.name} does not say that it reads all of these"


@cache
def _schemas() -> dict[str, dict[str, str]]:
    """Columns and types of every table the build makes, scaffolding included, from a build of an empty shelf."""
    rows: list[tuple[str, str, str]] = []

    def look(connection: duckdb.DuckDBPyConnection) -> None:
        told = "select table_name, column_name, data_type from duckdb_columns() where not internal"
        rows.extend(connection.execute(told).fetchall())

    with pytest.MonkeyPatch.context() as patched, TemporaryDirectory() as folder:
        patched.setattr(generations, "_drop_scaffolding", look)
        generations.build_generation(Path(folder), 1, Shelf(Path(folder)), Settings())
    schemas: dict[str, dict[str, str]] = {}
    for table, column, column_type in rows:
        schemas.setdefault(table, {})[column] = column_type
    return schemas


def _make(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    columns = ", ".join(f'"{name}" {column_type}' for name, column_type in _schemas()[table].items())
    connection.execute(f"create table {table} ({columns})")


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, str]]) -> None:
    _make(connection, table)
    for row in rows:
        names = ", ".join(f'"{name}"' for name in row)
        values = [None if cell == NULL else "" if cell == EMPTY else cell for cell in row.values()]
        connection.execute(f"insert into {table} ({names}) values ({', '.join('?' * len(row))})", values)


def _make_the_rest(connection: duckdb.DuckDBPyConnection, text: Path) -> None:
    made = {row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()}
    for table in _tables_read(text):
        if table not in made:
            _make(connection, table)


def _tables_read(text: Path) -> list[str]:
    line = next(line for line in text.read_text(encoding="utf-8").splitlines() if line.startswith("-- tables: "))
    names = [name.strip() for name in line.removeprefix("-- tables: ").split(",")]
    return [name for name in names if name != "none"]


def _parameters(query: str, case: Path) -> dict[str, object]:
    names = set(re.findall(r"\$(\w+)", re.sub(r"--[^\n]*", "", query)))
    told_in = case / "parameters.json"
    told = json.loads(told_in.read_text(encoding="utf-8")) if told_in.exists() else {}
    assert told.keys() <= names, f"the query has no parameter {sorted(told.keys() - names)}"
    values = {name: told.get(name, DEFAULTS.get(name, False if name.startswith("by_") else None)) for name in names}
    return {name: _dated(value) for name, value in values.items()}


def _dated(value: object) -> object:
    return date.fromisoformat(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else value


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _header(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[0].split(",")


def _shown(value: object) -> str:
    return NULL if value is None else EMPTY if value == "" else str(value)
