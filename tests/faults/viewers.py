"""Checks 8 and 9: many readers with different filters, and an import among them.

    python -m tests.faults.viewers --viewers 20 --runs 20

Each screen and filter is read alone before the import and alone after it. Whatever a reader sees in between must be,
to the byte, one of the two: not another's filter, not half of each, not nothing.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from funnel.answers.bring_in import bring_in
from funnel.store import Store
from tests.browser.conftest import Server, start_server, stop_server
from tests.faults.reader import Shown, reader
from tests.house import ROOT
from tests.small_sample import write_exports

Asked = tuple[str, tuple[tuple[str, str], ...]]
PERIOD = (("from", "2026-10-19"), ("to", "2026-11-15"))
ASKED: tuple[Asked, ...] = (
    ("funnel", PERIOD),
    ("funnel", (*PERIOD, ("device", "mobile"))),
    ("funnel", (*PERIOD, ("device", "desktop"))),
    ("funnel", (*PERIOD, ("channel", "email"))),
    ("funnel", (*PERIOD, ("channel", "paid_search"), ("lang", "ru"))),
    ("losses", PERIOD),
    ("losses", (*PERIOD, ("device", "mobile"), ("lang", "pl"))),
    ("change", PERIOD),
)


@dataclass
class Found:
    """What the readers saw."""

    seen: list[tuple[Asked, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


async def look_alone(address: str, asked: tuple[Asked, ...]) -> dict[Asked, Shown]:
    """Every question, one after the other, by one reader."""
    async with reader(address) as alone:
        return {one: await alone.open(one[0], **dict(one[1])) for one in asked}


async def look_often(
    address: str, looks: tuple[int, int], found: Found, asked: tuple[Asked, ...], imported: asyncio.Event
) -> None:
    """One reader among many: at least so many screens, and on until the import is over; `looks` = (place, screens)."""
    place, runs = looks
    async with reader(address) as one_of_many:
        for run in count():
            if run >= runs and imported.is_set():
                return
            question = asked[(place + run) % len(asked)]
            begun = time.monotonic()
            shown = await one_of_many.open(question[0], **dict(question[1]))
            found.seconds.append(time.monotonic() - begun)
            found.troubles += shown.troubles
            found.seen.append((question, shown.fingerprint))


async def import_while_they_look(store: Path, file: Path, imported: asyncio.Event) -> None:
    """An import of another process."""
    command = [sys.executable, "-m", "funnel", "import", "--store", str(store), str(file)]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        assert await asyncio.wait_for(process.wait(), 300) == 0
    finally:
        imported.set()


async def many_at_once(
    server: Server, file: Path, *, viewers: int, runs: int, asked: tuple[Asked, ...] = ASKED
) -> list[str]:
    """What went wrong, in sentences; nothing when all is as it must be."""
    before = await look_alone(server.address, asked)
    found = Found()
    imported = asyncio.Event()
    looks = [look_often(server.address, (place, runs), found, asked, imported) for place in range(viewers)]
    await asyncio.gather(import_while_they_look(server.store, file, imported), *looks)
    after = await look_alone(server.address, asked)
    told = judged(before, after, found)
    print(f"{len(found.seen)} screens read, slowest {max(found.seconds):.1f} s, {len(told)} wrong")
    return told


def judged(before: dict[Asked, Shown], after: dict[Asked, Shown], found: Found) -> list[str]:
    """Every screen that is neither what it was before the import nor what it is after it."""
    right = {one: {before[one].fingerprint, after[one].fingerprint} for one in before}
    whose = {shown.fingerprint: one for state in (before, after) for one, shown in state.items()}
    wrong = Counter(
        f"{question} showed {f'the numbers of {whose[seen]}' if seen in whose else 'neither old nor new numbers'}"
        for question, seen in found.seen
        if seen not in right[question]
    )
    empty = [f"{one} shows nothing" for state in (before, after) for one, shown in state.items() if not shown.numbers]
    blind = ["the import changed nothing"] if all(len(each) == 1 for each in right.values()) else []
    return [*found.troubles, *empty, *blind, *(f"{times} × {told}" for told, times in wrong.items())]


def store_before(folder: Path, exports: Path) -> Path:
    """A shop as real imports (a sample would give way to the first of them), one week of traffic still to come."""
    files = [path for path in sorted(exports.rglob("*")) if path.is_file() and path.parent != exports]
    bring_in(Store(folder), [path for path in files if path != week_to_come(exports)])
    return folder


def week_to_come(exports: Path) -> Path:
    """A week of traffic amid the others: the days known, and so the period a screen settles on, stay the same."""
    return sorted((exports / "traffic").iterdir())[-3]


def main() -> int:
    """0 when every reader saw whole numbers of their own question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--short", action="store_true", help="six viewers, three screens each")
    asked = parser.parse_args()
    if asked.short:
        asked.viewers, asked.runs = 6, 3
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        exports = write_exports(folder / "exports")
        server = start_server(store_before(folder / "store", exports))
        try:
            wrong = asyncio.run(many_at_once(server, week_to_come(exports), viewers=asked.viewers, runs=asked.runs))
        finally:
            stop_server(server)
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
