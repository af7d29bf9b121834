"""A row of nothing but sums is set aside where the sums are right; a header that stands again in any letters, too."""

from pathlib import Path

import pytest

from funnel.intake import import_paths
from tests.intake.exports import store_at

MAPPING = """
kind = "ad_costs"
[columns]
day = "Day"
campaign = "Campaign"
clicks = "Clicks"
cost = "Cost"
"""
ROWS = [f"2026-09-0{day},sale,{day},{day}.55" for day in range(1, 7)]
ABOVE, BELOW, ALL = ",,6,7.65", ",,15,16.65", ",,21,24.30"
ASIDE = {
    "below": [*ROWS, ALL],
    "above": [ALL, *ROWS],
    "dashes": [*ROWS, "--,--,21,24.30"],
    "the period for a day": [*ROWS, "2026-09-01 - 2026-09-06,,21,24.30"],
    "of groups and of all": [*ROWS[:3], ABOVE, *ROWS[3:], BELOW, ALL],
    "a header in capitals": [*ROWS[:3], "DAY,CAMPAIGN, CLICKS,COST", *ROWS[3:]],
}


def _fates(folder: Path, rows: list[str]) -> tuple[int, int, int]:
    (folder / "ads.csv").write_text("\n".join(["Day,Campaign,Clicks,Cost", *rows]) + "\n", encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (outcome,) = import_paths(store_at(folder / "store"), [folder / "ads.csv"], mapping=folder / "mapping.toml")
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.control["cost"] == "24.30"
    return outcome.receipt.accepted, outcome.receipt.rejected, outcome.receipt.set_aside


@pytest.mark.parametrize("what", ASIDE)
def test_it_is_set_aside(what: str, tmp_path: Path) -> None:
    assert _fates(tmp_path, ASIDE[what]) == (6, 0, len(ASIDE[what]) - 6)


def _fates_of_orders(folder: Path, mapping: str, lines: list[str]) -> tuple[int, int, int]:
    (folder / "orders.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "mapping.toml").write_text(mapping, encoding="utf-8")
    given, told = [folder / "orders.csv"], folder / "mapping.toml"
    (outcome,) = import_paths(store_at(folder / "store"), given, mapping=told)
    assert outcome.receipt is not None
    return outcome.receipt.accepted, outcome.receipt.rejected, outcome.receipt.set_aside


@pytest.mark.parametrize("name", ["n/a", "-", ""])
def test_an_order_without_a_name_is_a_total_where_it_is_the_sum(name: str, tmp_path: Path) -> None:
    kind = 'kind = "order_lines"\n[columns]\norder_id = "Id"\nmoment = "Day"\norder_total = "Sum"\n'
    rows = ["A,2026-09-01,1.50", "B,2026-09-02,2.50", f"{name},2026-09-30,4.00"]
    assert _fates_of_orders(tmp_path, kind, ["Id,Day,Sum", *rows]) == (2, 0, 1)


GOODS = 'kind = "order_lines"\n[columns]\norder_id = "Id"\nmoment = "Day"\nproduct = "Goods"\norder_total = "Sum"\n'
CALLED = {
    "the sum of all others": (["Kasse,2026-09-30,,4.00"], 1),
    "any other amount": (["Kasse,2026-09-30,,4.10"], 0),
    "with goods": (["Kasse,2026-09-30,tea,4.00"], 0),
    "as many orders are": ([*(f"order {sign},2026-09-30,,0.00" for sign in "abc"), "Kasse,2026-09-30,,4.00"], 0),
}


@pytest.mark.parametrize("what", CALLED)
def test_an_order_called_by_a_word_without_goods_is_a_total_where_it_is_the_sum(what: str, tmp_path: Path) -> None:
    rows, aside = CALLED[what]
    lines = ["Id,Day,Goods,Sum", "A1,2026-09-01,tea,1.50", "B2,2026-09-02,mug,2.50", *rows]
    assert _fates_of_orders(tmp_path, GOODS, lines) == (2 + len(rows) - aside, 0, aside)


def test_a_sum_that_is_wrong_is_rejected(tmp_path: Path) -> None:
    assert _fates(tmp_path, [*ROWS, ",,21,25.30"]) == (6, 1, 0)


DAILY = MAPPING.replace("ad_costs", "traffic_daily").replace("clicks", "purchase").replace("cost =", "revenue =")
DAYS = [f"2026-09-0{day},{name},{day + orders},{day}.25" for day in (1, 2) for orders, name in enumerate(("a", "b"))]


@pytest.mark.parametrize(("last", "fates"), [("5,4.50", (4, 2)), ("5,9.99", (6, 0))])
def test_days_without_a_name_are_totals_where_all_of_them_are_sums(
    last: str, fates: tuple[int, int], tmp_path: Path
) -> None:
    rows = [*DAYS[:2], "2026-09-01,,3,2.50", *DAYS[2:], f"2026-09-02,,{last}"]
    (tmp_path / "days.csv").write_text("\n".join(["Day,Campaign,Clicks,Cost", *rows]) + "\n", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(DAILY, encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "store"), [tmp_path / "days.csv"], mapping=tmp_path / "mapping.toml")
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.set_aside) == fates
