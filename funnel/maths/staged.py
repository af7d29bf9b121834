"""A fix rolled out to some segments: how their ratio moved against segments the fix could not touch, over days.

Difference in differences on the logarithm: segments differ in level (phones convert less than desktops), and what moves
the whole shop moves their ratios by the same factor. The range comes from leaving out one day at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from funnel.maths.lift import FALSE_ALARM, Range
from funnel.maths.ranges import t_quantile

FEWEST_DAYS = 7
"""Days before, and after, below which nothing is said: a week has its own shape."""
Logarithm = Callable[[Sequence["Day"]], float | None]


@dataclass(frozen=True)
class Day:
    """One day: what is counted and what it is divided by, in the segments with the fix and in those without."""

    after: bool
    fixed_y: float
    fixed_x: float
    other_y: float = 0.0
    other_x: float = 0.0


@dataclass(frozen=True)
class Staged:
    """Relative change beyond what the other segments saw; the same between two halves of the days before."""

    relative: float
    relative_range: Range
    before: float
    after: float
    other_before: float | None
    other_after: float | None
    moved_apart_before: bool
    """Whether the two sides already moved apart before the fix: then the comparison is not to be trusted."""

    @property
    def seen(self) -> bool:
        """Whether the range leaves out “no change”."""
        return not self.relative_range.holds_zero


def staged_change(days: Sequence[Day]) -> Staged | None:
    """Against the other segments; None with too few days or nothing counted on a side."""
    return _reading(days, _between_sides)


def change_over_time(days: Sequence[Day]) -> Staged | None:
    """Before against after with nothing to compare: the weak design."""
    return _reading(days, _of_fixed)


def _reading(days: Sequence[Day], logarithm: Logarithm) -> Staged | None:
    found, ends = logarithm(days), None if _too_few(days) else _range_of(days, logarithm)
    if found is None or ends is None:
        return None
    sides = {after: [day for day in days if day.after is after] for after in (False, True)}
    return Staged(
        relative=exp(found) - 1,
        relative_range=Range(exp(ends.low) - 1, exp(ends.high) - 1),
        before=_ratio(sides[False], fixed=True) or 0.0,
        after=_ratio(sides[True], fixed=True) or 0.0,
        other_before=_ratio(sides[False], fixed=False),
        other_after=_ratio(sides[True], fixed=False),
        moved_apart_before=_moved_apart(sides[False], logarithm),
    )


def _too_few(days: Sequence[Day]) -> bool:
    after = sum(day.after for day in days)
    return min(after, len(days) - after) < FEWEST_DAYS


def _range_of(days: Sequence[Day], logarithm: Logarithm) -> Range | None:
    """Jackknife over days, apart for the two periods, with the t quantile of the fewer days."""
    whole, variance = logarithm(days), 0.0
    for after in (False, True):
        places = [place for place, day in enumerate(days) if day.after is after]
        left_out = [logarithm([*days[:place], *days[place + 1 :]]) for place in places]
        known = [value for value in left_out if value is not None]
        if len(known) < len(left_out):
            return None
        middle = sum(known) / len(known)
        variance += (len(known) - 1) / len(known) * sum((value - middle) ** 2 for value in known)
    if whole is None:
        return None
    fewer = min(sum(day.after for day in days), sum(not day.after for day in days))
    half = t_quantile(1 - FALSE_ALARM / 2, fewer - 1) * sqrt(variance)
    return Range(whole - half, whole + half)


def _moved_apart(before: Sequence[Day], logarithm: Logarithm) -> bool:
    """A fix that never was, in the middle of the days before, must show nothing."""
    half = len(before) // 2
    placebo = [Day(place >= half, d.fixed_y, d.fixed_x, d.other_y, d.other_x) for place, d in enumerate(before)]
    found = None if _too_few(placebo) else _range_of(placebo, logarithm)
    return found is not None and not found.holds_zero


def _between_sides(days: Sequence[Day]) -> float | None:
    fixed, other = _of_fixed(days), _logarithm(days, fixed=False)
    return None if fixed is None or other is None else fixed - other


def _of_fixed(days: Sequence[Day]) -> float | None:
    return _logarithm(days, fixed=True)


def _logarithm(days: Sequence[Day], *, fixed: bool) -> float | None:
    before, after = (_ratio([day for day in days if day.after is side], fixed=fixed) for side in (False, True))
    return log(after / before) if before and after and before > 0 and after > 0 else None


def _ratio(days: Sequence[Day], *, fixed: bool) -> float | None:
    y = sum(day.fixed_y if fixed else day.other_y for day in days)
    x = sum(day.fixed_x if fixed else day.other_x for day in days)
    return y / x if x else None
