"""Cards keep what was frozen to the cent, every change leaves a line, nobody overwrites anybody."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from funnel.board import Board
from funnel.board.card import Draft
from funnel.board.cards import (
    all_cards,
    card_made_with,
    card_of,
    change_card,
    comment_on,
    comments_of,
    evidence_of,
    make_card,
    move_card,
    place_card,
    put_away,
    rank_by_priority,
)
from funnel.board.history import changes_of, last_change
from funnel.errors import EditedMeanwhile, WrongUse
from funnel.maths.priority import Spread
from funnel.terms import Stage
from tests.board.cards import EVIDENCE, TODAY, from_loss


def test_a_card_made_from_a_loss_holds_it_as_it_stood(board: Board) -> None:
    card = card_of(board, make_card(board, from_loss(owner_role="it"), "Anna", "t1"))
    assert evidence_of(board, card.number) == EVIDENCE
    assert card.lost == Spread(Decimal("250.00"), Decimal("1000.00"), Decimal("2000.10"))  # four weeks, a week of them
    assert (card.stage, card.group, card.factor, card.currency) == (Stage.BACKLOG, "site", "slow_page", "PLN")
    assert (card.owner_role, card.made_by, card.win_back_percent) == ("it", "Anna", 50)
    assert (card.we_believe, card.because) == ("", "")


def test_unknown_money_stays_unknown(board: Board) -> None:
    nothing = replace(EVIDENCE, money=Spread())
    card = card_of(board, make_card(board, replace(from_loss(), evidence=nothing), "", "t1"))
    assert card.lost == Spread()
    kept = evidence_of(board, card.number)
    assert kept is not None
    assert kept.money.mid is None


def test_two_clicks_make_one_card(board: Board) -> None:
    first = make_card(board, from_loss(), "Anna", "same")
    assert make_card(board, from_loss(), "Boris", "same") == first
    assert len(all_cards(board)) == 1
    made = card_made_with(board, "same")
    assert made is not None
    assert made.made_by == "Anna"
    assert card_made_with(board, "other") is None


def test_every_change_leaves_a_line(board: Board) -> None:
    number = make_card(board, Draft(origin="idea", title="Faster"), "Anna", "t1")
    assert change_card(board, (number, 1), {"effort_days": Decimal(3), "owner_role": "it"}, "Boris") == 2
    assert change_card(board, (number, 2), {"effort_days": Decimal("3.00")}, "Boris") == 2
    told = [(one.who, one.revision, one.field, one.was, one.becomes) for one in changes_of(board, "cards", number)]
    assert sorted(told) == [
        ("Anna", 1, "", None, None),
        ("Boris", 2, "effort_days", None, "3"),
        ("Boris", 2, "owner_role", "", "it"),
    ]


def test_the_second_editor_is_told_both_versions_and_loses_nothing(board: Board) -> None:
    number = make_card(board, Draft(title="Faster"), "Anna", "t1")
    change_card(board, (number, 1), {"owner_role": "it"}, "Anna")
    with pytest.raises(EditedMeanwhile) as problem:
        change_card(board, (number, 1), {"owner_role": "sales"}, "Boris")
    assert str(problem.value) == (
        "Meanwhile Anna changed “owner’s role” from “” to “it”. Your “owner’s role”: “sales” was not saved; "
        "look at both and save again."
    )
    assert card_of(board, number).owner_role == "it"
    with pytest.raises(EditedMeanwhile, match="Your “title”: “Slower” was not saved"):
        change_card(board, (number, 1), {"title": "Slower"}, "Boris")
    assert len(changes_of(board, "cards", number)) == 2


def test_moving_sets_the_dates_and_is_refused_on_an_old_reading(board: Board) -> None:
    number = make_card(board, from_loss(), "", "t1")
    assert move_card(board, (number, 1), Stage.IN_PROGRESS, TODAY, "") == 2
    assert card_of(board, number).starts == TODAY
    move_card(board, (number, 2), Stage.DONE, date(2026, 12, 1), "")
    card = card_of(board, number)
    assert (card.starts, card.done_on) == (TODAY, date(2026, 12, 1))
    with pytest.raises(EditedMeanwhile):
        move_card(board, (number, 2), Stage.BACKLOG, TODAY, "")
    move_card(board, (number, 3), Stage.BACKLOG, TODAY, "")
    assert card_of(board, number).done_on is None


def test_a_place_by_hand_needs_a_reason_that_stays(board: Board) -> None:
    number = make_card(board, from_loss(), "", "t1")
    with pytest.raises(WrongUse, match="written reason"):
        place_card(board, (number, 1), (Decimal(400), 1.5), "  ", "")
    place_card(board, (number, 1), (Decimal(400), 1.5), "the owner asked", "Anna")
    move_card(board, (number, 2), Stage.TEST, TODAY, "")
    card = card_of(board, number)
    assert (card.by_hand, card.by_hand_tie, card.by_hand_reason) == (Decimal("400.00"), 1.5, "the owner asked")
    rank_by_priority(board, (number, 3), "")
    assert card_of(board, number).by_hand is None


def test_a_card_put_away_leaves_the_board_and_comes_back(board: Board) -> None:
    number = make_card(board, from_loss(), "", "t1")
    put_away(board, (number, 1), TODAY, "")
    assert all_cards(board) == ()
    assert len(all_cards(board, put_away_too=True)) == 1
    put_away(board, (number, 2), None, "")
    assert len(all_cards(board)) == 1


def test_comments_are_said_once_and_newest_first(board: Board) -> None:
    number = make_card(board, from_loss(), "", "t1")
    for token, text in (("a", "first"), ("a", "first"), ("b", " <b>second</b> ")):
        comment_on(board, number, text, "Anna", token)
    assert [one.text for one in comments_of(board, number)] == ["<b>second</b>", "first"]
    assert card_of(board, number).revision == 1
    with pytest.raises(WrongUse):
        comment_on(board, number, "  ", "Anna", "c")
    with pytest.raises(WrongUse):
        comment_on(board, 999, "hello", "Anna", "d")


@pytest.mark.parametrize(
    "values",
    [
        {"win_back_percent": 101},
        {"effort_days": Decimal(0)},
        {"owner_role": "king"},
        {"revision": 9},
        {"stage": "done"},
    ],
)
def test_what_cannot_be_meant_is_refused(board: Board, values: dict[str, object]) -> None:
    number = make_card(board, from_loss(), "", "t1")
    with pytest.raises(WrongUse):
        change_card(board, (number, 1), values, "")
    assert card_of(board, number).revision == 1


def test_the_number_of_the_last_change_grows_with_every_change(board: Board) -> None:
    assert last_change(board) == 0
    number = make_card(board, from_loss(), "", "t1")
    made = last_change(board)
    comment_on(board, number, "hello", "", "a")
    assert last_change(board) > made > 0


def test_a_card_that_is_not_there_is_told(board: Board) -> None:
    with pytest.raises(WrongUse, match="no card 12"):
        card_of(board, 12)
