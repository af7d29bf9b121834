"""Imports as shown, their rejected rows, and taking one back."""

from pathlib import Path

import pytest

from funnel.answers.bring_in import bring_in, bring_in_sample
from funnel.answers.imports import imports_shown, rejected_rows, take_back
from funnel.answers.shop import shop_state
from funnel.errors import ImportRunning, StoreProblem, WrongUse
from funnel.sample import write_sample
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import shelve, shop, visit

BAD = [
    {"record": 7, "column": "moment", "value": "soon", "reason": "unreadable_date"},
    {"record": 9, "column": "customer_key", "value": None, "reason": "missing"},
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return shop(tmp_path)


def test_imports_are_shown_newest_first(store: Store) -> None:
    first = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    second = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-02 10:00:00", "b"))
    assert imports_shown(store) == (second, first)
    assert imports_shown(shop(store.folder / "empty")) == ()


def test_rejected_rows_in_the_order_of_the_file(store: Store) -> None:
    receipt = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"), rejected=BAD)
    rows = rejected_rows(store, receipt.import_id)
    assert [(row.record, row.column, row.value, row.reason) for row in rows] == [
        (7, "moment", "soon", "unreadable_date"),
        (9, "customer_key", None, "missing"),
    ]


def test_rejected_rows_of_an_unknown_or_damaged_import(store: Store) -> None:
    with pytest.raises(WrongUse, match="no import"):
        rejected_rows(store, "0" * 16)
    receipt = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"), rejected=BAD)
    (store.shelf.imports / receipt.import_id / "rejected.parquet").write_bytes(b"no")
    with pytest.raises(StoreProblem):
        rejected_rows(store, receipt.import_id)


def test_taking_back_publishes_what_is_left(store: Store) -> None:
    kept = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    gone = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-02 10:00:00", "b"))
    store.publish()
    assert take_back(store, gone.import_id) == gone
    assert (imports_shown(store), store.generation(), store.is_current()) == ((kept,), 2, True)


def test_nothing_is_taken_back_while_an_import_runs(store: Store) -> None:
    receipt = shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "a"))
    with store.shelf.writing(), pytest.raises(ImportRunning):
        take_back(shop(store.folder), receipt.import_id)
    assert store.shelf.has(receipt.import_id)


def test_the_first_real_file_takes_the_place_of_the_sample_whatever_its_currency(tmp_path: Path) -> None:
    exports = tmp_path / "sample"
    write_sample(exports, sessions=400, weeks=2)
    store = Store(tmp_path / "store")
    bring_in_sample(store, exports)
    assert (shop_state(store).is_sample, shop_state(store).currency) == (True, "PLN")
    costs = tmp_path / "meta.csv"
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks\n"
    costs.write_text(head + "2026-10-01,2026-10-01,autumn,12.50,100,5\n", encoding="utf-8")
    assert [one.verdict for one in bring_in(Store(store.folder), [costs])] == ["loaded"]
    real = Store(store.folder)
    assert not shop_state(real).is_sample
    assert (real.currency(), [receipt.file_name for receipt in imports_shown(real)]) == ("EUR", ["meta.csv"])
    assert real.is_current()
    assert not (store.folder / "settings.toml").exists()


def test_a_refused_file_leaves_the_sample_and_its_settings(tmp_path: Path) -> None:
    exports = tmp_path / "sample"
    write_sample(exports, sessions=400, weeks=2)
    store = Store(tmp_path / "store")
    bring_in_sample(store, exports)
    (tmp_path / "empty.csv").write_bytes(b"")
    assert [one.verdict for one in bring_in(Store(store.folder), [tmp_path / "empty.csv"])] == ["refused"]
    assert shop_state(Store(store.folder)).shop == "Sample shop"


def test_settings_a_person_wrote_outlive_the_sample(tmp_path: Path) -> None:
    exports = tmp_path / "sample"
    write_sample(exports, sessions=100, weeks=2)
    store = Store(tmp_path / "store")
    bring_in_sample(store, exports)
    (store.folder / "settings.toml").write_text('zone = "Europe/Moscow"\n', encoding="utf-8")
    costs = tmp_path / "meta.csv"
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks\n"
    costs.write_text(head + "2026-10-01,2026-10-01,autumn,12.50,100,5\n", encoding="utf-8")
    assert [one.verdict for one in bring_in(Store(store.folder), [costs])] == ["loaded"]
    assert Store(store.folder).settings.zone == "Europe/Moscow"
