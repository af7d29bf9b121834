"""Expected money, priority and track record by hand."""

from decimal import Decimal

import pytest

from funnel.maths.priority import Case, Record, Spread, a_week_of, expected, priority, record_of


def case(promised: int, earned: int, low: int | None = None, high: int | None = None) -> Case:
    ends = [None if end is None else Decimal(end) for end in (low, earned, high)]
    return Case(Decimal(promised), Spread(*ends))


def test_a_loss_of_two_weeks_is_halved() -> None:
    lost = Spread(Decimal("-10.01"), Decimal("100.00"), None)
    assert a_week_of(lost, 14) == Spread(Decimal("-5.00"), Decimal("50.00"), None)
    assert expected(lost, 25) == Spread(Decimal("-2.50"), Decimal("25.00"), None)


@pytest.mark.parametrize(("effort", "ratio", "said"), [("4", 1.0, "25.00"), ("4", 0.5, "12.50"), (None, 1.0, None)])
def test_priority_is_money_a_person_day(effort: str | None, ratio: float, said: str | None) -> None:
    found = priority(Spread(mid=Decimal(100)), Record(ratio), Decimal(effort) if effort else None)
    assert found == (None if said is None else Decimal(said))
    assert priority(Spread(), Record(), Decimal(1)) is None


def test_no_case_counts_as_one() -> None:
    assert record_of(()) == Record(1.0, None, None, 0)
    assert record_of([case(0, 5)]) == Record()


def test_one_case_has_its_own_range_and_several_are_left_out_in_turn() -> None:
    assert record_of([case(200, 100, 20, 150)]) == Record(0.5, 0.1, 0.75, 1)
    found = record_of([case(100, 100), case(100, 0)])
    assert (found.ratio, found.low) == (0.5, 0.0)
    assert found.high == pytest.approx(0.5 + 6.3138 * 0.5, abs=1e-3)  # t with one degree of freedom


def test_a_promise_that_lost_money_counts_as_nothing_earned() -> None:
    assert record_of([case(100, -50)]).ratio == 0.0
