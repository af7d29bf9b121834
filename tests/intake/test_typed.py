"""Numbers, days and words of whole columns: read right, rejected, or asked; through the real importer."""

import csv
import hashlib
import hmac
import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from funnel.intake import Outcome, import_paths
from funnel.intake.clocks import tidied
from funnel.intake.literals import Literals
from funnel.intake.typed import keyed
from funnel.store import Store
from tests.intake.exports import store_at

MAPPING = """
kind = "order_lines"
{more}
[columns]
order_id = "id"
moment = "when"
order_total = "sum"
quantity = "pieces"
price = "price"
customer_key = "who"
channel = "channel"
device = "device"
"""
FIRST, LAST = datetime.fromisoformat("2001-01-01"), datetime.fromisoformat("2026-10-01")
FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _import(columns: dict[str, list[str]], folder: Path, more: str = "", zone: str = "UTC") -> tuple[Store, Outcome]:
    store = store_at(folder / "store", f'zone = "{zone}"\ncurrency = "PLN"')
    rows = max(map(len, columns.values()))
    columns = {"id": [f"A{number}" for number in range(rows)], **columns}
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(columns)
    out.writerows(zip(*columns.values(), strict=True))
    (folder / "given.csv").write_text(text.getvalue(), encoding="utf-8")
    (folder / "mapping.toml").write_text(MAPPING.format(more=more), encoding="utf-8")
    (outcome,) = import_paths(store, [folder / "given.csv"], mapping=folder / "mapping.toml")
    return store, outcome


def _read(column: str, values: list[str], folder: Path, header: str = "", *, zone: str = "UTC") -> list[object]:
    store, outcome = _import({header or column: values}, folder, zone=zone)
    assert outcome.receipt is not None, outcome.problems
    part = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    query = f'select "{column}" from read_parquet(?) order by record'
    return [row[0] for row in duckdb.connect().execute(query, [str(part)]).fetchall()]


def _problem(header: str, values: list[str], folder: Path) -> str:
    _, outcome = _import({header: values}, folder)
    assert outcome.verdict in ("refused", "question")
    return " ".join([*outcome.problems, *(question.sentence for question in outcome.questions)])


@pytest.mark.parametrize(
    ("cells", "amounts"),
    [
        (["1234.50", "99", "-15.00"], ["1234.50", "99.00", "-15.00"]),
        (["1,234.50", "99.90"], ["1234.50", "99.90"]),
        (["1.234,50", "99,90"], ["1234.50", "99.90"]),
        (["1 234,50 zł", "99,90 zł"], ["1234.50", "99.90"]),
        (["1\u202f234,50", "−99,90"], ["1234.50", "-99.90"]),
        (["1'234.50", "(99.90)", "15.00-"], ["1234.50", "-99.90", "-15.00"]),
        (["PLN 1,234,567.00", "12"], ["1234567.00", "12.00"]),
        (["1.234.567", "12"], ["1234567.00", "12.00"]),
        (["12,34,567.50", "1,23,456", "99,999.00"], ["1234567.50", "123456.00", "99999.00"]),
        (["1.234,50- zł", "12,50 zł", "(9,90) zł"], ["-1234.50", "12.50", "-9.90"]),
        (["1.234,-", "12,–", "-5,50"], ["1234.00", "12.00", "-5.50"]),
        (["99,90 zł brutto", "12,50 PLN brutto"], ["99.90", "12.50"]),
        (
            ["12.300000000000001", "0.30000000000000004", "12.349999999999998", "5.5"],
            ["12.30", "0.30", "12.35", "5.50"],
        ),
        (["1 234,50 ?", "99,90 ?"], ["1234.50", "99.90"]),
        (["12.50", "", "—", "(not set)"], ["12.50", None, None, None]),
    ],
)
def test_amounts_are_read_by_their_column(cells: list[str], amounts: list[str | None], tmp_path: Path) -> None:
    wanted = [None if amount is None else Decimal(amount) for amount in amounts]
    assert _read("order_total", cells, tmp_path, "sum") == wanted


@pytest.mark.parametrize("cell", ["1e5", "1_000", "0x1A", "nan", "inf", "12ab", "1.2.3", "12 34", "1,2,456", "12%"])
def test_what_is_no_amount_is_rejected_with_its_number(cell: str, tmp_path: Path) -> None:
    store, outcome = _import({"sum": ["10.00", cell, "20.50"]}, tmp_path)
    assert outcome.receipt is not None
    part = store.shelf.part(outcome.receipt.import_id, "rejected.parquet")
    assert duckdb.connect().execute("from read_parquet(?)", [str(part)]).fetchall() == [
        (2, "order_total", cell, "unreadable_number")
    ]
    assert outcome.receipt.money["accepted"] == "30.50"


def test_less_usual_spellings_of_a_moment_are_made_usual() -> None:
    spelled = {
        "20.08.2026 07.05": "20.08.2026 07:05",
        "20.08.26 07.05.09": "20.08.26 07:05:09",
        "20 08 2026 07:05": "20-08-2026 07:05",
        "07:05 20.08.2026": "20.08.2026 07:05",
        "2026-08-20 07": "2026-08-20 07:00",
        "/Date(1787202300000+0200)/": "1787202300000",
        "\u200e20\u200e.\u200e08.2026 07:05": "20.08.2026 07:05",
        "Aug 3rd, 2026": "Aug 3, 2026",
        "20/08/2026 07.05": "20/08/2026 07:05",
        "20/08/2026 7h05": "20/08/2026 7:05",
        "Thu, 20.08.2026": "20.08.2026",
        "чт 2026-08-20 07:05": "2026-08-20 07:05",
        "2026. 08. 20. 07:05": "2026.08.20 07:05",
        "2026.08.20.": "2026.08.20",
        "20. 8. 2026 7:05": "20.8.2026 7:05",
        "2026年8月20日 07:05": "2026-8-20 07:05",
        "20/08/2026 à 7h05": "20/08/2026 7:05",
        "Thu Aug 20 07:05:00 CEST 2026": "Thu Aug 20 07:05:00 2026 CEST",
        "2026-08-20 07:05:00 +0200 CEST": "2026-08-20 07:05:00 +0200",
        "until 20.08.2026": "until 20.08.2026",
        "20.08.2026": "20.08.2026",
    }
    literals = Literals()
    query = f"select {tidied('cell', literals)} from (select unnest($cells) as cell)"
    told = duckdb.connect().execute(query, {**literals.of(query), "cells": list(spelled)}).fetchall()
    assert [row[0] for row in told] == list(spelled.values())


def test_a_stated_total_has_two_decimals_and_a_price_is_rounded(tmp_path: Path) -> None:
    _, outcome = _import({"sum": ["10.00", "20.505"], "price": ["1.0049", "2.5050"]}, tmp_path)
    assert outcome.receipt is not None
    assert outcome.receipt.reject_reasons == {"too_many_decimals": 1}
    assert any("rounded to two" in note for note in outcome.receipt.notes)


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        ("sum", ["1.234", "2.500"], "can be 1.234 or 1234"),
        ("pieces", ["1.500", "2.000"], "can be 1.500 or 1500"),
        ("sum", ["1,5", "2.5"], "writes numbers in two ways"),
        ("sum", ["1,50 zł brutto", "2,50 zł netto"], "mixes amounts with tax and without"),
        ("when", ["01/02/2026", "03/04/2026"], "can be 2026-02-01 or 2026-01-02"),
        ("when", ["13/02/2026", "02/13/2026"], "day first (row 1) and dates with the month first (row 2)"),
        ("when", ["2026-02-01", "13/02/2026"], "several ways"),
        ("sum", ["5,00 €", "6,00 €"], "EUR in row 1, column “sum”"),
    ],
)
def test_what_can_be_read_twice_is_asked(header: str, cells: list[str], said: str, tmp_path: Path) -> None:
    assert said in _problem(header, cells, tmp_path)


@pytest.mark.parametrize(
    ("cells", "moments"),
    [
        (["2026-10-01", "2026-10-02 09:05"], ["2026-10-01T00:00", "2026-10-02T09:05"]),
        (["2026-10-01T10:00:00Z", "2026-10-01 10:00:00 UTC"], ["2026-10-01T10:00", "2026-10-01T10:00"]),
        (["2026-10-01 21:06:21 +0400", "2026-10-01 00:10:00 -03:30"], ["2026-10-01T17:06:21", "2026-10-01T03:40"]),
        (["1790812800", "1790812801"], ["2026-10-01T00:00", "2026-10-01T00:00:01"]),
        (["1790812800000", "1790812800500"], ["2026-10-01T00:00", "2026-10-01T00:00:00.500"]),
        (["1790812800000001"], ["2026-10-01T00:00:00.000001"]),
        (["20261001", "20261002"], ["2026-10-01T00:00", "2026-10-02T00:00"]),
        (["1.10.2026 9:05", "02.10.2026"], ["2026-10-01T09:05", "2026-10-02T00:00"]),
        (["01.10.26", "02.10.26"], ["2026-10-01T00:00", "2026-10-02T00:00"]),
        (["13/10/2026", "02/10/2026"], ["2026-10-13T00:00", "2026-10-02T00:00"]),
        (["10/13/2026 1:05 PM", "10/02/2026 12:00 AM"], ["2026-10-13T13:05", "2026-10-02T00:00"]),
        (["13.10.2026 1:05 p. m.", "02.10.2026 12:00 a.m."], ["2026-10-13T13:05", "2026-10-02T00:00"]),
        (["2026-10-01 1:05 PM", "2026-10-01 12:05:09 am"], ["2026-10-01T13:05", "2026-10-01T00:05:09"]),
        (["46296", "46296.5"], ["2026-10-01T00:00", "2026-10-01T12:00"]),
        (["1 окт. 2026", "2 октября 2026 г."], ["2026-10-01T00:00", "2026-10-02T00:00"]),
        (["1 paź 2026", "2 października 2026 10:15"], ["2026-10-01T00:00", "2026-10-02T10:15"]),
        (["Oct 1, 2026", "October 2, 2026"], ["2026-10-01T00:00", "2026-10-02T00:00"]),
        (["1. Oktober 2026, 07:05 Uhr", "2nd October 2026"], ["2026-10-01T07:05", "2026-10-02T00:00"]),
        (["2026-10-01T05:05:00Z[UTC]", "20261001T070500Z"], ["2026-10-01T05:05", "2026-10-01T07:05"]),
    ],
)
def test_moments_are_read_by_their_column(cells: list[str], moments: list[str], tmp_path: Path) -> None:
    assert _read("moment", cells, tmp_path, "when") == [datetime.fromisoformat(one) for one in moments]


@pytest.mark.parametrize("cell", ["1999-12-31", "2062-01-01", "2026-02-30", "soon"])
def test_an_impossible_day_is_rejected(cell: str, tmp_path: Path) -> None:
    days = [*(f"2026-01-{day:02}" for day in range(1, 29)), cell]
    _, outcome = _import({"when": days}, tmp_path)
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (28, 1)


def test_day_is_the_shop_s_day(tmp_path: Path) -> None:
    days = _read("day", ["2026-10-01 22:30:00 UTC", "2026-10-01 21:30:00 UTC"], tmp_path, "when", zone="Europe/Warsaw")
    assert days == [date(2026, 10, 2), date(2026, 10, 1)]


def test_words_of_channel_and_device(tmp_path: Path) -> None:
    words = ["Organic Search", "paid_search", "(other)", "(not set)", "", "E-mail"]
    assert _read("channel", words, tmp_path) == ["organic_search", "paid_search", "other", None, None, "e_mail"]
    (tmp_path / "two").mkdir()
    devices = ["Smartphone", "ПК", "Tablets", "Fridge", "", "connected TV"]
    assert _read("device", devices, tmp_path / "two") == ["mobile", "desktop", "tablet", "other", None, "tv"]


def test_keys_are_hmacs_and_nothing_personal_is_kept(tmp_path: Path) -> None:
    who = ["Anna.Nowak@Example.com", " anna.nowak@example.com ", "x"]
    store, outcome = _import({"who": who, "sum": ["1.00", "oops", "2.00"]}, tmp_path)
    assert outcome.receipt is not None
    part = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    keys = [
        row[0] for row in duckdb.connect().execute("select customer_key from read_parquet(?)", [str(part)]).fetchall()
    ]
    wanted = hmac.new(store.shelf.hmac_key(), b"anna.nowak@example.com", hashlib.sha256).hexdigest()[:32]
    assert keys[0] == wanted
    for path in (tmp_path / "store").rglob("*"):
        assert path.is_dir() or b"nowak" not in path.read_bytes().lower(), path


@FEW
@given(some.binary(min_size=1, max_size=64), some.text(max_size=80).filter(lambda text: "\0" not in text))
def test_hmac_in_sql_is_python_s(key: bytes, text: str) -> None:
    row = duckdb.connect().execute(f"select {keyed('t', key)} from (select ?::varchar as t)", [text]).fetchone()
    assert row is not None
    assert row[0] == hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


@FEW
@given(
    some.lists(some.decimals(min_value=-999999, max_value=999999, places=2), min_size=1, max_size=10),
    some.sampled_from([("", "."), (",", "."), (".", ","), ("\u00a0", ","), (" ", ".")]),
)
def test_every_way_of_writing_gives_the_same_sum(
    tmp_path_factory: pytest.TempPathFactory, amounts: list[Decimal], marks: tuple[str, str]
) -> None:
    group, mark = marks
    cells = [f"{amount:,.2f}".replace(",", "~").replace(".", mark).replace("~", group) for amount in amounts]
    assert _read("order_total", cells, tmp_path_factory.mktemp("way"), "sum") == amounts


@FEW
@given(
    some.lists(some.datetimes(FIRST, LAST), min_size=1, max_size=8),
    some.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S"]
    ),
)
def test_every_way_of_writing_gives_the_same_moment(
    tmp_path_factory: pytest.TempPathFactory, moments: list[datetime], form: str
) -> None:
    whole = [moment.replace(microsecond=0) for moment in moments]
    assert _read("moment", [one.strftime(form) for one in whole], tmp_path_factory.mktemp("when"), "when") == whole


@FEW
@given(some.dates(date(2001, 1, 1), date(2026, 10, 1)), some.booleans())
def test_slashes_are_read_by_what_proves_their_order(
    tmp_path_factory: pytest.TempPathFactory, day: date, day_first: bool
) -> None:
    days = [day + timedelta(days=more) for more in range(31)]
    form = "%d/%m/%Y" if day_first else "%m/%d/%Y"
    read = _read("day", [one.strftime(form) for one in days], tmp_path_factory.mktemp("slash"), "when")
    assert read == days


@pytest.mark.parametrize(("slips", "verdict"), [(1, "loaded_with_rejects"), (2, "loaded_with_rejects"), (3, "refused")])
def test_a_slip_of_a_hand_is_a_rejected_row_and_many_are_another_order(
    tmp_path: Path, slips: int, verdict: str
) -> None:
    days = [f"2026-0{1 + place % 9}-{13 + place % 15}" for place in range(60)]
    days[:slips] = [f"2026-{13 + place}-01" for place in range(slips)]
    _, outcome = _import({"when": days}, tmp_path)
    assert outcome.verdict == verdict


def test_the_apostrophe_of_a_text_is_no_part_of_it_but_others_are(tmp_path: Path) -> None:
    given = ["'0812", "'A-1", "'; DROP TABLE orders; --", "'twin'", "it's"]
    store, outcome = _import({"id": given, "sum": ["1.50"] * 5, "when": ["2026-10-01"] * 5}, tmp_path)
    assert outcome.receipt is not None
    part = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    told = duckdb.connect().execute("select order_id from read_parquet(?) order by record", [str(part)]).fetchall()
    assert [row[0] for row in told] == ["0812", "A-1", *given[2:]]


@pytest.mark.parametrize("empty", ["0000-00-00", "1970-01-01", "1899-12-30 00:00:00", "2099-01-01"])
def test_a_moment_that_cannot_be_is_a_rejected_row_and_no_other_way_of_writing(empty: str, tmp_path: Path) -> None:
    days = [*(f"{day:02}.10.2026" for day in range(1, 31)), empty]
    _, outcome = _import({"sum": ["1.50"] * len(days), "when": days}, tmp_path)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.accepted, outcome.receipt.rejected) == (30, 1)
