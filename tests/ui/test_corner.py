"""The corner of a screen names what is old: every stale source, and on every screen that shows numbers of sources."""

from datetime import date

import pytest

from funnel.answers.result import Age, Freshness, ShopState
from funnel.ui.corner import corner_text
from funnel.words import Words
from tests.house import ROOT

WITHOUT_SOURCES = {"backlog", "card", "mapping"}
"""Screens of frozen figures, and of a file that is not imported yet."""
SCREENS = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
DAY = date(2026, 9, 1)


def state(*ages: Age) -> ShopState:
    old = tuple(Freshness(f"feed_{place}", "ad_costs", DAY, 30 - place, age) for place, age in enumerate(ages))
    return ShopState("Shop", "UTC", "PLN", 1, False, DAY, DAY, old)


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_a_stale_source_is_flagged_in_the_corner_of_every_screen(language: str) -> None:
    told = corner_text(state(*[Age.STALE] * 5, Age.LATE, Age.FRESH), Words(language))
    assert told.count(":orange[") == 4
    assert [name for name in ("feed 0", "feed 1", "feed 2", "feed 3") if name not in told] == []
    assert "feed 6" not in told
    assert "2" in told.rsplit(" · ", 1)[1]
    shows = {name: _shows_the_corner((ROOT / "pages" / f"{name}.py").read_text(encoding="utf-8")) for name in SCREENS}
    assert [name for name, shown in shows.items() if not shown and name not in WITHOUT_SOURCES] == []


def _shows_the_corner(source: str) -> bool:
    return "show_corner(" in source or "from funnel.ui.department import" in source
