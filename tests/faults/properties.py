"""Checks 28 and 29: random exports; every sum is the file's own, and what was taken back was never there."""

import csv
import random
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

from funnel.answers.check_losses import loss_findings
from funnel.answers.funnel import ask_funnel
from funnel.answers.imports import take_back
from funnel.answers.question import FunnelQuestion
from funnel.intake import import_paths
from funnel.store import Receipt, Store
from funnel.store.digests import columns_of_type, table_digests
from funnel.store.generations import generation_file
from funnel.terms import Dimension
from tests.faults.ground import Result, empty_store, run

COLUMNS = (
    "event_date", "event_timestamp", "event_name", "user_pseudo_id", "ga_session_id", "session_source",
    "session_medium", "device_category", "transaction_id", "purchase_revenue", "currency",
)  # fmt: skip
ORDERS = (
    "Name",
    "Financial Status",
    "Total",
    "Created at",
    "Lineitem quantity",
    "Lineitem price",
    "Lineitem sku",
    "Currency",
)
SOURCES = (("google", "cpc"), ("newsletter", "email"), ("", ""), ("(direct)", "(none)"), ("odd one", "другое"))
DEVICES = ("mobile", "desktop", "tablet", "")
STEPS = ("session_start", "view_item", "add_to_cart", "begin_checkout", "purchase")
MOMENT = 1_788_220_800_000_000
"""2026-09-01 00:00 UTC in microseconds."""
DAY = 86_400_000_000
BY = (Dimension.CHANNEL, Dimension.DEVICE, Dimension.SOURCE, Dimension.DAY)


def random_imports(folder: Path, runs: int = 100, seed: int = 5) -> Result:
    """Rows in are rows told, control sums are the file's to the cent, parts and the unknown make the whole."""
    result = Result("random imports (check 28)")
    for number in range(runs):
        chance = random.Random(seed * 1_000 + number)
        store = Store(empty_store(folder / f"store{number}"))
        traffic, book = (
            _write(folder / f"ga4-{number}.csv", chance),
            _write_orders(folder / f"orders-{number}.csv", chance),
        )
        outcomes = import_paths(store, [traffic, book])
        told = f"run {number}"
        for path, outcome in zip((traffic, book), outcomes, strict=True):
            result.expect(outcome.receipt is not None, f"{told}: {path.name} {outcome.verdict} {outcome.problems}")
            if outcome.receipt:
                _accounted(result, outcome.receipt, path, told)
        _parts_make_the_whole(result, store, told)
        for invariant, broken in loss_findings(store):
            result.expect(not broken, f"{told}: {invariant}: {broken}")
        result.count("runs")
        store.close()
    return result


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, chance: random.Random) -> Path:
    rows = []
    for number in range(chance.randint(15, 60)):
        source, medium = chance.choice(SOURCES)
        start = MOMENT + chance.randrange(20) * DAY + chance.randrange(DAY - 10**9)
        device = chance.choice(DEVICES)
        for place, step in enumerate(STEPS[: chance.randint(1, 5)]):
            bought = step == "purchase"
            amount = f"{chance.randint(1, 10**6) / 100:.2f}" if bought else ""
            rows.append((
                "20260901", start + place * 60_000_000, step, f"v{number}", number, source, medium, device,
                f"Z{number}" if bought else "", amount, "PLN",
            ))  # fmt: skip
    return _written(path, COLUMNS, rows)


def _write_orders(path: Path, chance: random.Random) -> Path:
    rows = []
    for number in range(chance.randint(5, 30)):
        total = f"{chance.randint(1, 10**7) / 100:.2f}"
        day = chance.randint(1, 20)
        rows.append((
            f"Z{number}", chance.choice(("paid", "refunded", "pending")), total,
            f"2026-09-{day:02} 12:00:00 +0200", 1, total, f"A-{number % 4}", "PLN",
        ))  # fmt: skip
    return _written(path, ORDERS, rows)


def _written(path: Path, columns: tuple[str, ...], rows: list[tuple[object, ...]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def _accounted(result: Result, receipt: Receipt, path: Path, told: str) -> None:
    rows = _rows(path)
    result.expect(receipt.adds_up() and receipt.rows_in == len(rows), f"{told}: {path.name} rows in")
    column = "purchase_revenue" if "purchase_revenue" in rows[0] else "Total"
    stated = sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))
    kept = sum(map(Decimal, receipt.money.values()), Decimal(0))
    result.expect(kept == stated, f"{told}: {path.name} {kept} instead of {stated}")
    result.count("control sums to the cent", kept == stated)


def _parts_make_the_whole(result: Result, store: Store, told: str) -> None:
    whole = ask_funnel(store, FunnelQuestion(compare=False)).total
    for by in BY:
        rows = ask_funnel(store, FunnelQuestion(by=(by,), compare=False)).rows
        for place, step in enumerate(whole.steps):
            parts = sum(row.steps[place].count or 0 for row in rows)
            result.expect(parts == (step.count or 0), f"{told}: by {by.value}, {step.step.value}: {parts}")
        money = sum((row.money.revenue or Decimal(0) for row in rows), Decimal(0))
        result.expect(money == (whole.money.revenue or 0), f"{told}: by {by.value}, revenue {money}")
        result.count("partitions equal to their whole")


def undo_random_imports(folder: Path, runs: int = 100, seed: int = 6) -> Result:
    """Twice, in another order, overlapping, in another dialect, then undone: the tables of the expected state."""
    result = Result("twice, any order, undone (check 29)")
    for number in range(runs):
        chance = random.Random(seed * 1_000 + number)
        place = folder / f"run{number}"
        place.mkdir()
        kept = [_write(place / f"a{twin}.csv", chance) for twin in range(2)] + [_write_orders(place / "o.csv", chance)]
        extra = _overlapping(place / "overlap.csv", place / "o.csv")
        first = Store(empty_store(place / "first"))
        import_paths(first, kept)
        wanted = table_digests(first.folder, first.generation())
        chance.shuffle(kept)
        _another_way(result, place, kept, extra, wanted)
        floats = columns_of_type(generation_file(first.folder, first.generation()), ("FLOAT", "DOUBLE"))
        result.expect(not floats, f"run {number}: binary fractions in {floats}")
        result.count("runs")
        first.close()
    return result


def _overlapping(path: Path, earlier: Path) -> Path:
    """An export of some of the same orders and one more."""
    rows = [tuple(row.values()) for row in _rows(earlier)]
    more = ("Z-more", "paid", "7.77", "2026-09-21 12:00:00 +0200", 1, "7.77", "A-0", "PLN")
    return _written(path, ORDERS, [*rows[: len(rows) // 2], more], delimiter=";")


def _another_way(result: Result, place: Path, kept: list[Path], extra: Path, wanted: object) -> None:
    store = Store(empty_store(place / "second"))
    outcomes = [*import_paths(store, [*kept[:1], extra, *kept[1:]]), *import_paths(store, kept[:1])]
    verdicts = Counter(outcome.verdict.value for outcome in outcomes)
    result.expect(verdicts["already_loaded"] == 1, f"{place.name}: twice gave {dict(verdicts)}")
    other = table_digests(store.folder, store.generation()) != wanted
    result.expect(other, f"{place.name}: the overlapping export changed nothing")
    taken = next(one for one in store.shelf.receipts() if one.file_name == extra.name)
    take_back(store, taken.import_id)
    same = table_digests(store.folder, store.generation()) == wanted
    result.expect(same, f"{place.name}: the tables after the undo are not those of before")
    result.count("equal after the undo", same)
    store.close()


if __name__ == "__main__":
    sys.exit(
        run(
            [random_imports, undo_random_imports],
            [lambda folder: random_imports(folder, 10), lambda folder: undo_random_imports(folder, 10)],
        )
    )
