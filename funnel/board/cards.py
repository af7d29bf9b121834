"""Cards: made, changed, moved, placed by hand, put away, talked about. Each function is one transaction."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa

from funnel.board.card import Card, Comment, Draft, Evidence
from funnel.board.frozen import evidence_from, frozen
from funnel.board.history import edit, make_once, note, row_of
from funnel.board.place import Board
from funnel.board.rows import thing_of
from funnel.board.tables import CARDS, COMMENTS, EVIDENCE
from funnel.errors import WrongUse, sentence
from funnel.maths.priority import Spread, a_week_of
from funnel.terms import Role, Stage

Values = Mapping[str, Any]
TEXT_AT_MOST: Final = 4000
TEXTS: Final = (
    "title", "owner_name", "we_believe", "for_whom", "outcome", "because", "indicators", "measured_how",
    "by_hand_reason",
)  # fmt: skip
TYPED_BY_TEAM: Final = frozenset(
    {
        *TEXTS, "group_code", "step", "factor", "owner_role", "effort_days", "win_back_percent", "low", "mid", "high",
        "currency", "starts", "due", "done_on",
    }
)  # fmt: skip
EFFORT_AT_MOST: Final = 10_000


def make_card(board: Board, draft: Draft, who: str, token: str) -> int:
    """A new card with its evidence; gives its number. A second call with the same `token` gives the first's number."""
    with board.writing() as connection:
        return make_card_in(connection, draft, who, token)


def make_card_in(connection: sa.Connection, draft: Draft, who: str, token: str) -> int:
    """The same within a transaction of the caller's: a decision and its card are made together or not at all."""
    values = {
        "token": token,
        "made_at": datetime.now(UTC),
        "made_by": who,
        "origin": draft.origin,
        "stage": str(draft.stage),
        "title": draft.title,
        "group_code": draft.group,
        "step": draft.step,
        "factor": draft.factor,
        "win_back_percent": draft.win_back_percent,
        **_lost(draft.evidence),
        **checked(draft.more),
    }
    number = make_once(connection, CARDS, values, who)
    held = connection.execute(sa.select(EVIDENCE.c.card_id).where(EVIDENCE.c.card_id == number)).scalar()
    if draft.evidence is not None and held is None:
        connection.execute(EVIDENCE.insert().values(card_id=number, frozen=frozen(draft.evidence)))
    return number


def _lost(evidence: Evidence | None) -> dict[str, Any]:
    if evidence is None:
        return {}
    lost = a_week_of(evidence.money, evidence.days)
    return {"low": lost.low, "mid": lost.mid, "high": lost.high, "currency": evidence.currency}


def change_card(board: Board, place: tuple[int, int], changes: Values, who: str) -> int:
    """Change fields of the card read at `place` = (number, revision); gives the new revision.

    Raises WrongUse for a field or value that cannot be meant, EditedMeanwhile when somebody else was first.
    """
    unknown = set(changes) - TYPED_BY_TEAM
    if unknown:
        raise WrongUse(sentence("A card has no field “{name}”.", name=min(unknown)))
    with board.writing() as connection:
        return edit(connection, CARDS, place, checked(changes), who)


def move_card(board: Board, place: tuple[int, int], stage: Stage, today: date, who: str) -> int:
    """Put the card into another column; its dates of start and end follow. Gives the new revision."""
    with board.writing() as connection:
        held = row_of(connection, CARDS, place[0])
        values: dict[str, Any] = {"stage": str(stage), "done_on": today if stage is Stage.DONE else None}
        if stage is not Stage.BACKLOG and held["starts"] is None:
            values["starts"] = today
        return edit(connection, CARDS, place, values, who)


def place_card(board: Board, place: tuple[int, int], at: tuple[Decimal, float], reason: str, who: str) -> int:
    """Rank the card by hand at `at` = (counts as this priority, tie); gives the new revision.

    Raises WrongUse without a written reason.
    """
    if not reason.strip():
        raise WrongUse(sentence("A place by hand needs a written reason."))
    values = {"by_hand": at[0], "by_hand_tie": at[1], "by_hand_reason": reason}
    with board.writing() as connection:
        return edit(connection, CARDS, place, checked(values), who)


def rank_by_priority(board: Board, place: tuple[int, int], who: str) -> int:
    """Take a place by hand back; gives the new revision."""
    with board.writing() as connection:
        return edit(connection, CARDS, place, {"by_hand": None, "by_hand_tie": None, "by_hand_reason": ""}, who)


def put_away(board: Board, place: tuple[int, int], on: date | None, who: str) -> int:
    """Take the card off the board on a day, or bring it back with None; nothing of it is deleted."""
    with board.writing() as connection:
        return edit(connection, CARDS, place, {"dropped_on": on}, who)


def comment_on(board: Board, number: int, text: str, who: str, token: str) -> None:
    """Say something about a card; the same `token` says it once. Raises WrongUse for an empty comment."""
    said = checked({"text": text})["text"]
    if not said:
        raise WrongUse(sentence("There is nothing written yet."))
    with board.writing() as connection:
        row_of(connection, CARDS, number)
        values = {"card_id": number, "token": token, "written_at": datetime.now(UTC), "who": who, "text": said}
        with suppress(sa.exc.IntegrityError), connection.begin_nested():  # the first click with this token said it
            connection.execute(COMMENTS.insert().values(values))
            note(connection, CARDS, number, {"text": (None, said)}, who)


def all_cards(board: Board, *, put_away_too: bool = False) -> tuple[Card, ...]:
    """Every card on the board, oldest first."""
    with board.reading() as connection:
        return tuple(card for card in cards_in(connection) if put_away_too or card.dropped_on is None)


def cards_in(connection: sa.Connection, numbers: Collection[int] | None = None) -> tuple[Card, ...]:
    """Within a reading of the caller's: the cards of these numbers, or all, put away or not, oldest first."""
    query = CARDS.select().order_by(CARDS.c.id)
    if numbers is not None:
        query = query.where(CARDS.c.id.in_(numbers))
    return tuple(map(_card, connection.execute(query)))


def card_of(board: Board, number: int) -> Card:
    """One card; raises WrongUse when there is none of this number."""
    with board.reading() as connection:
        row = connection.execute(CARDS.select().where(CARDS.c.id == number)).first()
    if row is None:
        raise WrongUse(sentence("There is no card {number}.", number=str(number)))
    return _card(row)


def card_made_with(board: Board, token: str) -> Card | None:
    """The card this token made, if it did."""
    with board.reading() as connection:
        row = connection.execute(CARDS.select().where(CARDS.c.token == token)).first()
    return None if row is None else _card(row)


def evidence_of(board: Board, number: int) -> Evidence | None:
    """The frozen evidence of a card; None for a card that was not made from a loss."""
    with board.reading() as connection:
        held = connection.execute(sa.select(EVIDENCE.c.frozen).where(EVIDENCE.c.card_id == number)).scalar()
    return None if held is None else evidence_from(held)


def comments_of(board: Board, number: int) -> tuple[Comment, ...]:
    """What was said about a card, newest first."""
    query = COMMENTS.select().where(COMMENTS.c.card_id == number).order_by(COMMENTS.c.id.desc())
    with board.reading() as connection:
        return tuple(thing_of(Comment, row) for row in connection.execute(query).mappings())


def checked(values: Values) -> dict[str, Any]:
    """The same values, texts trimmed; WrongUse for one that cannot be meant."""
    held: dict[str, Any] = {
        name: value.strip()[:TEXT_AT_MOST] if isinstance(value, str) else value for name, value in values.items()
    }
    if not 0 <= held.get("win_back_percent", 0) <= 100:
        raise WrongUse(sentence("The share to win back lies between 0 and 100 %."))
    effort = held.get("effort_days")
    if effort is not None and not 0 < effort <= EFFORT_AT_MOST:
        raise WrongUse(sentence("Effort is a number of person-days above 0."))
    if held.get("owner_role") and held["owner_role"] not in tuple(Role):
        raise WrongUse(sentence("There is no role “{name}”.", name=held["owner_role"]))
    return held


def _card(row: sa.Row[Any]) -> Card:
    held = row._mapping
    lost = Spread(held["low"], held["mid"], held["high"])
    return thing_of(Card, held, stage=Stage(held["stage"]), lost=lost)
