"""Targets: the value a metric should reach in a segment, from a day on."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from funnel.board.history import edit, make_first, remove
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import TARGETS
from funnel.board.where import Where, read, written
from funnel.errors import WrongUse, sentence


@dataclass(frozen=True)
class Target:
    """What should be reached; a share is between 0 and 1."""

    metric: str
    where: Where
    value: float
    valid_from: date
    number: int = 0
    revision: int = 0


def set_target(board: Board, target: Target, who: str) -> None:
    """Keep a target: `number` 0 for a new one. Raises WrongUse for no number, EditedMeanwhile as everywhere."""
    if not math.isfinite(target.value) or target.value < 0:
        raise WrongUse(sentence("A target is a number, 0 or above."))
    values = {
        "metric": target.metric,
        "segment": written(target.where),
        "value": target.value,
        "valid_from": target.valid_from,
    }
    with board.writing() as connection:
        if target.number:
            _change(connection, target, values, who)
        else:
            make_first(connection, TARGETS, values, who)


def _change(connection: sa.Connection, target: Target, values: Mapping[str, object], who: str) -> None:
    try:
        with connection.begin_nested():
            edit(connection, TARGETS, (target.number, target.revision), values, who)
    except sa.exc.IntegrityError as cause:
        raise WrongUse(sentence("From this day on there is another target already; change that one.")) from cause


def remove_target(board: Board, target: Target, who: str) -> None:
    """Take a target away; its history stays."""
    with board.writing() as connection:
        remove(connection, TARGETS, (target.number, target.revision), who)


def targets(board: Board) -> tuple[Target, ...]:
    """Every target, by metric, segment and day."""
    return _asked(board, TARGETS.select())


def targets_for(board: Board, metric: str, where: Iterable[tuple[str, Iterable[str]]]) -> tuple[Target, ...]:
    """The targets of a metric in exactly this segment, oldest first; each holds until the next begins."""
    query = TARGETS.select().where(TARGETS.c.metric == metric, TARGETS.c.segment == written(where))
    return _asked(board, query)


def target_on(held: Iterable[Target], day: date) -> Target | None:
    """Of one metric and segment, the target that holds on a day."""
    begun = [one for one in held if one.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from, default=None)


def _asked(board: Board, query: sa.Select[tuple[object, ...]]) -> tuple[Target, ...]:
    ordered = query.order_by(TARGETS.c.metric, TARGETS.c.segment, TARGETS.c.valid_from)
    with board.reading() as connection:
        return tuple(
            thing_of(Target, row, where=read(row["segment"])) for row in connection.execute(ordered).mappings()
        )
