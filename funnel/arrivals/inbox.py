"""STORE/inbox: files laid there are imported and moved to done/ or refused/, each under the day it was read.

Only files that stopped growing are taken. A refused file gets a text beside it that says why. A file with an open
question stays where it is until somebody answers it on the Imports screen.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import time
from zoneinfo import ZoneInfo

from funnel.arrivals.jobs import Importer, Job, State
from funnel.intake import Outcome, Verdict
from funnel.store import Store
from funnel.words import Words

LOG = logging.getLogger(__name__)
DONE, REFUSED, WHY = "done", "refused", ".why.txt"
STILL = 2.0
"""Seconds without a change after which a file counts as whole."""
UNFINISHED = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", ".lock"})
Stamp = tuple[int, int, int]


@dataclass(frozen=True)
class PutAway:
    """One file that was read: where it lies now, and why it was refused."""

    path: Path
    day: str
    """ISO day of the shop on which it was read."""
    refused: bool
    why: str


class Inbox:
    """The inbox folder of one store."""

    def __init__(self, store: Store) -> None:
        self.folder = store.folder / "inbox"
        self._zone = ZoneInfo(store.settings.zone)
        self._words = Words(store.settings.language)

    def is_meant_by(self, paths: Iterable[Path]) -> bool:
        """Whether exactly the inbox was named."""
        return [path.resolve() for path in paths] == [self.folder.resolve()]

    def files(self) -> tuple[Path, ...]:
        """What lies there to be read, folders inside included; links, hidden and unfinished files are left alone."""
        return tuple(sorted(self._found()))

    def known_at(self) -> int:
        """When a mapping or an answer was last kept: a file that asked may have its answer since."""
        places = (self.folder.parent / "answers.json", *(self.folder.parent / "mappings").glob("*"))
        return max((place.stat().st_mtime_ns for place in places if place.exists()), default=0)

    def still_files(self) -> tuple[Path, ...]:
        """Those that did not change for STILL seconds."""
        return tuple(path for path in self.files() if time() - path.stat().st_mtime >= STILL)

    def _found(self) -> Iterator[Path]:
        for path in self.folder.rglob("*"):
            parts = path.relative_to(self.folder).parts
            hidden = any(part.startswith((".", "~$")) for part in parts)
            ours = len(parts) > 1 and parts[0] in (DONE, REFUSED)
            unfinished = path.suffix.lower() in UNFINISHED
            if not (hidden or ours or unfinished or path.is_symlink()) and path.is_file():
                yield path

    def put_away(self, path: Path, outcome: Outcome) -> Path | None:
        """Move a file that was read, with the reason of a refusal beside it; None when a question keeps it here."""
        if outcome.verdict is Verdict.QUESTION:
            return None
        taken = outcome.verdict.is_held
        place = self.folder / (DONE if taken else REFUSED) / datetime.now(self._zone).date().isoformat()
        place.mkdir(parents=True, exist_ok=True)
        target = _free_name(place, path.name)
        path.replace(target)
        if not taken:
            sentences = [self._words.said(problem) for problem in outcome.problems]
            target.with_name(target.name + WHY).write_text("\n".join(sentences) + "\n", encoding="utf-8")
        return target

    def put_all_away(self, paths: Iterable[Path], outcomes: Iterable[Outcome]) -> None:
        """Move every file that was read; one that cannot be moved is read again next time, which changes nothing."""
        for path, outcome in zip(paths, outcomes, strict=False):
            try:
                self.put_away(path, outcome)
            except OSError:
                LOG.warning("%s could not be moved out of the inbox", path.name, exc_info=True)

    def put_away_lately(self, at_most: int = 20) -> tuple[PutAway, ...]:
        """Files read, the latest first."""
        found = [
            (path.stat().st_ctime, PutAway(path, path.parent.name, refused=name == REFUSED, why=_why(path)))
            for name in (DONE, REFUSED)
            for path in (self.folder / name).glob("*/*")
            if path.is_file() and not path.name.endswith(WHY)
        ]
        found.sort(key=lambda each: (each[1].day, each[0]), reverse=True)
        return tuple(each for _, each in found[:at_most])


class InboxWatch:
    """Looks at the inbox again and again, and hands what stands still to the importer."""

    def __init__(self, store: Store, importer: Importer) -> None:
        self.inbox = Inbox(store)
        self._importer = importer
        self._seen: dict[Path, Stamp] = {}
        self._tried: dict[Path, Stamp] = {}

    def look(self) -> None:
        """One look; nothing is begun while an import runs. A file is taken when two looks find it alike."""
        if self._importer.busy():
            return
        known = self.inbox.known_at()
        before, self._seen = self._seen, {path: _stamp(path, known) for path in self.inbox.still_files()}
        still = {path: stamp for path, stamp in self._seen.items() if before.get(path) == stamp}
        new = [path for path, stamp in still.items() if self._tried.get(path) != stamp]
        if new:
            self._tried |= {path: still[path] for path in new}
            self._importer.submit(new, after=self.settle, from_inbox=True)

    def settle(self, job: Job) -> None:
        """Move what the job read; what a stopped or failed job left stays, and is read when it changes."""
        if job.state is State.DONE:
            self.inbox.put_all_away(job.paths, job.outcomes)


def _stamp(path: Path, known_at: int) -> Stamp:
    state = path.stat()
    return state.st_size, state.st_mtime_ns, known_at


def _free_name(folder: Path, name: str) -> Path:
    target, number = folder / name, 2
    while target.exists():
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return target


def _why(path: Path) -> str:
    told = path.with_name(path.name + WHY)
    return told.read_text(encoding="utf-8").strip() if told.exists() else ""
