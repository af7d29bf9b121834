"""Every list of every department: documented, its metrics in the registry, its rows no more than its total."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.answers.culprit_result import CulpritQuestion
from funnel.answers.culprits import ask_culprits
from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.laid_losses import ask_list
from funnel.answers.listing import ListQuestion, Promotion
from funnel.answers.listing_told import list_csv, list_text, lists_as_json
from funnel.answers.shop import shop_state
from funnel.errors import WrongUse
from funnel.metrics import metric
from funnel.periods import full_days
from funnel.store import Store
from funnel.terms import Dimension
from tests.market_shop import market_store
from tests.small_sample import small_store

ROOT = Path(__file__).parents[2]
LAID = [(department, rule.code) for department, rules in DEPARTMENTS.items() for rule in rules if rule.laid]
ASKED = ListQuestion(promotions=(Promotion("Autumn sale", date(2026, 10, 24), date(2026, 10, 25)),))
LISTS = [(department, rule.code) for department, rules in DEPARTMENTS.items() for rule in rules]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return small_store(tmp_path_factory)


@pytest.fixture(scope="module")
def markets(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return market_store(tmp_path_factory.mktemp("markets"))


@pytest.fixture
def sample(request: pytest.FixtureRequest, department: str) -> Store:
    """The invented shop; it sells at no marketplace, so for these a shop that does."""
    store: Store = request.getfixturevalue("markets" if department == "marketplaces" else "invented")
    return store


@pytest.mark.parametrize(("department", "code"), LISTS)
def test_every_list_answers_on_the_sample(sample: Store, department: str, code: str) -> None:
    answer = ask_list(sample, list_named(department, code), ASKED)
    assert answer.code == code
    assert answer.rows, "the sample shop must show every list"
    assert all(len(row.key) == len(answer.keys) and len(row.values) == len(answer.metrics) for row in answer.rows)
    assert len({row.key for row in answer.rows}) == len(answer.rows)


@pytest.mark.parametrize(("department", "code"), LISTS)
def test_rows_of_a_metric_that_adds_up_give_the_total(sample: Store, department: str, code: str) -> None:
    answer = ask_list(sample, list_named(department, code), ASKED)
    if answer.total is None:
        return
    for place, name in enumerate(answer.metrics):
        whole = answer.total.values[place]
        known = [value for row in answer.rows if (value := row.values[place]) is not None]
        if metric(name).additive and whole is not None:
            assert sum(known) == (whole if isinstance(whole, int | Decimal) else pytest.approx(whole)), name


@pytest.mark.parametrize(("department", "code"), LISTS)
def test_every_list_is_told_as_json_csv_and_text(sample: Store, department: str, code: str) -> None:
    answer = ask_list(sample, list_named(department, code), ASKED)
    told = lists_as_json(department, [answer])["lists"][0]
    assert len(told["rows"]) == len(answer.rows)
    assert list_csv(answer).count("\n") == len(answer.rows) + 1
    assert list_text(answer).startswith(code)


@pytest.mark.parametrize(("department", "code"), LAID)
def test_losses_in_rows_equal_the_culprits_on_top_to_the_cent(sample: Store, department: str, code: str) -> None:
    rule = list_named(department, code)
    answer = ask_list(sample, rule, ListQuestion())
    newest = shop_state(sample).newest_day
    assert rule.laid
    assert answer.period
    assert newest
    days = full_days(answer.period, newest, sample.settings.late_days)
    asked = CulpritQuestion(days.start, days.end, kind=rule.laid.kind)
    told = [line for line in ask_culprits(sample, asked).factors if line.factor in rule.laid.factors]
    named = {(row.factor, row.culprit): row for line in told for row in line.named}
    place, factors = answer.keys.index(rule.laid.key), rule.laid.factors
    shown = [
        (named[code_of, row.key[place]], row)
        for row in answer.rows
        if (code_of := factors[0] if len(factors) == 1 else row.key[0], row.key[place]) in named
    ]
    assert shown or not named
    for culprit, row in shown:
        money, orders = culprit.money, culprit.orders
        assert row.values[0] == (money.effect if money else None)
        assert row.ranges[0] == ((money.low, money.high) if money else None)
        assert not rule.laid.in_orders or row.values[1] == (float(orders.effect) if orders else None)
        assert not rule.laid.in_orders or row.ranges[1] == ((orders.low, orders.high) if orders else None)
        assert rule.laid.in_orders or not (orders and orders.effect)
    assert answer.total
    if all(line.money for line in told):
        assert answer.total.values[0] == sum((line.money.effect for line in told if line.money), Decimal(0))


@pytest.mark.parametrize("code", ["out_of_stock", "price_above"])
def test_a_list_filtered_to_a_category_adds_up_its_own_rows(invented: Store, code: str) -> None:
    rule = list_named("assortment", code)
    asked = ListQuestion(where=((Dimension.CATEGORY, ("lighting", "kitchen")),))
    answer = ask_list(invented, rule, asked)
    every = {row.key: row.values[0] for row in ask_list(invented, rule, ListQuestion()).rows}
    assert answer.rows
    assert answer.total
    costs = [row.values[0] for row in answer.rows]
    assert costs == [every[row.key] for row in answer.rows]
    known = [cost for cost in costs if isinstance(cost, Decimal)]
    assert answer.total.values[0] == (sum(known, Decimal(0)) if len(known) == len(costs) else None)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_list_is_documented_under_its_department(department: str) -> None:
    page = (ROOT / "docs" / "departments.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {department}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.+)$", section, re.MULTILINE) == [rule.code for rule in DEPARTMENTS[department]]


def test_a_misspelt_list_is_named_with_its_neighbour() -> None:
    with pytest.raises(WrongUse) as refused:
        list_named("traffic", "chanels")
    assert refused.value.near == "channels"
