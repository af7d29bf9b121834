"""Files with one fault in their structure: rows, quotes, headers, totals, line ends, letters."""

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tests.intake.corpus.cases import ASKED, REFUSED, RIGHT, Case, Truth, case, truth_of, without
from tests.intake.corpus.shapes import (
    ADS,
    GENERIC,
    GOOGLE,
    ORDERS,
    ORDERS_PL,
    ORDERS_RU,
    STOCK,
    TICKETS,
    Table,
    table_of,
)
from tests.intake.corpus.styles import Style, bytes_of, cells_of

PLAIN = Style()
SEMI = Style(delimiter=";", number="comma", date="dots", line_end="\r\n")
TOTALS = (
    "Total", "TOTAL", "Grand Total", "Grand total:", "Subtotal", "Sum", "Итого", "Итого:", "ИТОГО", "Всего", "Всего:",
    "Общий итог", "Итого за период", "Разом", "Усього", "Razem", "RAZEM:", "Suma", "Łącznie", "Ogółem", "Podsumowanie",
    "Gesamt", "Summe", "Gesamtsumme", "Totale", "Celkem", "Total général", "Итого и средние", "Total: Account", "Totals",
)  # fmt: skip


def structure_cases(seed: int) -> Iterator[Case]:
    """Every fault once, some in several shapes and dialects."""
    chance = random.Random(seed + 1)
    yield from _totals(chance)
    yield from _rows(chance)
    yield from _quotes(chance)
    yield from _headers(chance)
    yield from _around(chance)
    yield from _twice(chance)
    yield from _bytes(chance)


def _total_row(table: Table, word: str, style: Style) -> list[str]:
    row = dict.fromkeys(table.shape.header(), "")
    first = next(name for name, column in table.shape.columns.items() if column not in ("", "customer_key"))
    summed = Table(
        table.shape,
        [{**dict.fromkeys(table.shape.header()), table.shape.money: sum(r[table.shape.money] for r in table.rows)}],
    )
    row[table.shape.money] = cells_of(summed, style)[1][table.shape.header().index(table.shape.money)]
    row[first] = word
    return list(row.values())


def _totals(chance: random.Random) -> Iterator[Case]:
    for word in TOTALS:
        shape = chance.choice((ORDERS, ADS, STOCK, GENERIC, GOOGLE))
        table = table_of(shape, chance)
        cells = cells_of(table, PLAIN)
        cells.append(_total_row(table, word, PLAIN))
        truth = truth_of(table, records=len(table.rows) + 1, set_aside=1)
        yield case(f"total at the bottom: {word} in {shape.name}", bytes_of(cells, PLAIN), table, truth)
    for word in ("Итого", "Total", "Razem"):
        table = table_of(ADS, chance)
        cells = cells_of(table, SEMI)
        cells.insert(1, _total_row(table, word, SEMI))
        truth = truth_of(table, records=len(table.rows) + 1, set_aside=1)
        yield case(f"total on top: {word}", bytes_of(cells, SEMI), table, truth)
        table = table_of(ADS, chance)
        cells = cells_of(table, SEMI)
        for place in (31, 21, 11):
            cells.insert(place, _total_row(table, word + (":" if place == 21 else ""), SEMI))
        truth = truth_of(table, records=len(table.rows) + 3, set_aside=3)
        yield case(f"subtotals in the middle: {word}", bytes_of(cells, SEMI), table, truth)
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    last = _total_row(table, "Total", PLAIN)
    last[0], last[2], last[3] = "", "Total", "99"
    cells.append(last)
    yield case(
        "total in the third column with a count", bytes_of(cells, PLAIN), table,
        truth_of(table, records=len(table.rows) + 1, set_aside=1),
    )  # fmt: skip
    table = table_of(ORDERS, chance)
    for row, word in zip(table.rows, ("Total", "Итого", "Razem", "Suma"), strict=False):
        row["Product"] = word
    yield case("products named like totals", bytes_of(cells_of(table, PLAIN), PLAIN), table, truth_of(table))
    table = table_of(TICKETS, chance)
    for row in table.rows[::3]:
        row["Topic"] = "Total"
    yield case("topics named Total", bytes_of(cells_of(table, PLAIN), PLAIN), table, truth_of(table))
    table = table_of(ADS, chance)
    table.rows[3]["Kampania"] = "Total Sale"
    table.rows[4]["Kampania"] = "Suma Summarum"
    table.rows[5]["Kampania"] = "Total"
    yield case("campaigns named like totals", bytes_of(cells_of(table, PLAIN), PLAIN), table, truth_of(table))
    yield from _dated_totals(chance)
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    cells.append(
        [
            "",
            "",
            "",
            "",
            cells_of(Table(ORDERS, [{**table.rows[0], "Amount": sum(r["Amount"] for r in table.rows)}]), PLAIN)[1][4],
            "",
            "",
        ]
    )
    truth = truth_of(table, records=len(table.rows) + 1, set_aside=1)
    yield case("a total without a word", bytes_of(cells, PLAIN), table, truth)


def _sum_of(table: Table, rows: list[dict[str, Any]], word: str) -> dict[str, Any]:
    """A row called `word` that is the sum of others of their day."""
    names = {column: header for header, column in table.shape.columns.items()}
    added = {names[column]: sum(row[names[column]] for row in rows) for column in ("impressions", "clicks", "cost")}
    return {**rows[0], names["campaign"]: word, **added}


def _dated_totals(chance: random.Random) -> Iterator[Case]:
    for shape in (ADS, GOOGLE):
        for word in ("Total", "Итого", "Razem"):
            table = table_of(shape, chance)
            for place, row in enumerate(table.rows):
                row[shape.when] = table.rows[place // 4 * 4][shape.when]
            whole = Table(shape, [])
            for start in range(0, len(table.rows), 4):
                day = table.rows[start : start + 4]
                whole.rows += [*day, _sum_of(table, day, word)]
            truth = truth_of(table, records=50, set_aside=10)
            name = f"{shape.name}: a dated {word} of every day"
            yield case(name, bytes_of(cells_of(whole, PLAIN), PLAIN), whole, truth)
            one = Table(shape, [*table.rows, _sum_of(table, table.rows, word)])
            truth = truth_of(table, records=41, set_aside=1)
            name = f"{shape.name}: a dated {word} of all days"
            yield case(name, bytes_of(cells_of(one, SEMI), SEMI), one, truth)
            other = Table(shape, [*table.rows, {**table.rows[7], shape.key: word}])
            name = f"{shape.name}: a campaign called {word} beside others"
            yield case(name, bytes_of(cells_of(other, SEMI), SEMI), other, truth_of(other))


def _rows(chance: random.Random) -> Iterator[Case]:
    for style in (PLAIN, SEMI):
        table = table_of(ORDERS_PL, chance)
        cells = cells_of(table, style)
        cells[7] = cells[7][:4]
        yield case("a short row lacks its amount", bytes_of(cells, style), table, without(table, [6], None))
        table = table_of(ORDERS_PL, chance)
        cells = cells_of(table, style)
        cells[9] = cells[9][:1]
        yield case("a row of one cell", bytes_of(cells, style), table, without(table, [8], None))
        table = table_of(ORDERS_PL, chance)
        cells = cells_of(table, style)
        cells[12] = [*cells[12], "more"]
        yield case("a row with a cell too many", bytes_of(cells, style), table, without(table, [11], None))
        table = table_of(ORDERS_PL, chance)
        cells = cells_of(table, style)
        cells[12].insert(2, "shifted")
        yield case("a row shifted by one", bytes_of(cells, style), table, without(table, [11], None))
        table = table_of(ORDERS_PL, chance)
        cells = [row if place == 0 else [*row, ""] for place, row in enumerate(cells_of(table, style))]
        yield case("a delimiter after every row", bytes_of(cells, style), table, truth_of(table))
        cells = [[*row, ""] for row in cells_of(table, style)]
        yield case("a delimiter after every line", bytes_of(cells, style), table, truth_of(table))
        cells = cells_of(table, style)
        cells[5:5] = [[""] * 5, [""] * 5]
        cells.append([""] * 5)
        truth = truth_of(table, records=len(table.rows) + 3, set_aside=3)
        yield case("rows of blanks", bytes_of(cells, style), table, truth)
        cells = cells_of(table, style)
        cells.insert(10, cells[0])
        truth = truth_of(table, records=len(table.rows) + 1, set_aside=1)
        yield case("the header again in the middle", bytes_of(cells, style), table, truth)
        end = style.line_end.encode()
        content = bytes_of(cells_of(table, style), style).split(end)
        content[8:8] = [b"", b""]
        truth = truth_of(table, records=len(table.rows) + 2, set_aside=2)
        yield case("empty lines in the middle", end.join(content), table, truth)
        content = bytes_of(cells_of(table, style), style)
        yield case("empty lines at the end", content + end * 4, table, truth_of(table))
        content = bytes_of([[f"  {cell} " for cell in row] for row in cells_of(table, style)], style)
        yield case("blanks around every cell", content, table, truth_of(table))
    table = table_of(ORDERS, chance)
    table.rows[5]["Amount"] = None
    table.rows[6]["Pieces"] = None
    yield case("amounts that are not there", bytes_of(cells_of(table, PLAIN), PLAIN), table, truth_of(table))
    table = table_of(ORDERS, chance)
    table.rows[5]["Order"] = ""
    table.rows[9]["Placed"] = ""
    truth = without(table, [5, 9], None)
    yield case(
        "ids and days that are not there",
        bytes_of(cells_of(table, PLAIN), PLAIN),
        table,
        _columns(truth, {6: "Order", 10: "Placed"}),
    )
    table = table_of(ADS, chance)
    table.rows[5]["Dzien"] = ""
    yield case("a day that is not there", bytes_of(cells_of(table, PLAIN), PLAIN), table, without(table, [5], "Dzien"))


def _columns(truth: Truth, columns: dict[int, str]) -> Truth:
    return replace(truth, rejects=tuple(columns.items()))


def _quotes(chance: random.Random) -> Iterator[Case]:
    for style in (PLAIN, SEMI):
        table = table_of(ORDERS, chance, rows=60)
        cells = cells_of(table, style)
        lines = bytes_of(cells, style).decode().split(style.line_end)
        place = 11
        while "," in cells[place][2] or '"' in cells[place][2]:
            place += 1
        d = style.delimiter
        opened = lines.copy()
        opened[place] = opened[place].replace(f"{d}{cells[place][2]}{d}", f'{d}"{cells[place][2]}{d}', 1)
        content = style.line_end.join(opened).encode()
        yield case("a quote never closed", content, table, without(table, [place - 1], None))
        later = place + 20
        while "," in cells[later][2] or '"' in cells[later][2]:
            later += 1
        closed = opened.copy()
        closed[later] = closed[later].replace(f"{d}{cells[later][2]}{d}", f'{d}{cells[later][2]}"{d}', 1)
        content = style.line_end.join(closed).encode()
        odd = truth_of(
            Table(ORDERS, [r for i, r in enumerate(table.rows) if i != place - 1]),
            records=60,
            rejected=1,
            rejects=((place, None),),
        )
        yield case("a quote opened and closed 20 rows on", content, table, odd)
        bare = lines.copy()
        bare[place] = bare[place].replace(f"{d}{cells[place][2]}{d}", f'{d}27" {cells[place][2]}{d}', 1)
        yield case("a bare quote inside a cell", style.line_end.join(bare).encode(), table, truth_of(table))
        both = bare.copy()
        both[later] = both[later].replace(f"{d}{cells[later][2]}{d}", f'{d}19" {cells[later][2]}{d}', 1)
        yield case("two bare quotes", style.line_end.join(both).encode(), table, truth_of(table))
        slashed = table_of(ORDERS, chance)
        slashed_cells = cells_of(slashed, style)
        slashed_cells[4][2] = 'the "big" one' + d + " red"
        content = bytes_of(slashed_cells, style).replace(b'""big""', b'\\"big\\"')
        yield case("quotes escaped with a backslash", content, slashed, truth_of(slashed))
        path = table_of(ORDERS, chance)
        path.rows[4]["Product"] = "C:\\shop\\"
        path.rows[6]["Product"] = 'C:\\"shop"\\'
        content = bytes_of(cells_of(path, style.but(quoting=1)), style.but(quoting=1))
        yield case("backslashes that escape nothing", content, path, truth_of(path))
        many = table_of(ORDERS, chance)
        many.rows[7]["Remark"] = "one\ntwo\n\nthree" + d + "four"
        many.rows[17]["Remark"] = 'a ""quoted"" word\n' + "x\n" * 30
        yield case("line feeds inside cells", bytes_of(cells_of(many, style), style), many, truth_of(many))
        listed = table_of(ORDERS, chance)
        listed.rows[3]["Remark"] = style.delimiter.join(["A-1", "2026-09-01", "x", "1", "2.00", "y", "z"])
        yield case("a cell that looks like a row", bytes_of(cells_of(listed, style), style), listed, truth_of(listed))
        inner = table_of(ORDERS, chance)
        fake = style.delimiter.join(cells_of(inner, style)[5])
        inner.rows[3]["Remark"] = f"see:\n{fake}\nthanks"
        yield case(
            "a row quoted inside a cell",
            bytes_of(cells_of(inner, style), style),
            inner,
            truth_of(inner),
            RIGHT,
            ASKED,
            REFUSED,
        )
        whole = table_of(ORDERS, chance)
        inside = [
            line.replace('"', '""')
            for line in bytes_of(cells_of(whole, style), style).decode().strip().split(style.line_end)
        ]
        content = "".join(f'"{line}"{style.line_end}' for line in inside).encode()
        yield case("whole lines in quotes", content, whole, truth_of(whole))
    table = table_of(ORDERS, chance)
    table.rows[3]["Product"] = "a\tb"
    table.rows[4]["Product"] = "'quoted'"
    table.rows[5]["Product"] = "a|b;c"
    yield case("other delimiters inside cells", bytes_of(cells_of(table, PLAIN), PLAIN), table, truth_of(table))


def _headers(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    cells[0][2] = "Amount"
    yield case("two columns named Amount", bytes_of(cells, PLAIN), table, None, ASKED, REFUSED)
    cells = [[*row, "7.00" if place else "Amount"] for place, row in enumerate(cells_of(table, PLAIN))]
    yield case("Amount once more at the end", bytes_of(cells, PLAIN), table, None, ASKED, REFUSED)
    cells = cells_of(table, PLAIN)
    cells[0][4] = "Amuont"
    yield case("a misspelt header", bytes_of(cells, PLAIN), table, truth_of(table, money=0), ASKED, REFUSED)
    for odd in ("amount ", "\u00a0AMOUNT", "Amount\u200b", '"Amount"', "aMoUnT"):
        cells = cells_of(table, PLAIN)
        cells[0][4] = odd
        yield case(f"a header written {odd!r}", bytes_of(cells, PLAIN), table, truth_of(table))
    cells = cells_of(table, PLAIN)
    cells[0][6] = ""
    yield case("a column without a name", bytes_of(cells, PLAIN), table, truth_of(table))
    yield case("no header at all", bytes_of(cells_of(table, PLAIN)[1:], PLAIN), table, None, ASKED, REFUSED)
    yield case("one column only", b"Order\nA-1\nA-2\n", table, None, ASKED, REFUSED)
    cells = [["", "When", "", "Money", "", "", ""], *cells_of(table, PLAIN)]
    yield case("a group header above", bytes_of(cells, PLAIN), table, truth_of(table))
    cells = cells_of(table, PLAIN)
    cells[0][4] = "Amount\n(incl. VAT)"
    mapping = ORDERS.mapping.replace('"Amount"', '"Amount (incl. VAT)"') if ORDERS.mapping else ""
    truth = truth_of(table)
    yield case("a header over two lines", bytes_of(cells, PLAIN), table, truth, RIGHT, REFUSED, mapping=mapping)
    content = bytes_of(cells_of(table, PLAIN), Style(encoding="utf-8-sig", quoting=1))
    yield case("a mark and quotes before the first header", content, table, truth_of(table))
    glued = bytes_of(cells_of(table, PLAIN), PLAIN).replace(b"Remark\n", b"Remark", 1)
    yield case("the header glued to the first row", glued, table, None, ASKED, REFUSED)
    cells = [
        [*row[:5], row[5], row[6], "2024" if place else "Placed_2"] for place, row in enumerate(cells_of(table, PLAIN))
    ]
    yield case("a column nobody asked for", bytes_of(cells, PLAIN), table, truth_of(table))
    only = bytes_of(cells_of(table, PLAIN)[:1], PLAIN)
    empty = truth_of(Table(ORDERS, []))
    yield case("a header and no rows", only, Table(ORDERS, []), empty, RIGHT, REFUSED)
    yield case("a header without its line end", only.strip(), Table(ORDERS, []), empty, RIGHT, REFUSED)
    shuffled = cells_of(table, PLAIN)
    order = chance.sample(range(7), 7)
    yield case(
        "columns in another order",
        bytes_of([[row[place] for place in order] for row in shuffled], PLAIN),
        table,
        truth_of(table),
    )


def _around(chance: random.Random) -> Iterator[Case]:
    for shape, style in ((ORDERS, PLAIN), (GOOGLE, PLAIN), (ORDERS_RU, SEMI)):
        table = table_of(shape, chance)
        content = bytes_of(cells_of(table, style), style).decode()
        n = len(table.rows)
        for name, top in (
            ("# lines", "# ----\n# Report\n# Start date: 20260901\n#\n"),
            ("a title", "Campaign report\n"),
            (
                "four lines",
                f"Report for the shop\nAccount{style.delimiter}123-456\nPeriod: 01.09.2026 - 15.10.2026\n\n",
            ),
            ("a sentence with delimiters", "Report, made for you; by us, today\n"),
            ("blank lines", "\n\n\n"),
            ("wide blanks", style.delimiter * 6 + "\n"),
        ):
            yield case(f"{shape.name}: {name} above", (top + content).encode(), table, truth_of(table))
        for name, foot, more in (
            ("a sentence", "Data may be sampled here.\n", 1),
            ("a sentence after a gap", "\nData may be sampled here.\n", 2),
            ("a # line", "# end of report\n", 1),
            ("a count", f"Rows:{style.delimiter} {n}\n", 1),
        ):
            truth = truth_of(table, records=n + more, set_aside=more)
            kind = (RIGHT,) if name != "a count" else (RIGHT, ASKED, REFUSED)
            made = case(f"{shape.name}: {name} below", (content + foot).encode(), table, truth, *kind)
            if name != "a count":
                yield made
    table = table_of(ORDERS, chance)
    content = bytes_of(cells_of(table, PLAIN), PLAIN)
    second = b"\nDevice,Sessions\nmobile,5\ndesktop,7\n"
    yield case("a second table below", content + second, table, None, ASKED, REFUSED)
    yield case(
        "the same header twice with a gap",
        content + b"\n" + content,
        table,
        truth_of(table, records=len(table.rows) * 2 + 2, duplicates=len(table.rows), set_aside=2),
        RIGHT,
        ASKED,
        REFUSED,
    )


def _twice(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS, chance)
    cells = cells_of(table, PLAIN)
    cells += [cells[3], cells[9]]
    truth = truth_of(table, records=len(table.rows) + 2, duplicates=2)
    yield case("two rows once more", bytes_of(cells, PLAIN), table, truth)
    cells = cells_of(table, PLAIN)
    cells += cells[1:]
    truth = truth_of(table, records=2 * len(table.rows), duplicates=len(table.rows))
    yield case("all rows twice", bytes_of(cells, PLAIN), table, truth)


def _bytes(chance: random.Random) -> Iterator[Case]:
    table = table_of(ORDERS_RU, chance)
    content = bytes_of(cells_of(table, SEMI), SEMI)
    lines = content.split(b"\r\n")
    odd = next(place for place, line in enumerate(lines) if place > 5 and not line.isascii())
    mixed = [line.decode().encode("cp1251") if place == odd else line for place, line in enumerate(lines)]
    yield case(
        "one line in another encoding", b"\r\n".join(mixed), table, without(table, [odd - 1], None), RIGHT, ASKED
    )
    tail = [line.decode().encode("cp1251") if place > 35 else line for place, line in enumerate(lines)]
    yield case("the last lines in another encoding", b"\r\n".join(tail), table, None, ASKED, REFUSED)
    half = [line.decode().encode("cp1251") if place > 20 else line for place, line in enumerate(lines)]
    yield case("half the lines in another encoding", b"\r\n".join(half), table, None, ASKED, REFUSED)
    yield case("NUL bytes at the end", content + bytes(500), table, truth_of(table))
    spread = b"\r\n".join(
        line.replace(b";", b";\x00", 1) if place % 9 == 3 else line for place, line in enumerate(lines)
    )
    yield case("NUL bytes inside", spread, table, truth_of(table))
    yield case("mixed line ends", b"\n".join(lines[:9]) + b"\n" + b"\r\n".join(lines[9:]), table, truth_of(table))
    yield case("a doubled mark", b"\xef\xbb\xbf" * 2 + content, table, truth_of(table), RIGHT, REFUSED)
    yield case("end of text sign", content + b"\x1a", table, truth_of(table, records=len(table.rows) + 1, set_aside=1))
    late = table_of(ORDERS, chance, rows=31_000)
    cells = cells_of(late, PLAIN)
    cells[30_001][4] = "N/A!"
    yield case("a word in row 30,001", bytes_of(cells, PLAIN), late, without(late, [30_000], "Amount"))
    whole = table_of(ORDERS, chance, rows=25_000)
    for row in whole.rows[:21_000]:
        row["Amount"] = row["Amount"].quantize(1) + 1
    cells = cells_of(whole, Style(number="trimmed"))
    yield case("decimals only after 21,000 rows", bytes_of(cells, PLAIN), whole, truth_of(whole))
    tail = table_of(GENERIC, chance, rows=30_030)
    cells = cells_of(tail, PLAIN)
    for row in cells[-30:]:
        row[3] = "Кружка"
    content = bytes_of(cells, Style(encoding="cp1251"))
    yield case("letters only in the last rows", content, tail, truth_of(tail), RIGHT, ASKED)
    long = table_of(ORDERS, chance)
    long.rows[3]["Remark"] = "x" * 3_000_000
    yield case(
        "a cell of three million signs", bytes_of(cells_of(long, PLAIN), PLAIN), long, truth_of(long), RIGHT, REFUSED
    )
    for name, text in (("line breaks", "\n" * 5_000_000), ("short lines", "a b\n" * 1_000_000)):
        rows = table_of(ORDERS, chance)
        content = bytes_of(cells_of(rows, PLAIN), PLAIN) + f'A-1,2026-09-01,"{text}",1,1.50,,\n'.encode()
        yield case(f"a quoted cell of millions of {name}", content, rows, None, REFUSED)
    rows = table_of(ORDERS, chance)
    rows.rows[5]["Remark"] = "\n".join(f"line {place} of a long letter" for place in range(1500))
    yield case("a remark of 1,500 lines", bytes_of(cells_of(rows, PLAIN), PLAIN), rows, truth_of(rows))
    yield case("a line of five million cells", b"Order," * 1_700_000 + b"\n", long, None, REFUSED, ASKED)
