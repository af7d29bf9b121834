"""Any table written in any unambiguous way comes back exactly; twice is once; any order is the same; undo is before."""

import csv
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from funnel.intake import Outcome, import_paths
from funnel.store import Store
from funnel.store.digests import table_digests
from tests.intake.corpus.shapes import ORDERS, Table
from tests.intake.corpus.styles import DATES, NUMBERS, Style, bytes_of, cells_of
from tests.intake.exports import store_at
from tests.intake.lengths import examples

ZONE = ZoneInfo("Europe/Warsaw")
FIRST = datetime(2026, 1, 25, 12)  # noqa: DTZ001
TO_THE_MINUTE = frozenset(name for name, write in DATES.items() if write(FIRST) == write(FIRST + timedelta(seconds=3)))
STATED = {"utc_and_hours": timezone(timedelta(hours=2))}
"""Styles that state a distance from UTC of their own, summer and winter."""
FEW = settings(
    max_examples=examples(5, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
texts = some.text(
    some.characters(codec="utf-8", exclude_characters="@\0\ufffd\x1a", exclude_categories=["C", "Z"]), max_size=6
)
told = some.builds(
    lambda *parts: "".join(parts), texts, some.sampled_from(["", ",", ";", "|", '"', " ", "\n", "a\nb"]), texts
)
products = told.map(lambda text: f"p{text}x")
amounts = some.integers(-99_999_99, 99_999_999_99).map(lambda cents: Decimal(cents) / 100)
rows = some.lists(
    some.tuples(some.integers(0, 270), some.integers(0, 86_399), products, amounts), min_size=1, max_size=7
)
styles = some.builds(
    Style,
    delimiter=some.sampled_from([",", ";", "\t", "|"]),
    quoting=some.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=some.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16le"]),
    line_end=some.sampled_from(["\n", "\r\n"]),
    date=some.sampled_from(sorted(DATES)),
    number=some.sampled_from(sorted(NUMBERS)),
    last_end=some.booleans(),
)


def _table(made: list[tuple[int, int, str, Decimal]]) -> Table:
    """The rows, and one whose day and amount leave no doubt about how the others are written."""
    whole = [(0, 3723, "anchor", Decimal("1234567.89")), *made]
    table = [
        {
            "Order": f"{place:04}",
            "Placed": FIRST + timedelta(days=day, seconds=second),
            "Product": product,
            "Pieces": 1,
            "Amount": amount,
            "Mail": "",
            "Remark": "ok",
        }
        for place, (day, second, product, amount) in enumerate(whole)
    ]
    return Table(ORDERS, table)


def _imported(content: bytes, folder: Path) -> tuple[Store, Outcome, Path]:
    given_file, mapping = folder / "given.csv", folder / "mapping.toml"
    given_file.write_bytes(content)
    mapping.write_text(ORDERS.mapping or "", encoding="utf-8")
    store = store_at(folder / "store", 'zone = "Europe/Warsaw"\n')
    (outcome,) = import_paths(store, [given_file], mapping=mapping)
    return store, outcome, given_file


def _kept(store: Store, outcome: Outcome) -> list[tuple[Any, ...]]:
    assert outcome.receipt is not None, (outcome.problems, [question.sentence for question in outcome.questions])
    part = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    query = "select order_id, moment, product, order_total from read_parquet(?) order by order_id"
    return duckdb.connect().execute(query, [str(part)]).fetchall()


def _wanted(table: Table, style: Style) -> list[tuple[Any, ...]]:
    return [
        (row["Order"], _moment(row["Placed"], style), _as_kept(row["Product"]), row["Amount"]) for row in table.rows
    ]


def _as_kept(product: str) -> str:
    # Line ends inside cells become line feeds, whatever they were.
    return product.replace("\r\n", "\n")


def _moment(placed: datetime, style: Style) -> datetime:
    seen = placed.replace(second=0) if style.date in TO_THE_MINUTE else placed
    if style.date == "iso_millis":
        seen = seen.replace(microsecond=123_000)
    return seen.replace(tzinfo=STATED.get(style.date, ZONE)).astimezone(UTC).replace(tzinfo=None)


@FEW
@given(rows, styles)
def test_any_table_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int, str, Decimal]], style: Style
) -> None:
    table = _table(made)
    store, outcome, _ = _imported(bytes_of(cells_of(table, style), style), tmp_path_factory.mktemp("any"))
    assert _kept(store, outcome) == _wanted(table, style)
    assert outcome.receipt is not None
    assert (outcome.receipt.rejected, outcome.receipt.set_aside, outcome.receipt.duplicate) == (0, 0, 0)


@settings(FEW, max_examples=examples(2, 40))
@given(rows, styles)
def test_the_same_table_twice_is_once(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[int, int, str, Decimal]], style: Style
) -> None:
    folder = tmp_path_factory.mktemp("twice")
    store, first, given_file = _imported(bytes_of(cells_of(_table(made), style), style), folder)
    (again,) = import_paths(store, [given_file], mapping=folder / "mapping.toml")
    assert first.receipt == again.receipt
    assert again.verdict == "already_loaded"
    assert len(store.shelf.receipts()) == 1


orders = some.lists(some.integers(1, 8), min_size=1, max_size=8, unique=True)


@settings(FEW, max_examples=examples(2, 40))
@given(some.lists(orders, min_size=2, max_size=3, unique_by=frozenset), some.randoms(use_true_random=False))
def test_any_order_of_overlapping_exports_and_undo(
    tmp_path_factory: pytest.TempPathFactory, exports: list[list[int]], chance: Any
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    mapping = folder / "mapping.toml"
    mapping.write_text(ORDERS.mapping or "", encoding="utf-8")
    files = []
    for place, numbers in enumerate(exports):
        table = _table([(day, 60 * day, f"p{day}", Decimal(day)) for day in sorted(numbers)])
        for row, number in zip(table.rows, [0, *sorted(numbers)], strict=True):
            row["Order"] = f"{number:04}"
        files.append(folder / f"{place}.csv")
        files[-1].write_bytes(bytes_of(cells_of(table, Style()), Style()))
    shuffled = chance.sample(files, len(files))
    one, other = (Store(folder / name) for name in ("one", "other"))
    import_paths(one, files, mapping=mapping)
    for path in shuffled[:-1]:
        import_paths(other, [path], mapping=mapping)
    before = _tables(other)
    (last,) = import_paths(other, shuffled[-1:], mapping=mapping)
    assert _tables(one) == _tables(other)
    assert last.receipt is not None
    with other.shelf.writing():
        other.shelf.undo(last.receipt.import_id)
        other.publish()
    assert _tables(other) == before


def _tables(store: Store) -> dict[str, tuple[int, str]]:
    return table_digests(store.folder, store.generation())
