"""What the reports of marketplaces leave to their file names, their sheets and the person."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from funnel.intake import Outcome, import_paths
from funnel.intake.outcome import Verdict
from tests.intake.exports import EXPORTS, store_at

GROUP = ["Детальный отчет воронки продаж по карточкам товаров"]
HEADER = [
    "Артикул продавца", "Артикул WB", "Показы", "Показы (предыдущий период)", "Переходы в карточку",
    "Переходы в карточку (предыдущий период)", "Положили в корзину", "Заказали, шт", "Выкупили, шт",
    "Выкупы, шт (предыдущий период)", "Рейтинг карточки",
]  # fmt: skip
ROW = ["SHOE-01", 12345, 900, 111111, 80, 222222, 9, 3, "–", 333333, "Без рейтинга"]
PERIOD = "Воронка продаж с 01.10.2026 по 07.10.2026"
OTHER_SHEETS = {
    "Фильтры": [["Параметр", "Значение"], ["Период", "неделя"]],
    "Общий отчет": [["Дата", "Переходы в карточку", "Заказали, шт"], ["2026-10-01", 80, 3]],
}


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def imported(folder: Path, path: Path, currency: str = "RUB", **answers: str) -> Outcome:
    store = store_at(folder / "store", f'currency = "{currency}"\nzone = "Europe/Moscow"\n')
    (outcome,) = import_paths(store, [path], answers=answers)
    return outcome


def test_the_sheet_that_is_an_export_is_read_and_the_period_is_taken_from_the_name(tmp_path: Path) -> None:
    path = workbook(tmp_path / f"{PERIOD}.xlsx", {**OTHER_SHEETS, "Товары": [GROUP, HEADER, ROW]})
    receipt = imported(tmp_path, path).receipt
    assert receipt is not None
    assert (receipt.source, receipt.first_day, receipt.last_day) == ("wb_funnel", "2026-10-01", "2026-10-07")
    assert receipt.control == {"impressions": "900", "card_opens": "80", "add_to_cart": "9", "orders": "3"}
    assert {name for name in receipt.ignored_columns if "предыдущий" in name} == {
        name for name in HEADER if "предыдущий" in name
    }


def test_the_name_of_the_archive_states_the_period_too(tmp_path: Path) -> None:
    inner = workbook(tmp_path / "report.xlsx", {"Товары": [GROUP, HEADER, ROW]})
    path = tmp_path / f"{PERIOD}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(inner, "report.xlsx")
    receipt = imported(tmp_path, path).receipt
    assert receipt is not None
    assert (receipt.first_day, receipt.last_day) == ("2026-10-01", "2026-10-07")


@pytest.mark.parametrize(("answer", "last"), [("2026-10-01..2026-10-07", "2026-10-07"), ("2026-10-01", "2026-10-01")])
def test_a_report_that_says_nowhere_which_days_it_covers_is_asked(tmp_path: Path, answer: str, last: str) -> None:
    path = workbook(tmp_path / "report.xlsx", {"Товары": [GROUP, HEADER, ROW]})
    outcome = imported(tmp_path, path)
    assert (outcome.verdict, outcome.source) == (Verdict.QUESTION, "wb_funnel")
    assert [question.id for question in outcome.questions] == ["days"]
    receipt = imported(tmp_path, path, days=answer).receipt
    assert receipt is not None
    assert (receipt.first_day, receipt.last_day) == ("2026-10-01", last)


def test_an_undated_header_without_rows_is_recognised_and_an_empty_period(tmp_path: Path) -> None:
    path = tmp_path / "header.csv"
    path.write_text(";".join(HEADER) + "\n", encoding="utf-8")
    outcome = imported(tmp_path, path)
    assert (outcome.verdict, outcome.source) == (Verdict.LOADED, "wb_funnel")


@pytest.mark.parametrize("name", ["fbo_old_headers.csv", "fbo_new_headers.csv"])
def test_the_total_of_a_posting_repeated_on_every_product_counts_once(tmp_path: Path, name: str) -> None:
    receipt = imported(tmp_path, EXPORTS / "ozon_postings" / name).receipt
    assert receipt is not None
    assert (receipt.control["posting_total"], receipt.money["accepted"]) == ("2400.00", "2400.00")


def test_subtotals_that_stand_as_warehouses_are_set_aside(tmp_path: Path) -> None:
    receipt = imported(tmp_path, EXPORTS / "wb_remains_by_warehouse" / "remains_2026-10-08.csv").receipt
    assert receipt is not None
    assert (receipt.accepted, receipt.set_aside_reasons) == (2, {"subtotal": 3})
    assert receipt.control == {"available": "118"}


def test_names_and_addresses_of_buyers_do_not_reach_the_disk(tmp_path: Path) -> None:
    outcome = imported(tmp_path, EXPORTS / "allegro_orders" / "zamowienia.csv", "PLN")
    assert outcome.receipt is not None
    text = b"".join(path.read_bytes() for path in (tmp_path / "store").rglob("*") if path.is_file())
    assert b"kupujacy" not in text


def test_a_drifted_header_gives_the_same_rows(tmp_path: Path) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        told = csv.DictReader(io.StringIO((EXPORTS / "wb_realisation" / name).read_text(encoding="utf-8")))
        return [{**row, "operation_id": ""} for row in told]

    assert rows("realisation.expected.csv") == rows("weekly_detail.expected.csv")
