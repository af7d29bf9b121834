"""Sixty files with one fault each: read right, or refused with a sentence; never silently wrong."""

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from funnel.intake import Outcome, import_paths
from funnel.store import Store
from tests.intake.exports import EXPORTS, store_at

MESSY = EXPORTS / "messy"
TRUTH = json.loads((MESSY / "truth.json").read_text(encoding="utf-8"))
CURRENCY = {"40_currency_symbol.csv": "BDT", "41_currency_suffix.csv": "RUB"}
REFUSED = {
    "10_html_named_csv.csv": "web page",
    "13_empty_file.csv": "0 bytes",
    "23_ga4_report.csv": "“Order” is missing",
    "24_ga4_multi_table.csv": "“Order” is missing",
    "45_ids_scientific.csv": "destroyed by a spreadsheet",
}
ASKED = {
    "32_dup_columns.csv": ("columns:Amount", "1"),
    "37_thousand_comma_only_ints.csv": ("decimal_mark:Amount", "."),
    "39_thousand_dot_only_ints.csv": ("decimal_mark:Amount", ","),
    "48_mdy.csv": ("date_order:Date", "mdy"),
    "49_dmy_slash.csv": ("date_order:Date", "dmy"),
}
LINE_IN_ANOTHER_ENCODING = "06_mixed_encodings.csv"
PAID = """
    select count(*), coalesce(sum(total), 0), min(first)::varchar
    from (
        select order_id, max(order_total) as total, min(day) as first
        from read_parquet(?)
        where coalesce(status, '') not in ('test', 'cancelled')
        group by order_id
    )
"""


def _import(
    name: str, folder: Path, mapping: Path = MESSY / "mapping.toml", answers: dict[str, str] | None = None
) -> tuple[Store, Outcome]:
    store = store_at(folder, f'currency = "{CURRENCY.get(name, "PLN")}"')
    (outcome,) = import_paths(store, [MESSY / name], mapping=mapping, answers=answers)
    return store, outcome


def _paid(store: Store, outcome: Outcome) -> tuple[int, Decimal, str | None]:
    assert outcome.receipt is not None
    part = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    found = duckdb.connect().execute(PAID, [str(part)]).fetchone()
    assert found is not None
    return found[0], found[1], found[2]


@pytest.mark.parametrize("name", sorted(set(TRUTH) - set(ASKED) - set(REFUSED) - {LINE_IN_ANOTHER_ENCODING}))
def test_file_is_read_right(name: str, tmp_path: Path) -> None:
    store, outcome = _import(name, tmp_path)
    assert outcome.verdict == "loaded", outcome.problems
    truth = TRUTH[name]
    assert _paid(store, outcome) == (truth["rows"], Decimal(str(truth["amount_sum"])), truth["first_date"])
    assert outcome.receipt is not None
    assert outcome.receipt.adds_up()
    assert outcome.receipt.rejected == 0


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_file_is_refused_with_a_reason(name: str, tmp_path: Path) -> None:
    store, outcome = _import(name, tmp_path)
    assert (outcome.verdict, outcome.questions) == ("refused", ())
    assert REFUSED[name] in " ".join(outcome.problems)
    assert store.shelf.receipts() == ()


@pytest.mark.parametrize("name", sorted(ASKED))
def test_what_a_file_leaves_open_is_asked_and_right_once_answered(name: str, tmp_path: Path) -> None:
    identity, token = ASKED[name]
    store, asked = _import(name, tmp_path)
    assert (asked.verdict, [question.id for question in asked.questions]) == ("question", [identity])
    assert store.shelf.receipts() == ()
    (question,) = asked.questions
    assert len(question.readings) == 2
    assert all(reading.examples for reading in question.readings)
    assert question.readings[0].examples != question.readings[1].examples
    store, outcome = _import(name, tmp_path, answers={identity: token})
    truth = TRUTH[name]
    assert _paid(store, outcome) == (truth["rows"], Decimal(str(truth["amount_sum"])), truth["first_date"])
    assert outcome.receipt is not None
    assert outcome.receipt.answers == {identity: token}


def test_a_line_in_another_encoding_is_rejected_and_said(tmp_path: Path) -> None:
    _, outcome = _import(LINE_IN_ANOTHER_ENCODING, tmp_path)
    assert outcome.receipt is not None
    assert outcome.receipt.reject_reasons == {"broken_letters": 1}
    assert outcome.receipt.accepted == 2


@pytest.mark.parametrize(
    ("name", "stated", "first", "amount"),
    [
        ("37_thousand_comma_only_ints.csv", 'decimal_mark = "."', "2026-10-01", "3749.00"),
        ("39_thousand_dot_only_ints.csv", 'decimal_mark = ","', "2026-10-01", "6734.00"),
        ("48_mdy.csv", 'date_order = "mdy"', "2026-10-01", "1349.40"),
        ("49_dmy_slash.csv", 'date_order = "dmy"', "2026-10-01", "1349.40"),
    ],
)
def test_what_was_asked_can_be_stated(name: str, stated: str, first: str, amount: str, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(stated + "\n" + (MESSY / "mapping.toml").read_text(encoding="utf-8"), encoding="utf-8")
    _, outcome = _import(name, tmp_path / "store", mapping)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.first_day, outcome.receipt.money["accepted"]) == (first, amount)
