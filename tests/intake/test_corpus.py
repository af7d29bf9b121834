"""A part of the adversarial corpus in every run; `make corpus` judges all of it."""

from pathlib import Path

import pytest

from tests.intake.corpus.__main__ import SEED
from tests.intake.corpus.again import Again, agains, fate_again
from tests.intake.corpus.all_cases import cases_of
from tests.intake.corpus.cases import Case
from tests.intake.corpus.runner import fate_of

EVERY, FEW_AGAIN = 11, 97
LARGE = 400_000
SAMPLE = [case for place, case in enumerate(cases_of("", SEED)) if place % EVERY == 0 and len(case.content) < LARGE]
PART = list({case.name: case for case in (*SAMPLE, *cases_of("odd", SEED))}.values())


@pytest.mark.parametrize("case", PART, ids=lambda case: case.name)
def test_no_file_is_read_wrong_in_silence(case: Case, tmp_path: Path) -> None:
    fate = fate_of(case, tmp_path / "room")
    assert fate.is_fine, f"{fate.verdict}: {fate.why}"


@pytest.mark.parametrize("again", agains()[::FEW_AGAIN], ids=lambda again: again.name)
def test_an_export_written_otherwise_loads_the_same(again: Again, tmp_path: Path) -> None:
    fate = fate_again(again, tmp_path)
    assert fate.is_fine, f"{fate.verdict}: {fate.why}"


def test_the_corpus_has_several_hundred_files_all_different() -> None:
    cases = list(cases_of("", SEED))
    assert len(cases) > 400
    assert len({case.content for case in cases}) > 0.9 * len(cases)
