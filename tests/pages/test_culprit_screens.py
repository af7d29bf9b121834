"""Departments show what they lose and by whom; every row opens the Funnel screen filtered to exactly its visits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion
from funnel.answers.culprits import ask_culprits
from funnel.answers.funnel import ask_funnel
from funnel.answers.met_problem import MetProblem
from funnel.answers.question import FunnelQuestion
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Culprit, Group, Kind
from funnel.ui.culprit_cards import carries, leading
from funnel.ui.culprit_table import culprit_table
from funnel.ui.downloads import csv_bytes
from funnel.ui.loss_figures import Scale
from funnel.words import Words
from tests.shop import published, shop, visit

Open = Callable[..., AppTest]
DAYS = {"from_": "2026-10-05", "to": "2026-11-13"}
PERIOD = {"start": date(2026, 10, 5), "end": date(2026, 11, 13)}


def said(app: AppTest) -> str:
    return " ".join(each.value for each in (*app.title, *app.markdown, *app.caption, *app.header))


@pytest.fixture(scope="module")
def answer(normal: Store) -> CulpritAnswer:
    return ask_culprits(normal, CulpritQuestion(**PERIOD))


def test_the_traffic_screen_names_its_problems_and_who_they_are_laid_to(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "traffic", **DAYS)
    assert not app.exception
    mine = ask_culprits(normal, CulpritQuestion(**PERIOD, group=Group.TRAFFIC))
    texts = said(app)
    assert mine.factors
    assert all(Words().term(factor.factor) in texts for factor in mine.factors)
    assert [one for one in app.button if str(one.key).startswith("make-card")]
    assert "PLN · a week" in texts


def test_another_problem_can_be_opened_and_stays_in_the_address(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "traffic", **DAYS, factor="ad_mismatch", laid="page")
    assert not app.exception
    assert app.query_params["factor"] == "ad_mismatch"
    assert app.query_params["laid"] == "page"
    assert open_page(normal, "traffic", **DAYS, factor="luck", laid="stars").query_params["laid"] == "campaign"


def test_what_no_file_measures_is_told_with_the_missing_column(
    open_page: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = shop(tmp_path_factory.mktemp("plain"))
    days = [date(2026, 9, 1) + timedelta(days=place) for place in range(14)]
    rows = [row for day in days for row in visit(f"{day} 10:00:00", str(day), "view_item", channel="email")]
    app = open_page(published(store, Kind.TRAFFIC_EVENTS, rows), "traffic")
    assert not app.exception
    assert "“clicks” in “ad cost”" in said(app).replace("\\", "")


@pytest.mark.parametrize("word", ["out_of_stock", "slow_page:mobile", "slow_page.page:/"])
def test_the_funnel_is_filtered_to_a_problem_with_a_chip_that_takes_it_off(
    open_page: Open, normal: Store, word: str
) -> None:
    app = open_page(normal, "funnel", **DAYS, problem=word)
    assert not app.exception
    assert app.query_params["problem"] == word
    assert "Only visits that met" in said(app)
    app.button(key="chip-problem").click().run()
    assert "problem" not in app.query_params
    assert "Only visits that met" not in said(app)


@pytest.mark.parametrize("word", ["luck", "out_of_stock.stars:1", "", "slow_page:no such thing"])
def test_a_bad_problem_in_the_address_falls_back(open_page: Open, normal: Store, word: str) -> None:
    app = open_page(normal, "funnel", **DAYS, problem=word)
    assert not app.exception
    assert not app.error


def test_a_problem_nobody_measures_is_told_calmly(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "funnel", **DAYS, problem="complaint_open")
    assert not app.exception
    assert "This cannot be told from what is held" in [header.value for header in app.header]


def test_a_campaign_is_a_chip_too_and_a_whole_address_forgets_it(open_page: Open, normal: Store) -> None:
    app = open_page(normal, "funnel", **DAYS, campaign="autumn_lights")
    assert app.query_params["campaign"] == "autumn_lights"
    app.button(key="chip-campaign").click().run()
    assert "campaign" not in app.query_params


def test_the_figures_of_the_table_are_those_of_the_answer(answer: CulpritAnswer) -> None:
    factor = next(one for one in answer.factors if one.money is not None)
    table = culprit_table(factor, Scale(answer.measure, 1.0, answer.currency), Words())
    assert table.columns[1].values == (*(row.visits for row in factor.rows), factor.visits)
    assert len(table) == len(factor.rows) + 1
    assert csv_bytes(table, "en").decode("utf-8-sig").count("\r\n") == len(table) + 1


def test_the_sentence_names_one_culprit_that_carries_the_loss_else_two(answer: CulpritAnswer) -> None:
    slow = next(one for one in answer.factors if one.factor == "slow_page")
    assert slow.kind is Culprit.DEVICE
    assert (leading(slow, Words()), carries(slow)) == ("mobile", True)
    even = replace(slow, rows=tuple(replace(row, share=0.25, culprit=f"d{n}") for n, row in enumerate(slow.rows)))
    assert (leading(even, Words()), carries(even)) == ("d0, d1", False)
    assert leading(replace(slow, rows=()), Words()) == ""


def test_visits_of_a_problem_are_those_the_department_counts(normal: Store, answer: CulpritAnswer) -> None:
    for factor in answer.factors:
        if factor.visits is not None:
            asked = FunnelQuestion(**PERIOD, problem=MetProblem(factor.factor), compare=False)
            assert ask_funnel(normal, asked).total.steps[0].count == factor.visits
    assert answer.period == Period(**PERIOD)
