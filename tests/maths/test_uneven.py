"""Problems that weigh more where few go on anyway, by hand."""

import numpy as np
import pytest

from funnel.maths.cells import Cells, Factor, tables_of
from funnel.maths.intent import NotLost, never_negative
from funnel.maths.uneven import by_part, evidence_of, log_ratio_at, share_of
from funnel.terms import Group
from tests.maths.rows import counts_of, money_of

SPANS = np.eye(2)
"""Two days, each a span of its own."""
VISITS = np.full((2, 2), 1000.0)
"""Two sets × two days, as many with the problem as without."""


def test_odds_taken_alike_weigh_less_where_many_go_on() -> None:
    # Odds halved: 1 in 2 becomes 1 in 3, two thirds of it; 4 in 5 becomes 2 in 3, five sixths of it.
    assert log_ratio_at(np.log(2 / 3), np.asarray(0.5), np.asarray(0.8)) == pytest.approx(np.log(5 / 6))
    assert log_ratio_at(np.log(2 / 3), np.asarray(0.5), np.asarray(0.5)) == pytest.approx(np.log(2 / 3))
    # The other way round: odds doubled.
    assert log_ratio_at(np.log(4 / 3), np.asarray(0.5), np.asarray(0.8)) == pytest.approx(np.log(10 / 9))


def test_like_visits_tell_what_a_problem_multiplies() -> None:
    without = np.repeat([[200.0], [800.0]], 2, axis=1)
    odds, rates = np.repeat([[1000 / 9], [2000 / 3]], 2, axis=1), without * 0.75
    for went_on, kind in ((odds, 1.0), (rates, 0.0)):
        pooled = float(np.log(went_on.sum() / without.sum()))
        assert share_of([evidence_of((VISITS, went_on, VISITS, without), SPANS, pooled)]) == pytest.approx(
            kind, abs=0.1
        )


def test_nothing_known_is_taken_halfway() -> None:
    one_span = evidence_of((VISITS, VISITS / 4, VISITS, VISITS / 2), np.ones((1, 2)), float(np.log(0.5)))
    assert one_span == (0.0, 0.0)
    assert share_of([one_span]) == 0.5


def test_parts_differ_and_agree_with_what_was_measured_over_all() -> None:
    # Segment 0 goes on at 0.2, segment 1 at 0.8; ten thousand of each met the problem.
    rows = [(0, 1, 0, 0, 1, 0, 10_000, 1111), (0, 1, 0, 0, 0, 0, 90_000, 18_000)]
    rows += [(0, 1, 1, 1, 1, 0, 10_000, 6667), (0, 1, 1, 1, 0, 0, 90_000, 72_000)]
    slow = Factor("slow_page", Group.SITE, ("view_item",))
    money = money_of([(1, 0, 100_000, 19_111, 19_111, 1.0), (1, 1, 100_000, 78_667, 78_667, 1.0)])
    table = tables_of(Cells(("view_item",), 1, (slow,), ("a", "b"), counts_of(rows), money)).steps[0]
    pooled = np.full((1, 2, 1), np.log((1111 + 6667) / 10_000))
    few, many = by_part(table, pooled, np.zeros(2, dtype=np.int64), 1.0)[0, :, 0]
    assert np.exp([few, many]) == pytest.approx([0.556, 0.833], abs=0.02)
    assert by_part(table, pooled, np.zeros(2, dtype=np.int64), 0.0) is pooled
    apart = by_part(table, pooled, np.arange(2), 1.0)
    assert apart == pytest.approx(pooled)


def test_what_is_not_known_of_intent_is_a_part_of_the_loss() -> None:
    assert NotLost(0.2, 0.08).relative_error == pytest.approx(0.1)


def test_nobody_turned_away_meant_to_buy_more_than_those_who_stay() -> None:
    # Far above 0 nothing is cut off; at 0 half of a normal distribution is left: √(2/π) and √(1 − 2/π) of its spread.
    sure, half = never_negative(0.3, 0.02), never_negative(0.0, 0.1)
    assert (sure.share, sure.error) == pytest.approx((0.3, 0.02))
    assert (half.share, half.error) == pytest.approx((0.0798, 0.0603), abs=1e-4)
    below = never_negative(-1e6, 0.1)
    assert 0 < below.share < 0.02
    assert below.error < below.share
