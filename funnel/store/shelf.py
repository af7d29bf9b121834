"""The shelf of imports: immutable Parquet parts, one folder an import, and the ledger beside them.

The parts and the ledger are the truth; everything else can be rebuilt from them.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from filelock import FileLock, Timeout

from funnel.errors import ImportRunning, Sentence, StoreProblem, WrongUse, near_match, sentence

KEY_BYTES = 32
SAMPLE_MARK = "sample.mark"
ACCEPTED, REJECTED, SESSION_ORDERS = "accepted.parquet", "rejected.parquet", "session_orders.parquet"


@dataclass(frozen=True)
class Receipt:
    """What became of one file. Money is decimal text, days and moments are ISO text."""

    import_id: str
    file_name: str
    file_sha256: str
    file_bytes: int
    source: str
    feed: str
    kind: str
    recognised_by: str
    encoding: str
    delimiter: str
    header_line: int
    zone: str
    currency: str | None
    first_day: str | None
    last_day: str | None
    data_until: str | None
    rows_in: int
    accepted: int
    rejected: int
    duplicate: int
    set_aside: int
    set_aside_reasons: dict[str, int] = field(default_factory=dict)
    reject_reasons: dict[str, int] = field(default_factory=dict)
    money: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    ignored_columns: tuple[str, ...] = ()
    not_measured: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    imported_at: str = ""
    control: dict[str, str] = field(default_factory=dict)
    """Exact sum of every numeric column of the accepted rows; amounts of an order once an order."""
    answers: dict[str, str] = field(default_factory=dict)
    """Questions this import could only be read by an answer to, and the answer."""
    written_at: str = ""
    """When the file was written, UTC: of two exports up to the same day, the later one counts."""

    def adds_up(self) -> bool:
        """Rows in = accepted + rejected + duplicate + set aside."""
        return self.rows_in == self.accepted + self.rejected + self.duplicate + self.set_aside


@dataclass(frozen=True)
class LedgerLine:
    """One import or undo, in the order they happened."""

    place: int
    action: str
    import_id: str
    file_name: str
    accepted: int
    at: str


LEDGER_KEYS = {item.name for item in fields(LedgerLine)} - {"place"}


class Shelf:
    """Imports of one store folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imports = folder / "imports"
        self.ledger = folder / "ledger.jsonl"

    def has(self, import_id: str) -> bool:
        """Whether this very import is on the shelf."""
        return (self.imports / import_id / "receipt.json").exists()

    def keep(self, receipt: Receipt, parts_folder: Path) -> None:
        """Put the parts and their receipt on the shelf as one; raises WrongUse when the rows do not add up."""
        if not receipt.adds_up():
            raise WrongUse(sentence("{file}: rows in are not accounted for.", file=receipt.file_name))
        told = asdict(receipt) | {"notes": [_parts_of(note) for note in receipt.notes]}
        _write_synced(parts_folder / "receipt.json", json.dumps(told, ensure_ascii=False, indent=1))
        for part in parts_folder.iterdir():
            _sync(part)
        self.imports.mkdir(parents=True, exist_ok=True)
        parts_folder.rename(self.imports / receipt.import_id)
        _sync(self.imports)
        self._note_in_ledger("import", receipt)

    def undo(self, import_id: str) -> Receipt:
        """Take one import off the shelf; raises WrongUse when it is not there."""
        receipt = self.receipt(import_id)
        self._note_in_ledger(
            "undo", receipt
        )  # first: a crash before the rename leaves a whole import, noted again later
        grave = self.staging_folder() / import_id
        (self.imports / receipt.import_id).rename(grave)
        _sync(self.imports)
        shutil.rmtree(grave.parent, ignore_errors=True)
        return receipt

    def receipt(self, import_id: str) -> Receipt:
        """Receipt of one import; raises WrongUse with the nearest id when it is not on the shelf."""
        if not self.has(import_id):
            known = [receipt.import_id for receipt in self.receipts()]
            raise WrongUse(
                sentence("There is no import “{import_id}” here.", import_id=import_id), near_match(import_id, known)
            )
        return _read_receipt(self.imports / import_id / "receipt.json")

    def receipts(self) -> tuple[Receipt, ...]:
        """Receipts of everything on the shelf, in the order it was imported."""
        places = {line.import_id: line.place for line in self.ledger_lines() if line.action == "import"}
        found = [_read_receipt(path) for path in sorted(self.imports.glob("*/receipt.json"))]
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
        """Every import and undo so far; a line cut short by a crash is not one."""
        if not self.ledger.exists():
            return ()
        lines = self.ledger.read_text(encoding="utf-8").splitlines()
        return tuple(LedgerLine(place, **told) for place, told in enumerate(map(_told, lines)) if told)

    def told_by_ledger(self) -> set[str]:
        """Ids of the imports that the ledger says are on the shelf."""
        told: set[str] = set()
        for line in self.ledger_lines():
            (told.add if line.action == "import" else told.discard)(line.import_id)
        return told

    def staging_folder(self) -> Path:
        """A new empty folder on the store's own disk; the caller fills and removes it."""
        aside = self.folder / "aside"
        aside.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(dir=aside))

    def hmac_key(self) -> bytes:
        """The secret that customer keys are made with; created once, readable by the owner only."""
        path = self.folder / "key"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The one lock of everything that changes the store; raises ImportRunning when it is held."""
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.folder / "writing.lock", timeout=0):
                self._mend()
                yield
        except Timeout as cause:
            raise ImportRunning(sentence("Another import is running. Wait until it ends and try again.")) from cause

    def _mend(self) -> None:
        """After a crash: an import that reached the shelf is noted, what was still aside is dropped."""
        told = self.told_by_ledger()
        for path in sorted(self.imports.glob("*/receipt.json")):
            if path.parent.name not in told:
                self._note_in_ledger("import", _read_receipt(path))
        shutil.rmtree(self.folder / "aside", ignore_errors=True)

    def _note_in_ledger(self, action: str, receipt: Receipt) -> None:
        line = {
            "action": action,
            "import_id": receipt.import_id,
            "file_name": receipt.file_name,
            "accepted": receipt.accepted,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        torn = self.ledger.exists() and not self.ledger.read_bytes().endswith(b"\n")
        with self.ledger.open("a", encoding="utf-8") as file:
            file.write("\n" * torn + json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except json.JSONDecodeError:
        return None
    return told if isinstance(told, dict) and told.keys() == LEDGER_KEYS else None


def _read_receipt(path: Path) -> Receipt:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        known = {item.name for item in fields(Receipt)}
        values: dict[str, Any] = {key: _frozen(value) for key, value in told.items() if key in known}
        return Receipt(**values)
    except (OSError, ValueError, AttributeError, TypeError) as cause:  # no text, no JSON, no object, fields missing
        raise StoreProblem(
            sentence("The receipt of import {import_id} cannot be read.", import_id=path.parent.name)
        ) from cause


def _frozen(value: object) -> object:
    return tuple(_said(one) for one in value) if isinstance(value, list) else value


def _parts_of(value: object) -> object:
    """A sentence as what it was made of, so that it can be said in any language later; anything else as it is."""
    if isinstance(value, Sentence):
        return {"text": value.text, "values": {name: _parts_of(one) for name, one in value.values.items()}}
    return value if isinstance(value, str | int | float | None) else str(value)


def _said(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"text", "values"}:
        return Sentence(value["text"], {name: _said(one) for name, one in value["values"].items()})
    return value


def _write_synced(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _sync(path)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
