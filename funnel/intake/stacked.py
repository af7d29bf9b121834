"""Several tables in one text, one below the other: found, asked about, and the one meant cut out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from funnel.errors import Sentence, sentence
from funnel.intake.asking import Asking
from funnel.intake.decode import Decoded
from funnel.intake.header import normalised
from funnel.intake.outcome import AskedFile, Question, Reading
from funnel.intake.shown_names import shown
from funnel.intake.sniff import Table, cells_of, unwrap
from funnel.intake.told import listed


@dataclass(frozen=True)
class Start:
    """Where a table begins: its line in the text, from 0, and its column names."""

    line: int
    header: tuple[str, ...]


def starts_another(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Whether cells below a blank line are the column names of another table than the one with `header`."""
    names = [normalised(cell) for cell in cells]
    while len(names) > 2 and not names[-1]:
        names.pop()  # a narrower table in a sheet ends in empty cells
    if names == [normalised(cell) for cell in header] or len(names) < 2:
        return False
    return all(names) and not any(character.isdigit() for name in names for character in name)


def starts_of(path: Path, table: Table) -> list[Start]:
    """The table at hand and every one below it."""
    found, gap, rows = [Start(table.header_line, table.header)], False, 0
    with path.open(encoding="utf-8", newline="\n") as file:
        for place, raw in enumerate(islice(file, table.header_line + 1, None), table.header_line + 1):
            line = raw.rstrip("\r\n")
            cells = cells_of(unwrap(line) if table.dialect.wrapped else line, table.dialect) if line.strip() else []
            filled = any(cell.strip() for cell in cells)
            if filled and gap and rows and starts_another(cells, found[-1].header):
                found.append(Start(place, tuple(cells)))
                rows = 0
            else:
                rows += filled
            gap = not filled
    return found


def which_table(starts: Sequence[Start]) -> Question:
    """The question which of the tables is meant; the answer is its number from the top."""
    readings = tuple(
        Reading(
            str(number),
            sentence("table {number}, which begins with {cells}", number=number, cells=_start_of(start)),
        )
        for number, start in enumerate(starts, 1)
    )
    asked = sentence(
        "The file holds {tables} tables, one below the other (the second begins in line {line} with {cells}); "
        "say which is meant.",
        tables=len(starts),
        line=starts[1].line + 1,
        cells=_start_of(starts[1]),
    )
    return Question("table", None, readings, asked)


def _start_of(start: Start) -> Sentence:
    return listed(shown(start.header[:3]))


def ask_about_tables_below(text: Decoded, table: Table) -> None:
    """Raises AskedFile when another table begins below a blank row."""
    starts = starts_of(text.path, table)
    if len(starts) > 1:
        raise AskedFile(text.file_name, [which_table(starts)])


def one_of_several(text: Decoded, table: Table, asking: Asking, folder: Path) -> Decoded:
    """The text with nothing but the table a person chose, written into `folder`; as it is when none was chosen."""
    answer = asking.given.get("table") or asking.stated.get("table") or ""
    if not answer.isdigit() or len(starts := starts_of(text.path, table)) < 2:
        return text
    number = int(asking.settle(which_table(starts), text.file_name))
    last = starts[number].line if number < len(starts) else None
    target = folder / "table"
    with text.path.open(encoding="utf-8", newline="\n") as file, target.open("w", encoding="utf-8", newline="") as out:
        out.writelines(islice(file, starts[number - 1].line, last))
    return replace(text, path=target, rewritten=True)
