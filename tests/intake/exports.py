"""Fixtures of sources: tests/exports/<source>/<name>.<ext>, with <name>.expected.csv and maybe settings <name>.toml.

`python -m tests.intake.exports FILE` prints what a fixture loads as, to be read and kept as its expected table.
"""

import os
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import duckdb

from funnel.intake import Outcome, import_paths
from funnel.store import Store
from funnel.store.door import Opened, as_it_is

EXPORTS = Path(__file__).parents[1] / "exports"
BESIDE = {".toml", ".md", ""}
WRITTEN = datetime(2026, 10, 3, 12, 0, tzinfo=ZoneInfo("Europe/Warsaw")).timestamp()


class QuietStore(Store):
    """A store that builds no generation: intake is tested on its own."""

    def publish(self, opened: Opened = as_it_is) -> int:
        _ = opened
        return 0


def fixtures() -> list[Path]:
    """Every fixture of every source."""
    found = [path for path in sorted(EXPORTS.glob("*/*")) if path.parent.name != "messy"]
    return [path for path in found if path.suffix not in BESIDE and not path.name.endswith(".expected.csv")]


def expected_of(fixture: Path) -> Path:
    """Where the expected table of a fixture stands."""
    return fixture.with_name(fixture.name.split(".")[0] + ".expected.csv")


def store_at(folder: Path, settings: str = 'currency = "PLN"') -> Store:
    """An empty store with a known key and settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key").write_bytes(b"k" * 32)
    (folder / "settings.toml").write_text(settings, encoding="utf-8")
    return QuietStore(folder)


def imported(fixture: Path, folder: Path) -> tuple[Store, Outcome]:
    """The fixture imported into an empty store in `folder`."""
    beside = fixture.with_name(fixture.name.split(".")[0] + ".toml")
    store = store_at(folder, beside.read_text(encoding="utf-8")) if beside.exists() else store_at(folder)
    os.utime(fixture, (WRITTEN, WRITTEN))
    (outcome,) = import_paths(store, [fixture], answers={"day": "2026-10-03 12:00:00"})
    return store, outcome


def accepted_text(store: Store, outcome: Outcome) -> str:
    """Accepted rows as CSV text: all columns of the contract, null as an empty cell."""
    assert outcome.receipt is not None, outcome.problems
    part = store.shelf.part(outcome.receipt.import_id, "accepted.parquet")
    rows = duckdb.connect().execute("select columns(*)::varchar from read_parquet(?) order by record", [str(part)])
    names = [str(column[0]) for column in rows.description]
    lines = [names, *([_cell(value) for value in row] for row in sorted(rows.fetchall(), key=_place))]
    return "".join(",".join(line) + "\n" for line in lines)


def _place(row: tuple[str | None, ...]) -> tuple[int, list[str]]:
    return int(row[0] or 0), [value or "" for value in row]


def _cell(value: str | None) -> str:
    text = "" if value is None else value.replace("\n", "\\n")
    return f'"{text}"' if "," in text else text


if __name__ == "__main__":
    with TemporaryDirectory() as work:
        sys.stdout.write(accepted_text(*imported(Path(sys.argv[1]), Path(work))))
