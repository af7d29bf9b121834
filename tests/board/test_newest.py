"""The board as it is kept at hand: always what the database says, read again only as far as it changed."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from funnel.board import Board
from funnel.board import newest as at_hand
from funnel.board import place as places
from funnel.board.cards import all_cards, change_card, comment_on, make_card, move_card, put_away
from funnel.board.newest import Newest, newest
from funnel.board.records import FinishedCase, finish_case, track_records
from funnel.board.standing import standings
from funnel.maths.priority import Spread
from funnel.terms import Stage
from tests.board.cards import TODAY, from_loss

HALF_KEPT = FinishedCase(
    "site", "done", "", "", Spread(mid=Decimal(100)), Spread(mid=Decimal(50)), "PLN", TODAY
)  # fmt: skip
CHANGES: dict[str, Callable[[Board], object]] = {
    "nothing": lambda _: None,
    "made": lambda board: make_card(board, from_loss(), "", "third"),
    "moved": lambda board: move_card(board, (1, 1), Stage.DONE, TODAY, ""),
    "cheaper": lambda board: change_card(board, (2, 1), {"effort_days": Decimal(1)}, ""),
    "talked about": lambda board: comment_on(board, 1, "hello", "", "once"),
    "put away": lambda board: put_away(board, (1, 1), TODAY, ""),
    "brought back": lambda board: put_away(board, (1, put_away(board, (1, 1), TODAY, "")), None, ""),
    "half kept": lambda board: finish_case(board, HALF_KEPT, "", "case"),
}


def fields(told: Newest) -> list[tuple[object, ...]]:
    return [(one.card, one.expected, one.record, one.priority) for one in told.stood]


def as_read_anew(board: Board) -> list[tuple[object, ...]]:
    stood = standings(all_cards(board), track_records(board))
    return [(one.card, one.expected, one.record, one.priority) for one in stood]


@pytest.fixture
def two_cards(board: Board) -> Board:
    """A board of two cards that was looked at."""
    for number in range(2):
        make_card(board, from_loss(effort_days=Decimal(number + 2)), "", f"t{number}")
    newest(board)
    return board


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_at_hand_is_what_the_database_says(two_cards: Board, board_url: str, change: str) -> None:
    other = Board(places._made(board_url))
    CHANGES[change](other)
    other.engine.dispose()
    assert fields(newest(two_cards)) == as_read_anew(two_cards)


def test_a_card_that_did_not_change_is_not_read_again(two_cards: Board) -> None:
    before = {one.card.number: one for one in newest(two_cards).stood}
    move_card(two_cards, (1, 1), Stage.TEST, TODAY, "")
    after = {one.card.number: one for one in newest(two_cards).stood}
    assert after[2] is before[2]
    assert after[1] is not before[1]
    assert newest(two_cards) is newest(two_cards)


def test_very_many_changes_are_read_at_once(two_cards: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_hand, "MANY", 1)
    for number in (1, 2):
        move_card(two_cards, (number, 1), Stage.TEST, TODAY, "")
    assert fields(newest(two_cards)) == as_read_anew(two_cards)


@pytest.mark.parametrize("kept", [1, 2])
def test_a_board_put_back_from_a_backup_is_read_whole(two_cards: Board, kept: int) -> None:
    """Fewer lines than were known, or as many with another past."""
    with two_cards.writing() as connection:
        connection.execute(sa.text("delete from history where id > :kept"), {"kept": kept})
        connection.execute(sa.text("update cards set title = 'of the backup'"))
        moved = {"at": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)}
        connection.execute(sa.text("update history set changed_at = :at"), moved)
    assert fields(newest(two_cards)) == as_read_anew(two_cards)


def test_an_empty_board_has_no_line(board: Board) -> None:
    assert newest(board) == Newest(0, ())
