"""A first line that may be data is never repeated: no person's name reaches a sentence, a page or a log."""

from pathlib import Path

import pytest

from funnel.intake import import_paths
from funnel.intake.shown_names import names_a_column
from tests.intake.exports import store_at

PEOPLE = ("Anna Nowak;Kraków;Długa 5", "Jan Kowalski;Łódź;Polna 7", "Ewa Lis;Gdynia;Krótka 1")


@pytest.mark.parametrize("days", [False, True])
def test_a_table_without_names_of_columns_shows_nobody(tmp_path: Path, days: bool) -> None:
    given = tmp_path / "export.csv"
    lines = [f"2026-09-0{place};{line}" if days else line for place, line in enumerate(PEOPLE * 3, 1)]
    given.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "store"), [given])
    told = " ".join(map(str, (outcome.sentence(), *outcome.problems, *outcome.questions)))
    assert outcome.receipt is None
    assert not any(word in told for line in PEOPLE for word in line.replace(";", " ").split() if word.isalpha())


def test_unknown_columns_are_told_by_name_where_the_name_is_one(tmp_path: Path) -> None:
    given = tmp_path / "export.csv"
    given.write_text("Order number;Anna Nowak;Placed at\n1;2;3\n", encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "store"), [given])
    assert "(“Order number”, column 2, “Placed at”)" in str(outcome.sentence())


def test_words_of_columns_name_columns() -> None:
    assert all(map(names_a_column, ("Сумма заказа", "Nr zamówienia", "orderId", "Total Price, PLN")))
    assert not any(map(names_a_column, ("Anna Nowak", "Кружка", "")))


def test_names_above_days_and_long_numbers_are_names(tmp_path: Path) -> None:
    given = tmp_path / "export.csv"
    given.write_text("Заявка;Когда\nA;2026-09-01\nB;2026-09-02\n", encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "store"), [given])
    assert "(“Заявка”, “Когда”)" in str(outcome.sentence())
