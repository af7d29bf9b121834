"""Profiles: what a source's export looks like, as data. One TOML file a source; a mapping has the same shape."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from funnel.errors import WrongUse, near_match, sentence
from funnel.intake.contract import staged_columns
from funnel.intake.vocabulary import turned
from funnel.terms import Kind

Names = tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """Where the text of one contract column stands.

    `parts` lists header spellings; the first spelling present in a file counts. Several parts are joined by `by`.
    `pattern` takes its first group of the text. Of all columns that fit a spelling, `taken` says what counts: the first
    "one", the first "filled" cell, a "flag" (1 when any is filled, or fits the pattern, else 0) or the "list" of all.
    `otherwise` are further cells to look at where this one says nothing.
    """

    parts: tuple[Names, ...]
    by: str = ""
    taken: str = "one"
    pattern: str | None = None
    otherwise: tuple["Cell", ...] = ()

    def spellings(self) -> Names:
        """Every header spelling this cell can stand under."""
        own = (spelling for part in self.parts for spelling in part)
        return (*own, *(spelling for cell in self.otherwise for spelling in cell.spellings()))


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
    units_by_header: Mapping[str, str] = field(default_factory=dict)
    nulls: Names = ()
    zone: str = ""
    zone_by_header: Mapping[str, str] = field(default_factory=dict)
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
    aside: Mapping[str, Mapping[str, Names]] = field(default_factory=dict)
    evidence: str = "header"
    notes: Names = ()
    answers: Mapping[str, str] = field(default_factory=dict)


KEYS = tuple(Profile.__dataclass_fields__)
ALLOWED = {
    "zone": None,
    "decimal_mark": (".", ","),
    "date_order": ("dmy", "mdy"),
    "snapshot": ("file",),
    "evidence": ("header", "alias"),
}
TABLES = (
    "columns",
    "words",
    "constants",
    "units",
    "units_by_header",
    "zone_by_header",
    "date_order_by_header",
    "period",
    "items",
    "unpivot",
    "aside",
    "answers",
)
LISTS = ("signature", "absent", "nulls", "fill_down", "arrays", "notes")
TAKEN = ("filled", "flag", "list")
UNITS = ("seconds", "minutes", "hours", "milliseconds", "hh:mm:ss", "millionths", "cents", "thousands", "millions")


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
        raise WrongUse(sentence("There is no source “{name}”.", name=name), near_match(name, known))
    return known[name]


def mapping_at(path: Path) -> Profile:
    """A mapping file given on the command line; raises WrongUse when it cannot be meant."""
    try:
        return profile_from(path.read_text(encoding="utf-8"), path.stem)
    except (OSError, UnicodeDecodeError) as cause:
        raise WrongUse(sentence("The mapping {name} cannot be read.", name=path.name)) from cause


def profile_from(text: str, name: str) -> Profile:
    """The profile in a TOML text; raises WrongUse for keys and columns no release knows."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        raise WrongUse(
            sentence("The mapping {name}.toml is not TOML: {cause}.", name=name, cause=str(cause))
        ) from cause
    for key in told:
        if key not in KEYS:
            wrong = sentence("{name}.toml: there is no key “{key}”.", name=name, key=key)
            raise WrongUse(wrong, near_match(key, KEYS))
    _check_shapes(told, name)
    for key, allowed in ALLOWED.items():
        if allowed and key in told and told[key] not in allowed:
            raise WrongUse(
                sentence(
                    "{name}.toml: “{key}” is one of {allowed}, not “{told}”.",
                    name=name,
                    key=key,
                    allowed=", ".join(allowed),
                    told=str(told[key]),
                )
            )
    kind = _kind(told.get("kind"), name)
    _check_columns(told, kind, name)
    _check_texts(told, name)
    return _built(told, kind, name)


def _check_shapes(told: Mapping[str, Any], name: str) -> None:
    for key, value in told.items():
        wanted = dict if key in TABLES else list if key in LISTS else str
        if not isinstance(value, wanted):
            raise WrongUse(sentence("{name}.toml: “{key}” is not written as it must be.", name=name, key=key))
    wrong = [f"columns.{column}" for column, value in told.get("columns", {}).items() if not _is_cell(value)]
    wrong += [f"words.{column}" for column, table in told.get("words", {}).items() if not _is_words(table)]
    wrong += [f"aside.{reason}" for reason, table in told.get("aside", {}).items() if not _is_aside(table)]
    texts = [key for key in TABLES if key not in ("columns", "words", "aside")]
    wrong += [
        f"{key}.{name}" for key in texts for name, value in told.get(key, {}).items() if not isinstance(value, str)
    ]
    wrong += [key for key in LISTS if not all(_is_names(item) for item in told.get(key, []))]
    if wrong:
        raise WrongUse(sentence("{name}.toml: “{key}” is not written as it must be.", name=name, key=wrong[0]))


def _is_names(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _is_cell(value: object) -> bool:
    if not isinstance(value, dict):
        return _is_names(value) and bool(value)
    if "first" in value:
        return isinstance(value["first"], list) and bool(value["first"]) and all(map(_is_cell, value["first"]))
    places = value.get("join", [value.get("from")])
    return bool(places) and isinstance(places, list) and all(_is_names(item) and item for item in places)


def _is_aside(table: object) -> bool:
    return isinstance(table, dict) and set(table) == {"from", "words"} and all(map(_is_names, table.values()))


def _is_words(table: object) -> bool:
    return isinstance(table, dict) and all(
        isinstance(spellings, list) and _is_names(spellings) for spellings in table.values()
    )


def _kind(told: object, name: str) -> Kind:
    try:
        return Kind(str(told))
    except ValueError as cause:
        near = near_match(str(told), [kind.value for kind in Kind])
        raise WrongUse(sentence("{name}.toml: there is no kind “{kind}”.", name=name, kind=str(told)), near) from cause


def _check_columns(told: Mapping[str, Any], kind: Kind, name: str) -> None:
    known = [column.name for column in staged_columns(kind)]
    named = [column for table in ("columns", "words", "constants", "units") for column in told.get(table, {})]
    for column in (*named, *told.get("fill_down", []), *told.get("arrays", []), *_spread_columns(told)):
        if column not in known:
            wrong = sentence(
                "{name}.toml: rows of {kind} have no column “{column}”.", name=name, kind=kind.value, column=column
            )
            raise WrongUse(wrong, near_match(column, known))
    for unit in (*told.get("units", {}).values(), *told.get("units_by_header", {}).values()):
        if unit not in UNITS:
            wrong = sentence("{name}.toml: there is no unit “{unit}”.", name=name, unit=str(unit))
            raise WrongUse(wrong, near_match(str(unit), UNITS))


def _spread_columns(told: Mapping[str, Any]) -> list[str]:
    unpivot, items = told.get("unpivot", {}), told.get("items", {})
    return [*(unpivot[key] for key in ("name", "value") if key in unpivot), *items.get("columns", "").split()]


def _check_texts(told: Mapping[str, Any], name: str) -> None:
    for zone in (told.get("zone", "shop"), *told.get("zone_by_header", {}).values()):
        if zone not in ("shop", "utc") and zone not in available_timezones():
            wrong = sentence("{name}.toml: there is no time zone “{zone}”.", name=name, zone=zone)
            raise WrongUse(wrong, near_match(zone, available_timezones()))
    cells = [cell for told_cell in told.get("columns", {}).values() for cell in _cells_told(told_cell)]
    patterns = [*(cell["pattern"] for cell in cells if "pattern" in cell), *told.get("period", {}).values()]
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as cause:
            wrong = sentence(
                "{name}.toml: “{pattern}” is not a regular expression: {cause}.",
                name=name,
                pattern=pattern,
                cause=str(cause),
            )
            raise WrongUse(wrong) from cause


def _cells_told(told: Any) -> list[dict[str, Any]]:
    cells = told.get("first", [told]) if isinstance(told, dict) else []
    return [cell for cell in cells if isinstance(cell, dict)]


def _built(told: Mapping[str, Any], kind: Kind, name: str) -> Profile:
    plain = {key: value for key, value in told.items() if key not in ("kind", "columns", "words", "signature", "aside")}
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
            "aside": {reason: _aside(table) for reason, table in told.get("aside", {}).items()},
        }
    )


def _names(value: str | list[str]) -> Names:
    return (value,) if isinstance(value, str) else tuple(value)


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return Cell((_names(value),))
    if "first" in value:
        head, *rest = (_cell(one) for one in value["first"])
        return replace(head, otherwise=tuple(rest))
    parts = tuple(_names(item) for item in value.get("join", [])) or (_names(value["from"]),)
    taken = next((name for name in TAKEN if value.get(name)), "one")
    return Cell(parts, value.get("by", ""), taken, value.get("pattern"))


def _aside(table: Mapping[str, str | list[str]]) -> dict[str, Names]:
    return {"from": _names(table["from"]), "words": tuple(word.lower() for word in _names(table["words"]))}
