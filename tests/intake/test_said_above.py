"""What stands above a table, in names of columns, or in columns nobody mapped, is never passed over in silence."""

from pathlib import Path

import pytest

from funnel.intake import Outcome, import_paths
from tests.intake.exports import store_at

ORDERS = {"order_id": "Order", "moment": "Date", "product": "SKU", "quantity": "Qty", "price": "Price"}
ADS = {"day": "Day", "campaign": "Campaign", "clicks": "Clicks", "cost": "Cost"}
STOCK = {"moment": "Date", "product": "SKU", "available": "Stock", "location": "Warehouse"}


def _read(folder: Path, kind: str, columns: dict[str, str], text: str) -> Outcome:
    told = "".join(f'{name} = "{header}"\n' for name, header in columns.items())
    money = 'currency = "PLN"\n' if kind in ("order_lines", "ad_costs") else ""
    (folder / "mapping.toml").write_text(f'kind = "{kind}"\n{money}[columns]\n{told}', encoding="utf-8")
    (folder / "given.csv").write_text(text, encoding="utf-8")
    store = store_at(folder / "store", 'zone = "Europe/Warsaw"\ncurrency = "PLN"')
    (outcome,) = import_paths(store, [folder / "given.csv"], mapping=folder / "mapping.toml")
    return outcome


@pytest.mark.parametrize("line", ["All amounts in cents", "Суммы в тыс. руб.", "Kwoty w tys. zł"])
def test_a_unit_above_the_table_is_refused(line: str, tmp_path: Path) -> None:
    rows = "Order,Date,SKU,Qty,Price\nA1,2026-09-14,P1,1,1050\nA2,2026-09-15,P1,1,2099\n"
    outcome = _read(tmp_path, "order_lines", ORDERS, f"{line}\n\n{rows}")
    assert outcome.verdict == "refused"
    assert line in outcome.sentence()


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("Currency: EUR", "refused"),
        ("Waluta;EUR", "refused"),
        ("Currency: PLN", "loaded"),
        ("Sent in May", "loaded"),
        ("Выручка 120 тыс. руб.", "loaded"),
    ],
)
def test_a_currency_above_the_table_is_that_of_its_amounts(line: str, verdict: str, tmp_path: Path) -> None:
    rows = "Order,Date,SKU,Qty,Price\nA1,2026-09-14,P1,1,10.00\nA2,2026-09-15,P1,1,20.00\n"
    assert _read(tmp_path, "order_lines", ORDERS, f"{line}\n\n{rows}").verdict == verdict


def test_a_zone_above_the_table_is_that_of_its_times(tmp_path: Path) -> None:
    rows = "Order,Date,SKU,Qty,Price\nA1,2026-09-14 23:30:00,P1,1,10.00\nA2,2026-09-15 23:10:00,P1,1,20.00\n"
    outcome = _read(tmp_path, "order_lines", ORDERS, f"All times are in UTC\n\n{rows}")
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.zone, outcome.receipt.first_day) == ("UTC", "2026-09-15")


def test_a_column_of_currencies_nobody_mapped_is_looked_at(tmp_path: Path) -> None:
    rows = "Order,Date,SKU,Qty,Price,Waluta\nA1,2026-09-14,P1,1,10.00,PLN\nA2,2026-09-15,P1,1,20.00,EUR\n"
    outcome = _read(tmp_path, "order_lines", ORDERS, rows)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.reject_reasons == {"other_currency": 1}


@pytest.mark.parametrize(
    ("header", "cost"),
    [("Cost ('000 PLN)", "2230.00"), ("Cost (micros)", "0.00"), ("cost_micros", "0.00"), ("Cost", "2.23")],
)
def test_the_unit_in_the_name_of_a_cost_counts(header: str, cost: str, tmp_path: Path) -> None:
    rows = f"Day,Campaign,Clicks,{header}\n2026-09-14,Brand,5,1.25\n2026-09-15,Brand,6,0.98\n"
    if "micros" in header:
        rows, cost = rows.replace("1.25", "108330000").replace("0.98", "98310000"), "206.64"
    outcome = _read(tmp_path, "ad_costs", {**ADS, "cost": header}, rows)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.control["cost"] == cost


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("First reply (min)", "17820"),
        ("reply_minutes", "17820"),
        ("Reply, h", "1069200"),
        ("Reply", "297"),
        ("min", "297"),
    ],
)
def test_the_unit_in_the_name_of_a_duration_counts(header: str, seconds: str, tmp_path: Path) -> None:
    columns = {"contact_id": "Ticket", "moment": "Created", "first_reply_seconds": header}
    rows = f'Ticket,Created,"{header}"\nT1,2026-09-14 10:00,282\nT2,2026-09-15 10:00,15\n'
    outcome = _read(tmp_path, "contacts", columns, rows)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.control["first_reply_seconds"] == seconds


@pytest.mark.parametrize(
    ("name", "kept"), [("All campaigns", 4), ("Все кампании", 4), ("All Stars", 4), ("Allsorts", 6)]
)
def test_a_row_of_all_that_is_the_sum_of_its_day_is_set_aside(name: str, kept: int, tmp_path: Path) -> None:
    days = "".join(
        f"2026-09-1{day},Brand,5,10.00\n2026-09-1{day},Other,2,4.00\n2026-09-1{day},{name},7,14.00\n" for day in (4, 5)
    )
    outcome = _read(tmp_path, "ad_costs", ADS, f"Day,Campaign,Clicks,Cost\n{days}")
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.accepted == kept


@pytest.mark.parametrize(
    ("name", "sums", "kept"), [("Total", 7, 2), ("Wszystkie magazyny", 7, 2), ("Total", 8, 3), ("North", 7, 3)]
)
@pytest.mark.parametrize("others", [0, 60_000])
def test_a_place_that_is_the_sum_of_all_places_is_set_aside(
    name: str, sums: int, kept: int, others: int, tmp_path: Path
) -> None:
    rows = f"2026-09-14,S1,3,A\n2026-09-14,S1,4,B\n2026-09-14,S1,{sums},{name}\n"
    rows += "".join(f"2026-09-14,X{number},5,A\n" for number in range(others))
    outcome = _read(tmp_path, "stock", STOCK, f"Date,SKU,Stock,Warehouse\n{rows}")
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.accepted == kept + others


@pytest.mark.parametrize("others", [0, 60_000])
def test_a_product_called_total_is_none(others: int, tmp_path: Path) -> None:
    rows = "2026-09-14,S1,3,A\n2026-09-14,Razem,3,\n"
    rows += "".join(f"2026-09-14,X{number},5,A\n" for number in range(others))
    outcome = _read(tmp_path, "stock", STOCK, f"Date,SKU,Stock,Warehouse\n{rows}")
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.set_aside) == (1 + others, 1)


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        ("2026-09-15,2026-09-14,Brand,5,10.00", {"ends_before": 1}),
        ("2026-09-14,2026-09-15,Brand,-5,10.00", {"below_nothing": 1}),
        ("2026-09-14,2026-09-15,Brand,0,-10.00", {}),
    ],
)
def test_what_cannot_be_is_rejected(row: str, reasons: dict[str, int], tmp_path: Path) -> None:
    text = f"Day,Until,Campaign,Clicks,Cost\n{row}\n2026-09-14,2026-09-14,Other,5,10.00\n"
    outcome = _read(tmp_path, "ad_costs", {**ADS, "day_to": "Until"}, text)
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.reject_reasons == reasons
