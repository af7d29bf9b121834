"""What the Experiments screen says of the twin of a public split test: verdict, figures and warnings, word for word."""

import pytest

from funnel.answers.experiment_result import SplitAnswer, SplitQuestion
from funnel.answers.experiments import ask_split
from funnel.terms import Kind
from funnel.ui.experiment_cards import verdict_told
from funnel.ui.experiment_figure import points_of_split, told
from funnel.words import Words
from tests.answers.test_split_twin import ARMS, visits_of
from tests.shop import published, shop

WORDS = Words("en")


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> SplitAnswer:
    """The test as published."""
    rows = [visit for arm in ARMS for visit in visits_of(arm)]
    return ask_split(published(shop(tmp_path_factory.mktemp("twin")), Kind.TRAFFIC_SESSIONS, rows), SplitQuestion())


def plainly(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_verdict_names_what_decides_with_its_range(twin: SplitAnswer) -> None:
    said = plainly(verdict_told(twin, points_of_split(twin, WORDS), WORDS))
    assert said.startswith("Better: orders per visit +13.8 % (+1.")
    assert "mean order" not in said


def test_the_mean_order_is_shown_with_and_without_the_one_order(twin: SplitAnswer) -> None:
    said = {point.name: plainly(told(point, WORDS)) for point in points_of_split(twin, WORDS)}
    assert said["mean order"].startswith("+25.9 %")
    assert said["mean order without the dearest order"].startswith("−1.6 %")


def test_both_warnings_are_said(twin: SplitAnswer) -> None:
    said = [plainly(WORDS.note(note.code, note.values)) for note in twin.warnings]
    assert said == [
        "58 buyers were in both arms: they pull the arms together.",
        "One order of 1 294 500 makes much of the difference in money: look at the figures without it.",
    ]
