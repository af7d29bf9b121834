"""Named queries: one SELECT a file under funnel/sql, read once."""

from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

SQL = files("funnel") / "sql"


def named_query(name: str) -> str:
    """Text of `funnel/sql/<name>.sql` as DuckDB is asked it."""
    return query_for(name, "duckdb")


@cache
def query_for(name: str, dialect: str) -> str:
    """Text of `funnel/sql/<name>.sql`; the wording `<name>.<dialect>.sql` wins where one stands beside it."""
    own = SQL / f"{name}.{dialect}.sql"
    return (own if own.is_file() else SQL / f"{name}.sql").read_text(encoding="utf-8")


@cache
def shape_of_facts() -> str:
    """Fingerprint of everything that makes a generation: numbers built by other queries are not read by these."""
    digest = sha256()
    for room in ("tables", "facts"):
        for path in sorted(Path(str(SQL / room)).rglob("*.sql")):
            lines = path.read_text(encoding="utf-8").splitlines()
            told = "\n".join(line for line in lines if not line.lstrip().startswith("--"))
            digest.update(f"{path.relative_to(str(SQL)).as_posix()}\n{told}\n".encode())
    return digest.hexdigest()
