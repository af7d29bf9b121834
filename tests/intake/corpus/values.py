"""Files with one fault in their values: days, numbers, ids, currencies, words for nothing, personal data."""

import random
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from tests.intake.corpus.cases import ASKED, REFUSED, RIGHT, Case, case, truth_of, without
from tests.intake.corpus.shapes import ADS, EVENTS, ORDERS, STOCK, TICKETS, Table, table_of
from tests.intake.corpus.styles import DATES, Style, bytes_of, cells_of

PLAIN = Style()
NO_DAY = ("2026-02-30", "2026-13-01", "soon", "0000-00-00", "1899-12-30", "1970-01-01", "2099-01-01", "31.12.2026 24:00", "2026-09-31 10:00:00", "#VALUE!", "=TODAY()", "infinity", "5/6/26")  # fmt: skip
NO_NUMBER = ("1e5", "1_000", "0x1A", "nan", "inf", "-inf", "1e309", "abc", "12abc", "1.2.3", "12 34", "#DIV/0!", "#N/A", "=SUM(A1:A3)", "12%", "(12", "12)", "--5", "1,23,456", "١٢", "5-3", "TRUE")  # fmt: skip
NEGATIVE = (("-12.00", "-12"), ("(12.00)", "-12"), ("12.00-", "-12"), ("−12.00", "-12"), ("–12.00", "-12"), ("- 12.00", "-12"), ("-PLN 12.00", "-12"), ("PLN -12.00", "-12"), ("(PLN 12.00)", "-12"), ("+12.00", "12"))  # fmt: skip
NOTHING = ("-", "—", "–", "N/A", "n/a", "null", "NULL", "None", "(not set)", "\\N", "")


def value_cases(seed: int) -> Iterator[Case]:
    """Every fault of a value."""
    chance = random.Random(seed + 2)
    yield from _days(chance)
    yield from _orders_of_days(chance)
    yield from _numbers(chance)
    yield from _marks(chance)
    yield from _ids(chance)
    yield from _currencies(chance)
    yield from _privacy(chance)


def _with(table: Table, place: int, column: str, text: str) -> bytes:
    cells = cells_of(table, PLAIN)
    cells[place + 1][table.shape.header().index(column)] = text
    return bytes_of(cells, PLAIN)


def _days(chance: random.Random) -> Iterator[Case]:
    for text in NO_DAY:
        for shape in (ORDERS, ADS) if text in NO_DAY[:3] else (ORDERS,):
            table = table_of(shape, chance, rows=150)
            truth = without(table, [70], shape.when)
            yield case(
                f"no day: {text} in {shape.name}", _with(table, 70, shape.when, text), table, truth, RIGHT, ASKED
            )
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    for row in cells[1::2]:
        row[1] = DATES["dots"](datetime.strptime(row[1], "%Y-%m-%d %H:%M:%S"))  # noqa: DTZ007
    yield case("two ways of writing days", bytes_of(cells, PLAIN), table, truth_of(table), RIGHT, ASKED, REFUSED)
    table = table_of(EVENTS, chance)
    cells = cells_of(table, PLAIN)
    for row in cells[1::3]:
        row[0] += " +0200"
    yield case("some moments with an offset", bytes_of(cells, PLAIN), table, truth_of(table), RIGHT, ASKED, REFUSED)
    night = table_of(EVENTS, chance, rows=4)
    for row, hour in zip(night.rows, ((25, 1, 30), (25, 2, 30), (25, 3, 30), (24, 23, 59)), strict=True):
        row["Time"] = datetime(2025, 10, *hour)  # noqa: DTZ001
    yield case("the night the clock goes back", bytes_of(cells_of(night, PLAIN), PLAIN), night, truth_of(night))


def _orders_of_days(chance: random.Random) -> Iterator[Case]:
    for form, answer in (("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"), ("%d-%m-%Y", "dmy"), ("%d/%m/%y", "dmy")):
        table = table_of(ORDERS, chance, rows=11)
        cells = cells_of(table, PLAIN)
        for row, told in zip(cells[1:], table.rows, strict=True):
            told["Placed"] = told["Placed"].replace(day=1 + told["Placed"].day % 12)
            row[1] = told["Placed"].strftime(form)
        truth = truth_of(table)
        yield case(
            f"days up to the 12th as {form}", bytes_of(cells, PLAIN), table, truth, ASKED, REFUSED,
            answers={"date_order:Placed": answer},
        )  # fmt: skip
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    for place, (row, told) in enumerate(zip(cells[1:], table.rows, strict=True)):
        row[1] = told["Placed"].strftime("%d/%m/%Y" if place % 2 else "%m/%d/%Y")
    yield case("both orders of day and month", bytes_of(cells, PLAIN), table, None, ASKED, REFUSED)
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    for row, told in zip(cells[1:], table.rows, strict=True):
        row[1] = told["Placed"].strftime("%y.%m.%d")
    yield case("the year first in two digits", bytes_of(cells, PLAIN), table, truth_of(table), RIGHT, ASKED, REFUSED)
    swapped = table_of(ORDERS, chance)
    cells = cells_of(swapped, PLAIN)
    for row, told in zip(cells[1:], swapped.rows, strict=True):
        when = told["Placed"]
        row[1] = f"{when:%Y-%d-%m %H:%M:%S}" if when.day <= 12 else when.strftime("%d.%m.%Y %H:%M")
    yield case("days half swapped by a spreadsheet", bytes_of(cells, PLAIN), swapped, None, ASKED, REFUSED)


def _numbers(chance: random.Random) -> Iterator[Case]:
    for text in NO_NUMBER:
        table = table_of(ORDERS, chance)
        yield case(
            f"no amount: {text}", _with(table, 20, "Amount", text), table, without(table, [20], "Amount"), RIGHT, ASKED
        )
    for text in ("12.5", "1e3", "abc"):
        table = table_of(STOCK, chance)
        yield case(
            f"no count: {text}", _with(table, 20, "Left", text), table, without(table, [20], "Left"), RIGHT, ASKED
        )
    for text, value in NEGATIVE:
        table = table_of(ORDERS, chance)
        content = _with(table, 20, "Amount", text)
        table.rows[20]["Amount"] = Decimal(value)
        yield case(f"a signed amount: {text}", content, table, truth_of(table))
    for text in NOTHING:
        table = table_of(ORDERS, chance)
        content = _with(table, 20, "Amount", text)
        table.rows[20]["Amount"] = None
        yield case(f"an amount of nothing: {text!r}", content, table, truth_of(table))
    table = table_of(ORDERS, chance)
    yield case(
        "an amount of three decimals",
        _with(table, 20, "Amount", "10.005"),
        table,
        without(table, [20], "Amount"),
        RIGHT,
        ASKED,
    )
    table = table_of(ORDERS, chance)
    yield case("a huge amount", _with(table, 20, "Amount", "9" * 30), table, without(table, [20], "Amount"))


def _marks(chance: random.Random) -> Iterator[Case]:
    for sign, answer in ((".", ","), (",", ".")):
        table = table_of(ORDERS, chance)
        style = Style(delimiter=";")
        cells = cells_of(table, style)
        for row, told in zip(cells[1:], table.rows, strict=True):
            told["Amount"] = Decimal(chance.randint(1000, 9999))
            text = str(told["Amount"])
            row[4] = f"{text[:-3]}{sign}{text[-3:]}"
        yield case(
            f"only groups of three after {sign!r}", bytes_of(cells, style), table, truth_of(table), ASKED, REFUSED,
            answers={"decimal_mark:Amount": answer},
        )  # fmt: skip
        table = table_of(ORDERS, chance)
        cells = cells_of(table, style)
        for place, (row, told) in enumerate(zip(cells[1:], table.rows, strict=True)):
            row[4] = f"{told['Amount']:.2f}".replace(".", "," if place % 2 else ".")
        yield case(
            f"both marks in one column {sign}", bytes_of(cells, style), table, truth_of(table), RIGHT, ASKED, REFUSED
        )


def _ids(chance: random.Random) -> Iterator[Case]:
    for words in (("NA", "null", "None", "nan", "true"), ("00000000", "000", "1E0", "1e5", "0x10"), ("12345678901234567890", "18446744073709551615", "-5", "+7", "1.50"), ("'0812", " lead", "a b", "Ż-1", "#7")):  # fmt: skip
        table = table_of(TICKETS, chance)
        for row, word in zip(table.rows, words, strict=False):
            row["Ticket"] = word
        ids = frozenset(str(row["Ticket"]).strip().lstrip("'") for row in table.rows)
        yield case(
            f"ids that look like something else: {words[0]}",
            bytes_of(cells_of(table, PLAIN), PLAIN),
            table,
            truth_of(table, ids=ids),
        )
    for text in ("1.69E+19", "1,69E+19", "1.69e+19"):
        table = table_of(TICKETS, chance)
        for row in table.rows:
            row["Ticket"] = text
        yield case(
            f"ids destroyed by a spreadsheet: {text}",
            bytes_of(cells_of(table, PLAIN), PLAIN),
            table,
            None,
            ASKED,
            REFUSED,
        )


def _currencies(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    for place, row in enumerate(cells[1:]):
        row[4] += " EUR" if place % 2 else " PLN"
    yield case("two currencies in one column", bytes_of(cells, PLAIN), table, None, ASKED, REFUSED)
    for code, sign in (
        ("EUR", "€"),
        ("USD", "$"),
        ("RUB", "₽"),
        ("GBP", "£"),
        ("UAH", "грн"),
        ("CZK", "Kč"),
        ("RUB", "руб."),
    ):
        table = table_of(ORDERS, chance)
        cells = cells_of(table, PLAIN)
        for row in cells[1:]:
            row[4] = f"{sign}{row[4]}" if sign in "€$£" else f"{row[4]} {sign}"
        yield case(f"amounts in {sign}", bytes_of(cells, PLAIN), table, truth_of(table, currency=code))


def _privacy(chance: random.Random) -> Iterator[Case]:
    table = table_of(TICKETS, chance)
    for place, row in enumerate(table.rows):
        row["Topic"] = f"anna{place}@example.com wrote" if place % 4 == 0 else "delivery"
        row["Text"] = f"My number is +48 600 100 200, {place}"
    content = bytes_of(cells_of(table, PLAIN), PLAIN)
    yield case("personal data in free text", content, table, truth_of(table))
    table = table_of(ORDERS, chance)
    for row in table.rows[::5]:
        row["Product"] = "ann@example.com"
    yield case("e-mails as products", bytes_of(cells_of(table, PLAIN), PLAIN), table, truth_of(table))
    table = table_of(ORDERS, chance)
    table.rows[3]["Order"] = "anna3@example.com"
    content = bytes_of(cells_of(table, PLAIN), PLAIN)
    yield case("an e-mail as an order", content, table, without(table, [3], "Order"))
    formula = table_of(ORDERS, chance)
    formula.rows[3]["Product"] = '=HYPERLINK("http://example.com","x")'
    formula.rows[4]["Product"] = "+cmd|' /C calc'!A0"
    formula.rows[5]["Product"] = "@SUM(1)"
    yield case("formulas as products", bytes_of(cells_of(formula, PLAIN), PLAIN), formula, truth_of(formula))
