"""A case: one file, how it is imported, and what must become of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.intake.corpus.shapes import MONEY, Row, Shape, Table

RIGHT, ASKED, REFUSED = "right", "asked", "refused"


@dataclass(frozen=True)
class Truth:
    """What a right import says of a file."""

    records: int
    accepted: int
    rejected: int = 0
    duplicates: int = 0
    set_aside: int = 0
    money: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None
    currency: str | None = None
    rejects: tuple[tuple[int, str | None], ...] = ()
    ids: frozenset[str] | None = None


@dataclass(frozen=True)
class Case:
    """One file. `allowed` are the fates that are fine; `secrets` must not be found anywhere in the store."""

    name: str
    content: bytes
    shape: Shape
    truth: Truth | None
    allowed: frozenset[str]
    file_name: str = "export.csv"
    mapping: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[bytes, ...] = (b"@example.com", b"600 100 200")

    @property
    def mapping_text(self) -> str | None:
        """The mapping to import it with."""
        return self.mapping if self.mapping is not None else self.shape.mapping


def truth_of(table: Table, **changes: Any) -> Truth:
    """Truth of a table all of whose rows are accepted, with some things otherwise."""
    known = Truth(
        records=len(table.rows),
        accepted=len(table.rows),
        money=money_in(table.rows, table.shape),
        first_day=day_of(table, min),
        last_day=day_of(table, max),
        ids=frozenset(str(row[table.shape.key]) for row in table.rows),
    )
    return replace(known, **changes)


def day_of(table: Table, pick: Any) -> date | None:
    """First or last day of a table."""
    return pick(row[table.shape.when] for row in table.rows).date() if table.rows else None


def money_in(rows: Iterable[Row], shape: Shape) -> Decimal | None:
    """Sum of the amounts; None for tables without any."""
    return sum((row[shape.money] or Decimal(0) for row in rows), Decimal(0)) if MONEY[shape.kind] else None


def without(table: Table, places: Iterable[int], column: str | None, **changes: Any) -> Truth:
    """Truth of a table whose rows at these places (from 0) are rejected, each for the same column."""
    gone = set(places)
    kept = Table(table.shape, [row for place, row in enumerate(table.rows) if place not in gone])
    told = tuple((place + 1, column) for place in sorted(gone))
    return truth_of(kept, records=len(table.rows), rejected=len(gone), rejects=told, **changes)


def case(name: str, content: bytes, table: Table, truth: Truth | None, *allowed: str, **more: Any) -> Case:
    """A case; without fates named, it must be read right."""
    return Case(name, content, table.shape, truth, frozenset(allowed or (RIGHT,)), **more)
