"""What an experiment earns a week: its lift in money per visit times the visits of a week."""

from decimal import Decimal
from math import isfinite

from funnel.answers.experiment_result import Per, Reads, SplitAnswer, StagedAnswer
from funnel.maths.lift import Range
from funnel.maths.priority import Spread, cents
from funnel.periods import WEEK


def earned_by_split(answer: SplitAnswer) -> Spread:
    """If everybody got the treatment: money per visit gained times all visits of a week of the test.

    Low and high are the ends of the range read (95 %); unknown where money per visit cannot be compared.
    """
    found = answer.reading(Reads.MONEY)
    if found is None:
        return Spread()
    of_visits = answer.per is Per.VISIT
    counts = [arm.visits if of_visits else arm.visitors for arm in (answer.control, answer.treatment)]
    a_week = sum(counts) * WEEK / answer.period.days
    return _spread(found.lift.relative or 0.0, found.safe, found.lift.control * a_week)


def earned_by_stage(answer: StagedAnswer) -> Spread:
    """In the segments with the fix: the relative change of money per visit times what their visits earned before."""
    days_after = (answer.period.end - answer.since).days + 1
    if answer.money is None or days_after <= 0:
        return Spread()
    a_week = answer.visits_after * WEEK / days_after
    return _spread(answer.money.relative, answer.money.relative_range, answer.money.before * a_week)


def _spread(relative: float, ends: Range, base: float) -> Spread:
    low, mid, high = (
        cents(Decimal(repr(end * base))) if isfinite(end) else None for end in (ends.low, relative, ends.high)
    )
    return Spread(low, mid, high)
