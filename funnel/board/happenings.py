"""What happened in the shop: what the team wrote and, in the invented shop, what its makers planned."""

import json
from datetime import date
from functools import cache
from pathlib import Path

from funnel.board.annotations import Annotation, Happening, annotations_between
from funnel.board.place import Board
from funnel.places import sample_folder


def happened_between(board: Board, start: date, end: date, *, in_sample: bool) -> tuple[Annotation, ...]:
    """On any day from `start` to `end`, both included, earliest first; those of the invented shop have number 0."""
    folder = sample_folder() if in_sample else None
    planned = [one for one in planned_in(folder) if one.day <= end and one.till >= start] if folder else []
    return tuple(sorted((*planned, *annotations_between(board, start, end)), key=lambda one: (one.day, one.number)))


@cache
def planned_in(sample: Path) -> tuple[Annotation, ...]:
    """The happenings that stand in the truth of an invented shop."""
    told = json.loads((sample / "truth.json").read_text(encoding="utf-8")).get("happenings", [])
    days = ((date.fromisoformat(one["day"]), date.fromisoformat(one["till"]), one) for one in told)
    return tuple(Annotation(day, till, Happening(one["kind"]), one["text"]) for day, till, one in days)
