"""What the checks stand on: small exports, a store, and a warm worker that forks a child for each piece of work."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.house import ROOT

HEADER: Final = "user_id,session_id,event,timestamp,platform,acquisition_channel,user_cohort,user_lifecycle"
STEPS: Final = ("product_view", "add_to_cart", "purchase")
VISITS: Final = 30
PATIENCE: Final = 240.0
"""Seconds a piece of work may take before the check gives up on it."""


@dataclass
class Result:
    """One check: what was tried, counted, and what broke; nothing broke when `broken` is empty."""

    name: str
    figures: dict[str, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    skipped: str = ""

    def count(self, what: str, number: int = 1) -> None:
        """Add to a figure."""
        self.figures[what] = self.figures.get(what, 0) + number

    def expect(self, holds: bool, told: str) -> None:
        """Note what did not hold."""
        if not holds:
            self.broken.append(told)

    def so_far(self) -> None:
        """Print the result of a run that takes hours, for whoever waits for it or has to stop it."""
        print(f"so far {self.line()}", flush=True)

    def line(self) -> str:
        """The result as one line."""
        state = f"skipped: {self.skipped}" if self.skipped else "holds" if not self.broken else "BROKEN"
        figures = ", ".join(f"{number} {what}" for what, number in self.figures.items())
        return f"{self.name}: {state}; {figures}" + "".join(f"\n  {one}" for one in self.broken[:20])


def write_events(path: Path, number: int, visits: int = VISITS) -> Path:
    """An export of `visits` visits that no other number has."""
    day = number % 28 + 1
    rows = [
        f"u{number}-{n},s{number}-{n},{event},2026-09-{day:02} 10:{place:02}:{n % 60:02},mobile,email,2026-09,new"
        for n in range(visits)
        for place, event in enumerate(STEPS[: n % 3 + 1])
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return path


def empty_store(folder: Path) -> Path:
    """A store folder with a zone, a currency and a known key."""
    folder.mkdir(parents=True)
    (folder / "key").write_bytes(b"k" * 32)
    (folder / "settings.toml").write_text('zone = "Europe/Warsaw"\ncurrency = "PLN"\nlate_days = 0\n', encoding="utf-8")
    return folder


class Worker:
    """A process with everything imported; each piece of work runs in a child of it that can be killed."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, work: str, store: Path, files: Sequence[Path] = ()) -> int:
        """Start a piece of work; returns the pid to kill."""
        assert self._process.stdin is not None
        told = {"work": work, "store": str(store), "files": [str(path) for path in files]}
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        return int(self._told()["pid"])

    def end(self) -> dict[str, Any]:
        """What the work told before it ended: {} when it was killed first."""
        return dict(self._told())

    def do(self, work: str, store: Path, files: Sequence[Path] = ()) -> dict[str, Any]:
        """A piece of work nobody kills."""
        self.begin(work, store, files)
        found = self.end()
        assert found, f"{work} ended without a word"
        return found

    def _told(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the worker has gone"
        return dict(json.loads(line))


@contextmanager
def worker() -> Iterator[Worker]:
    """A warm worker, stopped at the end."""
    command = [sys.executable, "-m", "tests.faults.worker", str(PATIENCE)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Worker(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


Check = Callable[[Path], Result]


def run(whole: Sequence[Check], short: Sequence[Check]) -> int:
    """What a module of checks does as a program: a line each; `--short` does about a tenth. 1 when one is broken."""
    broken = 0
    for check in short if "--short" in sys.argv else whole:
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            result = check(Path(folder))
        print(result.line(), flush=True)
        broken += bool(result.broken)
    return int(broken > 0)


def flip_a_bit(path: Path, chance: random.Random) -> int:
    """Turn one bit of a file over; returns where."""
    content = bytearray(path.read_bytes())
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    return place
