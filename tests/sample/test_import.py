"""The sample shop goes through the same door as any export, and comes out as what was written."""

from pathlib import Path

import pytest

from funnel.answers.bring_in import bring_in_sample
from funnel.answers.check import check_store
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.intake import Outcome
from funnel.sample import SampleShop, write_sample
from funnel.store import Store
from funnel.terms import Dimension, Step


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SampleShop:
    return write_sample(tmp_path_factory.mktemp("small"), sessions=4000, weeks=3)


@pytest.fixture(scope="module")
def brought(small: SampleShop, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Outcome, ...]]:
    folder = tmp_path_factory.mktemp("store")
    return folder, bring_in_sample(Store(folder), small.folder)


def test_every_file_is_recognised_and_every_row_accounted_for(
    small: SampleShop, brought: tuple[Path, tuple[Outcome, ...]]
) -> None:
    outcomes = brought[1]
    assert [outcome.problems for outcome in outcomes if outcome.verdict != "loaded"] == []
    exports = [path for path in small.files if path.parent != small.folder]
    assert sorted(outcome.file_name for outcome in outcomes) == sorted(path.name for path in exports)
    receipts = [outcome.receipt for outcome in outcomes if outcome.receipt]
    assert sum(receipt.rejected for receipt in receipts) == 0
    # The totals lines of Google Ads and Yandex Direct.
    assert sum(receipt.set_aside for receipt in receipts) == 2
    assert sum(receipt.rows_in for receipt in receipts if receipt.kind == "traffic_events") == small.events


def test_the_funnel_counts_what_was_written(small: SampleShop, brought: tuple[Path, tuple[Outcome, ...]]) -> None:
    answer = ask_funnel(Store(brought[0]), FunnelQuestion(by=(Dimension.DEVICE,), compare=False))
    counted = {found.step: found.count for found in answer.total.steps}
    assert counted[Step.SESSION_START] == small.visits
    assert counted[Step.PURCHASE] == small.purchases
    visits_of = {row.key[0]: row.step(Step.SESSION_START) for row in answer.rows}
    # Ad reports state no device, so clicks have a line of their own.
    assert {key for key, found in visits_of.items() if found and found.count} == {"desktop", "mobile", "tablet"}


def test_the_store_holds_its_invariants(brought: tuple[Path, tuple[Outcome, ...]]) -> None:
    assert [finding for finding in check_store(Store(brought[0])) if not finding.holds] == []
