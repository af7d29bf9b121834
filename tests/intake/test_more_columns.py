"""Columns beside those a report with one column a place is known to have, and columns it may be without."""

from decimal import Decimal
from pathlib import Path

from funnel.intake import import_paths
from tests.intake.exports import EXPORTS, store_at


def test_a_remark_behind_the_warehouses_is_no_warehouse(tmp_path: Path) -> None:
    (fixture,) = (EXPORTS / "wb_remains").glob("remains_????-??-??.csv")
    lines = fixture.read_text(encoding="utf-8").splitlines()
    told = [f"{line};{'Заметка' if place == 0 else f'полка {place}'}" for place, line in enumerate(lines)]
    path = tmp_path / fixture.name
    path.write_text("\n".join(told), encoding="utf-8")
    plain, more = (import_paths(store_at(tmp_path / one.parent.name), [one])[0] for one in (fixture, path))
    assert plain.receipt is not None
    assert more.receipt is not None, more.problems
    assert more.receipt.control == plain.receipt.control
    assert Decimal(plain.receipt.control["available"]) > 0


def test_hits_without_their_number_are_page_views(tmp_path: Path) -> None:
    path = tmp_path / "hits.tsv"
    path.write_text(
        "ym:pv:visitID\tym:pv:clientID\tym:pv:dateTime\tym:pv:URL\tym:pv:httpError\n"
        "16937284650192837465\t17012345678\t2026-10-01 21:40:00\thttps://shop.example/\t0\n",
        encoding="utf-8",
    )
    (outcome,) = import_paths(store_at(tmp_path / "store"), [path], source="yandex_metrica_hits")
    assert outcome.verdict == "loaded", outcome.problems
