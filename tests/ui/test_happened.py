"""What we wrote of the invented shop is said in the reader's language."""

import pytest

from funnel.board.happenings import planned_in
from funnel.sample.tell import HOLIDAYS, RELEASES, SALES
from funnel.ui.happened import IN_SAMPLE
from funnel.words import Words
from tests.house import ROOT


def test_every_happening_of_the_invented_shop_can_be_said() -> None:
    planned = {*SALES, *HOLIDAYS.values(), *(text for _, text in RELEASES)}
    assert planned <= set(IN_SAMPLE)
    assert {one.text for one in planned_in(ROOT / "data" / "sample")} <= set(IN_SAMPLE)


@pytest.mark.parametrize("language", ["ru", "pl"])
def test_in_every_language(language: str) -> None:
    assert [text for text in IN_SAMPLE if Words(language).text(text) == text] == []
