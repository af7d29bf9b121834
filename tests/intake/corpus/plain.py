"""Files without a fault, in every way of writing: all must be read exactly."""

import csv
import random
from collections.abc import Iterator

from tests.intake.corpus.cases import ASKED, RIGHT, Case, case, truth_of
from tests.intake.corpus.shapes import ADS, FEED, GENERIC, GOOGLE, ORDERS, ORDERS_PL, ORDERS_RU, SHAPES, Shape, table_of
from tests.intake.corpus.styles import DATES, NUMBERS, Style, bytes_of, cells_of

DAYS_ONLY = ("iso_days", "dots_days", "compact_days")
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16le", "utf-16be")
OLD = {
    "orders": (),
    "events": (),
    "tickets": (),
    "заказы": ("cp1251", "koi8-r", "cp866", "mac-cyrillic"),
    "zamówienia": ("cp1250", "iso-8859-2"),
}
DELIMITERS = (",", ";", "\t", "|")
LINE_ENDS = ("\n", "\r\n", "\r")
BEYOND_ASCII = ("_ru", "_pl", "_de", "_fr", "_uk", "_at", "moscow_word")
SIGNS_BEYOND = {"nbsp", "thin", "zloty", "curly"}
WITH_CURRENCY = {"zloty": "PLN", "code_first": "PLN", "code_last": "PLN"}
ZONED_KINDS = ("zulu", "zulu_millis", "utc", "offset", "offset_t", "seconds", "millis", "micros")


def encodings_of(shape: Shape) -> tuple[str, ...]:
    """Encodings that hold all letters of a shape."""
    return (*WIDE, *OLD.get(shape.name, ("cp1252",)))


def plain_cases(seed: int) -> Iterator[Case]:
    """One file for every style of every axis, then random mixtures of all axes."""
    chance = random.Random(seed)
    for shape in SHAPES:
        yield _made(shape, Style(), chance)
    for style in _axes():
        yield _made(_shape_for(style, chance), style, chance)
    for shape in (ORDERS_RU, ORDERS_PL, GOOGLE):
        for encoding in encodings_of(shape):
            yield _made(shape, _usual(Style(encoding=encoding), shape), chance)
    for _ in range(160):
        shape = chance.choice(SHAPES)
        yield _made(shape, _any_style(shape, chance), chance)


def _usual(style: Style, shape: Shape) -> Style:
    if shape.name == "заказы":
        return style.but(delimiter=";", number="comma", date="dots", line_end="\r\n")
    return style.but(delimiter=";", number="comma") if shape.name == "zamówienia" else style


def _axes() -> Iterator[Style]:
    for date in DATES:
        yield Style(date=date)
    for number in NUMBERS:
        yield Style(number=number, delimiter=";")
    for delimiter in DELIMITERS:
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC):
            yield Style(delimiter=delimiter, quoting=quoting)
    for line_end in LINE_ENDS:
        yield Style(line_end=line_end, last_end=False)
    yield Style(top="sep=;\n", delimiter=";")
    yield Style(quoting=csv.QUOTE_ALL, spaced=True)


def _shape_for(style: Style, chance: random.Random) -> Shape:
    return chance.choice((ORDERS, GENERIC, FEED) if style.date != "iso" else (ORDERS, ORDERS_RU, ADS, FEED))


def _any_style(shape: Shape, chance: random.Random) -> Style:
    encoding = chance.choice(encodings_of(shape))
    numbers = [name for name in NUMBERS if encoding in WIDE or name not in SIGNS_BEYOND]
    return Style(
        delimiter=chance.choice(DELIMITERS),
        quoting=chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
        encoding=encoding,
        line_end=chance.choice(LINE_ENDS),
        date=chance.choice([date for date in DATES if encoding in WIDE or not date.endswith(BEYOND_ASCII)]),
        number=chance.choice(numbers),
        last_end=chance.random() < 0.8,
    )


def _made(shape: Shape, style: Style, chance: random.Random) -> Case:
    table = table_of(shape, chance)
    # A column of days under a zone of its own moves to the zone of the shop: midnight in both is one day.
    told = f"{shape.name}: {style.delimiter!r} {style.quoting} {style.encoding} {style.line_end!r} {style.date} {style.number}"
    currency = WITH_CURRENCY.get(style.number) if shape.money else None
    allowed = (RIGHT, ASKED) if style.date == "slashes_short" else (RIGHT,)
    return case(told, bytes_of(cells_of(table, style), style), table, truth_of(table, currency=currency), *allowed)
