"""A reconciliation of some days is what the reconciliation of all days says of them."""

from datetime import timedelta

import pytest

from funnel.answers.reconcile import of_days, reconcile
from funnel.periods import Period
from funnel.store import Store
from tests.small_sample import small_store


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return small_store(tmp_path_factory)


@pytest.mark.parametrize(("first", "days"), [(0, 1), (3, 12), (20, 30), (400, 7)])
def test_days_of_a_reconciliation_equal_their_own(sample: Store, first: int, days: int) -> None:
    whole = reconcile(sample)
    start = whole.period.start + timedelta(days=first)
    asked = Period(start, start + timedelta(days=days - 1))
    assert of_days(whole, asked) == reconcile(sample, asked.start, asked.end)
