"""A mapping a person wrote may name a column of people's data for a field that is stored: refused before a row is read.

Fields ending in _key are hashed, numbers and times hold nobody's name, and profiles that ship are known to be safe.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from funnel.errors import RefusedFile, Sentence, sentence
from funnel.intake.contract import staged_columns
from funnel.intake.header import normalised
from funnel.intake.located import Located, Mapped
from funnel.intake.private import NOT_PERSONAL, PHONE, SHARE, WORD, is_personal_name
from funnel.intake.sniff import Table, rows_of

LOOKED_AT = 300
MANY_WORDS = 5
"""Words of a cell beyond which it is a letter, in a column that is called like one."""
OF_PEOPLE = re.compile(
    r"e-?mail|почт[аы]|phone|телефон|telefon|first ?name|last ?name|full ?name|surname|имя|фамил|отчеств|\bфио\b|"
    r"\bimi[eę]|nazwisk|(?:customer|client|buyer|contact|recipient|billing|shipping) (?:name|address|street|phone|zip)|"
    r"nazwa klienta|street|улиц|ulica|\bzip\b|postcode|postal|kod pocztowy|^address|address$|^адрес|^adres|passport|"
    r"паспорт|pesel|birth|рожден|urodzen|^(?:заказчик|покупатель|клиент|получатель|плательщик|замовник|zamawiaj[aą]cy|"
    r"kupuj[aą]cy|klient|nabywca|odbiorca|płatnik|customer|buyer|client|recipient|besteller|käufer|empfänger|kunde)$"
)
OF_PLACES = re.compile(r"склад|warehouse|store|магазин|sklep|magazyn|point|пункт|page|url|web|страниц|strony|сайт")


def refuse_personal(found: Mapped, text: Path, table: Table, file_name: str) -> None:
    """Raises RefusedFile naming every stored field of a mapping that would hold people's data."""
    kinds = {column.name: column for column in staged_columns(found.kind)}
    stored = {
        name: located
        for name, located in found.located.items()
        if not (kinds[name].is_key or kinds[name].is_number or kinds[name].is_time)
    }
    rows = list(first_rows(text, table))
    problems = [
        _told(table.header[place].strip(), name)
        for name, located in stored.items()
        for place in located.places()[:1]
        if _is_of_people(table.header[place], _kept_of(located, [row[place] for row in rows if place < len(row)]))
    ]
    if problems:
        raise RefusedFile(file_name, problems)


def _kept_of(located: Located, cells: Sequence[str]) -> list[str]:
    """What of these cells is stored: all of it, or the part a pattern names."""
    if located.pattern is None:
        return list(cells)
    parts = (re.search(located.pattern, cell) for cell in cells)
    return [part[part.re.groups and 1] or "" for part in parts if part]


def _told(header: str, field: str) -> Sentence:
    return sentence(
        "The mapping would store column “{column}” as “{field}”, but it holds e-mails, phones, names, addresses or "
        "letters of people. Leave it out, or map it as the customer's key, of which only a code is kept.",
        column=header,
        field=field,
    )


def first_rows(text: Path, table: Table, most: int = LOOKED_AT) -> Iterator[Sequence[str]]:
    """The first rows below the header, leniently."""
    with text.open(encoding="utf-8", errors="replace", newline="\n") as file:
        below = islice(file, table.header_line + 1, None)
        try:
            yield from islice(rows_of(below, table.dialect), most)
        except csv.Error:
            return


def _is_of_people(header: str, cells: Sequence[str]) -> bool:
    name = normalised(header)
    if OF_PEOPLE.search(name) and not (NOT_PERSONAL.search(name) or OF_PLACES.search(name)):
        return True
    filled = [cell.strip() for cell in cells if cell.strip()]
    # An e-mail among other texts is emptied cell by cell; telephones look too much like numbers for that.
    people = sum(cell[0] == "+" and PHONE.fullmatch(cell) is not None for cell in filled)
    letters = sum("://" not in cell and len(WORD.findall(cell)) > MANY_WORDS for cell in filled)
    most = max(people, letters if is_personal_name(header) else 0)
    return bool(filled) and most >= max(1, SHARE * len(filled))
