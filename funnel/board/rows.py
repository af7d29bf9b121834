"""Rows of the board as what they stand for: one way of reading all of them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, TypeVar

COLUMNS: Final = {
    "number": "id",
    "card": "card_id",
    "experiment": "experiment_id",
    "meeting": "meeting_id",
    "group": "group_code",
    "setup": "variants",
}
"""Columns that are called otherwise than the field they fill."""
Thing = TypeVar("Thing")


def thing_of(kind: type[Thing], row: Mapping[Any, Any], /, **made: object) -> Thing:
    """One `kind`, a dataclass, out of a row: each field from the column of its name, those `made` as they are given."""
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: made[name] if name in made else row[COLUMNS.get(name, name)] for name in names})
