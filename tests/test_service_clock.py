"""The clock of first answers: which days and hours it runs in, as the settings say it."""

import pytest

from funnel.service_clock import clock_of


def test_the_whole_week_never_stops_however_it_is_said() -> None:
    assert clock_of("00:00-24:00", "mon-sun").never_stops
    assert clock_of("0:00 - 24:00", "Sun-Sat").never_stops
    assert not clock_of("00:00-24:00", "mon-sat").never_stops
    assert not clock_of("00:00-23:59", "mon-sun").never_stops


@pytest.mark.parametrize(
    ("days", "served", "before"),
    [
        ("mon-fri", "1111100", "0123455"),
        ("sun-thu", "1111001", "0123444"),
        ("sat", "0000010", "0000001"),
        ("fri-mon", "1000111", "0111123"),
    ],
)
def test_days_are_told_to_the_query_monday_first(days: str, served: str, before: str) -> None:
    asked = clock_of("09:00-18:30", days).asked()
    assert (asked["served"], asked["served_before"], asked["days_served"]) == (served, before, served.count("1"))
    assert (asked["on_hours"], asked["opens"], asked["closes"]) == (True, 9 * 3600, 18 * 3600 + 1800)


def test_hours_are_shown_as_people_write_them() -> None:
    assert clock_of("9:00-18:00", "mon-fri").hours == "09:00–18:00"
