"""Every list of every department: documented, its metrics in the registry, its rows no more than its total."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from funnel.answers.departments import DEPARTMENTS, list_named
from funnel.answers.listing import ListQuestion
from funnel.answers.listing_told import list_csv, list_text, lists_as_json
from funnel.errors import WrongUse
from funnel.metrics import metric
from funnel.store import Store
from tests.market_shop import market_store
from tests.small_sample import sample_store, write_exports

ROOT = Path(__file__).parents[2]
LISTS = [(department, rule.code) for department, rules in DEPARTMENTS.items() for rule in rules]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("departments")
    return sample_store(folder, write_exports(folder))


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
    answer = list_named(department, code).ask(sample, ListQuestion())
    assert answer.code == code
    assert answer.rows, "the sample shop must show every list"
    assert all(len(row.key) == len(answer.keys) and len(row.values) == len(answer.metrics) for row in answer.rows)
    assert len({row.key for row in answer.rows}) == len(answer.rows)


@pytest.mark.parametrize(("department", "code"), LISTS)
def test_rows_of_a_metric_that_adds_up_give_the_total(sample: Store, department: str, code: str) -> None:
    answer = list_named(department, code).ask(sample, ListQuestion())
    if answer.total is None:
        return
    for place, name in enumerate(answer.metrics):
        whole = answer.total.values[place]
        known = [value for row in answer.rows if (value := row.values[place]) is not None]
        if metric(name).additive and whole is not None:
            assert sum(known) == (whole if isinstance(whole, int | Decimal) else pytest.approx(whole)), name


@pytest.mark.parametrize(("department", "code"), LISTS)
def test_every_list_is_told_as_json_csv_and_text(sample: Store, department: str, code: str) -> None:
    answer = list_named(department, code).ask(sample, ListQuestion())
    told = lists_as_json(department, [answer])["lists"][0]
    assert len(told["rows"]) == len(answer.rows)
    assert list_csv(answer).count("\n") == len(answer.rows) + 1
    assert list_text(answer).startswith(code)


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_list_is_documented_under_its_department(department: str) -> None:
    page = (ROOT / "docs" / "departments.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {department}\n")[2].partition("\n## ")[0]
    assert re.findall(r"^### (.+)$", section, re.MULTILINE) == [rule.code for rule in DEPARTMENTS[department]]


def test_a_misspelt_list_is_named_with_its_neighbour() -> None:
    with pytest.raises(WrongUse) as refused:
        list_named("traffic", "chanels")
    assert refused.value.near == "channels"
