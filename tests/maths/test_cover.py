"""Pace, cover, over-stock and missed sales against numbers worked out by hand."""

import pytest

from funnel.maths.cover import count_range, cover_days, missed, pace_of, sell_through, surplus


def test_pace_is_pieces_over_days_in_stock() -> None:
    pace = pace_of(pieces=10, squares=10, days=20)
    assert pace is not None
    assert pace.a_day == 0.5
    assert pace.clumping == 1.0
    # Garwood for 10: 5.43 to 16.96.
    assert (pace.low * 20, pace.high * 20) == pytest.approx((5.43, 16.96), abs=0.03)


def test_pieces_that_go_in_clumps_widen_the_range() -> None:
    single, clumped = pace_of(12, 12, 30), pace_of(12, 48, 30)
    assert single is not None
    assert clumped is not None
    # 3 days of 4 pieces: mean 0.4, variance 48/30 − 0.16 = 1.44, clumping 3.6.
    assert clumped.clumping == pytest.approx(3.6)
    assert clumped.low < single.low < single.high < clumped.high


def test_nothing_sold_still_says_how_little_it_can_be() -> None:
    pace = pace_of(0, 0, 50)
    assert pace is not None
    assert (pace.low, pace.a_day) == (0.0, 0.0)
    assert pace.high * 50 == pytest.approx(3.0, abs=0.05)
    assert not pace.is_usual


def test_too_few_days_tell_nothing() -> None:
    assert pace_of(30, 60, 13) is None


def test_range_of_a_count_holds_known_values() -> None:
    assert count_range(3) == pytest.approx((0.82, 7.75), abs=0.03)
    assert count_range(100) == pytest.approx((84.1, 118.1), abs=0.3)


def test_cover_is_stock_over_pace() -> None:
    pace = pace_of(14, 14, 28)
    assert cover_days(21, pace) == 42.0
    assert cover_days(0, pace) == 0.0
    assert cover_days(None, pace) is None
    assert cover_days(21, pace_of(2, 2, 28)) is None


def test_sell_through_is_of_what_was_there() -> None:
    assert sell_through(30, 10) == 0.75
    assert sell_through(0, 0) is None
    assert sell_through(None, 4) is None
    assert sell_through(3, -1) == 1.0


def test_surplus_and_missed_pieces_by_hand() -> None:
    pace = pace_of(28, 28, 28)
    assert pace is not None
    low, middle, high = surplus(100, pace, 60)
    assert middle == 40.0
    assert low < middle < high
    assert low == pytest.approx(max(0.0, 100 - 60 * pace.high))
    assert missed(5, pace)[1] == 5.0
    assert surplus(10, pace, 60) == (0.0, 0.0, 0.0)
