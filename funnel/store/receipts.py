"""What became of one file, and how that is written down and read again."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from funnel.errors import Sentence, StoreProblem, sentence


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


def written(receipt: Receipt) -> str:
    """The receipt as the text that `read_receipt` reads."""
    told = asdict(receipt) | {"notes": [_parts_of(note) for note in receipt.notes]}
    return json.dumps(told, ensure_ascii=False, indent=1)


def read_receipt(path: Path) -> Receipt:
    """The receipt at `path`; raises StoreProblem when it cannot be read."""
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
