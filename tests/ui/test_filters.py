"""Presets are whole weeks that are held."""

from datetime import date

import pytest

from funnel.periods import Period
from funnel.ui.filters import preset_period

FIRST, NEWEST = date(2026, 8, 17), date(2026, 11, 18)


@pytest.mark.parametrize(
    ("preset", "days"),
    [
        ("last_week", Period(date(2026, 11, 9), date(2026, 11, 15))),
        ("last_4_weeks", Period(date(2026, 10, 19), date(2026, 11, 15))),
        ("last_13_weeks", Period(date(2026, 8, 17), date(2026, 11, 15))),
        ("all", Period(FIRST, NEWEST)),
        ("custom", None),
    ],
)
def test_presets(preset: str, days: Period | None) -> None:
    assert preset_period(preset, FIRST, NEWEST) == days


def test_a_preset_is_cut_to_what_is_held() -> None:
    assert preset_period("last_4_weeks", date(2026, 11, 11), NEWEST) == Period(date(2026, 11, 11), date(2026, 11, 15))


def test_no_full_week_is_held() -> None:
    assert preset_period("last_week", date(2026, 11, 16), NEWEST) is None
