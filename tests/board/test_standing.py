"""The order of the cards and the sums of the columns, by numbers that can be checked in the head."""

from decimal import Decimal

import pytest

from funnel.board import Board
from funnel.board.card import Card
from funnel.board.cards import all_cards, make_card, place_card
from funnel.board.records import FinishedCase, finish_case, track_records
from funnel.board.standing import Standing, between, columns, standings, total
from funnel.maths.priority import Record, Spread
from funnel.terms import Stage
from tests.board.cards import TODAY, from_loss


@pytest.fixture
def three(board: Board) -> tuple[Card, ...]:
    """Three cards of 1,000 a week, half of it to win back: 1, 2 days of effort, and effort unknown."""
    for name, effort in (("a", Decimal(2)), ("b", Decimal(1)), ("c", None)):
        make_card(board, from_loss(title=name, effort_days=effort, factor=name), "", name)
    return all_cards(board)


def titles(stood: tuple[Standing, ...]) -> list[str]:
    return [one.card.title for one in stood]


def test_most_money_a_person_day_comes_first(three: tuple[Card, ...]) -> None:
    stood = standings(three, {})
    assert titles(stood) == ["b", "a", "c"]
    assert [one.priority for one in stood] == [Decimal("500.00"), Decimal("250.00"), None]
    assert stood[0].expected == Spread(Decimal("125.00"), Decimal("500.00"), Decimal("1000.05"))


def test_a_groups_record_discounts_its_promises(three: tuple[Card, ...]) -> None:
    stood = standings(three, {"site": Record(0.4, 0.1, 0.7, 3), "traffic": Record(0.01)})
    assert [one.priority for one in stood] == [Decimal("200.00"), Decimal("100.00"), None]
    assert stood[0].expected.mid == Decimal("500.00")


def test_a_place_by_hand_holds_among_equals_and_unknowns(three: tuple[Card, ...], board: Board) -> None:
    stood = standings(three, {})
    c, b = three[2], three[1]
    place_card(board, (c.number, 1), between(None, stood[0]), "first", "")
    stood = standings(all_cards(board), {})
    assert titles(stood) == ["c", "b", "a"]
    place_card(board, (b.number, 1), between(stood[2], None), "last", "")
    stood = standings(all_cards(board), {})
    assert titles(stood) == ["c", "a", "b"]
    place_card(board, (c.number, 2), between(stood[1], stood[2]), "middle", "")
    assert titles(standings(all_cards(board), {})) == ["a", "c", "b"]


def test_between_cards_without_a_priority(board: Board) -> None:
    for name in "abcd":
        make_card(board, from_loss(title=name), "", name)
    stood = standings(all_cards(board), {})
    place_card(board, (4, 1), between(stood[0], stood[1]), "now", "")
    assert titles(standings(all_cards(board), {})) == ["a", "d", "b", "c"]


def test_a_column_counts_a_loss_once_and_says_what_it_does_not_know(board: Board) -> None:
    for token in ("one", "two"):
        make_card(board, from_loss(), "", token)
    make_card(board, from_loss(low=None, mid=None, high=None), "", "three")
    summed = total(columns(standings(all_cards(board), {}))[Stage.BACKLOG])
    assert (summed.cards, summed.unknown, summed.same_loss) == (3, 1, 1)
    assert summed.expected == Spread(Decimal("125.00"), Decimal("500.00"), Decimal("1000.05"))


def test_an_empty_column_sums_to_unknown(board: Board) -> None:
    assert total(()).expected == Spread()


def test_the_track_record_is_earned_by_promised(board: Board) -> None:
    assert track_records(board) == {}
    for token, promised, earned in (("1", "100", "50"), ("2", "300", "150")):
        case = FinishedCase(
            "site", token, "", "", Spread(mid=Decimal(promised)), Spread(mid=Decimal(earned)), "PLN", TODAY
        )
        finish_case(board, case, "", token)
        finish_case(board, case, "", token)
    held = track_records(board)["site"]
    assert (held.ratio, held.low, held.high, held.cases) == (0.5, 0.5, 0.5, 2)
