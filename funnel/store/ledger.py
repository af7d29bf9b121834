"""The ledger: one line an import or an undo, outside every database, so that what is lost can be named."""

import json
import os
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final


@dataclass(frozen=True)
class LedgerLine:
    """One import or undo, in the order they happened."""

    place: int
    action: str
    import_id: str
    file_name: str
    accepted: int
    at: str


KEYS: Final = {item.name for item in fields(LedgerLine)} - {"place"}


def read_ledger(path: Path) -> tuple[LedgerLine, ...]:
    """Every import and undo so far; a line cut short by a crash is not one."""
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return tuple(LedgerLine(place, **told) for place, told in enumerate(map(_told, lines)) if told)


def told_by(lines: tuple[LedgerLine, ...]) -> set[str]:
    """Ids of the imports that these lines say are on the shelf."""
    told: set[str] = set()
    for line in lines:
        (told.add if line.action == "import" else told.discard)(line.import_id)
    return told


def note(path: Path, action: str, import_id: str, file_name: str, accepted: int) -> None:
    """Add a line, on the disk when this returns; one that could not be written whole is taken away again."""
    line = {
        "action": action,
        "import_id": import_id,
        "file_name": file_name,
        "accepted": accepted,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    length = path.stat().st_size if path.exists() else 0
    torn = length > 0 and not path.read_bytes().endswith(b"\n")
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" * torn + json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        os.truncate(path, length)
        raise


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except json.JSONDecodeError:
        return None
    return told if isinstance(told, dict) and told.keys() == KEYS else None
