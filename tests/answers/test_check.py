"""`funnel check` is green on a sound store and names what was broken on purpose."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from funnel.answers import check
from funnel.answers.check import Finding, check_store
from funnel.store import Receipt, Store
from funnel.store.generations import generation_file
from funnel.store.shelf import ACCEPTED, REJECTED
from funnel.terms import Kind
from tests.shop import days, order_line, shelve, shop, visit

READABLE = "the published numbers can be read and built"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = shop(tmp_path_factory.mktemp("sound"))
    rows = [
        line
        for place, day in enumerate(days("2026-09-01", 6))
        for line in visit(
            f"{day} 10:00:00", day, "view_item", "add_to_cart", "purchase", order_id=f"o{place}", revenue="9.99",
            channel=["email", None][place % 2], device=["mobile", "desktop", None][place % 3],
        )
    ]  # fmt: skip
    shelve(store, Kind.TRAFFIC_EVENTS, rows, rejected=[{"record": 99, "column": "day", "value": "x", "reason": "day"}])
    book = [order_line(f"o{place}", "2026-09-01", "9.99") for place in range(4)]
    shelve(store, Kind.ORDER_LINES, book, feed="book", until="2026-10-30 00:00:00")
    month = {"day": "2026-10-01", "day_to": "2026-10-31", "session_start": 9, "purchase": 1, "add_to_cart": 0}
    shelve(store, Kind.TRAFFIC_DAILY, [month], feed="ga4")
    shelve(store, Kind.AD_COSTS, [{"day": "2026-09-01", "channel": "email", "clicks": 3}], feed="ads")
    store.publish()
    store.close()
    return store.folder


@pytest.fixture
def store(sound: Path, tmp_path: Path) -> Store:
    shutil.copytree(sound, tmp_path / "store")
    return shop(tmp_path / "store")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the forty questions of every breakdown, which a sound store is asked once."""
    monkeypatch.setattr(check, "_breakdown_findings", lambda *_, **__: iter(()))


def broken(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.invariant for finding in findings if not finding.holds}


def test_a_sound_store_holds(store: Store) -> None:
    findings = check_store(store, rebuild=True)
    assert broken(findings) == set()
    assert len(findings) > 40
    assert "a rebuild gives the same tables" in {finding.invariant for finding in findings}


def test_an_empty_store_holds(tmp_path: Path) -> None:
    assert broken(check_store(shop(tmp_path), rebuild=True)) == set()


def test_a_store_without_traffic_holds(tmp_path: Path) -> None:
    store = shop(tmp_path)
    shelve(store, Kind.ORDER_LINES, [order_line("1", "2026-09-01", "10.00")], feed="book")
    store.publish()
    assert broken(check_store(store, rebuild=True)) == set()


def _events(store: Store) -> Receipt:
    return next(receipt for receipt in store.shelf.receipts() if receipt.kind == "traffic_events")


def _rewrite(store: Store, **changed: object) -> None:
    path = store.shelf.imports / _events(store).import_id / "receipt.json"
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | changed), encoding="utf-8")


def _damage(store: Store, name: str) -> None:
    path = store.shelf.imports / _events(store).import_id / name
    path.write_bytes(path.read_bytes()[:-9])


def _delete(store: Store, name: str) -> None:
    (store.shelf.imports / _events(store).import_id / name).unlink()


def _change(store: Store, statement: str) -> None:
    with duckdb.connect(str(generation_file(store.folder, 1))) as connection:
        connection.execute(statement)


BREAKAGES: dict[str, tuple[Callable[[Store], object], str]] = {
    "rows in of a receipt": (
        lambda store: _rewrite(store, rows_in=999),
        "rows in = accepted + rejected + duplicate + set aside",
    ),
    "accepted and rows in of a receipt": (
        lambda store: _rewrite(store, accepted=25, rows_in=26),
        "accepted records on disk = receipt",
    ),
    "rejected and rows in of a receipt": (
        lambda store: _rewrite(store, rejected=2, rows_in=26),
        "every rejected row has a reason",
    ),
    "a part deleted": (lambda store: _delete(store, ACCEPTED), "accepted records on disk = receipt"),
    "a part cut short": (lambda store: _damage(store, ACCEPTED), "accepted records on disk = receipt"),
    "rejected rows cut short": (lambda store: _damage(store, REJECTED), "every rejected row has a reason"),
    "rejected rows deleted": (lambda store: _delete(store, REJECTED), "every rejected row has a reason"),
    "a line of the ledger lost": (
        lambda store: store.shelf.ledger.write_bytes(b"".join(store.shelf.ledger.read_bytes().splitlines(True)[1:])),
        "the ledger tells the same imports as the shelf",
    ),
    "an import lost": (
        lambda store: shutil.rmtree(store.shelf.imports / _events(store).import_id),
        "the ledger tells the same imports as the shelf",
    ),
    "a stale generation": (
        lambda store: shelve(store, Kind.TRAFFIC_EVENTS, visit("2026-09-09 10:00:00", "late")),
        "the published generation holds every import",
    ),
    "a cell doubled": (
        lambda store: _change(store, "update cells set sessions = sessions + 1 where channel = 'email'"),
        "every visit is in exactly one cell",
    ),
    "money of a cell changed": (
        lambda store: _change(store, "update cells set revenue = revenue + 0.01 where day = '2026-09-01'"),
        "revenue of the orders = revenue of the cells",
    ),
    "an order linked twice": (
        lambda store: _change(store, "insert into order_links select * from order_links limit 1"),
        "an order of the traffic sources meets one order of the book",
    ),
    "money in binary fractions": (
        lambda store: _change(store, "alter table cells alter revenue type double"),
        "no binary fraction holds money",
    ),
    "a generation that is no database": (
        lambda store: generation_file(store.folder, 1).write_bytes(b"no"),
        READABLE,
    ),
    "visits of losses": (
        lambda store: _change(store, "update loss_visits set visits = visits + 1"),
        "visits of losses = visits of the funnel",
    ),
    "visits of losses that questions do not read": (
        lambda store: _change(store, "update loss_money set visits = visits + 1"),
        "losses: what questions read is what is held",
    ),
    "a cell of losses there twice": (
        lambda store: _change(store, "insert into loss_counts select * from loss_counts limit 1"),
        "losses: what questions read is what is held",
    ),
    "a line of losses gone": (
        lambda store: _change(store, "delete from loss_lines where line = 0"),
        "losses: what questions read is what is held",
    ),
    "a generation gone": (lambda store: generation_file(store.folder, 1).unlink(), READABLE),
    "a table gone": (lambda store: _change(store, "drop table sessions"), READABLE),
    "a receipt that is no text": (
        lambda store: (store.shelf.imports / _events(store).import_id / "receipt.json").write_bytes(b"\xff"),
        "the shelf can be read",
    ),
}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(("breakage", "named"), BREAKAGES.values(), ids=BREAKAGES.keys())
def test_a_broken_store_is_named(store: Store, breakage: Callable[[Store], object], named: str) -> None:
    breakage(store)
    assert named in broken(check_store(store))


@pytest.mark.usefixtures("quick")
def test_a_fact_changed_behind_our_back_differs_from_a_rebuild(store: Store) -> None:
    _change(store, "update sessions set device = 'tablet' where channel = 'email'")
    found = {finding.invariant: finding for finding in check_store(store, rebuild=True)}[
        "a rebuild gives the same tables"
    ]
    assert (found.holds, found.detail) == (False, "sessions")


@pytest.mark.usefixtures("quick")
def test_a_rebuild_repairs_what_lies_only_in_the_generation(store: Store) -> None:
    _change(store, "delete from cells")
    assert broken(check_store(store))
    store.publish()
    assert broken(check_store(store, rebuild=True)) == set()
