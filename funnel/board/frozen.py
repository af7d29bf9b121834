"""Evidence as JSON and back: amounts as text, days as ISO, so that not a cent is lost."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.board.card import Compared, Evidence
from funnel.maths.priority import Spread

Json = dict[str, Any]


def frozen(evidence: Evidence) -> Json:
    """The evidence as plain JSON."""
    return {name: _plain(value) for name, value in asdict(evidence).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return format(value, "f") if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def evidence_from(held: Json) -> Evidence:
    """The evidence as it was frozen. What a later release adds is absent in older cards and takes its default."""
    known = {name: value for name, value in held.items() if name in Evidence.__dataclass_fields__}
    for name in ("start", "end"):
        known[name] = date.fromisoformat(known[name])
    for name in ("money", "orders"):
        known[name] = Spread(*(_exact(known[name].get(part)) for part in ("low", "mid", "high")))
    for name in ("steps", "mostly", "files"):
        known[name] = tuple(known.get(name, ()))
    for name in ("segment", "address"):
        known[name] = tuple((key, tuple(values)) for key, values in known.get(name, ()))
    known["figures"] = tuple((code, value) for code, value in known.get("figures", ()))
    if known.get("window"):
        start, end = known["window"]
        known["window"] = (date.fromisoformat(start), date.fromisoformat(end))
    known["compared"] = tuple(Compared(**one) for one in known.get("compared", ()))
    return Evidence(**known)


def _exact(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
