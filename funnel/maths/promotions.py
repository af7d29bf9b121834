"""Promotion days set against like days without one: what more they brought than the same weekdays nearby.

The range comes from how much single days differ by themselves, taken from the days without a promotion, for a
promotion has too few days of its own to tell. It is a comparison of days: what else differed on them is in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from funnel.maths.ranges import t_quantile
from funnel.periods import Period

NEARBY = timedelta(days=28)
LEAST_DAYS = 7
"""Days without a promotion below which nothing is said of chance."""
ABOVE = 0.95
"""A 90 % range leaves 5 % on either side."""


@dataclass(frozen=True)
class DaySums:
    """Sums over days: x is what came (visits, product views), y what it brought."""

    days: int
    x: float
    y: float
    xx: float
    xy: float
    yy: float

    @property
    def ratio(self) -> float | None:
        """What one of x brought; None without any."""
        return self.y / self.x if self.x else None


def sums_of(days: Sequence[tuple[float, float]]) -> DaySums:
    """The sums of days given as (x, y)."""
    return DaySums(
        len(days),
        sum(x for x, _ in days),
        sum(y for _, y in days),
        sum(x * x for x, _ in days),
        sum(x * y for x, y in days),
        sum(y * y for _, y in days),
    )


def days_beside(promoted: Sequence[date], held: Period) -> tuple[date, ...]:
    """Days of the same weekdays within four weeks of a promotion day, themselves without one."""
    taken = set(promoted)
    weeks = [timedelta(weeks=more) for more in range(-NEARBY.days // 7, NEARBY.days // 7 + 1)]
    near = {day + more for day in promoted for more in weeks}
    return tuple(sorted(day for day in near - taken if held.holds(day)))


def more_than_usual(promoted: DaySums, usual: DaySums) -> tuple[float, float, float] | None:
    """Low, middle and high of y beyond what `promoted.x` bring on usual days; None with too few days to tell,

    or without anything brought on usual days."""
    if promoted.ratio is None or not usual.ratio or usual.days < LEAST_DAYS:
        return None
    middle = promoted.x * (promoted.ratio - usual.ratio)
    spread = max(0.0, usual.yy - 2 * usual.ratio * usual.xy + usual.ratio**2 * usual.xx) / (usual.days - 1)
    a_day = sqrt(spread) / (usual.x / usual.days)
    # Sales come by chance, so days that sell more also differ more: in proportion to what they sell.
    livelier = max(1.0, promoted.ratio / usual.ratio)
    parts = sqrt(livelier / promoted.days + 1 / usual.days)
    half = promoted.x * a_day * parts * t_quantile(ABOVE, usual.days - 1)
    return middle - half, middle, middle + half
