"""The Experiments screen says of the twin of a public split test exactly what is known of it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from funnel.board import board_of
from funnel.board.experiments import Plan, plan_experiment
from funnel.store import Store
from funnel.terms import Kind
from tests.answers.test_split_twin import ARMS, visits_of
from tests.shop import published, shop

Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of the twin's visits, and the test planned on its board."""
    rows = [visit for arm in ARMS for visit in visits_of(arm)]
    store = published(shop(tmp_path_factory.mktemp("twin")), Kind.TRAFFIC_SESSIONS, rows)
    board = board_of(store)
    setup = {"control": "A", "treatment": "B"}
    plan_experiment(board, Plan("Twin", "split", setup, date(2026, 8, 1), date(2026, 8, 28)), "Anna", "t")
    yield store
    board.engine.dispose()


def plainly(texts: list[str]) -> str:
    return " ".join(texts).replace("\\", "").replace("\xa0", " ").replace(" %", "%")


@pytest.mark.parametrize(
    ("language", "figures", "both"),
    [
        ("en", ("+13.8%", "+25.9%", "−1.6%"), "58 buyers were in both arms"),
        ("ru", ("+13,8%", "+25,9%", "−1,6%"), "58"),
        ("pl", ("+13,8%", "+25,9%", "−1,6%"), "58"),
    ],
)
def test_verdict_and_warnings_are_those_of_the_test(
    open_page: Open, twin: Store, language: str, figures: tuple[str, ...], both: str
) -> None:
    app = open_page(twin, "experiments", lang=language)
    assert not app.exception
    orders, mean, without = figures
    verdict = next(each.value for each in app.markdown if orders in plainly([each.value]))
    assert verdict.startswith("**")
    shared, one_order = (plainly([each.value]) for each in app.warning)
    assert both in shared
    assert mean in one_order
    assert without in one_order
    assert "294" in one_order


def test_the_verdict_in_words(open_page: Open, twin: Store) -> None:
    app = open_page(twin, "experiments")
    told = plainly([each.value for each in app.markdown])
    assert "Better: orders per visit +13.8%" in told
    assert plainly([app.warning[1].value]).endswith("Mean order +25.9%; without it −1.6%.")
