"""What the browser is told of the board: all of it once, then only what differs from that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_TOLD: Final = 100
"""With so many faces that differ the whole board is told again."""
Json = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """The whole board as the browser draws it."""

    frame: Json
    """Colours and words."""
    columns: Mapping[str, Json]
    """By stage: head, sums, and the numbers of its cards in order."""
    faces: Mapping[int, Json]
    """By number of the card; an unchanged face is the same object as the time before."""


@dataclass(frozen=True)
class Told:
    """The whole board as a browser was last told it, under a number that the browser knows it by."""

    number: int
    sheet: Sheet


def whole(sheet: Sheet, number: int) -> tuple[Json, Told]:
    """Everything, and what to remember of it."""
    data = {
        "whole": number,
        "frame": sheet.frame,
        "columns": list(sheet.columns.values()),
        "faces": list(sheet.faces.values()),
    }
    return data, Told(number, sheet)


def told(sheet: Sheet, before: Told | None) -> tuple[Json, Told]:
    """The least that makes the board of `before` this one; everything where there is none, or where most differs.

    Every call counts from the same whole, so that a browser may miss any of them.
    """
    if before is None:
        return whole(sheet, 1)
    known = before.sheet
    faces = [face for number, face in sheet.faces.items() if known.faces.get(number) is not face]
    if len(faces) > MOST_TOLD or known.frame != sheet.frame:
        return whole(sheet, before.number + 1)
    columns = [column for stage, column in sheet.columns.items() if known.columns[stage] != column]
    return {"since": before.number, "columns": columns, "faces": faces}, before
