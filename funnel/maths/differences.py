"""Is a difference of two shares more than chance? Two-proportion test, Benjamini–Hochberg, Wilson band."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, isfinite, sqrt
from statistics import NormalDist

FALSE_ALARMS = 0.10
"""Share of false alarms accepted among the differences called real."""
FLOOR = 30
"""Visits below which a share is not judged."""


@dataclass(frozen=True)
class Change:
    """A share (count out of base) now and before, with what one of it is worth further down."""

    name: tuple[str, ...]
    count: int
    base: int
    count_before: int
    base_before: int
    weight: float = 1.0
    """Orders that one more visit past this step brings: the conversion of all later steps."""

    @property
    def share(self) -> float:
        """The share now."""
        return self.count / self.base

    @property
    def share_before(self) -> float:
        """The share before."""
        return self.count_before / self.base_before

    @property
    def difference(self) -> float:
        """Now less before, as a share."""
        return self.share - self.share_before

    @property
    def effect(self) -> float:
        """Orders gained (lost when negative) by the difference."""
        return self.difference * self.base * self.weight


def enough(base: int | None, base_before: int | None = FLOOR) -> bool:
    """Whether both bases reach the floor."""
    return (base or 0) >= FLOOR and (base_before or 0) >= FLOOR


def chance_of_difference(count: int, base: int, count_before: int, base_before: int) -> float:
    """Two-sided p of the pooled two-proportion z test; 1.0 where a base is 0 or all are alike."""
    if not base or not base_before:
        return 1.0
    pooled = (count + count_before) / (base + base_before)
    spread = sqrt(pooled * (1 - pooled) * (1 / base + 1 / base_before))
    if spread == 0 or not isfinite(spread):
        return 1.0
    return erfc(abs(count / base - count_before / base_before) / spread / sqrt(2))


def outside_noise(chances: Sequence[float], false_alarms: float = FALSE_ALARMS) -> tuple[bool, ...]:
    """Benjamini–Hochberg over everything shown together: which of the chances are small enough."""
    ranked = sorted(range(len(chances)), key=lambda index: chances[index])
    passed = [
        rank for rank, index in enumerate(ranked, start=1) if chances[index] <= false_alarms * rank / len(chances)
    ]
    kept = set(ranked[: max(passed, default=0)])
    return tuple(index in kept for index in range(len(chances)))


def real_changes(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Those with enough visits whose difference is outside noise, in the order given."""
    fit = [change for change in changes if enough(change.base, change.base_before)]
    chances = [
        chance_of_difference(change.count, change.base, change.count_before, change.base_before) for change in fit
    ]
    return tuple(change for change, real in zip(fit, outside_noise(chances), strict=True) if real)


def wilson_band(count: float, base: float, confidence: float = 0.90) -> tuple[float, float] | None:
    """Wilson's interval of a share; None when the base is 0."""
    if not base:
        return None
    quantile = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, square = count / base, quantile**2 / base
    middle = (share + square / 2) / (1 + square)
    half = quantile * sqrt(share * (1 - share) / base + square / (4 * base)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def count_band(count: float, confidence: float = 0.90) -> tuple[float, float]:
    """Range of chance of a count of independent events, by the square root (Anscombe)."""
    half = NormalDist().inv_cdf(0.5 + confidence / 2) / 2
    root = sqrt(count + 3 / 8)
    return max(0.0, (root - half) ** 2 - 3 / 8) if root > half else 0.0, (root + half) ** 2 - 3 / 8
