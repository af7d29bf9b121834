"""The short way of large files and the patient way give the same parts and the same receipt, row for row."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from decimal import Decimal
from pathlib import Path
from shutil import copy2
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from funnel.intake import Outcome, account, direct, few, import_paths, load
from funnel.intake.amounts import EACH, AmountReading
from funnel.intake.clocks import clock_time
from funnel.intake.contract import Column, contract_of
from funnel.intake.literals import Literals
from funnel.intake.moments import Form, MomentReading, forms
from funnel.intake.quick import quick_amount, quick_moments
from funnel.intake.typed import number, with_digits, with_numbers
from funnel.store import Store
from funnel.terms import Kind
from tests.intake.exports import EXPORTS, fixtures, store_at
from tests.intake.lengths import examples

LONG = 10**9
SETTINGS = 'zone = "Europe/Warsaw"\ncurrency = "PLN"'
NOT_THE_SAME = {"imported_at", "import_id", "file_name"}
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEAD = ["event_time", "event_type", "product_id", "price", "user_id", "user_session", "category"]
MAPPING = """
kind = "order_lines"
zone = "Europe/Moscow"
currency = "PLN"
[columns]
order_id = "Заказ"
moment = "Дата"
status = "Статус"
order_total = "Сумма"
product = "Товар"
quantity = "Штук"
customer_key = "Кто"
"""


@contextmanager
def _way(short: bool, taken: list[bool]) -> Iterator[None]:
    own = load._loaded_directly

    def noted(*told: Any, **more: Any) -> Any:
        receipt = own(*told, **more)
        taken.append(True)
        return receipt

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(account, "LARGE", 1 if short else LONG)
        patched.setattr(few, "MOST_ODD", 10.0)
        patched.setattr(load, "_loaded_directly", noted)
        yield


def _rows(store: Store, outcome: Outcome, part: str) -> list[tuple[Any, ...]]:
    assert outcome.receipt is not None
    path = store.shelf.part(outcome.receipt.import_id, part)
    asked = duckdb.connect().execute("select * from read_parquet(?)", [str(path)])
    names = [str(column[0]) for column in asked.description]
    kind = Kind(outcome.receipt.kind)
    wanted = [column.name for column in contract_of(kind)] if part == "accepted.parquet" else names
    found = [dict(zip(names, row, strict=True)) for row in asked.fetchall()]
    return sorted((tuple(row.get(name) for name in wanted) for row in found), key=repr)


def _imported(path: Path, folder: Path, short: bool, **more: Any) -> tuple[Store, Outcome, bool]:
    folder.mkdir(parents=True)
    taken: list[bool] = []
    store = store_at(folder / "store", SETTINGS)
    (folder / "store" / "key").write_bytes(b"k" * 32)
    with _way(short, taken):
        (outcome,) = import_paths(store, [path], **more)
    return store, outcome, bool(taken)


def _same_both_ways(path: Path, folder: Path, **more: Any) -> tuple[Outcome, bool]:
    patient, one, _ = _imported(path, folder / "patient", short=False, **more)
    quick, other, taken = _imported(path, folder / "quick", short=True, **more)
    assert (one.verdict, one.problems) == (other.verdict, other.problems)
    if one.receipt and other.receipt:
        told, again = asdict(one.receipt), asdict(other.receipt)
        assert {key: told[key] for key in told.keys() - NOT_THE_SAME} == {
            key: again[key] for key in again.keys() - NOT_THE_SAME
        }
        for part in ("accepted.parquet", "rejected.parquet"):
            assert _rows(patient, one, part) == _rows(quick, other, part)
    return other, taken


@pytest.mark.parametrize("path", fixtures(), ids=lambda path: str(path.relative_to(EXPORTS)))
def test_every_export_comes_to_the_same(path: Path, tmp_path: Path) -> None:
    _same_both_ways(Path(copy2(path, tmp_path)), tmp_path)


def _events(folder: Path, rows: list[list[str]]) -> Path:
    path = folder / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEAD, *rows])
    return path


def _usual(number: int) -> list[str]:
    stamp = f"2026-10-{number % 27 + 1:02} 10:{number % 60:02}:00"
    return [stamp, "view", f"SKU-{number % 40}", f"{number}.50", f"u{number % 9}", f"session-{number // 4}", "Shoes"]


ODD = {
    "a duplicate": _usual(7),
    "a duplicate but for a column that is not kept": _usual(7),
    "a duplicate but for a zero": [*_usual(7)[:3], "7.5", *_usual(7)[4:]],
    "a duplicate but for blanks": [*_usual(7)[:2], " SKU-7", "7.50 ", *_usual(7)[4:6], "Shoes "],
    "a duplicate but for its currency": [*_usual(7)[:3], "7,50 zł", *_usual(7)[4:]],
    "no duplicate for its price": [*_usual(7)[:3], "7.51", *_usual(7)[4:]],
    "a total": ["Total", "", "", "99.00", "", "", ""],
    "a header again": HEAD,
    "an unreadable price": [*_usual(9)[:3], "soon", *_usual(9)[4:]],
    "a price with a currency": [*_usual(9)[:3], "9.99 zł", *_usual(9)[4:]],
    "a day that is none": ["2026-02-30 10:00:00", *_usual(9)[1:]],
    "a time of the future": ["2099-10-01 10:00:00", *_usual(9)[1:]],
    "a time long ago": ["2003-10-01 10:00:00", *_usual(9)[1:]],
    "a day alone": ["2026-10-05", *_usual(9)[1:]],
    "no session and no visitor": [*_usual(9)[:4], "", "", "Shoes"],
    "a word nobody uses": [_usual(9)[0], "Something Else", *_usual(9)[2:]],
    "no event": [_usual(9)[0], " ", *_usual(9)[2:]],
    "an e-mail as category": [*_usual(9)[:6], "jan@example.com"],
    "an id in quotes": [*_usual(9)[:2], "'0012", *_usual(9)[3:]],
    "a blank around an id": [*_usual(9)[:5], " session-1 ", "Shoes"],
    "a blank behind a visitor": [*_usual(7)[:4], "u7 ", *_usual(7)[5:]],
    "a blank before a visitor": [*_usual(7)[:4], " u7", *_usual(7)[5:]],
    "a visitor in capitals": [*_usual(7)[:4], "U7", *_usual(7)[5:]],
    "another visitor in capitals and blanks": [_usual(8)[0], *_usual(9)[1:4], " U7 ", *_usual(9)[5:]],
    "no visitor but a blank, and no session": [*_usual(9)[:4], " ", "", "Shoes"],
    "a visitor of other letters": [*_usual(9)[:4], "Жук", *_usual(9)[5:]],
    "a moment without end": ["infinity", *_usual(9)[1:]],
    "a price below nothing": [*_usual(9)[:3], "-0.00", *_usual(9)[4:]],
    "a duplicate but for zeros before its price": [*_usual(7)[:3], "007.50", *_usual(7)[4:]],
    "a null word": [*_usual(9)[:6], "(not set)"],
}


@pytest.mark.parametrize("name", ODD)
def test_one_odd_row_among_usual_ones_is_judged_as_patiently(name: str, tmp_path: Path) -> None:
    rows = [_usual(number) for number in range(300)]
    rows.insert(150, ODD[name])
    outcome, taken = _same_both_ways(_events(tmp_path, rows), tmp_path)
    assert taken
    assert outcome.receipt is not None
    assert outcome.receipt.rows_in == 301


@pytest.mark.parametrize("session", ["1.69e19", "1,69E+19", "1E+19"])
def test_one_destroyed_id_among_usual_ones_is_seen(session: str, tmp_path: Path) -> None:
    rows = [_usual(number) for number in range(300)]
    rows[150][5] = session
    outcome, _ = _same_both_ways(_events(tmp_path, rows), tmp_path)
    assert session in outcome.sentence()


@pytest.mark.parametrize("beside", [[], ["1.50"], ["Z 1.50"]])
def test_rows_once_more_in_another_spelling_are_duplicates(beside: list[str], tmp_path: Path) -> None:
    rows = [[*_usual(number), *beside] for number in range(300)]
    again = [[*row[:3], f"{float(row[3])}", *row[4:-1], f" {row[-1].removesuffix('0')}"] for row in rows]
    path = tmp_path / "events.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*HEAD, *["more"][: len(beside)]], *rows, *again])
    outcome, taken = _same_both_ways(path, tmp_path)
    assert taken
    assert outcome.receipt is not None
    alike = 0 if beside == ["Z 1.50"] else 300
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (600 - alike, alike)


def test_rows_that_differ_in_a_number_alone_are_several(tmp_path: Path) -> None:
    rows = [_usual(number) for number in range(300)]
    other = [[*row[:3], f"{row[3]}1", *row[4:]] for row in rows]
    outcome, taken = _same_both_ways(_events(tmp_path, [*rows, *other]), tmp_path)
    assert taken
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (600, 0)


def test_cells_nobody_asked_for_tell_rows_apart_where_the_others_do_not(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    rows = [[*_usual(number // 10), f"{number}", "5.0" if number % 2 else "5.00"] for number in range(3000)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([[*HEAD, "number", "weight"], *rows, rows[0]])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(few, "MOST_ODD", 0.1)
        outcome, taken = _same_both_ways(path, tmp_path)
    assert taken
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (3000, 1)


def test_duplicates_may_be_kept(tmp_path: Path) -> None:
    path = _events(tmp_path, [_usual(number) for number in range(300)] * 2)
    outcome, taken = _same_both_ways(path, tmp_path, keep_duplicates=True)
    assert taken
    assert outcome.receipt is not None
    assert (outcome.receipt.accepted, outcome.receipt.duplicate) == (600, 0)


def test_a_column_that_changes_its_way_of_writing_takes_the_long_way_or_the_same(tmp_path: Path) -> None:
    rows = [_usual(number) for number in range(400)]
    for row in rows[200:]:
        row[3] = row[3].replace(".", ",")
    _same_both_ways(_events(tmp_path, rows), tmp_path)


@pytest.mark.parametrize("category", ["(not set)", "", "Обувь"])
def test_a_column_that_says_little_comes_to_the_same(category: str, tmp_path: Path) -> None:
    rows = [[*_usual(number)[:6], category] for number in range(300)]
    _, taken = _same_both_ways(_events(tmp_path, rows), tmp_path)
    assert taken


def _orders(folder: Path, rows: list[list[str]], encoding: str) -> tuple[Path, Path]:
    text = io.StringIO()
    out = csv.writer(text, delimiter=";", lineterminator="\n")
    out.writerows([["Заказ", "Дата", "Статус", "Сумма", "Товар", "Штук", "Кто"], *rows])
    (folder / "orders.csv").write_bytes(text.getvalue().encode(encoding))
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return folder / "orders.csv", folder / "mapping.toml"


def _order(number: int) -> list[str]:
    day = f"{number % 28 + 1:02}.{number % 9 + 1:02}.2026 {number % 24:02}:05"
    return [
        f"Z-{number:05}",
        day,
        "Оплачен",
        f"{number},50",
        f"Товар {number % 5}",
        "1",
        f"Jan{number % 7}@example.com",
    ]


@pytest.mark.parametrize("shape", ["one line each", "runs", "heads only", "scattered", "twice", "with a total"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251"])
def test_orders_come_to_the_same_however_their_lines_stand(shape: str, encoding: str, tmp_path: Path) -> None:
    single = [_order(number) for number in range(200)]
    rows = {
        "one line each": single,
        "runs": [[*row[:4], f"Товар {line}", *row[5:]] for row in single for line in range(3)],
        "heads only": [
            row if line == 0 else [row[0], row[1], "", "", f"Товар {line}", "1", ""]
            for row in single
            for line in range(3)
        ],
        "scattered": [*single, *single[:50]],
        "twice": [row for row in single for _ in range(2)],
        "with a total": [*single, ["Итого", "", "", "9999,00", "", "", ""]],
    }[shape]
    path, mapping = _orders(tmp_path, rows, encoding)
    outcome, _ = _same_both_ways(path, tmp_path, mapping=mapping)
    assert outcome.receipt is not None, outcome.problems


@settings(FEW, max_examples=examples(4, 60))
@given(odd=some.lists(some.tuples(some.sampled_from(sorted(ODD)), some.integers(0, 119)), max_size=8))
def test_any_mixture_of_odd_rows_comes_to_the_same(
    odd: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("mixture")
    rows = [_usual(number) for number in range(120)]
    for name, place in odd:
        rows.insert(place, ODD[name])
    _same_both_ways(_events(folder, rows), folder)


@FEW
@given(
    text=some.from_regex(r"-?[0-9]{1,17}([.,][0-9]{1,4})?", fullmatch=True),
    column=some.sampled_from(["decimal(18, 2)", "integer", "bigint", "decimal(9, 3)"]),
    mark=some.sampled_from([".", ",", EACH]),
)
def test_a_usual_number_is_what_the_patient_way_reads(text: str, column: str, mark: str) -> None:
    literals, one = Literals(), Column("price", column, required=False)
    quick = quick_amount(one, AmountReading(mark, plain=False))
    source = with_numbers(
        with_digits("(select $cell as cell)", {"price": "cell"}, literals),
        {"price": AmountReading(mark, plain=False)},
        literals,
    )
    patient = number(one, "number_price", None, "cell").value
    query = f"select {quick.value('cell')}, {patient} from {source}"
    if re.fullmatch(quick.pattern, text):
        short, long = duckdb.connect().execute(query, {**literals.of(query), "cell": text}).fetchone() or ()
        assert short == long
        assert short is not None


@FEW
@given(
    data=some.data(),
    form=some.sampled_from([form for form in forms() if not form.spelled]),
    order=some.sampled_from(["dmy", "mdy"]),
)
def test_a_usual_moment_is_what_the_patient_way_reads(data: some.DataObject, form: Form, order: str) -> None:
    literals = Literals()
    reading = MomentReading((form,), order if form.unordered else "", complete=True, bare=True)
    for quick in quick_moments(reading, literals):
        text = data.draw(some.from_regex(_pythonic(quick.pattern), fullmatch=True))
        query = f"select {quick.value('cell')}, {clock_time('cell', reading, literals)} from (select $cell as cell)"
        short, long = duckdb.connect().execute(query, {**literals.of(query), "cell": text}).fetchone() or ()
        assert short == long


@FEW
@given(
    text=some.from_regex(r"-?[0-9]{1,17}([.,e][0-9]{0,4})?", fullmatch=True)
    | some.from_regex(r"-?[0-9]{1,5}-[0-9]{1,2}-[0-9]{1,2}[ T]?([0-9]{1,2}:){2}[0-9]{1,2}([.][0-9]{0,3}| \(BC\)|Z)?")
    | some.datetimes().map(str)
    | some.sampled_from(["infinity", "-infinity", "epoch", "nan", "0044-03-15 (BC) 00:00:00", ""]),
    kind=some.sampled_from(["decimal(18, 2)", "integer", "bigint", "decimal(9, 3)", "moment"]),
)
def test_a_text_that_is_what_its_value_is_written_as_fits_the_pattern_too(text: str, kind: str) -> None:
    literals = Literals()
    quick = (
        quick_moments(
            MomentReading((next(form for form in forms() if form.name == "iso_time"),), "", complete=True), literals
        )[0]
        if kind == "moment"
        else quick_amount(Column("price", kind, required=False), AmountReading(".", plain=True))
    )
    short, long = (
        quick.fits("cell", quick.value("cell"), literals),
        replace(quick, bytes=None).fits("cell", "", literals),
    )
    query = f"select {short}, {long} from (select $cell as cell)"
    found = duckdb.connect().execute(query, {**literals.of(query), "cell": text}).fetchone() or ()
    assert found[0] == found[1]


def _pythonic(pattern: str) -> str:
    """An RE2 pattern as Python spells it, for ASCII digits only."""
    return pattern.replace("\\d", "[0-9]").replace("\\x{00a0}", "\u00a0").replace("\\x{202f}", "\u202f")


def test_a_large_file_gives_a_larger_sample_up_to_a_bound() -> None:
    """A word that stands in one row of three thousand is all but sure to be in the sample of ten million rows."""
    assert [direct.pieces_of(megabytes * 2**20) for megabytes in (5, 256, 400, 2000)] == [16, 16, 25, 32]


@pytest.mark.parametrize("called", [["", "", ""], ["Kasse", "30.09.2026 10:05", "Оплачен"]])
def test_a_sum_without_a_word_is_set_aside_in_a_large_file_too(called: list[str], tmp_path: Path) -> None:
    single = [_order(number) for number in range(200)]
    whole = sum(Decimal(row[3].replace(",", ".")) for row in single)
    last = [*called, f"{whole}".replace(".", ","), "", "", ""]
    path, mapping = _orders(tmp_path, [*single, last], "utf-8")
    outcome, _ = _same_both_ways(path, tmp_path, mapping=mapping)
    assert outcome.receipt is not None, outcome.problems
    assert (outcome.receipt.rejected, outcome.receipt.set_aside) == (0, 1)
