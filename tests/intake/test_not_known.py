"""A number nobody knows is empty, but an order whose amount nobody knows is no order of nothing."""

from pathlib import Path
from typing import Any

import pytest

from funnel.intake import Outcome, import_paths
from tests.intake.exports import store_at

MAPPING = """
kind = "order_lines"
zone = "Europe/Warsaw"
[columns]
order_id = "id"
moment = "when"
order_total = "sum"
quantity = "pieces"
price = "price"
status = "status"
"""
HEAD = "id,when,sum,pieces,price,status\n"


def _imported(folder: Path, rows: str, currency: str = "PLN", **more: Any) -> Outcome:
    (folder / "a.csv").write_text(HEAD + rows, encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    store = store_at(folder / "store", f'zone = "Europe/Warsaw"\ncurrency = "{currency}"')
    (outcome,) = import_paths(store, [folder / "a.csv"], mapping=folder / "mapping.toml", **more)
    return outcome


@pytest.mark.parametrize("word", ["NaN", "nan", "<NA>", "#N/A", "N/A", "null", "-", "—", "NA", "#Н/Д"])
def test_a_number_nobody_knows_is_empty(word: str, tmp_path: Path) -> None:
    rows = f"1,2026-10-01,10.50,{word},5.25,paid\n2,2026-10-02,20.50,2,{word},paid\n"
    outcome = _imported(tmp_path, rows)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (2, 0)
    assert outcome.receipt.control == {"order_total": "31.00", "quantity": "2", "price": "5.25"}


@pytest.mark.parametrize("word", ["NaN", "<NA>", "#N/A"])
def test_an_order_of_an_amount_nobody_knows_is_rejected(word: str, tmp_path: Path) -> None:
    outcome = _imported(tmp_path, f"1,2026-10-01,{word},1,5.25,paid\n2,2026-10-02,20.50,2,10.25,paid\n")
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.reject_reasons == {"unreadable_number": 1}
    assert outcome.receipt.control["order_total"] == "20.50"


def test_a_program_that_writes_nan_for_empty_cells_loses_no_lines(tmp_path: Path) -> None:
    rows = "1,2026-10-01,10.50,1,5.25,paid\n1,NaN,NaN,2,2.50,NaN\n2,2026-10-02,20.50,2,10.25,paid\n"
    outcome = _imported(tmp_path, rows)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (3, 0)
    assert outcome.receipt.control == {"order_total": "31.00", "quantity": "5", "price": "18.00"}


def test_prices_that_were_rounded_are_told_beside_those_of_two_decimals(tmp_path: Path) -> None:
    outcome = _imported(tmp_path, "1,2026-10-01,10.50,1,12.345,paid\n2,2026-10-02,20.50,2,10.25,paid\n")
    assert outcome.receipt is not None, outcome.problems
    told = "1 amounts in “price” have more than two decimals and were rounded to two."
    assert told in [str(note) for note in outcome.receipt.notes]


@pytest.mark.parametrize("currency", ["KWD", "BHD", "TND", "JOD", "OMR"])
def test_amounts_in_thousandths_are_asked_about(currency: str, tmp_path: Path) -> None:
    rows = "1,2026-10-01,10.50,1,10.500,paid\n2,2026-10-02,20.525,2,10.25,paid\n"
    (question,) = _imported(tmp_path, rows, currency).questions
    assert (question.id, question.column) == ("decimals", "sum")
    assert f"Amounts in {currency} have three decimals (“20.525” in row 2, column “sum”)" in question.sentence
    outcome = _imported(tmp_path, rows, currency, answers={"decimals": "round"})
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.control["order_total"]) == (2, "31.03")


@pytest.mark.parametrize("currency", ["JPY", "HUF", "KRW"])
def test_amounts_without_decimals_stay_whole(currency: str, tmp_path: Path) -> None:
    outcome = _imported(tmp_path, '1,2026-10-01,"1,250,000",1,500,paid\n2,2026-10-02,"12,500",2,250,paid\n', currency)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.control["order_total"] == "1262500.00"
