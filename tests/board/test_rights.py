"""Who may only look writes nothing: not by a button, not by a callback, not by any function of the board."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import sqlalchemy as sa

from funnel.board import Board
from funnel.board import cards as on_cards
from funnel.board.annotations import Annotation, Happening, keep_annotation
from funnel.board.exchange import take_in
from funnel.board.meetings import freeze_meeting
from funnel.board.owners import Owned, Owner, set_owner
from funnel.board.segments import SavedSegment, keep_segment
from funnel.board.tables import CARDS, HISTORY
from funnel.errors import NotAllowed
from funnel.rights import Access, ask_before_writing, ask_nobody
from funnel.terms import Stage
from tests.board.cards import TODAY, from_loss
from tests.house import ROOT

OPENS_A_CONNECTION = ("engine.connect", "engine.begin", ".raw_connection")
WEEK = {"start": "2026-11-09", "end": "2026-11-15"}
WRITES: dict[str, Callable[[Board], object]] = {
    "make": lambda board: on_cards.make_card(board, from_loss(), "vera", "another"),
    "change": lambda board: on_cards.change_card(board, (1, 1), {"title": "x"}, "vera"),
    "move": lambda board: on_cards.move_card(board, (1, 1), Stage.DONE, TODAY, "vera"),
    "place": lambda board: on_cards.place_card(board, (1, 1), (Decimal(1), 0.0), "why", "vera"),
    "put away": lambda board: on_cards.put_away(board, (1, 1), TODAY, "vera"),
    "comment": lambda board: on_cards.comment_on(board, 1, "said", "vera", "t"),
    "take in": lambda board: take_in(board, [from_loss()], "vera"),
    "segment": lambda board: keep_segment(board, SavedSegment("n", (("device", ("mobile",)),)), "vera"),
    "owner": lambda board: set_owner(board, Owner(0, 0, Owned.GROUP, "site", "it", ""), "vera"),
    "meeting": lambda board: freeze_meeting(
        board, {"week": {"start": "2026-11-09", "end": "2026-11-15"}}, TODAY, "vera", "t"
    ),
    "annotation": lambda board: keep_annotation(board, Annotation(TODAY, TODAY, Happening.OUTAGE, "b"), "vera"),
}


@pytest.fixture
def looker(board: Board) -> Iterator[Board]:
    """A board with one card, and somebody at it who may only look."""
    on_cards.make_card(board, from_loss(), "anna", "first")
    ask_before_writing(lambda: Access.VIEW)
    yield board
    ask_nobody()


def test_nothing_is_written_by_who_may_only_look(looker: Board) -> None:
    before = _all_of(looker)
    for write in WRITES.values():
        with pytest.raises(NotAllowed):
            write(looker)
    assert _all_of(looker) == before
    assert len(on_cards.all_cards(looker)) == 1


def test_the_right_is_asked_for_at_each_write(looker: Board) -> None:
    ask_before_writing(lambda: Access.EDIT)
    assert WRITES["move"](looker) == 2
    ask_before_writing(lambda: Access.NONE)
    with pytest.raises(NotAllowed):
        WRITES["comment"](looker)


def test_the_board_has_one_way_to_write() -> None:
    ways = {path.name for path in (ROOT / "funnel" / "board").glob("*.py") if _opens(path.read_text(encoding="utf-8"))}
    assert ways == {"place.py", "migrate.py"}


def _opens(source: str) -> bool:
    return any(way in source for way in OPENS_A_CONNECTION)


def _all_of(board: Board) -> list[object]:
    with board.reading() as connection:
        return [[tuple(row) for row in connection.execute(sa.select(table))] for table in (CARDS, HISTORY)]
