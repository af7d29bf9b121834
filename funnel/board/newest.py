"""The cards in their order as they are now; read again only where the history says that something changed."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from funnel.board.card import Card
from funnel.board.cards import cards_in
from funnel.board.place import Board
from funnel.board.records import track_records_in
from funnel.board.standing import NONE_YET, Standing, in_order, standing_of
from funnel.board.tables import CARDS, HISTORY, MINI_CASES
from funnel.maths.priority import Record

MANY: Final = 200
"""From so many changed cards on all are read again."""
Line = tuple[int, datetime]
Lines = list[sa.Row[Any]]
"""id, changed_at, thing, thing_id."""


@dataclass(frozen=True)
class Newest:
    """All cards on the board in their order; cards that did not change are the same objects as the time before."""

    change: int
    """Number of the newest line of history, 0 while there is none."""
    stood: tuple[Standing, ...]


@dataclass
class _Held:
    turn: threading.Lock = field(default_factory=threading.Lock)
    line: Line | None = None
    """The newest line of history the rest was read at."""
    stood: dict[int, Standing] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    told: Newest = Newest(0, ())


_HELD: Final[WeakKeyDictionary[sa.Engine, _Held]] = WeakKeyDictionary()
_OPENING: Final = threading.Lock()


def newest(board: Board) -> Newest:
    """The board of this moment. Raises StoreProblem when it cannot be reached."""
    with _OPENING:
        held = _HELD.setdefault(board.engine, _Held())
    with held.turn, board.reading() as connection:
        lines = _lines_since(connection, held.line)
        if lines is None:
            _read_all(connection, held)
        elif len(lines) > 1:
            _read_changed(connection, held, lines[1:])
        return held.told


def _lines_since(connection: sa.Connection, line: Line | None) -> Lines | None:
    """`line` and every line after it; None when the database does not know it: a first look, or another file."""
    if line is None:
        return None
    kept = HISTORY.c
    query = sa.select(kept.id, kept.changed_at, kept.thing, kept.thing_id).where(kept.id >= line[0]).order_by(kept.id)
    found: Lines = list(connection.execute(query))
    return found if found and (found[0].id, found[0].changed_at) == line else None


def _read_all(connection: sa.Connection, held: _Held) -> None:
    kept = HISTORY.c
    query = sa.select(kept.id, kept.changed_at).order_by(kept.id.desc()).limit(1)
    last = connection.execute(query).first()
    held.line, held.stood = None, {}
    held.records = track_records_in(connection)
    _take_in(held, cards_in(connection))
    held.line = None if last is None else (last.id, last.changed_at)
    held.told = Newest(0 if last is None else last.id, in_order(held.stood.values()))


def _read_changed(connection: sa.Connection, held: _Held, lines: Lines) -> None:
    numbers = {line.thing_id for line in lines if line.thing == CARDS.name}
    if len(numbers) > MANY or any(line.thing == MINI_CASES.name for line in lines):
        _read_all(connection, held)
        return
    _take_in(held, cards_in(connection, numbers))
    last = lines[-1]
    held.line = (last.id, last.changed_at)
    held.told = Newest(last.id, in_order(held.stood.values()))


def _take_in(held: _Held, cards: Collection[Card]) -> None:
    for card in cards:
        if card.dropped_on is None:
            held.stood[card.number] = standing_of(card, held.records.get(card.group, NONE_YET))
        else:
            held.stood.pop(card.number, None)
