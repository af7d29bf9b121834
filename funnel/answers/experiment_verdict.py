"""What may be said of a split test, and what its reader must be warned of."""

from collections.abc import Sequence

from funnel.answers.experiment_result import Reading, Reads, Verdict, WithoutLargest

UNEQUAL = 0.001
"""Chance below which unequal arms are called a fault of the draw."""
NOTICED = 0.01
"""Relative differences below this are not worth a warning."""


def one_order_matters(readings: Sequence[Reading], without: Sequence[Reading]) -> bool:
    """Whether a comparison of money changes its sign, or halves, without the dearest order."""
    kept = {one.reads: one.lift.relative or 0.0 for one in without}
    whole = [(one.reads, one.lift.relative or 0.0) for one in readings if one.reads is not Reads.ORDERS]
    return any(abs(value) >= NOTICED and kept.get(reads, value) / value < 0.5 for reads, value in whole)


def verdict_of(
    readings: Sequence[Reading], without: Sequence[WithoutLargest], unequal: float, *, finished: bool
) -> Verdict:
    """Orders per visit decide; money per visit may veto, and decides alone only when no single order does it.

    Ranges are those that may be looked at while the test runs.
    """
    if unequal < UNEQUAL:
        return Verdict.NOT_TO_BE_TRUSTED
    ranges = {one.reads: one.safe for one in readings}
    orders, money = ranges.get(Reads.ORDERS), ranges.get(Reads.MONEY)
    if orders is None:
        return Verdict.CANNOT_TELL
    if orders.low > 0 and not (money and money.high < 0):
        return Verdict.BETTER
    if orders.high < 0 or (money and money.high < 0):
        return Verdict.WORSE
    if money and money.low > 0:
        kept = [one.safe for each in without[:1] for one in each.readings if one.reads is Reads.MONEY]
        return Verdict.ONE_ORDER_DECIDES if any(one.holds_zero for one in kept) else Verdict.BETTER
    return Verdict.NO_DIFFERENCE_SEEN if finished else Verdict.STILL_RUNNING
