"""Every query against rows small enough to count on fingers: tests/cases/<query>/<case>/, tables in, expected out.

`<table>.csv` holds the rows of one table the query reads (only the columns that matter; the rest is null),
`parameters.json` what differs from the defaults below, `expected.csv` the answer over its own columns, in any order.
An empty cell is null, `''` is an empty text.
"""

from pathlib import Path

import duckdb
import pytest

from tests.house import SQL
from tests.sql.cases import ALL_CASES, CASES, expected_rows, fill, parameters_of, shown_rows, tables_read, wordings

RUNS = [run for case in ALL_CASES for run in wordings(case)]


@pytest.mark.parametrize(("text", "case"), [run[1:] for run in RUNS], ids=[run[0] for run in RUNS])
def test_query_gives_the_expected_rows(text: Path, case: Path) -> None:
    with duckdb.connect() as connection:
        fill(connection, text, case)
        query = text.read_text(encoding="utf-8")
        asked, expected = expected_rows(case)
        assert shown_rows(connection.execute(query, parameters_of(query, case)), asked) == expected


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.relative_to(CASES).as_posix())
def test_case_belongs_to_a_query_and_its_tables(case: Path) -> None:
    text = SQL / f"{case.parent.relative_to(CASES)}.sql"
    assert text.exists(), f"no query {text}"
    inputs = {path.stem for path in case.glob("*.csv")} - {"expected"}
    assert inputs <= set(tables_read(text)), f"{text.name} does not say that it reads all of these"
