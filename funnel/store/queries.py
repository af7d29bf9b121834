"""Named queries: one SELECT a file under funnel/sql, read once."""

from functools import cache
from importlib.resources import files

SQL = files("funnel") / "sql"


@cache
def named_query(name: str) -> str:
    """Text of `funnel/sql/<name>.sql`; DuckDB's own wording `<name>.duckdb.sql` wins where one stands beside it."""
    own = SQL / f"{name}.duckdb.sql"
    return (own if own.is_file() else SQL / f"{name}.sql").read_text(encoding="utf-8")
