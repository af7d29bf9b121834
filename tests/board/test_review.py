"""What the quarterly review lists."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from funnel.board import Board
from funnel.board.cards import comment_on, make_card, move_card
from funnel.board.experiments import mini_cases
from funnel.board.records import FinishedCase, finish_case
from funnel.board.review import broken_promises, quiet_cards
from funnel.maths.priority import Spread
from funnel.terms import Stage
from tests.board.cards import TODAY, from_loss

LATER = timedelta(days=91)


def test_a_card_is_quiet_after_ninety_days_without_any_change(board: Board) -> None:
    number = make_card(board, from_loss(), "Anna", "quiet")
    now = datetime.now(UTC)
    assert quiet_cards(board, now + timedelta(days=89)) == ()
    assert [one.card.number for one in quiet_cards(board, now + LATER)] == [number]


def test_a_comment_counts_as_movement(board: Board) -> None:
    number = make_card(board, from_loss(), "Anna", "talked")
    made = quiet_cards(board, datetime.now(UTC) + LATER)[0].changed_at
    comment_on(board, number, "still waiting for the supplier", "Boris", "said")
    assert quiet_cards(board, datetime.now(UTC) + LATER)[0].changed_at > made


def test_finished_cards_are_not_quiet(board: Board) -> None:
    number = make_card(board, from_loss(), "Anna", "done")
    move_card(board, (number, 1), Stage.DONE, TODAY, "Anna")
    assert quiet_cards(board, datetime.now(UTC) + LATER) == ()


def finished(board: Board, title: str, promised: str | None, earned: str | None) -> None:
    ends = (Spread(mid=Decimal(one)) if one else Spread() for one in (promised, earned))
    case = FinishedCase("site", title, "", "", next(ends), next(ends), "PLN", date(2026, 11, 1))
    finish_case(board, case, "Anna", title)


def test_a_promise_is_broken_below_half_of_it(board: Board) -> None:
    finished(board, "half", "100", "50")
    finished(board, "less", "100", "49.99")
    finished(board, "lost", "100", "-10")
    finished(board, "unknown", "100", None)
    finished(board, "nothing promised", "0", "-10")
    assert {case.title for case in broken_promises(mini_cases(board))} == {"less", "lost"}
