"""Clock times become UTC and back by plain arithmetic, as Python's zoneinfo does with fold 0."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from funnel.intake.zones import local_sql, utc_sql

FIRST, LAST = datetime.fromisoformat("2001-01-01"), datetime.fromisoformat("2030-12-31")
ZONES = ["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Europe/Moscow", "UTC"]


def _asked(expression: str, value: datetime) -> datetime:
    row = duckdb.connect().execute(f"select {expression} from (select ?::timestamp as t)", [value]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("2026-03-29 01:59:59", "2026-03-29 00:59:59"),
        ("2026-03-29 02:30:00", "2026-03-29 01:30:00"),
        ("2026-03-29 03:00:00", "2026-03-29 01:00:00"),
        ("2026-10-25 01:59:59", "2026-10-24 23:59:59"),
        ("2026-10-25 02:30:00", "2026-10-25 00:30:00"),
        ("2026-10-25 03:00:00", "2026-10-25 02:00:00"),
    ],
)
def test_the_nights_when_clocks_change_in_warsaw(clock: str, moment: str) -> None:
    told = _asked(utc_sql("t", "Europe/Warsaw", (2026, 2026)), datetime.fromisoformat(clock))
    assert told == datetime.fromisoformat(moment)


@settings(max_examples=60, deadline=None)
@given(some.sampled_from(ZONES), some.datetimes(FIRST, LAST))
def test_clock_to_utc_is_what_python_says(zone: str, clock: datetime) -> None:
    clock = clock.replace(microsecond=0)
    wanted = clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)
    assert _asked(utc_sql("t", zone, (clock.year, clock.year)), clock) == wanted


@settings(max_examples=60, deadline=None)
@given(some.sampled_from(ZONES), some.datetimes(FIRST, LAST))
def test_utc_to_clock_is_what_python_says(zone: str, moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    wanted = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert _asked(local_sql("t", zone, (moment.year, moment.year)), moment) == wanted
