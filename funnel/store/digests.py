"""Fingerprints of a generation's tables: equal fingerprints mean equal rows, whatever their order."""

from pathlib import Path

import duckdb

from funnel.store.generations import generation_file

CHANGES_WITH_EVERY_BUILD = frozenset({"imports"})


def table_digests(folder: Path, number: int) -> dict[str, tuple[int, str]]:
    """Rows and fingerprint of every table of a published generation."""
    return digests_of_file(generation_file(folder, number))


def digests_of_file(path: Path) -> dict[str, tuple[int, str]]:
    """Rows and fingerprint of every table in the database file at `path`."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        names = [
            row[0]
            for row in connection.execute(
                "select table_name from duckdb_tables() where schema_name = 'main' order by 1"
            ).fetchall()
        ]
        return {name: _digest(connection, name) for name in names if name not in CHANGES_WITH_EVERY_BUILD}
    finally:
        connection.close()


def _digest(connection: duckdb.DuckDBPyConnection, name: str) -> tuple[int, str]:
    rows = connection.table(name).aggregate(f"count(*), coalesce(sum(hash({name}))::varchar, '')").fetchall()
    return int(rows[0][0]), str(rows[0][1])


def columns_of_type(path: Path, types: tuple[str, ...]) -> tuple[str, ...]:
    """`table.column` of every column of one of the given types."""
    connection = duckdb.connect(str(path), read_only=True)
    try:
        rows = connection.execute(
            "select table_name || '.' || column_name from duckdb_columns()"
            " where not internal and schema_name = 'main' and list_contains(?, data_type) order by 1",
            [list(types)],
        ).fetchall()
        return tuple(row[0] for row in rows)
    finally:
        connection.close()
