"""Every source that ships has a fixture, and every fixture loads as the table beside it."""

from pathlib import Path

import pytest

from funnel.intake.profile import profiles
from tests.intake.exports import accepted_text, expected_of, fixtures, imported

SMALL = [path for path in fixtures() if path.name != "ecom_events.csv.gz"]


def _named(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize("fixture", SMALL, ids=_named)
def test_fixture_loads_as_its_table(fixture: Path, tmp_path: Path) -> None:
    store, outcome = imported(fixture, tmp_path / "store")
    assert outcome.receipt is not None, outcome.problems
    assert outcome.receipt.source == fixture.parent.name
    assert accepted_text(store, outcome) == expected_of(fixture).read_text(encoding="utf-8")


@pytest.mark.parametrize("fixture", SMALL, ids=_named)
def test_records_add_up(fixture: Path, tmp_path: Path) -> None:
    _, outcome = imported(fixture, tmp_path / "store")
    assert outcome.receipt is not None
    assert outcome.receipt.adds_up()
    assert sum(outcome.receipt.set_aside_reasons.values()) == outcome.receipt.set_aside
    assert sum(outcome.receipt.reject_reasons.values()) == outcome.receipt.rejected


def test_every_profile_has_a_fixture_and_every_fixture_a_profile() -> None:
    assert {profile.id for profile in profiles()} == {path.parent.name for path in fixtures()}
