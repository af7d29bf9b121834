"""What a file says against itself, or against its mapping, is told: never the first word taken in silence."""

from pathlib import Path

import pytest

from funnel.intake import Outcome, import_paths
from tests.intake.exports import accepted_text, store_at

MAPPING = """
kind = "order_lines"
[columns]
order_id = "id"
moment = "when"
order_total = ["total", "total (EUR)"]
"""


def read(folder: Path, text: str, more: str = "") -> tuple[Outcome, str]:
    (folder / "mapping.toml").write_text(more + MAPPING, encoding="utf-8")
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    store = store_at(folder / "store")
    (outcome,) = import_paths(store, [folder / "orders.csv"], mapping=folder / "mapping.toml")
    return outcome, accepted_text(store, outcome) if outcome.receipt else ""


def test_an_order_with_two_totals_keeps_the_first_and_rejects_the_other(tmp_path: Path) -> None:
    outcome, _ = read(tmp_path, "id;when;total\nA;2026-09-14 10:00:00;10.00\nA;2026-09-14 10:00:00;12.00\n")
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.reject_reasons) == (1, {"other_total": 1})


@pytest.mark.parametrize("zone", ["Europe/Moscow", "America/New_York"])
def test_a_day_without_a_time_stays_that_day_in_any_zone(tmp_path: Path, zone: str) -> None:
    outcome, _ = read(tmp_path, "id;when;total\nA;2026-09-14;10.00\n", more=f'zone = "{zone}"\n')
    assert outcome.receipt is not None
    assert (outcome.receipt.first_day, outcome.receipt.last_day) == ("2026-09-14", "2026-09-14")


def test_a_header_that_names_another_currency_than_the_mapping_is_refused(tmp_path: Path) -> None:
    outcome, _ = read(tmp_path, "id;when;total (EUR)\nA;2026-09-14;10.00\n", more='currency = "PLN"\n')
    assert outcome.verdict == "refused"


def test_a_line_break_in_a_column_name_is_a_blank(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text('id;"when";"total\n(EUR)"\nA;2026-09-14;10.00\n', encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    store = store_at(tmp_path / "store", 'currency = "EUR"')
    (outcome,) = import_paths(store, [tmp_path / "orders.csv"], mapping=tmp_path / "mapping.toml")
    assert (outcome.verdict, outcome.receipt and outcome.receipt.control["order_total"]) == ("loaded", "10.00")


def test_orders_without_an_amount_are_counted_on_the_receipt(tmp_path: Path) -> None:
    outcome, _ = read(tmp_path, "id;when;total\nA;2026-09-14;10.00\nB;2026-09-14;\n")
    assert outcome.receipt is not None
    assert any("no amount" in note for note in outcome.receipt.notes)


def test_impossible_offsets_and_hours_are_rejected(tmp_path: Path) -> None:
    outcome, _ = read(tmp_path, "id;when;total\nA;2026-09-14 10:00:00 +99:00;1.00\nB;2026-09-14 10:00:00 +02:00;2.00\n")
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (1, 1)


def test_ids_in_scientific_writing_without_a_plus_are_destroyed_too(tmp_path: Path) -> None:
    outcome, _ = read(tmp_path, "id;when;total\n1.69e19;2026-09-14;1.00\n1.69e19;2026-09-14;1.00\n")
    assert outcome.verdict == "refused"


OZON = (
    "Номер заказа;Номер отправления;Принят в обработку;Статус;Сумма отправления;Код валюты отправления;SKU;"
    "Артикул;Ваша цена;Количество"
)


@pytest.mark.parametrize(("day", "verdict"), [("10/1/2026 9:05", "question"), ("01.10.2026 9:05", "loaded")])
def test_slashes_in_an_export_of_a_source_that_writes_dots_are_asked_about(
    tmp_path: Path, day: str, verdict: str
) -> None:
    row = f"100-1;100-1-1;{day};Доставлен;1500;RUB;176;SKU-1;1500;1"
    (tmp_path / "orders.csv").write_text(f"{OZON}\n{row}\n", encoding="utf-8")
    (outcome,) = import_paths(store_at(tmp_path / "store", 'currency = "RUB"'), [tmp_path / "orders.csv"])
    assert outcome.verdict == verdict, outcome.problems


def test_headers_of_two_currencies_are_refused(tmp_path: Path) -> None:
    more = MAPPING.replace("[columns]", "[columns]\nshipping = 'post'").replace('["total", "total (EUR)"]', '"total"')
    (tmp_path / "orders.csv").write_text("id;when;total, EUR;post, PLN\nA;2026-09-14;10.00;5.00\n", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(more, encoding="utf-8")
    store = store_at(tmp_path / "store", "")
    (outcome,) = import_paths(store, [tmp_path / "orders.csv"], mapping=tmp_path / "mapping.toml")
    assert (outcome.verdict, "EUR in column “total, EUR”, PLN" in outcome.sentence()) == ("refused", True)


def test_an_order_whose_rows_differ_in_day_or_status_is_told(tmp_path: Path) -> None:
    text = "id;when;total;state\nA;2026-09-14;10.00;paid\nA;2026-09-16;10.00;cancelled\nB;2026-09-14;5.00;paid\n"
    outcome, _ = read(tmp_path, text, more='currency = "PLN"\n')
    assert outcome.receipt is not None
    assert "Orders with rows of several days: 1. Each counts on the first of them." in outcome.receipt.notes
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "mapping.toml").write_text(MAPPING + 'status = "state"\n', encoding="utf-8")
    store, given = store_at(tmp_path / "state" / "store"), tmp_path / "orders.csv"
    (told,) = import_paths(store, [given], mapping=tmp_path / "state" / "mapping.toml")
    assert told.receipt is not None, told.problems
    assert any("several statuses" in note for note in told.receipt.notes)


LINES = """
kind = "order_lines"
currency = "PLN"
[columns]
order_id = "id"
moment = ["when", "when (GMT)"]
product = "sku"
quantity = "pieces"
price = "each"
"""


def _of_lines(folder: Path, text: str) -> Outcome:
    (folder / "orders.csv").write_text(text, encoding="utf-8")
    (folder / "mapping.toml").write_text(LINES, encoding="utf-8")
    store = store_at(folder / "store", 'zone = "Europe/Warsaw"\ncurrency = "PLN"')
    (outcome,) = import_paths(store, [folder / "orders.csv"], mapping=folder / "mapping.toml")
    return outcome


@pytest.mark.parametrize("rows", [1, 60_000])
def test_an_order_none_of_whose_lines_has_a_day_is_rejected(rows: int, tmp_path: Path) -> None:
    text = "id,when,sku,pieces,each\nA,2026-09-14,P1,1,10.00\nA,,P2,1,5.00\nB,,P1,1,20.00\nP1 Total,,,2,30.00\n"
    more = "".join(f"C{row},2026-09-16,P2,1,5.00\n" for row in range(rows))
    outcome = _of_lines(tmp_path, text + more)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.reject_reasons) == (rows + 2, {"missing": 2})


def test_prices_that_say_nothing_are_told_where_no_total_is(tmp_path: Path) -> None:
    outcome = _of_lines(tmp_path, "id,when,sku,pieces,each\nA,2026-09-14,P1,1,10.00\nB,2026-09-14,P1,1,NaN\n")
    assert outcome.receipt is not None, outcome.problems
    assert "1 orders or ads state no amount; they count, but add no money." in outcome.receipt.notes


@pytest.mark.parametrize(
    ("stated", "zone", "day"), [("", "UTC", "2026-09-15"), ('zone = "shop"\n', "Europe/Warsaw", "2026-09-14")]
)
def test_a_zone_behind_the_name_of_a_time_counts_unless_another_is_said(
    stated: str, zone: str, day: str, tmp_path: Path
) -> None:
    (tmp_path / "orders.csv").write_text("id,when (GMT),sku,pieces,each\nA,2026-09-14 23:30:00,P1,1,10.00\n")
    (tmp_path / "mapping.toml").write_text(stated + LINES, encoding="utf-8")
    store = store_at(tmp_path / "store", 'zone = "Europe/Warsaw"\ncurrency = "PLN"')
    (outcome,) = import_paths(store, [tmp_path / "orders.csv"], mapping=tmp_path / "mapping.toml")
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.zone, outcome.receipt.first_day) == (zone, day)


@pytest.mark.parametrize(
    ("kind", "columns", "rows", "told"),
    [
        (
            "traffic_sessions",
            {"session_id": "a", "moment": "b", "device": "c"},
            "s1;{day};{x}",
            "The earlier one counts",
        ),
        ("traffic_daily", {"device": "a", "day": "b", "session_start": "c"}, "mobile;{day};{x}", "They are added up"),
        ("contacts", {"contact_id": "a", "moment": "b", "topic": "c"}, "T1;{day};{x}", "A contact counts once"),
        ("stock", {"product": "a", "moment": "b", "available": "c"}, "SKU;{day};{x}", "Their pieces are added up"),
    ],
)
def test_rows_that_repeat_what_another_row_speaks_of_are_told(
    kind: str, columns: dict[str, str], rows: str, told: str, tmp_path: Path
) -> None:
    written = "".join(f'{name} = "{header}"\n' for name, header in columns.items())
    (tmp_path / "mapping.toml").write_text(f'kind = "{kind}"\n[columns]\n{written}', encoding="utf-8")
    for days, repeats in ((("14", "14", "14", "15"), 2), (("14", "15", "16", "17"), 0)):
        apart = [
            rows.replace("s1", f"s{day}").replace("T1", f"T{day}").format(day=f"2026-09-{day}", x=x)
            for x, day in enumerate(days)
        ]
        (tmp_path / "given.csv").write_text("\n".join(["a;b;c", *apart]) + "\n", encoding="utf-8")
        store = store_at(tmp_path / f"store{repeats}")
        (outcome,) = import_paths(store, [tmp_path / "given.csv"], mapping=tmp_path / "mapping.toml")
        assert outcome.receipt is not None, outcome.problems
        found = [note for note in outcome.receipt.notes if told in note]
        assert [f": {repeats}." in note for note in found] == ([True] if repeats else [])


def test_amounts_in_cents_by_their_header_are_read_so_and_told(tmp_path: Path) -> None:
    columns = MAPPING.replace('["total", "total (EUR)"]', '"Sum, коп."')
    (tmp_path / "mapping.toml").write_text(columns, encoding="utf-8")
    (tmp_path / "orders.csv").write_text("id;when;Sum, коп.\nA;2026-09-14;1999\n", encoding="utf-8")
    (outcome,) = import_paths(
        store_at(tmp_path / "store"), [tmp_path / "orders.csv"], mapping=tmp_path / "mapping.toml"
    )
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.control["order_total"] == "19.99"
    assert "The numbers of “Sum, коп.” were read as hundredths." in outcome.receipt.notes
