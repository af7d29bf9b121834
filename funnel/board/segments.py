"""Segments the team saved under a name."""

from dataclasses import dataclass

from funnel.board.history import edit, make_first, remove
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import SEGMENTS
from funnel.board.where import Where, read, written
from funnel.errors import WrongUse, sentence


@dataclass(frozen=True)
class SavedSegment:
    """Filters under a name of the team's."""

    name: str
    where: Where
    number: int = 0
    revision: int = 0


def keep_segment(board: Board, segment: SavedSegment, who: str) -> None:
    """Keep a segment: `number` 0 for a new one. Raises WrongUse without a name or filter, EditedMeanwhile when the
    name is taken."""
    if not segment.name.strip() or not written(segment.where):
        raise WrongUse(sentence("A saved segment needs a name and at least one filter."))
    values = {"name": segment.name.strip(), "segment": written(segment.where)}
    with board.writing() as connection:
        if segment.number:
            edit(connection, SEGMENTS, (segment.number, segment.revision), values, who)
        else:
            make_first(connection, SEGMENTS, values, who)


def remove_segment(board: Board, segment: SavedSegment, who: str) -> None:
    """Take a segment away; its history stays."""
    with board.writing() as connection:
        remove(connection, SEGMENTS, (segment.number, segment.revision), who)


def saved_segments(board: Board) -> tuple[SavedSegment, ...]:
    """Every saved segment by name."""
    with board.reading() as connection:
        rows = connection.execute(SEGMENTS.select().order_by(SEGMENTS.c.name)).mappings()
        return tuple(thing_of(SavedSegment, row, where=read(row["segment"])) for row in rows)
