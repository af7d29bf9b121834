"""Words a person typed become one question, or a sentence with the nearest word."""

from datetime import date
from typing import Any

import pytest

from funnel.answers.question import FunnelQuestion
from funnel.answers.told import question_from_words
from funnel.errors import WrongUse
from funnel.terms import Counting, Dimension, Step, Unit

PLAIN: dict[str, Any] = {
    "start": None, "end": None, "by": "", "where": (), "counting": "reached", "steps": None, "unit": "session",
    "window_days": 7, "feed": None,
}  # fmt: skip


def asked(**told: Any) -> FunnelQuestion:
    return question_from_words(**PLAIN | told)


def test_no_words_ask_the_plain_question() -> None:
    assert asked() == FunnelQuestion()


def test_all_words_together() -> None:
    question = asked(
        start=date(2026, 9, 1),
        by=" channel, device,channel",
        where=("device=mobile,tablet", "channel = email", "device=tv"),
        counting="ordered",
        steps="purchase, view_item",
        unit="visitor",
        window_days=30,
        feed="web",
    )
    assert question == FunnelQuestion(
        start=date(2026, 9, 1),
        by=(Dimension.CHANNEL, Dimension.DEVICE),
        where=((Dimension.DEVICE, ("mobile", "tablet", "tv")), (Dimension.CHANNEL, ("email",))),
        counting=Counting.ORDERED,
        steps=(Step.PURCHASE, Step.VIEW_ITEM),
        unit=Unit.VISITOR,
        window_days=30,
        feed="web",
    )


@pytest.mark.parametrize(
    ("told", "near"),
    [
        ({"by": "chanell"}, "channel"),
        ({"steps": "purchases"}, "purchase"),
        ({"where": ("campaing=x",)}, "campaign"),
        ({"by": "zzz"}, None),
    ],
)
def test_a_word_that_does_not_exist_is_answered_with_the_nearest(told: dict[str, Any], near: str | None) -> None:
    with pytest.raises(WrongUse) as caught:
        asked(**told)
    assert caught.value.near == near


@pytest.mark.parametrize("word", ["device", "", "week=2026-W36", "day=2026-09-01", "device="])
def test_a_filter_that_cannot_be_meant_is_refused(word: str) -> None:
    with pytest.raises(WrongUse):
        asked(where=(word,))
