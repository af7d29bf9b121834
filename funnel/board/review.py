"""What sags, for the quarterly review: cards nobody moved for long, promises that were not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import sqlalchemy as sa

from funnel.board.card import Card
from funnel.board.cards import all_cards
from funnel.board.experiments import MiniCase
from funnel.board.place import Board
from funnel.board.tables import CARDS, HISTORY
from funnel.terms import Stage

QUIET_AFTER: Final = timedelta(days=90)
KEPT_FROM: Final = Decimal("0.5")
"""Share of a promise below which a finished case counts as one that was not kept."""


@dataclass(frozen=True)
class QuietCard:
    """An open card and when anything of it changed last."""

    card: Card
    changed_at: datetime


def quiet_cards(board: Board, now: datetime) -> tuple[QuietCard, ...]:
    """Open cards of which nothing changed for 90 days, the longest quiet first; `now` states its zone."""
    last = _last_changes(board)
    found = [
        QuietCard(card, last.get(card.number, card.made_at))
        for card in all_cards(board)
        if card.stage is not Stage.DONE and now - last.get(card.number, card.made_at) > QUIET_AFTER
    ]
    return tuple(sorted(found, key=lambda one: (one.changed_at, one.card.number)))


def broken_promises(cases: Iterable[MiniCase]) -> tuple[MiniCase, ...]:
    """Finished cases that earned under half of what they promised; those without both figures cannot be told."""
    return tuple(case for case in cases if _fell_short(case))


def _fell_short(case: MiniCase) -> bool:
    promised, earned = case.promised.mid, case.earned.mid
    return promised is not None and promised > 0 and earned is not None and earned < promised * KEPT_FROM


def _last_changes(board: Board) -> dict[int, datetime]:
    newest = sa.func.max(HISTORY.c.changed_at, type_=HISTORY.c.changed_at.type)
    query = sa.select(HISTORY.c.thing_id, newest).where(HISTORY.c.thing == CARDS.name).group_by(HISTORY.c.thing_id)
    with board.reading() as connection:
        return {int(number): moment for number, moment in connection.execute(query)}
