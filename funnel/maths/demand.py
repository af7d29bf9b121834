"""When stocks run out: forecasts of daily sales with their spread, for steady and for slow sellers.

Steady sellers are smoothed by simple exponential smoothing, slow ones after Teunter, Syntetos and Babai (TSB), which
smooths the chance of a sale and its size apart and lets a dying product fade. All products go through one pass of
matrices: a model object of statsmodels for each, which tests hold these levels against, is too slow for a screen. The
range is that of a negative binomial sum of days, with what is not known of the level in it. SciPy is imported when a
forecast is first asked for, never at start.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LEAST_HISTORY = 28
"""Days in stock below which nothing is forecast."""
LEAST_SALES = 3
"""Days with a sale below which nothing is forecast."""
STEADY = 0.7
"""Share of days with a sale from which a product is no slow seller."""
SMOOTHING = 0.1
"""Weight of the newest day: usual for slow sellers, and as wide a memory as 8 weeks allow."""
FARTHEST = 365
"""Days looked ahead; a stock that lasts longer is said to last so long at least."""
TAIL = 0.05
SAME = 1e-9
"""Variance above the mean below which a sum of days is Poisson."""

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class Demand:
    """Pieces a day to come: their expected number, its standard error, and the variance of a day."""

    a_day: float
    standard_error: float
    variance: float


@dataclass(frozen=True)
class RunsOut:
    """Days until the stock is gone: 5 %, 50 % and 95 % of the ways demand may go; FARTHEST where it lasts longer."""

    early: int
    middle: int
    late: int


def demands_of(series: Sequence[Sequence[float]]) -> list[Demand | None]:
    """The forecast of each product from pieces ordered on days in stock, oldest first; None with too little history."""
    found: list[Demand | None] = [None] * len(series)
    told = [place for place, days in enumerate(series) if _tells(days)]
    if not told:
        return found
    sold, counted = _ending_together([series[place] for place in told])
    levels, held = _levels(sold, counted), counted.sum(axis=1)
    variances = np.maximum(_variances(sold, counted), levels)
    # Smoothing looks back over (2 − a) / a days in effect, never over more than there are.
    errors = np.sqrt(variances / np.minimum(held, (2 - SMOOTHING) / SMOOTHING))
    for place, level, error, variance in zip(told, levels, errors, variances, strict=True):
        found[place] = Demand(float(level), float(error), float(variance))
    return found


def _tells(days: Sequence[float]) -> bool:
    return len(days) >= LEAST_HISTORY and sum(1 for pieces in days if pieces > 0) >= LEAST_SALES


def _ending_together(series: Sequence[Sequence[float]]) -> tuple[Numbers, Marks]:
    """One row a product, newest day last; and which places hold a day at all."""
    longest = max(len(days) for days in series)
    sold = np.zeros((len(series), longest))
    counted = np.zeros(sold.shape, dtype=np.bool_)
    for row, days in enumerate(series):
        sold[row, longest - len(days) :] = days
        counted[row, longest - len(days) :] = True
    return sold, counted


def _levels(sold: Numbers, counted: Marks) -> Numbers:
    """Pieces a day: of steady sellers smoothed as they are, of slow ones chance times size."""
    happened = sold > 0
    chances, sizes = smoothed(happened.astype(np.float64), counted), smoothed(sold, happened)
    steady = happened.sum(axis=1) / counted.sum(axis=1) >= STEADY
    return np.where(steady, smoothed(sold, counted), chances * sizes)


def smoothed(values: Numbers, counted: Marks) -> Numbers:
    """The level after the last of the values counted in each row, smoothed from the mean of them all on.

    A level is a sum of values whose weights fade by 1 − a with every later value; the first mean has what is left.
    """
    held = counted.sum(axis=1)
    later = held[:, None] - np.cumsum(counted, axis=1)
    weights = np.where(counted, SMOOTHING * (1 - SMOOTHING) ** later, 0.0)
    means = np.where(counted, values, 0.0).sum(axis=1) / held
    return np.asarray((weights * values).sum(axis=1) + means * (1 - SMOOTHING) ** held, dtype=np.float64)


def _variances(sold: Numbers, counted: Marks) -> Numbers:
    held = counted.sum(axis=1)
    apart = np.where(counted, sold - (sold.sum(axis=1) / held)[:, None], 0.0)
    return np.asarray((apart**2).sum(axis=1) / (held - 1), dtype=np.float64)


def runs_out(stocks: Sequence[int], demands: Sequence[Demand]) -> list[RunsOut]:
    """When each of the stocks, counted in pieces, is gone under its demand."""
    gone = _chances_gone(stocks, demands)
    days = [_first_days(gone, share) for share in (TAIL, 0.5, 1 - TAIL)]
    return [
        RunsOut(*(int(each) for each in ends)) if pieces > 0 else RunsOut(0, 0, 0)
        for pieces, *ends in zip(stocks, *days, strict=True)
    ]


def _chances_gone(stocks: Sequence[int], demands: Sequence[Demand]) -> Numbers:
    """Chance that at least the stock is asked for by the end of day 1, 2 … FARTHEST; one row a product."""
    from scipy.special import betainc, gammainc  # noqa: PLC0415  a third of a second at start, for one list

    ahead = np.arange(1, FARTHEST + 1, dtype=np.float64)
    pieces = np.maximum(np.asarray(stocks, dtype=np.float64), 1.0)[:, None]
    mean = ahead * _column(demand.a_day for demand in demands)
    variance = ahead * _column(demand.variance for demand in demands)
    spread = variance + (ahead * _column(demand.standard_error for demand in demands)) ** 2 - mean
    gone = np.asarray(gammainc(pieces, mean), dtype=np.float64)
    clumped = (spread.min(axis=1) > SAME) & (mean[:, 0] > 0)
    mean, spread = mean[clumped], spread[clumped]
    gone[clumped] = betainc(pieces[clumped], mean**2 / spread, spread / (mean + spread))
    return gone


def _column(numbers: Iterable[float]) -> Numbers:
    return np.asarray(list(numbers), dtype=np.float64)[:, None]


def _first_days(gone: Numbers, share: float) -> NDArray[np.int64]:
    reached = gone >= share
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, FARTHEST)
