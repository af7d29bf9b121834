"""The tables one JSON object can hold: lists of records, records by id, names beside rows, a list for each column."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from funnel.forms.plain_cells import unmistakable

DEEPEST = 5
"""Objects in objects a table is looked for in."""
EDGE = frozenset({"node", "cursor"})
NAMES = ("columns", "headers", "header", "fields", "column_names")
ROWS = ("rows", "data", "values", "results", "records")
NAMED_BY = ("name", "id", "title", "field")

Records = Sequence[Mapping[str, Any]]


def tables_in(told: Mapping[str, Any]) -> dict[str, Records]:
    """Tables of the outermost object that holds any, by the path to them; more than one where several stand there."""
    level: list[tuple[str, Any]] = [("", told)]
    for _ in range(DEEPEST):
        found = {path: table for path, value in level if (table := _table_of(value))}
        if found:
            return found
        level = [
            (f"{path}.{name}" if path else name, inner)
            for path, value in level
            if isinstance(value, dict)
            for name, inner in value.items()
        ]
    return {}


def scalar(value: object) -> object:
    """The value a database's export wraps in its type: {"$numberDecimal": "12.50"} is 12.50."""
    while isinstance(value, dict) and len(value) == 1 and (name := next(iter(value))).startswith("$"):
        value = value[name]
        if name.startswith("$number") and isinstance(value, str):
            return unmistakable(value)
    return value


def _table_of(value: object) -> Records:
    if isinstance(value, list):
        return _of_list(value)
    return _of_object(value) if isinstance(value, dict) else ()


def _of_list(value: Sequence[Any]) -> Records:
    if not value or not all(isinstance(one, dict) for one in value):
        return ()
    edges = all(one.keys() <= EDGE and isinstance(one.get("node"), dict) for one in value)
    return [one["node"] for one in value] if edges else value


def _of_object(value: Mapping[str, Any]) -> Records:
    parts = list(value.values())
    if len(parts) > 1 and all(isinstance(one, dict) for one in parts) and _alike(parts):
        return parts
    if len(parts) > 1 and all(isinstance(one, list) and one and not _holds_more(one) for one in parts):
        same = len({len(one) for one in parts}) == 1
        return [dict(zip(value, row, strict=True)) for row in zip(*parts, strict=True)] if same else ()
    return list(_named_rows(value))


def _alike(parts: Sequence[Mapping[str, Any]]) -> bool:
    """Whether objects name mostly the same, as records do and the parts of one record do not."""
    shared = set.intersection(*(set(one) for one in parts))
    return len(shared) > 1 and 2 * len(shared) >= len(set().union(*parts))


def _holds_more(values: Sequence[Any]) -> bool:
    return any(isinstance(one, list | dict) for one in values)


def _named_rows(value: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    names = next((names for names in (_names_of(value.get(key)) for key in NAMES) if names), [])
    rows = next((rows for rows in (value.get(key) for key in ROWS) if isinstance(rows, list)), [])
    if len(names) > 1 and all(isinstance(row, list) and len(row) == len(names) for row in rows):
        yield from (dict(zip(names, row, strict=True)) for row in rows)


def _names_of(value: object) -> list[str]:
    names = [_name_of(one) for one in value] if isinstance(value, list) else []
    return [name for name in names if isinstance(name, str)] if all(isinstance(one, str) for one in names) else []


def _name_of(value: object) -> object:
    return next((value[key] for key in NAMED_BY if key in value), None) if isinstance(value, dict) else value
