"""The registry is complete, its names are unique, and what is made from it is current."""

from pathlib import Path

import pytest

from funnel.errors import WrongUse
from funnel.metrics import METRICS, glossary_markdown, metric

ROOT = Path(__file__).parents[1]


def test_ids_and_names_are_unique() -> None:
    assert len({each.id for each in METRICS}) == len(METRICS)
    assert len({each.name for each in METRICS}) == len(METRICS)


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.id)
def test_a_rate_names_its_base_and_does_not_add_up(each) -> None:
    assert each.definition.endswith(".")
    assert each.is_rate == (each.denominator is not None)
    assert not (each.is_rate and each.additive)


def test_glossary_is_current() -> None:
    assert (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8") == glossary_markdown()


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(WrongUse, match="kept_rate"):
        metric("kept_rat")
