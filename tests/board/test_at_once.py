"""Twenty people at once, and a server that dies between any two writes: nothing lost, doubled or half done."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa

from funnel.board import Board
from funnel.board import place as places
from funnel.board.cards import all_cards, card_of, change_card, comment_on, comments_of, make_card, move_card
from funnel.board.experiments import end_with_case, plan_experiment
from funnel.board.history import changes_of
from funnel.board.meetings import Decision, decide, freeze_meeting
from funnel.board.owners import Owned, Owner, set_owner
from funnel.board.records import finish_case
from funnel.board.tables import METADATA
from funnel.board.targets import Target, set_target
from funnel.errors import EditedMeanwhile
from funnel.terms import Stage
from tests.board.cards import TODAY, from_loss
from tests.board.test_meetings import CASE, RESULT, SNAPSHOT, SPLIT

PEOPLE = 20
ACTIONS: dict[str, Callable[[Board], object]] = {
    "make": lambda board: make_card(board, from_loss(title="new"), "Anna", "new"),
    "move": lambda board: move_card(board, (1, 1), Stage.DONE, TODAY, "Anna"),
    "comment": lambda board: comment_on(board, 1, "hello", "Anna", "once"),
    "experiment": lambda board: plan_experiment(board, SPLIT, "Anna", "another"),
    "end with its case": lambda board: end_with_case(board, (1, 1), replace(CASE, experiment=1, snapshot=RESULT), ""),
    "mini-case": lambda board: finish_case(board, CASE, "Anna", "case"),
    "meeting": lambda board: freeze_meeting(board, SNAPSHOT, TODAY, "Anna", "another"),
    "decision with its card": lambda board: decide(board, Decision(0, 1, None, "losses", "Mend it"), "Anna", "said"),
    "target": lambda board: set_target(board, Target("visit_conversion", (), 0.03, TODAY), "Anna"),
    "owner": lambda board: set_owner(board, Owner(0, 0, Owned.GROUP, "site", "it", "Olga"), "Anna"),
}


def at_once(url: str, work: Callable[[Board, int], object]) -> list[object]:
    """What each of twenty connections of their own got, or what it was told."""

    def one(number: int) -> object:
        board = Board(places._made(url))
        try:
            return work(board, number)
        except EditedMeanwhile as told:
            return told
        finally:
            board.engine.dispose()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(one, range(PEOPLE)))


def test_twenty_edits_of_twenty_cards_are_all_kept(board: Board, board_url: str) -> None:
    numbers = [make_card(board, from_loss(), "", f"t{each}") for each in range(PEOPLE)]
    at_once(board_url, lambda own, each: change_card(own, (numbers[each], 1), {"title": f"by {each}"}, str(each)))
    assert [card.title for card in all_cards(board)] == [f"by {each}" for each in range(PEOPLE)]


def test_of_twenty_edits_of_one_reading_one_is_kept_and_the_others_are_told(board: Board, board_url: str) -> None:
    number = make_card(board, from_loss(), "", "t")
    told = at_once(board_url, lambda own, each: change_card(own, (number, 1), {"title": f"by {each}"}, str(each)))
    refused = [one for one in told if isinstance(one, EditedMeanwhile)]
    assert Counter(type(one).__name__ for one in told) == {"int": 1, "EditedMeanwhile": PEOPLE - 1}
    winner = card_of(board, number).title
    assert all(f"to “{winner}”" in str(one) for one in refused)
    assert len(changes_of(board, "cards", number)) == 2


def test_twenty_who_look_again_all_get_their_edit_in(board: Board, board_url: str) -> None:
    number = make_card(board, from_loss(), "", "t")

    def insist(own: Board, each: int) -> int:
        while True:
            held = card_of(own, number)
            try:
                return change_card(own, (number, held.revision), {"title": f"{held.title} {each}"}, str(each))
            except EditedMeanwhile:
                continue

    at_once(board_url, insist)
    card = card_of(board, number)
    assert sorted(map(int, card.title.split())) == list(range(PEOPLE))
    assert card.revision == PEOPLE + 1
    assert len(changes_of(board, "cards", number)) == PEOPLE + 1


def test_twenty_clicks_on_one_loss_make_one_card_with_one_evidence(board: Board, board_url: str) -> None:
    told = at_once(board_url, lambda own, each: make_card(own, from_loss(), str(each), "same loss"))
    assert set(told) == {1}
    with board.reading() as connection:
        assert connection.execute(sa.text("select count(*) from evidence")).scalar() == 1
    assert len(changes_of(board, "cards", 1)) == 1


def test_twenty_comments_are_all_there(board: Board, board_url: str) -> None:
    number = make_card(board, from_loss(), "", "t")
    at_once(board_url, lambda own, each: comment_on(own, number, f"said {each}", "", f"c{each % 10}"))
    assert len(comments_of(board, number)) == 10


@pytest.mark.parametrize("action", ACTIONS)
def test_a_server_that_dies_between_two_writes_leaves_nothing_half_done(
    board: Board, board_url: str, action: str
) -> None:
    make_card(board, from_loss(title="old"), "", "old")
    plan_experiment(board, SPLIT, "", "old")
    freeze_meeting(board, SNAPSHOT, TODAY, "", "old")
    before = _everything(board)
    last, code = 0, 9
    while code == 9:
        last += 1
        code = _run(board_url, action, last)
        assert code in (0, 9)
        if code == 9:
            assert _everything(board) == before, f"died after statement {last}"
    assert last > 3
    assert _everything(board) != before


def _run(url: str, action: str, last: int) -> int:
    """Exit code of a process that does `action` and dies after statement `last`, without a goodbye to anybody."""
    child = os.fork()
    if child == 0:
        engine, ran = places._made(url), [0]

        @sa.event.listens_for(engine, "after_cursor_execute")
        def die(*_: object) -> None:
            ran[0] += 1
            if ran[0] == last:
                os._exit(9)

        ACTIONS[action](Board(engine))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _everything(board: Board) -> dict[str, list[tuple[object, ...]]]:
    with board.reading() as connection:
        return {
            name: [tuple(row) for row in connection.execute(sa.text("select * from " + name + " order by 1"))]
            for name in METADATA.tables
        }


def test_a_move_and_an_edit_at_once_keep_one_and_tell_the_other(board: Board, board_url: str) -> None:
    number = make_card(board, from_loss(), "", "t")

    def work(own: Board, each: int) -> int:
        if each % 2:
            return move_card(own, (number, 1), Stage.TEST, TODAY, str(each))
        return change_card(own, (number, 1), {"title": str(each)}, str(each))

    told = at_once(board_url, work)
    assert sum(isinstance(one, int) for one in told) == 1
    assert card_of(board, number).revision == 2
