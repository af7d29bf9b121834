"""A mapping never makes a column of people's data a stored field."""

from pathlib import Path

import pytest

from funnel.intake import Verdict, import_paths
from tests.intake.exports import store_at

HEAD = ["Order", "Placed", "Sum", "Article", "E-mail", "Telefon", "Имя клиента", "Comment", "Kontakt", "Заказчик"]
LETTER = "please call me before you come because the bell at our door does not work at all"
ROWS = [
    [f"A-{place}", f"2026-09-{place + 1:02} 10:00", "10.50", f"SKU {place}", f"anna{place}@example.com",
     f"600 100 {200 + place}", "Анна", LETTER, f"+48 600 100 {200 + place}", "Анна"]
    for place in range(20)
]  # fmt: skip
MAPPING = """
kind = "order_lines"
[columns]
order_id = "Order"
moment = "Placed"
order_total = "Sum"
product = "Article"
"""


def _file(folder: Path) -> Path:
    path = folder / "orders.csv"
    path.write_text("\n".join(";".join(row) for row in [HEAD, *ROWS]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("column", HEAD[4:])
@pytest.mark.parametrize("field", ["campaign", "reason"])
def test_people_are_never_stored_by_a_mapping(column: str, field: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(f'{MAPPING}{field} = "{column}"\n', encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "s"), [_file(tmp_path)], mapping=tmp_path / "m.toml")
    assert outcome.verdict is Verdict.REFUSED
    assert f"“{column}”" in outcome.sentence()
    assert f"“{field}”" in outcome.sentence()


def test_a_key_may_be_made_of_any_of_them(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(f'{MAPPING}customer_key = "E-mail"\n', encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "s"), [_file(tmp_path)], mapping=tmp_path / "m.toml")
    assert outcome.verdict is Verdict.LOADED
