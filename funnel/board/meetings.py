"""Meetings: numbers frozen once, decisions that become cards in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa

from funnel.board.card import Draft
from funnel.board.cards import make_card_in
from funnel.board.history import make_once, row_of
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import DECISIONS, MEETINGS
from funnel.errors import WrongUse, sentence
from funnel.periods import Period

TEXT_AT_MOST: Final = 2000


@dataclass(frozen=True)
class Meeting:
    """A meeting without its snapshot, for lists."""

    number: int
    held_on: date
    frozen_at: datetime
    week: Period


@dataclass(frozen=True)
class Decision:
    """What was decided on a slide, by whom it is done and until when."""

    number: int
    meeting: int
    card: int | None
    slide: str
    text: str
    owner_role: str = ""
    owner_name: str = ""
    due: date | None = None


def freeze_meeting(board: Board, snapshot: Mapping[str, Any], held_on: date, who: str, token: str) -> int:
    """Keep the numbers of a meeting; gives its number, the first one's for a `token` used before."""
    week = snapshot["week"]
    values = {
        "token": token,
        "held_on": held_on,
        "frozen_at": datetime.now(UTC),
        "title": f"{week['start']}/{week['end']}",
        "snapshot": dict(snapshot),
    }
    with board.writing() as connection:
        return make_once(connection, MEETINGS, values, who)


def meetings(board: Board) -> tuple[Meeting, ...]:
    """All meetings, the newest first."""
    kept = MEETINGS.c
    query = sa.select(kept.id, kept.held_on, kept.frozen_at, kept.title).order_by(kept.frozen_at.desc(), kept.id.desc())
    with board.reading() as connection:
        rows = connection.execute(query)
        return tuple(Meeting(number, held, frozen, _week(told)) for number, held, frozen, told in rows)


def _week(told: str) -> Period:
    start, _, end = told.partition("/")
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def snapshot_of(board: Board, meeting: int) -> dict[str, Any]:
    """The frozen numbers of a meeting; raises WrongUse when there is no such meeting."""
    with board.reading() as connection:
        held: dict[str, Any] = row_of(connection, MEETINGS, meeting)["snapshot"]
        return held


def decide(board: Board, decision: Decision, who: str, token: str) -> int:
    """Keep a decision and make its card, together or not at all; gives the card's number.

    A second click with the same `token` makes neither again. Raises WrongUse for an empty text.
    """
    text = " ".join(decision.text.split())[:TEXT_AT_MOST]
    if not text:
        raise WrongUse(sentence("Write down what was decided."))
    owner = {"owner_role": decision.owner_role, "owner_name": decision.owner_name, "due": decision.due}
    with board.writing() as connection:
        row_of(connection, MEETINGS, decision.meeting)
        card = make_card_in(connection, Draft(origin="decision", title=text, more=dict(owner)), who, token)
        values = {
            "token": token,
            "meeting_id": decision.meeting,
            "card_id": card,
            "slide": decision.slide,
            "text": text,
            **owner,
        }
        make_once(connection, DECISIONS, values, who)
    return card


def decisions_of(board: Board, meeting: int) -> tuple[Decision, ...]:
    """Decisions of a meeting in the order they were made."""
    query = DECISIONS.select().where(DECISIONS.c.meeting_id == meeting).order_by(DECISIONS.c.id)
    with board.reading() as connection:
        return tuple(thing_of(Decision, row) for row in connection.execute(query).mappings())
