"""Every factor is whole: declaration, SQL, case, setting, words; and nothing of a factor stands without one."""

import re
from dataclasses import fields

import pytest

from funnel.factor import FactorRule
from funnel.factors import BY_CODE, EVENT, FACTORS, LOSS_STEPS, VISIT_FACTORS, mask_of
from funnel.metrics import BY_ID
from funnel.settings import Settings
from funnel.terms import Step
from tests.house import ROOT, SQL

PROBLEMS = SQL / "facts" / "problems"
CULPRITS = SQL / "facts" / "culprits"
CASES = ROOT / "tests" / "cases" / "facts" / "problems"
MOST_BITS = 62
ASKED_FOR = (
    "click_lost ad_mismatch junk_traffic slow_page page_error payment_error checkout_error missing_page out_of_stock"
    " no_alternative price_above empty_search weak_card chat_slow chat_unanswered long_delivery late_delivery"
    " complaint_open cancelled_by_shop return_quality"
)


def test_codes_are_unique_and_fit_into_a_pattern() -> None:
    assert len(BY_CODE) == len(FACTORS)
    assert len(VISIT_FACTORS) <= MOST_BITS
    assert set(ASKED_FOR.split()) <= set(BY_CODE)


def test_sql_files_are_those_of_the_factors() -> None:
    assert {path.stem for path in PROBLEMS.glob("*.sql")} == {rule.code for rule in VISIT_FACTORS}
    assert {path.name for path in CASES.iterdir()} == {rule.code for rule in VISIT_FACTORS}
    assert [rule.code for rule in FACTORS if not rule.of_visits] == ["click_lost"]


@pytest.mark.parametrize("rule", VISIT_FACTORS, ids=lambda rule: rule.code)
def test_what_a_factor_is_laid_to_are_the_columns_of_its_file(rule: FactorRule) -> None:
    cases = (ROOT / "tests" / "cases" / "facts" / "culprits" / rule.code).glob("*/expected.csv")
    heads = [path.read_text(encoding="utf-8").splitlines()[0].split(",") for path in cases]
    assert heads
    assert all(head == ["visit", *rule.culprits] for head in heads)


def test_every_factor_has_a_file_of_culprits_and_every_file_a_factor() -> None:
    assert {path.name.partition(".")[0] for path in CULPRITS.glob("*.sql")} == {rule.code for rule in VISIT_FACTORS}


@pytest.mark.parametrize("rule", FACTORS, ids=lambda rule: rule.code)
def test_a_factor_harms_one_or_two_steps_of_the_chain(rule: FactorRule) -> None:
    assert 1 <= len(rule.steps) <= 2
    assert set(rule.steps) <= {*LOSS_STEPS, Step.SESSION_START}
    assert list(rule.steps) == sorted(rule.steps, key=list(Step).index)


@pytest.mark.parametrize("rule", FACTORS, ids=lambda rule: rule.code)
def test_a_factor_needs_columns_that_exist(rule: FactorRule) -> None:
    assert rule.needs
    for kind, what in rule.needs:
        contract = (SQL / "tables" / f"{kind.value}.sql").read_text(encoding="utf-8")
        assert what.startswith(EVENT) or re.search(rf"^    {what} ", contract, re.MULTILINE), what


@pytest.mark.parametrize("rule", FACTORS, ids=lambda rule: rule.code)
def test_a_threshold_is_a_setting_with_the_same_default_and_the_query_uses_it(rule: FactorRule) -> None:
    if rule.threshold is None:
        return
    defaults = {field.name: field.default for field in fields(Settings)}
    assert defaults[rule.threshold.setting] == rule.threshold.default
    assert f"${rule.threshold.setting}" in (PROBLEMS / f"{rule.code}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", VISIT_FACTORS, ids=lambda rule: rule.code)
def test_a_case_shows_met_not_met_and_what_leaves_no_row(rule: FactorRule) -> None:
    told = [path.read_text(encoding="utf-8") for path in (CASES / rule.code).glob("*/expected.csv")]
    met = {line.rsplit(",", 1)[1] for text in told for line in text.splitlines()[1:]}
    assert {"1", "0"} <= met


def test_every_factor_is_a_metric_and_documented() -> None:
    document = (ROOT / "docs" / "adding-a-factor.md").read_text(encoding="utf-8")
    assert [rule.code for rule in FACTORS if rule.code not in BY_ID] == []
    assert [rule.code for rule in FACTORS if f"`{rule.code}`" not in document] == []


def test_masks_of_the_steps_cover_every_factor_once_a_step() -> None:
    for step in LOSS_STEPS:
        held = {rule.code for bit, rule in enumerate(VISIT_FACTORS) if mask_of(step) >> bit & 1}
        assert held == {rule.code for rule in VISIT_FACTORS if step in rule.steps}
