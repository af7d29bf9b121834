"""A shop that set no currency counts in the first one a file states; others are refused, never added."""

from pathlib import Path

import pytest
from pyarrow.parquet import read_table

from funnel.intake import Outcome, import_paths, rejects_of
from funnel.intake.asking import Asking
from funnel.intake.currency import InRows, Stated, Where, currency_of_file
from funnel.intake.header import currency_beside
from funnel.store import Store
from tests.intake.exports import store_at

HEADER = "Reporting starts,Reporting ends,Campaign name,Amount spent ({}),Impressions,Link clicks\n"
ROW = "2026-10-01,2026-10-01,autumn,12.50,100,5\n"


def costs(folder: Path, currency: str) -> Path:
    path = folder / f"{currency}.csv"
    path.write_text(HEADER.format(currency) + ROW, encoding="utf-8")
    return path


def test_the_first_stated_currency_becomes_the_shops(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    euro, zloty = (import_paths(store, [costs(tmp_path, currency)])[0] for currency in ("EUR", "PLN"))
    assert euro.receipt is not None
    assert euro.receipt.currency == store.currency() == "EUR"
    assert "currency, EUR (PLN in column “Amount spent (PLN)”)" in zloty.problems[0]


def test_two_currencies_in_one_call_are_not_added(tmp_path: Path) -> None:
    outcomes = import_paths(Store(tmp_path / "store"), [costs(tmp_path, "EUR"), costs(tmp_path, "PLN")])
    assert [outcome.verdict for outcome in outcomes] == ["loaded", "refused"]


def test_the_same_file_is_known_again_after_its_currency_was_taken_over(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    path = costs(tmp_path, "EUR")
    assert [import_paths(store, [path])[0].verdict for _ in range(2)] == ["loaded", "already_loaded"]


def _currency(ours: str, stated: set[str], column: set[str], answers: dict[str, str] | None = None) -> tuple[str, str]:
    """The currency, and what is asked or wrong."""
    asking, problems = Asking(answers or {}), []
    rows = InRows("Money", {code: Stated(2, ((1, code.lower()), (2, code.lower()))) for code in column})
    found = currency_of_file(ours, {code: Where("Sum", 3) for code in stated}, rows, asking, problems)
    return found, " ".join([*problems, *(question.id for question in asking.open)])


def test_a_file_of_several_currencies_is_asked() -> None:
    assert _currency("", set(), {"PLN", "EUR"})[1] == "currency"
    assert _currency("", set(), {"PLN", "EUR"}, {"currency": "PLN"}) == ("PLN", "")


def test_signs_of_another_currency_than_the_column_are_refused() -> None:
    assert "EUR in row 3, column “Sum”, PLN in row 1, column “Money”" in _currency("", {"EUR"}, {"PLN"})[1]


def test_rows_of_other_currencies_are_left_to_the_row_check() -> None:
    assert _currency("PLN", set(), {"PLN", "EUR"}) == ("PLN", "")


def test_nothing_stated_stays_unknown() -> None:
    assert _currency("", set(), set()) == ("", "")


def test_one_amount_in_several_currencies_is_not_chosen_for_the_shop(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Amount spent (PLN)\n"
    path.write_text(head + "2026-10-01,2026-10-01,autumn,12.50,53.10\n", encoding="utf-8")
    outcome = import_paths(Store(tmp_path / "store"), [path])[0]
    assert outcome.receipt is None
    assert "“Amount spent (EUR)”, “Amount spent (PLN)” hold one amount in several currencies" in outcome.problems[0]


def test_the_currency_a_person_picks_is_loaded_and_the_other_rows_rejected(tmp_path: Path) -> None:
    rows = "1,2026-10-01,10.00,EUR\n2,2026-10-02,20.00,PLN\n3,2026-10-03,30.00,EUR\n"
    (tmp_path / "orders.csv").write_text("id,when,sum,money\n" + rows, encoding="utf-8")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'kind = "order_lines"\n[columns]\norder_id = "id"\nmoment = "when"\norder_total = "sum"\ncurrency = "money"\n',
        encoding="utf-8",
    )
    store = Store(tmp_path / "store")
    (asked,) = import_paths(store, [tmp_path / "orders.csv"], mapping=mapping)
    (question,) = asked.questions
    assert [(reading.answer, reading.examples) for reading in question.readings] == [
        ("EUR", ((1, "eur", "EUR"), (3, "eur", "EUR"))),
        ("PLN", ((2, "pln", "PLN"),)),
    ]
    (outcome,) = import_paths(store, [tmp_path / "orders.csv"], mapping=mapping, answers={"currency": "EUR"})
    assert outcome.receipt is not None
    assert (outcome.verdict, outcome.receipt.control["order_total"]) == ("loaded_with_rejects", "40.00")
    assert outcome.receipt.reject_reasons == {"other_currency": 1}
    assert store.currency() == "EUR"


SIGNED = 'kind = "order_lines"\n[columns]\norder_id = "id"\nmoment = "when"\norder_total = "sum"\nprice = "each"\n'


def _signed(folder: Path, rows: str, settings: str = "", **more: dict[str, str]) -> Outcome:
    (folder / "orders.csv").write_text("id,when,sum,each\n" + rows, encoding="utf-8")
    (folder / "mapping.toml").write_text(SIGNED, encoding="utf-8")
    store = store_at(folder / "store", settings)
    return import_paths(store, [folder / "orders.csv"], mapping=folder / "mapping.toml", **more)[0]


def test_signs_of_several_currencies_are_asked_and_the_other_rows_rejected(tmp_path: Path) -> None:
    rows = "1,2026-10-01,10.00 €,5.00 €\n2,2026-10-02,20.00 zł,20.00 zł\n3,2026-10-03,30.00 €,30.00\n"
    (question,) = _signed(tmp_path, rows).questions
    assert (question.id, question.column) == ("currency", "sum")
    assert "EUR in row 1, PLN in row 2" in question.sentence
    assert [(one.answer, one.examples) for one in question.readings] == [
        ("EUR", ((1, "10.00 €", "EUR"), (3, "30.00 €", "EUR"))),
        ("PLN", ((2, "20.00 zł", "PLN"),)),
    ]
    outcome = _signed(tmp_path, rows, answers={"currency": "EUR"})
    assert outcome.receipt is not None
    assert (outcome.receipt.control["order_total"], outcome.receipt.currency) == ("40.00", "EUR")
    assert outcome.receipt.reject_reasons == {"other_currency": 1}


def test_signs_of_other_currencies_than_the_shops_reject_their_rows(tmp_path: Path) -> None:
    rows = "1,2026-10-01,10.00 €,5\n2,2026-10-02,20.00 zł,20\n3,2026-10-03,30.00,30\n"
    outcome = _signed(tmp_path, rows, 'currency = "PLN"')
    assert outcome.receipt is not None
    assert outcome.receipt.control["order_total"] == "50.00"
    store = store_at(tmp_path / "store")
    part = read_table(store.shelf.part(outcome.receipt.import_id, "rejected.parquet")).to_pydict()
    told = [(one.record, one.column, one.value) for one in rejects_of(part, outcome.receipt)]
    assert told == [(1, "sum", "10.00 €")]


def test_a_sign_on_a_few_amounts_is_asked_for_the_others(tmp_path: Path) -> None:
    rows = "".join(f"{n},2026-10-01,{'€' if n == 7 else ''}{n}.00,\n" for n in range(1, 11))
    (question,) = _signed(tmp_path, rows).questions
    assert (question.id, question.column) == ("currency", "sum")
    assert "1 amounts are in EUR (first row 7), the other 9 name no currency" in question.sentence
    assert [one.answer for one in question.readings] == ["EUR", "none"]
    outcome = _signed(tmp_path, rows, answers={"currency": "none"})
    assert outcome.receipt is not None
    assert (outcome.receipt.control["order_total"], outcome.receipt.currency) == ("48.00", None)
    assert outcome.receipt.reject_reasons == {"other_currency": 1}


def test_a_sign_on_a_few_amounts_may_be_of_all(tmp_path: Path) -> None:
    rows = "".join(f"{n},2026-10-01,{'€' if n == 7 else ''}{n}.00,\n" for n in range(1, 11))
    outcome = _signed(tmp_path, rows, answers={"currency": "EUR"})
    assert outcome.receipt is not None
    assert (outcome.receipt.control["order_total"], outcome.receipt.currency) == ("55.00", "EUR")


def test_a_sign_on_the_first_amount_speaks_for_all_below_it(tmp_path: Path) -> None:
    rows = "".join(f"{n},2026-10-01,{'$' if n == 1 else ''}{n}.00,\n" for n in range(1, 11))
    outcome = _signed(tmp_path, rows)
    assert outcome.receipt is not None
    assert (outcome.receipt.control["order_total"], outcome.receipt.currency) == ("55.00", "USD")


def test_a_row_in_two_currencies_is_refused_with_its_columns(tmp_path: Path) -> None:
    outcome = _signed(tmp_path, "1,2026-10-01,10.00 €,€5\n2,2026-10-02,20.00 zł,€20\n")
    assert "Row 2 holds amounts in several currencies" in outcome.problems[0]
    assert "“sum” in PLN" in outcome.problems[0]


def _mapped(folder: Path, head: str, own: str) -> Outcome:
    store = store_at(folder / "store", f'currency = "{own}"')
    path = folder / "orders.csv"
    path.write_text(f"Nr,Data,{head}\n1,2026-10-01 10:00:00,10.00\n2,2026-10-02 10:00:00,20.00\n", encoding="utf-8")
    columns = f'order_id = "Nr"\nmoment = "Data"\norder_total = "{head}"\n'
    mapping = folder / "mapping.toml"
    mapping.write_text(f'kind = "order_lines"\nzone = "Europe/Warsaw"\n[columns]\n{columns}', encoding="utf-8")
    (outcome,) = import_paths(store, [path], mapping=mapping)
    return outcome


@pytest.mark.parametrize("head", ["Kwota zł", "Total PLN", "PLN brutto", "total_pln"])
def test_a_currency_beside_the_name_of_an_amount_is_stated(tmp_path: Path, head: str) -> None:
    (tmp_path / "same").mkdir()
    assert _mapped(tmp_path / "same", head, "PLN").verdict == "loaded"
    (tmp_path / "other").mkdir()
    refused = _mapped(tmp_path / "other", head, "RUB")
    assert (refused.verdict, "PLN" in " ".join(refused.problems)) == ("refused", True)


def test_a_currency_is_a_word_of_its_own() -> None:
    assert [currency_beside(name) for name in ("eurocash", "total", "koszt prób", "eur", "us total")] == [None] * 5
    assert (currency_beside("сумма руб."), currency_beside("usd amount")) == ("RUB", "USD")
