"""The sample shop: repeatable to the byte, consistent between its files, true about its faults."""

import hashlib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from funnel.errors import WrongUse
from funnel.sample import SampleShop, write_sample
from tests.sample.conftest import Rows, rows_of, text_of

COMMITTED = Path(__file__).parents[2] / "data" / "sample"


def manifest_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(text_of(path)).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_arguments_make_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_sample(tmp_path / name, sessions=900, weeks=2, seed=5)
    ones = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.is_file()}
    twos = {p.relative_to(tmp_path / "two"): p.read_bytes() for p in (tmp_path / "two").rglob("*") if p.is_file()}
    assert ones == twos


def test_any_size_can_be_written_and_replaces_an_earlier_one(tmp_path: Path) -> None:
    write_sample(tmp_path, sessions=40, weeks=13)
    shop = write_sample(tmp_path, sessions=300, weeks=1)
    assert set(shop.files) == {path for path in tmp_path.rglob("*") if path.is_file()}


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(WrongUse):
        write_sample(tmp_path, sessions=40)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_the_committed_sample_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_sample(tmp_path)
    assert manifest_of(COMMITTED) == manifest_of(tmp_path)


def test_the_committed_sample_is_small() -> None:
    sizes = {path: path.stat().st_size for path in COMMITTED.rglob("*") if path.is_file()}
    assert sum(sizes.values()) < 10_000_000
    assert max(sizes.values()) < 1_000_000


def test_every_purchase_is_an_order_and_bears_its_total(shop: SampleShop, events: Rows, order_lines: Rows) -> None:
    paid = {(row["transaction_id"], row["purchase_revenue"]) for row in events if row["event_name"] == "purchase"}
    totals = {(row["Name"], row["Total"]) for row in order_lines if row["Total"]}
    assert paid <= totals
    assert len(paid) == shop.purchases
    assert len(totals) == shop.orders
    assert 0.01 < 1 - len(paid) / len(totals) < 0.06


def test_orders_add_up(order_lines: Rows) -> None:
    items: Counter[str] = Counter()
    for row in order_lines:
        items[row["Name"]] += int(row["Lineitem quantity"]) * round(100 * float(row["Lineitem price"]))
    for row in order_lines:
        if row["Total"]:
            subtotal, shipping, total, discount = (
                round(100 * float(row[name])) for name in ("Subtotal", "Shipping", "Total", "Discount Amount")
            )
            assert subtotal + shipping == total
            assert items[row["Name"]] - discount == subtotal


def test_the_funnel_is_plausible(events: Rows) -> None:
    reached: dict[str, set[str]] = {}
    for row in events:
        visit = f"{row['user_pseudo_id']}.{row['ga_session_id']}"
        reached.setdefault(row["event_name"], set()).add(visit)
    count = {name: len(visits) for name, visits in reached.items()}
    assert 0.55 < count["view_item"] / count["session_start"] < 0.70
    assert 0.11 < count["add_to_cart"] / count["view_item"] < 0.20
    assert 0.35 < count["begin_checkout"] / count["add_to_cart"] < 0.55
    assert 0.60 < count["purchase"] / count["begin_checkout"] < 0.80
    assert 0.022 < count["purchase"] / count["session_start"] < 0.033


def test_rows_repeat_about_as_often_as_said(events: Rows) -> None:
    distinct = {tuple(row.values()) for row in events}
    assert 0.003 < 1 - len(distinct) / len(events) < 0.008


def test_every_row_stands_in_the_file_of_its_week(shop: SampleShop) -> None:
    for path in (shop.folder / "traffic").iterdir():
        weeks = {date.fromisoformat(row["event_date"]).isocalendar()[:2] for row in rows_of(path)}
        assert {f"ga4_events_{year}-W{week:02d}.csv.gz" for year, week in weeks} == {path.name}


def test_shares_of_the_faults_add_up_to_the_joint_loss(truth: dict[str, Any]) -> None:
    for what in ("orders", "orders_kept", "money_kept"):
        joint = float(truth["joint"]["expected"][what])
        assert sum(float(f["share"][what]) for f in truth["faults"]) == pytest.approx(joint, abs=0.1)
        assert sum(float(loss[what]) for loss in truth["groups"].values()) == pytest.approx(joint, abs=0.1)
        assert sum(float(week["joint"][what]) for week in truth["weeks"]) == pytest.approx(joint, abs=0.1)


def test_every_group_loses_and_the_first_weeks_lose_nothing(truth: dict[str, Any]) -> None:
    assert all(float(loss["money_kept"]) > 0 for loss in truth["groups"].values())
    calm = [week for week in truth["weeks"] if week["first_day"] < truth["first_day_with_faults"]]
    assert len(calm) == 2
    assert all(not any(week["met"].values()) and week["joint"]["orders"] == 0 for week in calm)


def test_one_period_holds_the_change_to_winter_time(order_lines: Rows) -> None:
    offsets = {(row["Created at"][:10] < "2026-10-25", row["Created at"][-5:]) for row in order_lines}
    assert offsets >= {(True, "+0200"), (False, "+0100")}
    assert (True, "+0100") not in offsets
