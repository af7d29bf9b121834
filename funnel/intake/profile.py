"""Profiles: what a source's export looks like, as data. One TOML file a source; a mapping has the same shape."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from funnel.errors import WrongUse, near_match
from funnel.intake.contract import staged_columns
from funnel.intake.vocabulary import turned
from funnel.terms import Kind

Names = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """Where the text of one contract column stands.

    `parts` lists header spellings; the first spelling present in a file counts. Several parts are joined by `by`.
    With `filled`, the first filled cell of all spellings present counts. `pattern` takes its first group of the text.
    """

    parts: tuple[Names, ...]
    by: str = ""
    filled: bool = False
    pattern: str | None = None


@dataclass(frozen=True)
class Profile:
    """One source: how to recognise it and what its columns mean. Every field is a key of the TOML file."""

    id: str
    name: str
    kind: Kind
    feed: str = ""
    signature: tuple[Names, ...] = ()
    absent: Names = ()
    columns: Mapping[str, Cell] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    nulls: Names = ()
    zone: str = "shop"
    currency: str | None = None
    decimal_mark: str | None = None
    date_order: str | None = None
    date_order_by_header: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    fill_down: Names = ()
    period: Mapping[str, str] = field(default_factory=dict)
    snapshot: str | None = None
    arrays: Names = ()
    items: Mapping[str, str] = field(default_factory=dict)
    unpivot: Mapping[str, str] = field(default_factory=dict)
    notes: Names = ()


KEYS = tuple(Profile.__dataclass_fields__)
ALLOWED = {
    "zone": None,
    "decimal_mark": (".", ","),
    "date_order": ("dmy", "mdy"),
    "snapshot": ("file",),
}
UNITS = ("seconds", "minutes", "hours", "milliseconds", "hh:mm:ss")


@cache
def profiles() -> tuple[Profile, ...]:
    """All profiles that ship, sorted by id."""
    folder = files("funnel.intake") / "sources"
    texts = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir() if item.name.endswith(".toml")}
    return tuple(profile_from(text, name.removesuffix(".toml")) for name, text in sorted(texts.items()))


def profile_named(name: str) -> Profile:
    """The profile with this id; raises WrongUse with the nearest one."""
    known = {profile.id: profile for profile in profiles()}
    if name not in known:
        raise WrongUse(f"There is no source “{name}”.", near_match(name, known))
    return known[name]


def mapping_at(path: Path) -> Profile:
    """A mapping file given on the command line; raises WrongUse when it cannot be meant."""
    try:
        return profile_from(path.read_text(encoding="utf-8"), path.stem)
    except (OSError, UnicodeDecodeError) as cause:
        raise WrongUse(f"The mapping {path.name} cannot be read.") from cause


def profile_from(text: str, name: str) -> Profile:
    """The profile in a TOML text; raises WrongUse for keys and columns no release knows."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise WrongUse(f"The mapping {name}.toml is not TOML: {cause}.") from cause
    for key in told:
        if key not in KEYS:
            raise WrongUse(f"{name}.toml: there is no key “{key}”.", near_match(key, KEYS))
    for key, allowed in ALLOWED.items():
        if allowed and key in told and told[key] not in allowed:
            raise WrongUse(f"{name}.toml: “{key}” is one of {', '.join(allowed)}, not “{told[key]}”.")
    kind = _kind(told.get("kind"), name)
    _check_columns(told, kind, name)
    _check_texts(told, name)
    return _built(told, kind, name)


def _kind(told: object, name: str) -> Kind:
    try:
        return Kind(str(told))
    except ValueError as cause:
        near = near_match(str(told), [kind.value for kind in Kind])
        raise WrongUse(f"{name}.toml: there is no kind “{told}”.", near) from cause


def _check_columns(told: Mapping[str, Any], kind: Kind, name: str) -> None:
    known = [column.name for column in staged_columns(kind)]
    for table in ("columns", "words", "constants", "units"):
        for column in told.get(table, {}):
            if column not in known:
                near = near_match(column, known)
                raise WrongUse(f"{name}.toml: rows of {kind.value} have no column “{column}”.", near)
    for column in (*told.get("fill_down", []), *told.get("arrays", []), *_spread_columns(told)):
        if column not in known:
            raise WrongUse(f"{name}.toml: rows of {kind.value} have no column “{column}”.", near_match(column, known))
    for unit in told.get("units", {}).values():
        if unit not in UNITS:
            raise WrongUse(f"{name}.toml: there is no unit “{unit}”.", near_match(str(unit), UNITS))


def _spread_columns(told: Mapping[str, Any]) -> list[str]:
    unpivot, items = told.get("unpivot", {}), told.get("items", {})
    return [*(unpivot[key] for key in ("name", "value") if key in unpivot), *items.get("columns", "").split()]


def _check_texts(told: Mapping[str, Any], name: str) -> None:
    zone = told.get("zone", "shop")
    if zone not in ("shop", "utc") and zone not in available_timezones():
        raise WrongUse(f"{name}.toml: there is no time zone “{zone}”.", near_match(zone, available_timezones()))
    cells = [cell for cell in told.get("columns", {}).values() if isinstance(cell, dict)]
    patterns = [*(cell["pattern"] for cell in cells if "pattern" in cell), *told.get("period", {}).values()]
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as cause:
            raise WrongUse(f"{name}.toml: “{pattern}” is not a regular expression: {cause}.") from cause


def _built(told: Mapping[str, Any], kind: Kind, name: str) -> Profile:
    plain = {key: value for key, value in told.items() if key not in ("kind", "columns", "words", "signature")}
    lists = {key: tuple(value) for key, value in plain.items() if isinstance(value, list)}
    identity = told.get("id", name)
    return Profile(
        **{
            **plain,
            **lists,
            "id": identity,
            "name": told.get("name", identity),
            "feed": told.get("feed", identity),
            "kind": kind,
            "signature": tuple(_names(item) for item in told.get("signature", [])),
            "columns": {column: _cell(value) for column, value in told.get("columns", {}).items()},
            "words": {column: turned(table) for column, table in told.get("words", {}).items()},
        }
    )


def _names(value: str | list[str]) -> Names:
    return (value,) if isinstance(value, str) else tuple(value)


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return Cell((_names(value),))
    parts = tuple(_names(item) for item in value.get("join", [])) or (_names(value["from"]),)
    return Cell(parts, value.get("by", ""), bool(value.get("filled", False)), value.get("pattern"))
