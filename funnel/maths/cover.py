"""Stock against sales: usual pace with its range, cover, sell-through, over-stock and sales missed on empty days."""

from dataclasses import dataclass
from statistics import NormalDist

LEAST_DAYS = 14.0
"""Days in stock below which a product's pace is not told."""
LEAST_PIECES = 3
"""Pieces below which sales are not called usual."""
WHOLE_RANGE = 0.90


@dataclass(frozen=True)
class Pace:
    """Pieces a day on days in stock, with its 90 % range."""

    pieces: int
    days: float
    low: float
    high: float
    clumping: float
    """Variance of a day's pieces over their mean, at least 1: several pieces go in one order."""

    @property
    def a_day(self) -> float:
        """Pieces a day in stock."""
        return self.pieces / self.days

    @property
    def is_usual(self) -> bool:
        """Whether enough was sold to expect more of it."""
        return self.pieces >= LEAST_PIECES


def pace_of(pieces: int, squares: int, days: float) -> Pace | None:
    """The pace of `pieces` sold on `days` in stock; `squares`: sum of the days' squared pieces. None: too few days."""
    if days < LEAST_DAYS:
        return None
    mean = pieces / days
    variance = max(squares / days - mean**2, 0.0)
    clumping = max(1.0, variance / mean) if pieces else 1.0
    low, high = count_range(pieces / clumping)
    return Pace(pieces, days, low * clumping / days, high * clumping / days, clumping)


def count_range(count: float) -> tuple[float, float]:
    """Garwood's 90 % range of the expected value behind a Poisson count."""
    tail = (1 - WHOLE_RANGE) / 2
    return gamma_quantile(tail, count), gamma_quantile(1 - tail, count + 1)


def gamma_quantile(share: float, shape: float) -> float:
    """Quantile of the gamma distribution of scale 1, by Wilson and Hilferty; within 2 % from shape 1 on."""
    if shape <= 0:
        return 0.0
    ninth = 1 / (9 * shape)
    return float(max(0.0, shape * (1 - ninth + NormalDist().inv_cdf(share) * ninth**0.5) ** 3))


def cover_days(available: int | None, pace: Pace | None) -> float | None:
    """Days until the stock is sold at the usual pace; None without a usual pace."""
    if available is None or pace is None or not pace.is_usual:
        return None
    return max(available, 0) / pace.a_day


def sell_through(pieces: int | None, available: int | None) -> float | None:
    """Share of the pieces sold among those sold and those left; None when there were none."""
    if pieces is None or available is None or pieces + max(available, 0) == 0:
        return None
    return pieces / (pieces + max(available, 0))


Estimate = tuple[float, float, float]
"""Low, middle, high."""


def surplus(available: int, pace: Pace, target_days: int) -> Estimate:
    """Pieces beyond what sells in `target_days`; the slower the pace may be, the more there are."""
    low, middle, high = (max(0.0, available - a_day * target_days) for a_day in (pace.high, pace.a_day, pace.low))
    return low, middle, high


def missed(empty_days: float, pace: Pace) -> Estimate:
    """Pieces that would have sold on the empty days at the usual pace."""
    return empty_days * pace.low, empty_days * pace.a_day, empty_days * pace.high
