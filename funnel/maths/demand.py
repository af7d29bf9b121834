"""When a stock runs out: a forecast of daily sales with its spread, for steady and for slow sellers.

Levels are smoothed by statsmodels: steady sellers by simple exponential smoothing, slow ones after Teunter, Syntetos
and Babai (TSB), which smooths the chance of a sale and its size apart and lets a dying product fade. The range is that
of a negative binomial sum of days (SciPy), with what is not known of the level in it. Both are imported when a
forecast is first asked for, never at start.
"""

from collections.abc import Sequence
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


def demand_of(days: Sequence[float]) -> Demand | None:
    """The forecast from pieces ordered on days in stock, oldest first; None with too little history."""
    sold = np.asarray(days, dtype=np.float64)
    if len(sold) < LEAST_HISTORY or np.count_nonzero(sold) < LEAST_SALES:
        return None
    happened = (sold > 0).astype(np.float64)
    level = _smoothed(sold) if happened.mean() >= STEADY else _smoothed(happened) * _smoothed(sold[sold > 0])
    variance = max(float(np.var(sold, ddof=1)), level)
    # Smoothing looks back over (2 − a) / a days in effect, never over more than there are.
    remembered = min(len(sold), (2 - SMOOTHING) / SMOOTHING)
    return Demand(level, float(np.sqrt(variance / remembered)), variance)


def _smoothed(values: Numbers) -> float:
    """The level after the last value, smoothed from the mean of all on."""
    from statsmodels.tsa.holtwinters import SimpleExpSmoothing  # noqa: PLC0415  seconds at start, for one list

    model = SimpleExpSmoothing(values, initialization_method="known", initial_level=float(values.mean()))
    with np.errstate(divide="ignore", invalid="ignore"):  # its information criteria of a perfect fit
        ahead = model.fit(smoothing_level=SMOOTHING, optimized=False).forecast(1)
    return max(float(ahead[0]), 0.0)


def runs_out(available: int, demand: Demand) -> RunsOut:
    """When `available` pieces are gone."""
    if available <= 0:
        return RunsOut(0, 0, 0)
    gone = _chance_gone(available, demand)
    early, middle, late = (_first_day(gone, share) for share in (TAIL, 0.5, 1 - TAIL))
    return RunsOut(early, middle, late)


def _chance_gone(available: int, demand: Demand) -> Numbers:
    """Chance that at least `available` pieces are asked for by the end of day 1, 2 … FARTHEST."""
    from scipy.stats import nbinom, poisson  # noqa: PLC0415  see above

    ahead = np.arange(1, FARTHEST + 1, dtype=np.float64)
    mean = ahead * demand.a_day
    variance = ahead * demand.variance + (ahead * demand.standard_error) ** 2
    if demand.a_day <= 0:
        return np.zeros(FARTHEST)
    spread = variance - mean
    if spread.min() <= SAME:
        return np.asarray(poisson.sf(available - 1, mean), dtype=np.float64)
    size = mean**2 / spread
    return np.asarray(nbinom.sf(available - 1, size, size / (size + mean)), dtype=np.float64)


def _first_day(gone: Numbers, share: float) -> int:
    reached = np.flatnonzero(gone >= share)
    return int(reached[0]) + 1 if len(reached) else FARTHEST
