"""Meetings and experiments of the board: frozen once, decided together with a card, never half."""

from datetime import date
from decimal import Decimal

import pytest

from funnel.board import Board
from funnel.board.agenda import agenda
from funnel.board.card import Draft
from funnel.board.cards import all_cards, card_of, make_card, move_card
from funnel.board.experiments import (
    Plan,
    change_experiment,
    end_with_case,
    experiments,
    mini_cases,
    plan_experiment,
)
from funnel.board.meetings import Decision, decide, decisions_of, freeze_meeting, meetings, snapshot_of
from funnel.board.records import FinishedCase, track_records
from funnel.errors import EditedMeanwhile, WrongUse
from funnel.maths.priority import Spread
from funnel.terms import Stage

TODAY = date(2026, 11, 16)
SNAPSHOT = {"version": 1, "week": {"start": "2026-11-09", "end": "2026-11-15"}, "shop": "Żółw & Со"}
SPLIT = Plan("One page", "split", {"control": "A", "treatment": "B"}, date(2026, 11, 1), date(2026, 11, 28))
CASE = FinishedCase("site", "One page", "", "", Spread(), Spread(), "PLN", TODAY)
RESULT = {"verdict": "better", "rows": [{"relative": 0.138, "relative_low": 0.02, "relative_high": 0.28}]}


def test_a_meeting_is_frozen_once_and_read_as_it_was(board: Board) -> None:
    first = freeze_meeting(board, SNAPSHOT, TODAY, "Anna", "t")
    again = freeze_meeting(board, {**SNAPSHOT, "version": 2}, TODAY, "Ben", "t")
    assert first == again
    assert snapshot_of(board, first) == SNAPSHOT
    assert [(one.number, one.week.end) for one in meetings(board)] == [(first, date(2026, 11, 15))]


def test_a_decision_and_its_card_are_made_together_and_once(board: Board) -> None:
    meeting = freeze_meeting(board, SNAPSHOT, TODAY, "Anna", "t")
    asked = Decision(0, meeting, None, "losses", "  Mend the\npayment ", "it", "Olga", date(2026, 11, 23))
    made = {decide(board, asked, "Anna", "d1") for _ in range(2)}
    assert len(made) == 1
    card = card_of(board, made.pop())
    assert (card.title, card.owner_role, card.owner_name, card.due) == ("Mend the payment", "it", "Olga", asked.due)
    assert [one.text for one in decisions_of(board, meeting)] == ["Mend the payment"]
    assert len(all_cards(board)) == 1


def test_a_decision_of_no_meeting_leaves_no_card(board: Board) -> None:
    with pytest.raises(WrongUse):
        decide(board, Decision(0, 99, None, "losses", "Do it"), "", "d")
    assert all_cards(board) == ()


def test_an_empty_decision_is_refused(board: Board) -> None:
    meeting = freeze_meeting(board, SNAPSHOT, TODAY, "", "t")
    with pytest.raises(WrongUse, match="what was decided"):
        decide(board, Decision(0, meeting, None, "losses", " \n "), "", "d")


def test_the_plan_of_a_running_experiment_is_changed_by_one_at_a_time(board: Board) -> None:
    number = plan_experiment(board, SPLIT, "Anna", "e1")
    assert plan_experiment(board, SPLIT, "Anna", "e1") == number
    longer = Plan(SPLIT.title, SPLIT.design, SPLIT.setup, SPLIT.starts, date(2026, 12, 5))
    assert change_experiment(board, (number, 1), longer, "Anna") == 2
    with pytest.raises(EditedMeanwhile):
        change_experiment(board, (number, 1), SPLIT, "Ben")


def test_an_ended_experiment_keeps_its_plan_and_its_result(board: Board) -> None:
    finished(board)
    held = experiments(board)[0]
    assert held.ended
    assert held.result == RESULT
    for attempt in (
        lambda: change_experiment(board, (held.number, 2), SPLIT, "Ben"),
        lambda: end_with_case(board, (held.number, 2), CASE, "Ben"),
    ):
        with pytest.raises(WrongUse, match="has ended"):
            attempt()


def test_a_nameless_experiment_is_refused(board: Board) -> None:
    with pytest.raises(WrongUse, match="name"):
        plan_experiment(board, Plan(" ", "split", {}, None, None), "", "e")


def finished(board: Board) -> None:
    card = make_card(board, Draft(title="One page", group="site"), "Anna", "c1")
    number = plan_experiment(board, Plan("One page", "split", {}, SPLIT.starts, SPLIT.stops, card=card), "Anna", "e1")
    amounts = (Spread(Decimal(500), Decimal(1000), Decimal(1500)), Spread(Decimal(400), Decimal(700), Decimal(1000)))
    case = FinishedCase("site", "One page", "One page", "Split test", *amounts, "PLN", TODAY, card, number, RESULT)
    end_with_case(board, (number, 1), case, "Anna")


def test_a_finished_case_feeds_the_track_record_and_is_read_back(board: Board) -> None:
    finished(board)
    assert track_records(board)["site"].ratio == pytest.approx(0.7)
    case = mini_cases(board)[0]
    assert (case.promised.mid, case.earned.low, case.snapshot) == (Decimal(1000), Decimal(400), RESULT)


def test_an_end_that_came_second_leaves_no_second_case(board: Board) -> None:
    number = plan_experiment(board, SPLIT, "Anna", "e1")
    change_experiment(board, (number, 1), Plan("Other", "split", {}, None, None), "Ben")
    with pytest.raises(EditedMeanwhile):
        end_with_case(board, (number, 1), CASE, "Anna")
    assert mini_cases(board) == ()


def test_a_case_that_promised_nothing_is_kept_and_is_no_record(board: Board) -> None:
    number = plan_experiment(board, SPLIT, "Anna", "e1")
    end_with_case(board, (number, 1), CASE, "Anna")
    assert mini_cases(board)[0].promised.mid is None
    assert track_records(board) == {}


def test_the_agenda_holds_what_ran_and_what_was_promised(board: Board) -> None:
    finished(board)
    waiting = make_card(board, Draft(title="Later"), "", "c2")
    moved = make_card(board, Draft(title="Now"), "", "c3")
    move_card(board, (moved, 1), Stage.IN_PROGRESS, TODAY, "")
    brought = agenda(board, date.today())  # noqa: DTZ011
    assert [one["title"] for one in brought["promises"]] == ["Now"]
    assert Decimal(brought["experiments"][0]["earned"]) == 700
    assert brought["experiments"][0]["verdict"] == "better"
    assert waiting
