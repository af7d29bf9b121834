"""From file to facts: nothing lost, nothing twice, whatever the order, the dialect, the machine's zone."""

import csv
import gzip
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from funnel.answers.check import check_store
from funnel.answers.imports import rejected_rows, take_back
from funnel.answers.reconcile import reconcile
from funnel.intake import import_paths
from funnel.intake.profile import profile_named
from funnel.store import Receipt, Store
from funnel.store.digests import table_digests
from tests.house import ROOT
from tests.intake.exports import fixtures
from tests.soundness.conftest import Shop, prepared

EVERY_SOURCE = 6
Digests = dict[str, tuple[int, str]]


def digests(store: Store) -> Digests:
    return table_digests(store.folder, store.generation())


def text_of(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8-sig")


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(path))))


def receipts(shop: Shop, folder: str) -> Iterator[tuple[Path, Receipt]]:
    by_name = {receipt.file_name: receipt for receipt in shop.store.shelf.receipts()}
    for path in shop.files:
        if path.parent.name == folder:
            yield path, by_name[path.name]


@pytest.mark.parametrize("folder", ["traffic", "orders", "support", "stock"])
def test_rows_in_are_the_records_of_the_file_counted_by_other_means(shop: Shop, folder: str) -> None:
    for path, receipt in receipts(shop, folder):
        assert receipt.rows_in == len(rows_of(path)), path.name
        assert receipt.rows_in == receipt.accepted + receipt.rejected + receipt.duplicate + receipt.set_aside
        assert sum(receipt.reject_reasons.values()) == receipt.rejected
        assert sum(receipt.set_aside_reasons.values()) == receipt.set_aside


def test_a_rejected_row_names_its_record_column_text_and_reason(tmp_path: Path) -> None:
    lines = ["user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"]
    lines += [f"u{n},s{n},product_view,2026-09-01 10:00:{n:02},mobile,email,2026-09,new" for n in range(30)]
    lines[8] = lines[8].replace("2026-09-01 10:00:07", "soon")
    (tmp_path / "events.csv").write_text("\n".join(lines), encoding="utf-8")
    store = Store(tmp_path / "store")
    (outcome,) = import_paths(store, [tmp_path / "events.csv"])
    assert outcome.receipt is not None, outcome.problems
    (row,) = rejected_rows(store, outcome.receipt.import_id)
    assert (row.record, row.column, row.value) == (8, "timestamp", "soon")
    assert row.reason in outcome.receipt.reject_reasons
    assert outcome.receipt.accepted == 29


def test_order_totals_of_the_receipt_are_those_of_the_file_to_the_cent(shop: Shop) -> None:
    for path, receipt in receipts(shop, "orders"):
        stated = sum(Decimal(row["Total"]) for row in rows_of(path) if row["Total"])
        assert sum(map(Decimal, receipt.money.values())) == stated, path.name


def test_the_book_holds_each_order_once_with_its_latest_state_to_the_cent(shop: Shop) -> None:
    latest: dict[str, Decimal] = {}
    for path in sorted(path for path in shop.files if path.parent.name == "orders"):
        for row in rows_of(path):
            if row["Total"] and row["Financial Status"] in ("paid", "refunded", "partially_refunded"):
                latest[row["Name"]] = Decimal(row["Total"])
            elif row["Total"]:
                latest.pop(row["Name"], None)
    found = reconcile(shop.store)
    whole = reconcile(shop.store, *_span(shop))
    assert whole.total.paid_revenue == sum(latest.values())
    assert whole.total.paid_orders == len(latest)
    assert found.total.analytics_orders == found.total.matched_orders + found.total.only_analytics


def _span(shop: Shop) -> tuple[object, object]:
    with duckdb.connect(
        str(shop.store.folder / "generations" / f"{shop.store.generation()}.duckdb"), read_only=True
    ) as c:
        return c.execute("select min(day), max(day) from order_rows").fetchall()[0]


def test_ad_cost_is_that_of_the_files_to_the_cent_without_their_totals(shop: Shop) -> None:
    for path, receipt in receipts(shop, "ads"):
        part = shop.store.shelf.part(receipt.import_id, "accepted.parquet")
        found = (
            duckdb.connect().execute("select sum(cost), sum(clicks) from read_parquet(?)", [str(part)]).fetchall()[0]
        )
        assert Decimal(receipt.money["accepted"]) == found[0], path.name
        assert receipt.set_aside == 0 or receipt.set_aside_reasons


def test_a_totals_row_is_set_aside_and_not_counted(tmp_path: Path) -> None:
    store = Store(tmp_path)
    (outcome,) = import_paths(store, [ROOT / "tests" / "exports" / "google_ads" / "campaigns.csv"])
    assert outcome.receipt is not None
    assert outcome.receipt.set_aside_reasons == {"total": 1}
    assert Decimal(outcome.receipt.money["accepted"]) == Decimal("1023.97")


def test_the_same_files_twice_change_nothing(shop: Shop) -> None:
    before, generation = digests(shop.store), shop.store.generation()
    outcomes = import_paths(shop.store, shop.files)
    assert {outcome.verdict for outcome in outcomes} == {"already_loaded"}
    assert (digests(shop.store), shop.store.generation()) == (before, generation)


IMPORT_ELSEWHERE = """
import sys
from pathlib import Path
from funnel.intake import import_paths
from funnel.intake.profile import profile_named
from funnel.store import Store
store = Store(Path(sys.argv[1]))
for group in sys.argv[2:]:
    for outcome in import_paths(store, [Path(path) for path in group.split("|")]):
        assert outcome.verdict == "loaded", outcome
"""


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_any_order_of_imports_on_a_machine_of_any_zone_gives_the_same_facts(
    shop: Shop, tmp_path: Path, zone: str
) -> None:
    store = prepared(tmp_path / "store", shop.exports)
    names = [str(path) for path in reversed(shop.files)]
    middle = len(names) // (3 if zone.startswith("Asia") else 2)
    groups = ["|".join(names[middle:]), "|".join(names[:middle])]
    told = subprocess.run(
        [sys.executable, "-c", IMPORT_ELSEWHERE, str(store.folder), *groups],
        cwd=ROOT, env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert digests(store) == digests(shop.store)


TABLE = """
event_date event_timestamp event_name user_pseudo_id ga_session_id session_source session_medium device_category
20260901 1788256800000000 session_start анна 1 yandex cpc mobile
20260901 1788256860000000 view_item анна 1 yandex cpc mobile
20260901 1788256920000000 purchase анна 1 yandex cpc mobile
20260901 1788256980000000 session_start żaneta 2 (direct) (none) desktop
"""
CELLS = [
    [*line.split(), *more]
    for line, more in zip(
        TABLE.strip().splitlines(),
        [
            ["item_id", "quantity", "price", "transaction_id", "purchase_revenue", "currency"],
            ["", "", "", "", "", "PLN"],
            ["А-1", "1", "10.50", "", "", "PLN"],
            ["А-1", "2", "10.50", "Z-1", "1021.00", "PLN"],
            ["", "", "", "", "", "PLN"],
        ],
        strict=True,
    )
]
DIALECTS = {
    "comma": ("utf-8", ",", ""),
    "semicolon with a mark": ("utf-8-sig", ";", ""),
    "tab in UTF-16": ("utf-16", "\t", ""),
    "quoted and compressed": ("utf-8", ",", '"'),
}


def test_the_same_rows_in_another_encoding_or_dialect_give_the_same_facts(tmp_path: Path) -> None:
    found = {}
    for name, (encoding, delimiter, quote) in DIALECTS.items():
        lines = [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in CELLS]
        content = "\r\n".join(lines).encode(encoding)
        path = tmp_path / name / ("ga4.csv.gz" if quote else "ga4.csv")
        path.parent.mkdir()
        path.write_bytes(gzip.compress(content) if quote else content)
        store = Store(tmp_path / name / "store")
        store.folder.mkdir()
        (store.folder / "key").write_bytes(b"k" * 32)
        (outcome,) = import_paths(store, [path])
        assert (outcome.verdict, outcome.problems) == ("loaded", ()), name
        found[name] = digests(store)
    for name, one in found.items():
        assert one == found["comma"], name


def test_an_import_taken_back_leaves_the_state_before_it(shop: Shop, tmp_path: Path) -> None:
    store = prepared(tmp_path / "store", shop.exports)
    import_paths(store, shop.files[:6])
    before = digests(store)
    for path in shop.files[6:9]:
        (outcome,) = import_paths(store, [path])
        assert outcome.receipt is not None
        assert digests(store) != before
        take_back(store, outcome.receipt.import_id)
        assert digests(store) == before


def test_every_invariant_holds_and_a_rebuild_is_the_same(shop: Shop) -> None:
    assert [finding for finding in check_store(shop.store, rebuild=True) if not finding.holds] == []


def test_sources_of_every_kind_together_in_one_store_hold(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sources = {path.parent.name: path for path in fixtures() if not path.with_suffix(".toml").exists()}
    kinds = {profile_named(source).kind: path for source, path in sources.items()}
    exports = list({*kinds.values(), *list(sources.values())[::EVERY_SOURCE]})
    outcomes = import_paths(store, exports)
    assert len(exports) > len(kinds) > 6
    assert [outcome.problems for outcome in outcomes if outcome.verdict == "refused"] == []
    assert [finding for finding in check_store(store) if not finding.holds] == []
