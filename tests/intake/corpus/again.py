"""Every export of every source written in other ways: what is accepted must stay the same, row for row."""

import csv
import gzip
import io
import os
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from funnel.intake import Outcome, import_paths
from funnel.intake.header import known_names, normalised
from funnel.intake.profile import profiles
from funnel.intake.sniff import found_table
from funnel.store import Store
from tests.intake.corpus.cases import ASKED, REFUSED, RIGHT
from tests.intake.corpus.packed import sheet_of, workbook_of, zipped
from tests.intake.corpus.runner import CRASHED, Fate, cpu_seconds, timed
from tests.intake.corpus.sheets import open_document, open_sheet
from tests.intake.exports import EXPORTS, WRITTEN, fixtures, store_at

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,13})(?:\.\d{1,2})?")
NO_WAY = "no way to write it so"


@dataclass(frozen=True)
class Grid:
    """The cells of an export: what stands above its header, the header, and the rows."""

    above: tuple[str, ...]
    delimiter: str
    rows: tuple[tuple[str, ...], ...]

    def text(self, delimiter: str = "", quoting: int = csv.QUOTE_MINIMAL) -> str:
        """The export as text again."""
        out = io.StringIO()
        written = csv.writer(out, delimiter=delimiter or self.delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
        written.writerows(self.rows)
        return "".join(line + "\n" for line in self.above) + out.getvalue()

    def but(self, rows: list[tuple[str, ...]]) -> "Grid":
        """Other rows under the same header lines."""
        return Grid(self.above, self.delimiter, tuple(rows))

    def whole(self) -> list[list[str]]:
        """All lines as cells, those above the header too."""
        return [*([cell] if cell else [] for cell in self.above), *map(list, self.rows)]


def _typed(cell: str) -> object:
    return Decimal(cell) if NUMBER.fullmatch(cell) else cell


def _with_totals(grid: Grid, word: str) -> str:
    first, *rows = grid.rows
    last = rows[-1]
    summed = max((place for place, cell in enumerate(last) if place and NUMBER.fullmatch(cell)), default=0)
    total = tuple("999" if place == summed and place else "" if place else word for place in range(len(last)))
    return grid.but([first, *rows, total]).text()


def _shuffled(grid: Grid) -> str:
    order = list(range(len(grid.rows[0])))
    random.Random(7).shuffle(order)
    whole = all(len(row) == len(order) for row in grid.rows)
    return grid.but([tuple(row[place] for place in order) for row in grid.rows]).text() if whole else NO_WAY


def _names(grid: Grid, turn: Callable[[str], str]) -> str:
    return grid.but([tuple(map(turn, grid.rows[0])), *grid.rows[1:]]).text()


WAYS: Mapping[str, tuple[str, Callable[[Grid], str | bytes]]] = {
    "UTF-16": (".csv", lambda grid: grid.text().encode("utf-16")),
    "a mark and CRLF": (".csv", lambda grid: grid.text().replace("\n", "\r\n").encode("utf-8-sig")),
    "tabs": (".txt", lambda grid: grid.text("\t")),
    "semicolons, all quoted": (".csv", lambda grid: grid.text(";", csv.QUOTE_ALL)),
    "gzip": (".csv.gz", lambda grid: gzip.compress(grid.text().encode())),
    "a zip with a folder": (".zip", lambda grid: zipped({"reports/export.csv": grid.text().encode()})),
    "blank rows below": (".csv", lambda grid: grid.text() + (grid.delimiter * (len(grid.rows[0]) - 1) + "\n") * 50),
    "blank lines and the header again": (
        ".csv",
        lambda grid: grid.but([*grid.rows[:2], grid.rows[0], *grid.rows[2:]]).text() + "\n\n",
    ),
    "every row twice": (".csv", lambda grid: grid.but([*grid.rows, *grid.rows[1:]]).text()),
    "a total below": (".csv", lambda grid: _with_totals(grid, "Total")),
    "Итого below": (".csv", lambda grid: _with_totals(grid, "Итого:")),
    "columns in another order": (".csv", _shuffled),
    "headers in capitals": (".csv", lambda grid: _names(grid, str.upper)),
    "headers with hard blanks": (".csv", lambda grid: _names(grid, lambda name: f" {name} ".replace(" ", "\u00a0"))),
    "a column more": (
        ".csv",
        lambda grid: grid.but([(*row, "x1" if place else "Unknown column") for place, row in enumerate(grid.rows)]).text(),
    ),
    "a workbook of texts": (".xlsx", lambda grid: workbook_of({"Sheet": sheet_of(grid.whole())})),
    "a workbook of numbers": (
        ".xlsx",
        lambda grid: workbook_of(
            {"Sheet": sheet_of([*grid.whole()[: len(grid.above) + 1], *([_typed(c) for c in row] for row in grid.rows[1:])])}
        ),
    ),
    "OpenDocument": (".ods", lambda grid: open_document(open_sheet([list(row) for row in grid.whole()]))),
}  # fmt: skip


@dataclass(frozen=True)
class Again:
    """One export, written in one other way."""

    fixture: Path
    way: str

    @property
    def name(self) -> str:
        """Export and way."""
        return f"{self.fixture.relative_to(EXPORTS)}: {self.way}"


def agains() -> list[Again]:
    """Every export in every other way it can be written."""
    found = [Again(path, way) for path in fixtures() if _grid_of(path) for way in WAYS]
    # Where each place is a column of its own, its header is what is stored.
    spread = {profile.id for profile in profiles() if profile.unpivot}
    return [one for one in found if one.way != "headers in capitals" or one.fixture.parent.name not in spread]


@cache
def _grid_of(path: Path) -> Grid | None:
    if path.suffix not in (".csv", ".tsv", ".txt"):
        return None
    with suppress(UnicodeDecodeError):
        return _cut(path.read_text(encoding="utf-8-sig"), path.name)
    texts = [path.read_text(encoding=name, errors="replace") for name in ("cp1251", "cp1250")]
    return _cut(max(texts, key=_known_in), path.name)


def _known_in(text: str) -> int:
    return sum(normalised(cell) in known_names() for cell in re.split(r"[;,\t\n]", text[:3000]) if not cell.isascii())


def _cut(text: str, name: str) -> Grid | None:
    with TemporaryDirectory() as folder:
        clean = Path(folder) / "text"
        clean.write_text(text, encoding="utf-8")
        table = found_table(clean, name, lambda one: normalised(one) in known_names())
    if table.dialect.escaped or table.dialect.wrapped or text.startswith("sep="):
        return None
    lines = text.split("\n")
    below = "\n".join(lines[table.header_line :])
    rows = [tuple(row) for row in csv.reader(io.StringIO(below), delimiter=table.dialect.delimiter) if row]
    even = all(len(row) == len(rows[0]) for row in rows)
    return (
        Grid(tuple(lines[: table.header_line]), table.dialect.delimiter, tuple(rows))
        if even and len(rows) > 2
        else None
    )


def fate_again(again: Again, folder: Path) -> Fate:
    """Import an export as it is and written anew, and compare what is accepted."""
    started, grid = cpu_seconds(), _grid_of(again.fixture)
    assert grid is not None
    ending, make = WAYS[again.way]
    made = make(grid)
    if made == NO_WAY:
        return Fate(again.name, RIGHT)
    content = made.encode() if isinstance(made, str) else made
    stem = again.fixture.name.split(".")[0]
    store, outcome = _imported(content, stem + ending, again.fixture, folder)
    verdict, why = _compared(_as_it_is(again.fixture), store, outcome)
    return timed(Fate(again.name, verdict, why, cpu_seconds() - started))


def _imported(content: bytes, name: str, fixture: Path, folder: Path) -> tuple[Store, Outcome]:
    beside = fixture.with_name(fixture.name.split(".")[0] + ".toml")
    settings = beside.read_text(encoding="utf-8") if beside.exists() else 'currency = "PLN"'
    store = store_at(folder / "store", settings)
    (folder / name).write_bytes(content)
    os.utime(folder / name, (WRITTEN, WRITTEN))
    (outcome,) = import_paths(store, [folder / name], answers={"day": "2026-10-03 12:00:00"})
    return store, outcome


@cache
def _as_it_is(fixture: Path) -> Counter[tuple[object, ...]] | None:
    """What is accepted of an export as it is; None when it is not loaded."""
    with TemporaryDirectory() as folder:
        store, outcome = _imported(fixture.read_bytes(), fixture.name, fixture, Path(folder))
        return _rows(store, outcome) if outcome.receipt else None


def _compared(wanted: Counter[tuple[object, ...]] | None, store: Store, outcome: Outcome) -> tuple[str, str]:
    told = str(outcome.sentence())
    if any(sign in told for sign in CRASHED):
        return "CRASH", told
    if outcome.receipt is None:
        return (ASKED if outcome.questions else REFUSED), told
    if wanted is None:
        return "WRONG", "what was not loaded is loaded in this way"
    found = _rows(store, outcome)
    lost, new = (wanted - found).elements(), (found - wanted).elements()
    return (RIGHT, "") if found == wanted else ("WRONG", f"{next(lost, None)} became {next(new, None)}")


def _rows(store: Store, outcome: Outcome) -> Counter[tuple[object, ...]]:
    assert outcome.receipt is not None
    path = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    rows = duckdb.connect().execute("select columns(* exclude (record))::varchar from read_parquet(?)", [str(path)])
    return Counter(rows.fetchall())


def run_again(part: slice, only: str, folder: Path) -> Iterator[Fate]:
    """Fates of a part of them."""
    for place, again in enumerate([one for one in agains() if only in one.name][part]):
        yield fate_again(again, folder / f"again{place}")
