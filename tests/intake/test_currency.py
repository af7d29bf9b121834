"""A shop that set no currency counts in the first one a file states; others are refused, never added."""

from pathlib import Path

import pytest

from funnel.errors import RefusedFile
from funnel.intake import import_paths
from funnel.intake.currency import currency_of_file
from funnel.store import Store

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
    assert "are in PLN, but this shop counts in EUR" in zloty.problems[0]


def test_two_currencies_in_one_call_are_not_added(tmp_path: Path) -> None:
    outcomes = import_paths(Store(tmp_path / "store"), [costs(tmp_path, "EUR"), costs(tmp_path, "PLN")])
    assert [outcome.verdict for outcome in outcomes] == ["loaded", "refused"]


def test_the_same_file_is_known_again_after_its_currency_was_taken_over(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    path = costs(tmp_path, "EUR")
    assert [import_paths(store, [path])[0].verdict for _ in range(2)] == ["loaded", "already_loaded"]


def test_a_file_of_several_currencies_is_refused() -> None:
    with pytest.raises(RefusedFile, match="EUR and PLN"):
        currency_of_file("", {"EUR"}, {"PLN"}, "a.csv")


def test_rows_of_other_currencies_are_left_to_the_row_check() -> None:
    assert currency_of_file("PLN", set(), {"PLN", "EUR"}, "a.csv") == "PLN"


def test_nothing_stated_stays_unknown() -> None:
    assert currency_of_file("", set(), set(), "a.csv") == ""


def test_one_amount_in_several_currencies_is_not_chosen_for_the_shop(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    head = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Amount spent (PLN)\n"
    path.write_text(head + "2026-10-01,2026-10-01,autumn,12.50,53.10\n", encoding="utf-8")
    outcome = import_paths(Store(tmp_path / "store"), [path])[0]
    assert outcome.receipt is None
    assert "“Amount spent (EUR)”, “Amount spent (PLN)” hold one amount in several currencies" in outcome.problems[0]
