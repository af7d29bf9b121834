"""Decimal commas without quotes in a text of commas: 14,56 stands in two columns, and neither looks wrong alone.

Where a row holds its empty last cells, such a number makes it one cell longer than the header. Where it does not, the
amount loses its decimals in silence.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from funnel.errors import RefusedFile, sentence
from funnel.intake.contract import contract_of
from funnel.intake.guarded import first_rows
from funnel.intake.mapping import Mapped
from funnel.intake.sniff import Table

WHOLE, PART = re.compile(r"-?\d+"), re.compile(r"\d\d")
FEWEST = 5
MOST_OF_A_CLOCK = 60
"""Two digits beyond it are no day, month, hour or minute."""


def refuse_cut_numbers(found: Mapped, text: Path, table: Table, file_name: str) -> None:
    """Raises RefusedFile naming the first amount whose decimals stand in the next column, which means nothing."""
    if table.dialect.delimiter != ",":
        return
    used = {place for located in found.located.values() for place in located.places()}
    money = {column.name for column in contract_of(found.kind) if column.is_money}
    for name in money & found.located.keys():
        place = found.located[name].places()[0]
        if place + 1 in used or place + 1 >= len(table.header):
            continue
        rows = [row for row in first_rows(text, table) if any(cell.strip() for cell in row)]
        if _are_cut(rows, place):
            told = sentence(
                "“{whole},{part}” in row 1 seems to be one number, cut in two at its comma: columns “{column}” and "
                "“{next}”. Export the file again with another separator.",
                whole=rows[0][place].strip(),
                part=rows[0][place + 1].strip(),
                column=table.header[place].strip(),
                next=table.header[place + 1].strip(),
            )
            raise RefusedFile(file_name, [told])


def _are_cut(rows: Sequence[Sequence[str]], place: int) -> bool:
    pairs = [(row[place].strip(), row[place + 1].strip()) for row in rows if len(row) > place + 1]
    if len(pairs) < max(FEWEST, len(rows)) or not all(
        WHOLE.fullmatch(one) and PART.fullmatch(two) for one, two in pairs
    ):
        return False
    parts = [part for _, part in pairs]
    return any(part.startswith("0") for part in parts) and any(int(part) >= MOST_OF_A_CLOCK for part in parts)
