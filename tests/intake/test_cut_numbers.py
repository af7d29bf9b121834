"""Numbers cut in two by an unquoted comma are refused or asked about; columns of small numbers are left alone."""

from pathlib import Path

import pytest

from funnel.intake import Outcome, import_paths
from tests.intake.exports import store_at

MAPPING = """
kind = "order_lines"
[columns]
order_id = "Order"
moment = "Placed"
order_total = "Amount"
"""
OFF = 'discount = "Off"\n'
CENTS = (56, 13, 70, 27, 84, 41, 98, 55)
WHOLES = range(14, 22)


def _imported(folder: Path, header: str, rows: list[str], answers: dict[str, str] | None = None) -> Outcome:
    lines = [f"A-{place},2026-09-0{place},{row}" for place, row in enumerate(rows, 1)]
    (folder / "orders.csv").write_text("\n".join([f"Order,Placed,{header}", *lines]) + "\n", encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING + OFF * ("Off" in header), encoding="utf-8")
    store = store_at(folder / "store")
    return import_paths(store, [folder / "orders.csv"], mapping=folder / "mapping.toml", answers=answers)[0]


PAIRS = list(zip(WHOLES, CENTS, strict=True))
DOUBTFUL = {
    "an empty last column": ("Amount,Note", [f"{one},{two}" for one, two in PAIRS]),
    "the same, with its empty cell": ("Amount,Note", [f"{one},{two}," for one, two in PAIRS]),
    "one row among others": ("Amount,Note", ["14,56", *(f"{one}.{two}," for one, two in PAIRS)]),
    "thousands": ("Amount,Note", [f"{one},3{two}.50" for one, two in PAIRS]),
    "some thousands": ("Amount,Note", ["1,450.20", *(f"{one}.{two}," for one, two in PAIRS)]),
    "words pushed on": ("Amount,Status,Note", ["14,56,paid,", "18,new,", "15,paid,", "16,new,", "9,41,new,"]),
    "a few among words": ("Amount,Note", ["15,56", "14,gift", "16,", "17,gift", "18,5", "19,", "20,"]),
    "a discount": ("Amount,Off,Note", [f"{one},{two}," for one, two in PAIRS]),
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_a_number_that_may_be_cut_is_asked_about(what: str, tmp_path: Path) -> None:
    outcome = _imported(tmp_path, *DOUBTFUL[what])
    assert [question.id for question in outcome.questions] == ["cut_number:Amount"]
    assert "in row 1" in outcome.sentence()


def test_the_answer_loads_it_or_refuses_it(tmp_path: Path) -> None:
    loaded = _imported(tmp_path, *DOUBTFUL["an empty last column"], {"cut_number:Amount": "two"})
    assert loaded.receipt is not None
    assert loaded.receipt.control["order_total"] == f"{sum(WHOLES)}.00"
    refused = _imported(tmp_path, *DOUBTFUL["an empty last column"], {"cut_number:Amount": "one"})
    assert (refused.verdict, "cut in two" in refused.sentence()) == ("refused", True)


def test_cents_such_as_05_are_refused(tmp_path: Path) -> None:
    outcome = _imported(tmp_path, "Amount,Note", [f"{one},{two}" for one, two in [*PAIRS[:-1], (9, "05")]])
    assert (outcome.verdict, outcome.questions) == ("refused", ())


FINE = {
    "ages": ("Amount,Age", [f"{one},{two}" for one, two in PAIRS]),
    "percent": ("Amount,Discount %", [f"{one},{two}" for one, two in PAIRS]),
    "remarks": ("Amount,Note", [f"{one}.{two},{place % 2 * 7 or ''}" for place, (one, two) in enumerate(PAIRS)]),
    "sizes": ("Amount,Cut", [f"{one},{36 + place}" for place, (one, _) in enumerate(PAIRS)]),
}


@pytest.mark.parametrize("what", FINE)
def test_columns_of_small_numbers_are_no_decimals(what: str, tmp_path: Path) -> None:
    outcome = _imported(tmp_path, *FINE[what])
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.accepted == len(WHOLES)
