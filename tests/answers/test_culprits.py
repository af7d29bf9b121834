"""Culprits: visits and money of the parts are those of the whole, and the funnel shows exactly the visits named."""

import csv
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO

import numpy as np
import pytest

from funnel.answers.check import check_store
from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion
from funnel.answers.culprit_rows import names_told
from funnel.answers.culprits import ask_culprits
from funnel.answers.culprits_as_json import culprits_as_json, culprits_csv
from funnel.answers.funnel import ask_funnel
from funnel.answers.loss_question import LossQuestion
from funnel.answers.losses import ask_losses
from funnel.answers.met_problem import MetProblem, problem_from_word
from funnel.answers.question import FunnelQuestion
from funnel.answers.segments import plus
from funnel.answers.told import question_from_words
from funnel.errors import WrongUse
from funnel.maths.losses import Measure
from funnel.store import Store
from funnel.terms import Counting, Culprit, Dimension, Group, Step, Unit
from tests.small_sample import small_store

PERIOD = {"start": date(2026, 10, 5), "end": date(2026, 11, 15)}
KINDS = [("out_of_stock", Culprit.PRODUCT), ("out_of_stock", Culprit.CATEGORY), ("slow_page", Culprit.DEVICE)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return small_store(tmp_path_factory)


@pytest.fixture(scope="module")
def answer(store: Store) -> CulpritAnswer:
    return ask_culprits(store, CulpritQuestion(**PERIOD))


def test_parts_add_up_to_the_losses_to_the_cent(store: Store, answer: CulpritAnswer) -> None:
    losses = {row.key[1]: row for row in ask_losses(store, LossQuestion(**PERIOD)).rows}
    split = [factor for factor in answer.factors if factor.money is not None]
    assert len(split) >= 3
    for factor in split:
        assert factor.money == losses[factor.factor].money
        assert factor.verdict == losses[factor.factor].verdict
        assert sum(row.money.effect for row in factor.rows if row.money) == factor.money.effect


@pytest.mark.parametrize(("code", "kind"), KINDS)
def test_every_kind_holds_the_same_visits_and_money(store: Store, code: str, kind: Culprit) -> None:
    asked = CulpritQuestion(**PERIOD, factor=code, kind=kind, limit=3)
    (factor,) = ask_culprits(store, asked).factors
    (usual,) = ask_culprits(store, replace(asked, kind=None)).factors
    assert factor.visits == usual.visits == sum(row.visits or 0 for row in factor.rows)
    assert sum((row.money.effect for row in factor.rows if row.money), Decimal(0)) == (
        factor.money.effect if factor.money else 0
    )


@pytest.mark.parametrize("measure", Measure)
def test_a_filter_shows_the_part_of_the_whole(store: Store, measure: Measure) -> None:
    phones = ((Dimension.DEVICE, ("mobile",)),)
    asked = CulpritQuestion(**PERIOD, factor="slow_page", kind=Culprit.DEVICE, measure=measure)
    (whole,), (part,) = ask_culprits(store, asked).factors, ask_culprits(store, replace(asked, where=phones)).factors
    mobile = next(row for row in whole.rows if row.culprit == "mobile")
    assert [row.culprit for row in part.rows] == ["mobile"]
    assert part.rows[0].visits == mobile.visits
    assert part.money is not None
    assert mobile.money is not None
    assert abs(part.money.effect - mobile.money.effect) <= Decimal("0.02")


def test_the_funnel_shows_the_visits_named(store: Store, answer: CulpritAnswer) -> None:
    named = [row for factor in answer.factors for row in factor.named if row.met is not None]
    assert named
    for row in named:
        found = ask_funnel(store, FunnelQuestion(**PERIOD, problem=row.met, compare=False))
        start = found.total.step(Step.SESSION_START)
        assert start is not None
        assert start.count == row.visits


def test_funnels_of_all_culprits_add_up_to_the_funnel_of_the_problem(store: Store) -> None:
    (factor,) = ask_culprits(store, CulpritQuestion(**PERIOD, factor="out_of_stock", limit=1000)).factors
    whole = ask_funnel(store, FunnelQuestion(**PERIOD, problem=MetProblem("out_of_stock"), compare=False)).total
    with store.reading() as reader:
        period = {"start": PERIOD["start"], "end": PERIOD["end"], "codes": ["out_of_stock"]}
        codes = {row["culprit"] for row in reader.ask("answers/culprit_shares", period) if row["kind"] == "product"}
    parts = [
        ask_funnel(store, FunnelQuestion(**PERIOD, problem=MetProblem("out_of_stock", code), compare=False)).total
        for code in sorted(codes)
    ]
    assert whole.step(Step.CLICK) is None
    for place, step in enumerate(whole.steps):
        if step.step is not Step.KEPT:
            assert sum(part.steps[place].count or 0 for part in parts) == (step.count or 0)
    revenue: Decimal | None = None
    for part in parts:
        revenue = plus(revenue, part.money.revenue)
    assert revenue == whole.money.revenue
    assert factor.visits == whole.steps[0].count


def test_a_problem_and_another_filter_hold_together(store: Store) -> None:
    asked = FunnelQuestion(**PERIOD, problem=MetProblem("slow_page"), by=(Dimension.DEVICE,), compare=False)
    lines = {row.key[0]: row.steps[0].count for row in ask_funnel(store, asked).rows}
    phones = replace(asked, by=(), where=((Dimension.DEVICE, ("mobile",)),))
    assert ask_funnel(store, phones).total.steps[0].count == lines["mobile"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"unit": Unit.VISITOR}, "count visits"),
        ({"feed": "ga4_events"}, "without a feed"),
        ({"problem": MetProblem("complaint_open")}, "Nobody knows who met"),
    ],
)
def test_what_nobody_can_count_is_refused(store: Store, changed: dict[str, object], told: str) -> None:
    asked = FunnelQuestion(**PERIOD, problem=MetProblem("slow_page"), counting=Counting.REACHED)
    with pytest.raises(WrongUse, match=told):
        ask_funnel(store, replace(asked, **changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["out_of_stock", "out_of_stock:A-1, blue:2", "payment_error.browser:Chrome"])
def test_a_problem_is_written_as_it_is_read(word: str) -> None:
    assert problem_from_word(word).word == word


@pytest.mark.parametrize(
    ("word", "near"), [("out_of_stok", "out_of_stock"), ("out_of_stock.produc", "product"), ("click_lost", None)]
)
def test_a_word_that_is_no_problem_is_told_with_its_neighbour(word: str, near: str | None) -> None:
    with pytest.raises(WrongUse) as caught:
        problem_from_word(word)
    assert caught.value.near == near


def test_the_command_line_takes_one_problem(store: Store) -> None:
    words = {
        "start": None, "end": None, "by": "", "counting": "reached", "steps": None, "unit": "session",
        "window_days": 7, "feed": None,
    }  # fmt: skip
    asked = question_from_words(where=["problem=out_of_stock:A-1", "device=mobile"], **words)  # type: ignore[arg-type]
    assert asked.problem == MetProblem("out_of_stock", "A-1")
    assert asked.where == ((Dimension.DEVICE, ("mobile",)),)
    with pytest.raises(WrongUse, match="one problem"):
        question_from_words(where=["problem=slow_page", "problem=out_of_stock"], **words)  # type: ignore[arg-type]
    with pytest.raises(WrongUse, match="There is no factor"):
        ask_culprits(store, CulpritQuestion(factor="slow_pages"))


def test_a_group_shows_its_own_and_says_what_is_missing(store: Store, answer: CulpritAnswer) -> None:
    service = ask_culprits(store, CulpritQuestion(**PERIOD, group=Group.SERVICE))
    assert {factor.group for factor in service.factors} <= {Group.SERVICE}
    assert ("complaint_open", ("contacts.link",)) in [(one.factor, one.lacking) for one in service.not_measured]
    assert {row.factor for row in service.rows} < {row.factor for row in answer.rows}


def test_json_and_csv_say_the_same(answer: CulpritAnswer) -> None:
    told = json.loads(json.dumps(culprits_as_json(answer)))
    lines = list(csv.DictReader(StringIO(culprits_csv(answer))))
    assert [row["culprit"] for row in told["rows"]] == [line["culprit"] for line in lines]
    assert [row["money"]["effect"] or "" for row in told["rows"]] == [line["money_effect"] for line in lines]


def test_a_name_that_begins_like_a_formula_is_no_formula(answer: CulpritAnswer) -> None:
    factor = next(one for one in answer.factors if one.rows)
    evil = replace(factor, rows=(replace(factor.rows[0], culprit="=cmd()"),))
    assert "'=cmd()" in culprits_csv(replace(answer, factors=(evil,)))


def test_few_visits_and_those_past_the_limit_stand_together() -> None:
    names = ["a", "b", "c", "d", "not_stated"]
    visits, effects = np.array([9.0, 50.0, 9.0, 2.0, 1.0]), np.array([5.0, 9.0, 1.0, 8.0, 7.0])
    assert names_told(names, visits, effects, 2, 5) == ["a", "b", "other", "other", "not_stated"]
    assert names_told(names, visits, effects, 9, 5) == names


def test_the_store_stays_sound(store: Store) -> None:
    broken = [finding for finding in check_store(store) if not finding.holds]
    assert broken == []
