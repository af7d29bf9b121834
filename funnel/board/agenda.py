"""What the board brings to a meeting: experiments and promises, as plain JSON that can be frozen with the numbers."""

from datetime import date, timedelta
from typing import Any, Final

from funnel.board.card import Card
from funnel.board.cards import all_cards
from funnel.board.experiments import Experiment, MiniCase, experiments, mini_cases
from funnel.board.place import Board
from funnel.maths.priority import expected
from funnel.terms import Stage

LOOKED_BACK: Final = timedelta(days=28)
JUST_DONE: Final = timedelta(days=14)
DUE_SOON: Final = timedelta(days=7)
Json = dict[str, Any]


def agenda(board: Board, today: date) -> dict[str, list[Json]]:
    """Experiments that run or ended within four weeks; cards under way, just done, or promised for these days."""
    cases = {case.experiment: case for case in mini_cases(board) if case.experiment is not None}
    tried = [one for one in experiments(board) if not _long_over(one, today)]
    cards = [card for card in all_cards(board) if _promised(card, today)]
    return {
        "experiments": [_experiment(one, cases.get(one.number)) for one in tried],
        "promises": [_promise(card) for card in cards],
    }


def _long_over(one: Experiment, today: date) -> bool:
    return one.result_at is not None and one.result_at.date() < today - LOOKED_BACK


def _experiment(one: Experiment, case: MiniCase | None) -> Json:
    result = one.result or {}
    rows = result.get("rows") or [{}]
    return {
        "title": one.title,
        "finished": one.ended,
        "verdict": result.get("verdict", "still_running"),
        **{name: rows[0].get(name) for name in ("relative", "relative_low", "relative_high")},
        "promised": _text(case.promised.mid) if case else None,
        "earned": _text(case.earned.mid) if case else None,
    }


def _promised(card: Card, today: date) -> bool:
    if card.stage in (Stage.IN_PROGRESS, Stage.TEST):
        return True
    if card.stage is Stage.DONE:
        return card.done_on is not None and card.done_on >= today - JUST_DONE
    return card.due is not None and card.due <= today + DUE_SOON


def _promise(card: Card) -> Json:
    return {
        "title": card.title,
        "factor": card.factor,
        "stage": card.stage.value,
        "owner": card.owner_name or card.owner_role or None,
        "due": card.due.isoformat() if card.due else None,
        "expected": _text(expected(card.lost, card.win_back_percent).mid),
    }


def _text(amount: object) -> str | None:
    return None if amount is None else str(amount)
