"""What happened in the shop on a day or over days, said by the team: releases, promotions, holidays, outages."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from funnel.board.history import edit, make, remove
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import ANNOTATIONS
from funnel.errors import WrongUse, sentence


class Happening(StrEnum):
    """Kinds of annotation."""

    RELEASE = "release"
    PROMOTION = "promotion"
    HOLIDAY = "holiday"
    OUTAGE = "outage"


@dataclass(frozen=True)
class Annotation:
    """One happening, from `day` to `till`, both included."""

    day: date
    till: date
    kind: Happening
    text: str
    number: int = 0
    revision: int = 0


def keep_annotation(board: Board, annotation: Annotation, who: str) -> None:
    """Keep a happening: `number` 0 for a new one. Raises WrongUse without words or when it ends before it begins."""
    if not annotation.text.strip():
        raise WrongUse(sentence("There is nothing written yet."))
    if annotation.till < annotation.day:
        raise WrongUse(sentence("The last day lies before the first."))
    values = {
        "day": annotation.day,
        "till": annotation.till,
        "kind": str(annotation.kind),
        "text": annotation.text.strip(),
    }
    with board.writing() as connection:
        if annotation.number:
            edit(connection, ANNOTATIONS, (annotation.number, annotation.revision), values, who)
        else:
            make(connection, ANNOTATIONS, values, who)


def remove_annotation(board: Board, annotation: Annotation, who: str) -> None:
    """Take a happening away; its history stays."""
    with board.writing() as connection:
        remove(connection, ANNOTATIONS, (annotation.number, annotation.revision), who)


def annotations_between(board: Board, start: date, end: date) -> tuple[Annotation, ...]:
    """What happened on any day from `start` to `end`, both included, earliest first."""
    held = ANNOTATIONS.c
    query = ANNOTATIONS.select().where(held.day <= end, held.till >= start).order_by(held.day, held.id)
    with board.reading() as connection:
        return tuple(
            thing_of(Annotation, row, kind=Happening(row["kind"])) for row in connection.execute(query).mappings()
        )
