"""Imports every case into a store of its own and says what became of it.

`python -m tests.intake.corpus [--seed N] [--only WORDS]` runs the whole corpus and prints a table.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from funnel.intake import Outcome, import_paths
from funnel.store import Store
from tests.intake.corpus.cases import ASKED, REFUSED, RIGHT, Case, Truth
from tests.intake.corpus.shapes import MONEY
from tests.intake.exports import store_at

# Of the processor, not of the clock: a loaded machine makes no file slow.
SLOW = 60.0
CRASHED = ("could not be read to the end", "could not be read; nothing")


@dataclass(frozen=True)
class Fate:
    """What became of a case: `verdict` is right, asked, refused, WRONG, CRASH, UNSAFE, or NOT for what is not allowed."""

    name: str
    verdict: str
    why: str = ""
    seconds: float = 0.0

    @property
    def is_fine(self) -> bool:
        """Whether it is a fate the case allows."""
        return self.verdict in (RIGHT, ASKED, REFUSED)


def fate_of(case: Case, folder: Path) -> Fate:
    """Import a case in an empty folder and judge it."""
    started = cpu_seconds()
    try:
        verdict, why = _judged(case, folder)
    except Exception as problem:  # noqa: BLE001  every escape is a finding
        verdict, why = "CRASH", f"{type(problem).__name__}: {problem}"
    return timed(Fate(case.name, verdict, why, cpu_seconds() - started))


def cpu_seconds() -> float:
    """Seconds of the processor this process and its ended children have taken."""
    return sum(os.times()[:4])


def timed(fate: Fate) -> Fate:
    """The fate, or a crash when it took too long."""
    return replace(fate, verdict="CRASH", why=f"took {fate.seconds:.0f} CPU s") if fate.seconds > SLOW else fate


def _judged(case: Case, folder: Path) -> tuple[str, str]:
    given = folder / "given" / case.file_name
    given.parent.mkdir(parents=True)
    given.write_bytes(case.content)
    mapping = None
    if case.mapping_text is not None:
        mapping = folder / "mapping.toml"
        mapping.write_text(case.mapping_text, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    before = set(folder.parent.glob("*"))
    store = store_at(folder / "store", 'zone = "Europe/Warsaw"\n')
    (outcome,) = import_paths(store, [given], mapping=mapping)
    if unsafe := _unsafe(case, folder, before):
        return "UNSAFE", unsafe
    verdict, why = _compared(case, store, outcome)
    if verdict == ASKED and case.answers:
        (outcome,) = import_paths(store, [given], mapping=mapping, answers=case.answers)
        again, why = _compared(case, store, outcome, answered=True)
        return (ASKED, "") if again == RIGHT else (f"WRONG after {again}", why)
    return verdict, why


def _unsafe(case: Case, folder: Path, before: set[Path]) -> str:
    if set(folder.parent.glob("*")) != before:
        return "wrote beside its folder"
    for path in (folder / "store").rglob("*"):
        if path.is_file() and any(secret in path.read_bytes() for secret in case.secrets):
            return f"{path.name} holds personal data"
    return ""


def _compared(case: Case, store: Store, outcome: Outcome, *, answered: bool = False) -> tuple[str, str]:
    told = " ".join(str(one) for one in (*outcome.problems, *(one.sentence for one in _questions(outcome))))
    if any(sign in told for sign in CRASHED):
        return "CRASH", told
    if outcome.receipt is None:
        fate = ASKED if _questions(outcome) else REFUSED
        return (fate, told) if fate in case.allowed and not answered else (f"NOT {fate}", told)
    if RIGHT not in case.allowed and not answered:
        return "WRONG", f"loaded {outcome.receipt.accepted} rows of what must not be loaded"
    assert case.truth is not None
    differences = _differences(case, case.truth, store, outcome)
    return ("WRONG", "; ".join(differences)) if differences else (RIGHT, "")


def _questions(outcome: Outcome) -> tuple[Any, ...]:
    return getattr(outcome, "questions", ())


def _differences(case: Case, truth: Truth, store: Store, outcome: Outcome) -> list[str]:
    receipt = outcome.receipt
    assert receipt is not None
    seen = {
        "records": receipt.rows_in,
        "accepted": receipt.accepted,
        "rejected": receipt.rejected,
        "duplicates": receipt.duplicate,
        "set_aside": receipt.set_aside,
        "first_day": receipt.first_day,
        "last_day": receipt.last_day,
        "money": _money(case, store, receipt.import_id),
        "rejects": _rejects(store, receipt.import_id, dict(receipt.columns)),
        "currency": receipt.currency if truth.currency else None,
        "ids": _ids(case, store, receipt.import_id) if truth.ids is not None else None,
    }
    wanted: dict[str, Any] = {name: getattr(truth, name) for name in seen}
    wanted |= {name: str(day) if isinstance(day := wanted[name], date) else None for name in ("first_day", "last_day")}
    wanted["rejects"] = sorted(wanted["rejects"], key=str)
    wanted["ids"] = sorted(truth.ids) if truth.ids is not None else None
    return [
        f"{name}: {str(seen[name])[:150]} instead of {str(wanted[name])[:150]}"
        for name in seen
        if seen[name] != wanted[name]
    ]


def _query(store: Store, import_id: str, part: str, query: str) -> list[tuple[Any, ...]]:
    path = store.shelf.part(import_id, part)
    return duckdb.connect().execute(query.replace("PART", "read_parquet(?)"), [str(path)]).fetchall()


def _money(case: Case, store: Store, import_id: str) -> Decimal | None:
    column = MONEY[case.shape.kind]
    if not column:
        return None
    if case.shape.kind == "order_lines":
        query = f"select sum(m) from (select max({column}) as m from PART group by order_id)"
    else:
        query = f"select sum({column}) from PART"
    return Decimal(str(_query(store, import_id, "accepted.parquet", query)[0][0] or 0))


def _rejects(store: Store, import_id: str, headers: dict[str, str]) -> list[tuple[int, str | None]]:
    rows = _query(store, import_id, "rejected.parquet", 'select record, "column" from PART')
    return sorted([(record, headers.get(column, column) if column else None) for record, column in rows], key=str)


def _ids(case: Case, store: Store, import_id: str) -> list[str]:
    column = case.shape.columns[case.shape.key]
    return sorted(
        str(row[0]) for row in _query(store, import_id, "accepted.parquet", f"select distinct {column} from PART")
    )


def run(cases: list[Case], folder: Path) -> Iterator[Fate]:
    """The fate of every case, one after the other, each in a folder of its own that is removed."""
    for place, case in enumerate(cases):
        room = folder / f"{place:04}" / "in"
        room.mkdir(parents=True)
        yield fate_of(case, room)
        shutil.rmtree(room.parent)


def summary(fates: list[Fate]) -> str:
    """Counts by fate."""
    counts = Counter(fate.verdict.split(" after")[0] for fate in fates)
    lines = [f"{len(fates)} files", *(f"{number:5} {verdict}" for verdict, number in sorted(counts.items()))]
    slowest = max(fates, key=lambda fate: fate.seconds)
    lines.append(f"slowest: {slowest.name} ({slowest.seconds:.1f} CPU s), at {datetime.now(UTC):%H:%M} UTC")
    return "\n".join(lines)
