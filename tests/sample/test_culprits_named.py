"""Every fault planted in the sample shop is named by its culprit, in the first three lines of its department."""

import pytest

from funnel.answers.culprit_result import CulpritAnswer
from funnel.terms import Group
from tests.house import ROOT
from tests.sample.culprits_named import PLANTED, ask_whole, faults_of, not_named
from tests.small_sample import bundled_store


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[Group, CulpritAnswer]:
    store = bundled_store(tmp_path_factory)
    return {group: ask_whole(store, group) for group in Group}


@pytest.mark.parametrize("group", Group)
def test_every_planted_fault_is_named_and_nothing_else_stands_above_it(
    answers: dict[Group, CulpritAnswer], group: Group
) -> None:
    assert not_named(answers[group]) == []


def test_every_fault_of_the_sample_is_looked_for() -> None:
    assert sorted(faults_of(ROOT / "data" / "sample")) == sorted(PLANTED)
