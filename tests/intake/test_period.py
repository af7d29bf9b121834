"""The period a report states above its table or in its file's name."""

from datetime import date

import pytest

from funnel.intake.period import day_of, period_in


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261031", date(2026, 10, 31)),
        ("2026-10-31", date(2026, 10, 31)),
        ("31.10.2026", date(2026, 10, 31)),
        ("31 października 2026", date(2026, 10, 31)),
        ("1 октября 2026 г.", date(2026, 10, 1)),
        ("October 1, 2026", date(2026, 10, 1)),
        ("Oct 1, 2026", date(2026, 10, 1)),
        ("32.10.2026", None),
        ("10/01/2026", None),
        ("1 brumaire 2026", None),
    ],
)
def test_days_are_read_where_they_can_mean_one_day_only(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_the_first_pattern_with_two_days_in_order_counts() -> None:
    patterns = {"from": r"from (?P<first>\S+) to (?P<last>\S+)", "dash": r"(?P<first>\S+) - (?P<last>\S+)"}
    assert period_in(["report", "from 01.10.2026 to 03.10.2026"], patterns) == (date(2026, 10, 1), date(2026, 10, 3))
    assert period_in(["from 03.10.2026 to 01.10.2026"], patterns) is None
    assert period_in(["from a to b", "2026-10-01 - 2026-10-02"], patterns) == (date(2026, 10, 1), date(2026, 10, 2))
