"""What comes first: expected money per person-day, discounted by what such promises earned before."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from funnel.maths.ranges import SHARE_BELOW, t_quantile

CENT: Final = Decimal("0.01")


@dataclass(frozen=True)
class Spread:
    """A figure with both ends of its 90 % range; None is not known."""

    low: Decimal | None = None
    mid: Decimal | None = None
    high: Decimal | None = None

    def times(self, factor: Decimal) -> "Spread":
        """All three times `factor` (not below 0), to the cent."""
        parts = (None if part is None else cents(part * factor) for part in (self.low, self.mid, self.high))
        return Spread(*parts)


@dataclass(frozen=True)
class Case:
    """A finished piece of work: money a week it promised, money a week it earned with range."""

    promised: Decimal
    earned: Spread


@dataclass(frozen=True)
class Record:
    """Earned ÷ promised of finished cases with its 90 % range; 1 while there is none."""

    ratio: float = 1.0
    low: float | None = None
    high: float | None = None
    cases: int = 0


def cents(amount: Decimal) -> Decimal:
    """To the cent, half to even."""
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def a_week_of(lost: Spread, days: int) -> Spread:
    """What is lost over `days` as lost in seven."""
    return lost.times(Decimal(7) / Decimal(days))


def expected(lost_a_week: Spread, win_back_percent: int) -> Spread:
    """Money a week a card expects: the loss times the share to win back."""
    return lost_a_week.times(Decimal(win_back_percent) / 100)


def record_of(cases: Sequence[Case]) -> Record:
    """The track record of these cases.

    The ratio is of sums, so that a large promise counts for more than a small one, and never below 0. The range of two
    cases and more leaves each out in turn (jackknife, t quantile); of one case it is that case's own.
    """
    counted = [case for case in cases if case.promised > 0 and case.earned.mid is not None]
    if not counted:
        return Record()
    ratio = _ratio(counted)
    if len(counted) == 1:
        only = counted[0]
        return Record(ratio, _share(only.earned.low, only.promised), _share(only.earned.high, only.promised), 1)
    spread = _jackknife(counted)
    return Record(max(0.0, ratio), max(0.0, ratio - spread), ratio + spread, len(counted))


def _ratio(cases: Sequence[Case]) -> float:
    earned = sum((case.earned.mid or Decimal(0) for case in cases), Decimal(0))
    return max(0.0, float(earned / sum(case.promised for case in cases)))


def _share(end: Decimal | None, promised: Decimal) -> float | None:
    return None if end is None else float(end / promised)


def _jackknife(cases: Sequence[Case]) -> float:
    without = [_ratio([*cases[:place], *cases[place + 1 :]]) for place in range(len(cases))]
    mean, count = sum(without) / len(without), len(without)
    error = math.sqrt((count - 1) / count * sum((one - mean) ** 2 for one in without))
    return error * t_quantile(SHARE_BELOW, count - 1)


def priority(expected_a_week: Spread, record: Record, effort_days: Decimal | None) -> Decimal | None:
    """Money a week per person-day of work, discounted by the record; None while money or effort is not known."""
    if expected_a_week.mid is None or not effort_days:
        return None
    return cents(expected_a_week.mid * Decimal(repr(record.ratio)) / effort_days)
