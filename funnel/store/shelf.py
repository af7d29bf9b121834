"""The shelf of imports: immutable Parquet parts, one folder an import, and the ledger beside them.

The parts and the ledger are the truth; everything else can be rebuilt from them.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from filelock import FileLock, Timeout

from funnel.errors import ImportRunning, NewerStore, StoreProblem, WrongUse, near_match, sentence
from funnel.store.disk import read_seals, replace_synced, seals_of, sync, told_when_full, write_seals, write_synced
from funnel.store.key import make_key, read_key
from funnel.store.ledger import LedgerLine, note, read_ledger, told_by
from funnel.store.receipts import Receipt, read_receipt, written
from funnel.store.swap import finish

FORMAT = 1
"""Of the folder as a whole; a release refuses a store with a higher one."""
FORMAT_FILE, SAMPLE_MARK, SEALS = "format", "sample.mark", "seals.json"
OF_A_PERSON = "_key"
"""How columns end that were made with the key."""
RECEIPT = "receipt.json"
ACCEPTED, REJECTED, SESSION_ORDERS = "accepted.parquet", "rejected.parquet", "session_orders.parquet"


class Shelf:
    """Imports of one store folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imports = folder / "imports"
        self.undone = folder / "undone"
        self.ledger = folder / "ledger.jsonl"

    def has(self, import_id: str) -> bool:
        """Whether this very import is on the shelf."""
        return (self.imports / import_id / RECEIPT).exists()

    def keep(self, receipt: Receipt, parts_folder: Path) -> None:
        """Put the parts and their receipt on the shelf as one; raises WrongUse when the rows do not add up."""
        if not receipt.adds_up():
            raise WrongUse(sentence("{file}: rows in are not accounted for.", file=receipt.file_name))
        write_synced(parts_folder / RECEIPT, written(receipt))
        for part in parts_folder.iterdir():
            sync(part)
        write_seals(parts_folder / SEALS, seals_of(parts_folder))
        self.imports.mkdir(parents=True, exist_ok=True)
        self.undone.mkdir(exist_ok=True)  # now: on a full disk an import must still find the way off the shelf
        parts_folder.rename(self.imports / receipt.import_id)
        sync(self.imports)
        try:
            self._note("import", receipt)
        except OSError:
            self._take_off(receipt.import_id)
            raise

    def undo(self, import_id: str) -> Receipt | LedgerLine:
        """Take one import off the shelf, or give up one that is lost; raises WrongUse when there is none of this id."""
        what = self._named(import_id)
        grave = self._take_off(import_id) if (self.imports / import_id).exists() else None
        # Without room for a line, whoever writes next notes it: the grave stays until then.
        with suppress(OSError) if grave else nullcontext():
            self._note("undo", what)
            shutil.rmtree(self.undone / import_id, ignore_errors=True)
        return what

    def _named(self, import_id: str) -> Receipt | LedgerLine:
        """What is known of an import: its receipt, else its line in the ledger."""
        noted = {line.import_id: line for line in self.ledger_lines() if line.action == "import"}
        known = import_id in self.told_by_ledger()
        try:
            return self.receipt(import_id)
        except (StoreProblem, WrongUse):
            if known:
                return noted[import_id]
            raise

    def _take_off(self, import_id: str) -> Path:
        """Off the shelf by one rename; its rows go, its receipt stays in the grave until the ledger knows."""
        grave = self.undone / import_id
        self.undone.mkdir(exist_ok=True)
        shutil.rmtree(grave, ignore_errors=True)
        (self.imports / import_id).rename(grave)
        sync(self.imports)
        for part in grave.glob("*.parquet"):
            part.unlink(missing_ok=True)
        return grave

    def lost(self) -> tuple[LedgerLine, ...]:
        """Imports the ledger names that are neither on the shelf nor taken back."""
        lines = self.ledger_lines()
        gone = {one for one in told_by(lines) if not self.has(one) and not (self.undone / one).exists()}
        last = {line.import_id: line for line in lines if line.action == "import"}
        return tuple(last[import_id] for import_id in sorted(gone))

    def damaged(self) -> tuple[str, ...]:
        """File names of the imports whose files on the shelf are not what was laid there."""
        return tuple(_as_far_as_known(folder).file_name for folder in self._folders() if _is_damaged(folder))

    def _folders(self) -> list[Path]:
        return sorted(path for path in self.imports.glob("*") if path.is_dir())

    def refuse_lost(self) -> None:
        """Raises StoreProblem naming the imports that are lost: numbers without them would be wrong."""
        if lost := self.lost():
            raise StoreProblem(
                sentence(
                    "The rows of {files} have gone from the store. Restore a backup, or take these imports back with "
                    "“funnel undo” and import the files again.",
                    files=", ".join(line.file_name for line in lost),
                )
            )

    def check(self) -> None:
        """Read every file; raises StoreProblem naming the imports that are lost or damaged."""
        self.refuse_lost()
        if damaged := self.damaged():
            raise StoreProblem(
                sentence(
                    "The kept rows of {files} are damaged on the disk. Restore a backup, or take these imports back "
                    "with “funnel undo” and import the files again.",
                    files=", ".join(damaged),
                )
            )

    def receipt(self, import_id: str) -> Receipt:
        """Receipt of one import; raises WrongUse with the nearest id when it is not on the shelf."""
        if not self.has(import_id):
            known = [receipt.import_id for receipt in self.receipts()]
            told = sentence("There is no import “{import_id}” here.", import_id=import_id)
            raise WrongUse(told, near_match(import_id, known))
        return read_receipt(self.imports / import_id / RECEIPT)

    def receipts(self) -> tuple[Receipt, ...]:
        """Receipts of everything on the shelf, in the order it was imported."""
        places = {line.import_id: line.place for line in self.ledger_lines() if line.action == "import"}
        found = [read_receipt(path) for path in sorted(self.imports.glob(f"*/{RECEIPT}"))]
        return tuple(sorted(found, key=lambda receipt: places.get(receipt.import_id, len(places))))

    def part(self, import_id: str, name: str) -> Path | None:
        """Path of one part of an import, or None when that import has no such part."""
        path = self.imports / import_id / name
        return path if path.exists() else None

    def sample_imports(self) -> frozenset[str]:
        """Ids of the imports that are the invented shop; none of them counts once a real one is here."""
        try:
            return frozenset(json.loads((self.folder / SAMPLE_MARK).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return frozenset()

    def shown(self) -> tuple[Receipt, ...]:
        """Receipts of the imports that numbers are made of: the real ones, else the invented shop."""
        sample = self.sample_imports()
        receipts = self.receipts()
        return tuple(receipt for receipt in receipts if receipt.import_id not in sample) or receipts

    def columns_of(self, import_id: str, name: str, columns: Sequence[str]) -> dict[str, list[Any]]:
        """Values of some columns of one part, empty without it; raises StoreProblem when it cannot be read."""
        part = self.part(import_id, name)
        if part is None:
            return {column: [] for column in columns}
        import pyarrow  # noqa: PLC0415  half a second that only these questions need
        import pyarrow.parquet  # noqa: PLC0415

        try:
            return dict(pyarrow.parquet.read_table(part, columns=list(columns)).to_pydict())
        except (pyarrow.ArrowException, OSError) as cause:
            raise StoreProblem(
                sentence("{name} of import {import_id} cannot be read.", name=name, import_id=import_id)
            ) from cause

    def ledger_lines(self) -> tuple[LedgerLine, ...]:
        """Every import and undo so far, in their order."""
        return read_ledger(self.ledger)

    def told_by_ledger(self) -> set[str]:
        """Ids of the imports that the ledger says are on the shelf."""
        return told_by(self.ledger_lines())

    def staging_folder(self) -> Path:
        """A new empty folder on the store's own disk; the caller fills and removes it."""
        aside = self.folder / "aside"
        aside.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(dir=aside))

    def hmac_key(self) -> bytes:
        """The secret that customer keys are made with; created once, readable by the owner only.

        Raises StoreProblem when it is damaged, or gone while imports hold what was made with it.
        """
        key = read_key(self.folder)
        if key is None:
            self._refuse_a_second_key()
            self.folder.mkdir(parents=True, exist_ok=True)
            make_key(self.folder)
            return self.hmac_key()
        return key

    def _refuse_a_second_key(self) -> None:
        sample = self.sample_imports()
        held = (name for one in self.receipts() if one.import_id not in sample for name in one.columns)
        if any(name.endswith(OF_A_PERSON) for name in held):
            raise StoreProblem(
                sentence(
                    "The key of this store is gone. Put its copy back in its place: with another key, customers of new "
                    "files would not be recognised in the earlier ones."
                )
            )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one lock of everything that changes the store.

        Raises ImportRunning when it is held, NewerStore when a newer release wrote here, NoRoom when the disk is full.
        """
        with told_when_full():
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                lock = FileLock(self.folder / "writing.lock", timeout=0)
                with lock:
                    self.refuse_newer()
                    self._mend()
                    yield
            except Timeout as cause:
                raise ImportRunning(sentence("Another import is running. Wait until it ends and try again.")) from cause

    def format(self) -> int:
        """Format of the store on disk; the first release wrote none."""
        try:
            return int((self.folder / FORMAT_FILE).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def refuse_newer(self) -> None:
        """Raises NewerStore for a folder of a later format."""
        found = self.format()
        if found > FORMAT:
            raise NewerStore(
                sentence(
                    "This store was written by a newer release (format {found}; this one knows {known}). "
                    "Start that release, or restore a backup made with this one.",
                    found=found,
                    known=FORMAT,
                )
            )

    def _mend(self) -> None:
        """After a crash: what reached the shelf or left it is noted, what was still aside is dropped."""
        finish(self.folder)
        noted = {line.import_id: line for line in self.ledger_lines() if line.action == "import"}
        told = self.told_by_ledger()
        for folder in self._folders():
            if folder.name not in told:
                self._note("import", _as_far_as_known(folder))
            if not (folder / SEALS).exists():  # kept by the first release
                write_seals(folder / SEALS, seals_of(folder))
        for grave in self.undone.glob("*"):
            if grave.name in told and not self.has(grave.name):
                self._note("undo", noted[grave.name])
            shutil.rmtree(grave, ignore_errors=True)
        shutil.rmtree(self.folder / "aside", ignore_errors=True)
        if self.format() < FORMAT:
            replace_synced(self.folder / FORMAT_FILE, f"{FORMAT}\n")

    def _note(self, action: str, what: Receipt | LedgerLine) -> None:
        note(self.ledger, action, what.import_id, what.file_name, what.accepted)


def _is_damaged(folder: Path) -> bool:
    sealed = read_seals(folder / SEALS)
    if sealed is None:
        return False
    try:
        return {name: seal for name, seal in seals_of(folder).items() if name != SEALS} != sealed
    except OSError:
        return True


def _as_far_as_known(folder: Path) -> Receipt | LedgerLine:
    """Receipt of an import; one that cannot be read is told by the folder's name."""
    try:
        return read_receipt(folder / RECEIPT)
    except StoreProblem:
        return LedgerLine(0, "import", folder.name, folder.name, 0, "")
