"""Files that were once read wrong or refused for nothing: captions, totals beside, line ends, units, orders of days."""

import random
from collections.abc import Iterator
from decimal import Decimal
from html import escape
from itertools import islice

from tests.intake.corpus.cases import ASKED, REFUSED, Case, case, truth_of, without
from tests.intake.corpus.shapes import ADS, FEED, ORDERS, ORDERS_PL, ORDERS_RU, Table, table_of
from tests.intake.corpus.styles import Style, bytes_of, cells_of

OLD = "urn:schemas-microsoft-com:office:spreadsheet"
SEMICOLONS = Style(delimiter=";", number="comma")


def odd_cases(seed: int) -> Iterator[Case]:
    """One file of each kind."""
    chance = random.Random(seed + 5)
    yield from _rows_that_are_none(chance)
    yield from _line_ends(chance)
    yield from _units(chance)
    yield from _days(chance)
    yield from _heads(chance)
    yield from _saved(chance)
    yield from _broken_off(chance)
    yield from _lacking(chance)
    yield from _again(chance)


def _rows_that_are_none(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    cells = cells_of(table, SEMICOLONS)
    blank = [""] * len(cells[0])
    captioned = [cells[0], ["Mugs", *blank[1:]], *cells[1:20], ["Prepared by Anna Nowak", *blank[1:]], *cells[20:]]
    told = truth_of(table, records=len(table.rows) + 2, rejected=2, rejects=((1, "Placed"), (21, "Placed")))
    named = (b"@example.com", b"Anna Nowak")
    yield case("captions of groups and a signature", bytes_of(captioned, SEMICOLONS), table, told, secrets=named)
    summed = [
        *([*row, "ok"] for row in cells[:20]),
        [*blank, "Razem: A"],
        *([*row, "ok"] for row in cells[20:]),
        [*blank, "Итого по отчёту"],
    ]
    summed[0][-1] = "Group"
    told = truth_of(table, records=len(table.rows) + 2, set_aside=2)
    yield case("totals in a column nobody asked for", bytes_of(summed, SEMICOLONS), table, told)
    stock = table_of(FEED, chance)
    cells = cells_of(stock, SEMICOLONS)
    header = FEED.header()
    blank = ["Anna Nowak" if name == "sku" else "" for name in header]
    last = len(stock.rows) + 1
    told = truth_of(stock, records=last, rejected=1, rejects=((last, "date"),))
    content = bytes_of([*cells, blank], SEMICOLONS)
    yield case("a signature below the products", content, stock, told, secrets=named)


def _line_ends(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_RU, chance)
    lines = bytes_of(cells_of(table, SEMICOLONS), SEMICOLONS).decode().splitlines()
    ends = ("\r\n", "\n", "\r")
    mixed = "".join(line + ends[place % 3] for place, line in enumerate(lines))
    yield case("three kinds of line ends", mixed.encode("cp1251"), table, truth_of(table))
    yield case("returns before every line end", "\r\r\n".join(lines).encode(), table, truth_of(table))
    yield case("a mark and nothing else", b"\xef\xbb\xbf", table, None, REFUSED)


def _units(chance: random.Random) -> Iterator[Case]:
    table = table_of(ADS, chance)
    dear = Table(ADS, [{**row, "Koszt": row["Koszt"] * 1000} for row in table.rows])
    cells = cells_of(table, SEMICOLONS)
    cells[0] = [name.replace("Koszt", "Koszt, tys. zł") for name in cells[0]]
    mapping = (ADS.mapping or "").replace('"Koszt"', '"Koszt, tys. zł"')
    told = truth_of(dear)
    yield case("amounts in thousands by their header", bytes_of(cells, SEMICOLONS), dear, told, mapping=mapping)
    cells = cells_of(table, SEMICOLONS)
    for cell in cells[1:]:
        cell[2] = f"1,{int(cell[2]) % 900 + 100}"
    cells[0] = [name.replace("Wyswietlenia", "Wyswietlenia (tys.)") for name in cells[0]]
    mapping = (ADS.mapping or "").replace('"Wyswietlenia"', '"Wyswietlenia (tys.)"')
    yield case(
        "counts in thousands with three decimals", bytes_of(cells, SEMICOLONS), table, None, ASKED, mapping=mapping
    )
    table = table_of(ORDERS_RU, chance)
    pieces = cells_of(table, SEMICOLONS)
    place = pieces[0].index("Кол-во")
    worded = [pieces[0], *([*row[:place], f"{row[place]} шт.", *row[place + 1 :]] for row in pieces[1:])]
    yield case("pieces with their word", bytes_of(worded, SEMICOLONS), table, truth_of(table))


def _days(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    for form in ("%Y/%d/%m %H:%M", "%m.%d.%Y %H:%M", "%Y-%d-%m %H:%M:%S"):
        cells = cells_of(table, SEMICOLONS)
        for row, cell in zip(table.rows, cells[1:], strict=True):
            cell[1] = row["Placed"].strftime(form)
        yield case(f"days written {form}", bytes_of(cells, SEMICOLONS), table, None, ASKED, REFUSED)


def _saved(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_RU, chance)
    cells = cells_of(table, SEMICOLONS)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in cells)
    page = f"<html><meta charset=windows-1251><body><h1>Заказы</h1><table>{rows}</table></body></html>"
    yield case("a saved page", page.encode("cp1251"), table, truth_of(table), file_name="заказы.xls")
    typed = (f"<Cell><Data ss:Type='String'>{escape(cell)}</Data></Cell>" for row in cells for cell in row)
    lines = "".join(f"<Row>{''.join(islice(typed, len(row)))}</Row>" for row in cells)
    book = (
        f'<?xml version="1.0"?><Workbook xmlns="{OLD}" xmlns:ss="{OLD}">'
        f'<Worksheet ss:Name="1"><Table>{lines}</Table></Worksheet></Workbook>'
    )
    yield case("a workbook of one file of markup", book.encode(), table, truth_of(table), file_name="заказы.xls")
    whole = Table(ORDERS_RU, [{**row, "Сумма": row["Сумма"].quantize(Decimal(1))} for row in table.rows])
    cells = cells_of(whole, SEMICOLONS)
    place = cells[0].index("Сумма")
    for cell in cells[1:]:
        cell[place] = cell[place].split(",")[0] + ",-"
    tilde = Style(delimiter="~", number="comma")
    yield case("prices without cents between tildes", bytes_of(cells, tilde), whole, truth_of(whole))


def _heads(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_PL, chance)
    cells = cells_of(table, SEMICOLONS)
    cells = [cells[0], *([str(place), *row] for place, row in enumerate(cells[1:], 1))]
    yield case("rows named by their number", bytes_of(cells, SEMICOLONS), table, truth_of(table))
    table = table_of(ORDERS_RU, chance)
    cells = cells_of(table, SEMICOLONS)
    cells[0] = [name.replace("ё", "е\u0308").replace("й", "и\u0306") for name in cells[0]]
    renamed = (ORDERS_RU.mapping or "").replace("Товар", "Товарный")
    cells[0] = [name.replace("Товар", "Товарныи\u0306") for name in cells[0]]
    yield case(
        "letters of the header in two parts", bytes_of(cells, SEMICOLONS), table, truth_of(table), mapping=renamed
    )


def _broken_off(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_PL, chance)
    cells = [[*row, "kurier" if place else "Dostawa"] for place, row in enumerate(cells_of(table, SEMICOLONS))]
    text = bytes_of(cells, SEMICOLONS).decode()
    last = text.rstrip().rsplit(";", 1)[0][:-1]
    yield case("a download broken off in an amount", last.encode(), table, without(table, [len(table.rows) - 1], None))
    lines = text.splitlines()
    wrapped = "\n".join(line[start : start + 44] for line in lines for start in range(0, len(line), 44))
    yield case("rows broken by a mailbox", wrapped.encode(), table, None, REFUSED, ASKED)
    half = [line if place < 20 else line.replace(";", "|") for place, line in enumerate(lines)]
    yield case("another delimiter from the middle on", "\n".join(half).encode(), table, None, REFUSED, ASKED)
    spaced = [lines[0].replace(";", "\t"), *(line.replace(";", "    ") for line in lines[1:])]
    yield case("rows cut by blanks below a header of tabs", "\n".join(spaced).encode(), table, None, REFUSED, ASKED)
    table = table_of(ORDERS, chance)
    for end in ("\x85", "\u2028", "\x1e"):
        content = bytes_of(cells_of(table, SEMICOLONS), SEMICOLONS).decode().replace("\n", end).encode()
        yield case(f"rows that end in {end!r}", content, table, truth_of(table))
    cells = cells_of(table, SEMICOLONS)
    for row in cells[1::3]:
        row[4] += "00000000001"
    yield case("amounts with what a fraction adds", bytes_of(cells, SEMICOLONS), table, truth_of(table))
    cells = cells_of(table, SEMICOLONS)
    cells[5][0], cells[9][0] = "#REF!", "#Н/Д"
    told = without(table, [4, 8], "Order")
    yield case("errors of a spreadsheet as orders", bytes_of(cells, SEMICOLONS), table, told)
    cells = cells_of(table, SEMICOLONS)
    for row in cells[1:]:
        row[4] += " ?"
    yield case("amounts whose sign was lost", bytes_of(cells, SEMICOLONS), table, truth_of(table))


def _lacking(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    cells = cells_of(table, SEMICOLONS)
    for header in ("Amount", "Pieces", "Placed"):
        place = cells[0].index(header)
        cut = [[*row[:place], *row[place + 1 :]] for row in cells]
        yield case(f"a mapped column is not there: {header}", bytes_of(cut, SEMICOLONS), table, None, REFUSED, ASKED)
    known = [name for name, column in ORDERS.columns.items() if column and name != "Amount"]
    cut = [[row[cells[0].index(name)] for name in known] for row in cells]
    yield case("the amount is not there, and nothing else", bytes_of(cut, SEMICOLONS), table, None, REFUSED, ASKED)


def _again(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    cells = cells_of(table, SEMICOLONS)
    spaced = [[*cells[7][:2], cells[7][2] + " ", *cells[7][3:]], [" " + cells[12][0], *cells[12][1:]]]
    told = truth_of(table, records=len(table.rows) + 2, duplicates=2)
    yield case("rows once more but for a blank", bytes_of([*cells, *spaced], SEMICOLONS), table, told)
