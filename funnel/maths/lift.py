"""How far one arm of a split test is from another, on ratios of sums: orders per visit, money per visit.

Visits of one visitor are not independent, so the unit is the visitor (or the visit where no visitor is known) and a
ratio's variance is the delta method's: Var(Σy/Σx) ≈ Σ(y − r·x)²/n ÷ (n−1) ÷ x̄² (Deng, Knoblich, Lu 2018, eq. 4).
Ranges of relative differences are read on the logarithm, so that swapping the arms only flips them.
"""

from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import NormalDist

LEVEL = 0.95
FALSE_ALARM = 1 - LEVEL


@dataclass(frozen=True)
class ArmSums:
    """Sums over the units of one arm: y is what is counted (orders, money), x what it is divided by (visits)."""

    units: int
    y: float
    x: float
    yy: float
    xx: float
    xy: float

    @property
    def ratio(self) -> float | None:
        """Σy/Σx; None when nothing is there to divide by."""
        return self.y / self.x if self.x else None

    @property
    def variance(self) -> float:
        """Variance of `ratio`; infinite with fewer than two units."""
        if self.units < 2 or not self.x:
            return inf
        ratio, mean = self.y / self.x, self.x / self.units
        spread = max(0.0, self.yy - 2 * ratio * self.xy + ratio * ratio * self.xx)
        return spread / (self.units - 1) / mean**2 / self.units


@dataclass(frozen=True)
class Range:
    """Both ends of an interval."""

    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether no difference is among what the interval allows."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Lift:
    """Treatment against control: difference, relative difference, their ranges, two-sided p."""

    control: float
    treatment: float
    difference: float
    difference_range: Range
    relative: float | None
    """None when the control's ratio is 0."""
    relative_range: Range | None
    p: float
    scale: float
    """Standard error of the difference."""


def lift_of(control: ArmSums, treatment: ArmSums, level: float = LEVEL) -> Lift | None:
    """Fixed-horizon reading with the normal distribution; None when an arm has nothing to divide by."""
    before, after = control.ratio, treatment.ratio
    if before is None or after is None:
        return None
    scale = sqrt(control.variance + treatment.variance)
    difference, wide = after - before, NormalDist().inv_cdf((1 + level) / 2)
    return Lift(
        control=before,
        treatment=after,
        difference=difference,
        difference_range=_around(difference, wide * scale),
        relative=after / before - 1 if before else None,
        relative_range=_relative_range(control, treatment, wide),
        p=2 * (1 - NormalDist().cdf(abs(difference) / scale)) if 0 < scale < inf else 1.0,
        scale=scale,
    )


def _around(middle: float, half: float) -> Range:
    return Range(middle - half, middle + half)


def _relative_range(control: ArmSums, treatment: ArmSums, wide: float) -> Range | None:
    before, after = control.ratio, treatment.ratio
    if not before or not after or before < 0 or after < 0:
        return None
    half = wide * sqrt(control.variance / before**2 + treatment.variance / after**2)
    return Range(_grown(log(after / before) - half), _grown(log(after / before) + half))


def _grown(logarithm: float) -> float:
    return exp(logarithm) - 1 if logarithm < 700 else inf


def always_valid(lift: Lift, share_of_plan: float, false_alarm: float = FALSE_ALARM) -> Range:
    """Range of the difference that may be looked at every day: it misses the truth ever with `false_alarm` at most.

    Normal-mixture boundary (Howard, Ramdas, McAuliffe, Sekhon 2021, eq. 14; asymptotic form of Waudby-Smith et al.
    2024): half width = s·√((1 + ρ)·ln((1 + ρ)/(ρ·α²))) with ρ in units of the information now held. `share_of_plan`
    is the share of the planned visits seen so far; the width is least when the plan is reached.
    """
    if not 0 < lift.scale < inf or share_of_plan <= 0:
        return Range(-inf, inf)
    asked = 2 * log(1 / false_alarm)
    rho = 1 / (asked + log(1 + asked)) / share_of_plan
    return _around(lift.difference, lift.scale * sqrt((1 + rho) * log((1 + rho) / (rho * false_alarm**2))))


def relative_of(found: Range, control: float) -> Range | None:
    """A range of differences as shares of the control's ratio; None when that is 0."""
    return Range(found.low / control, found.high / control) if control else None


def visits_needed(arm: ArmSums, relative: float, power: float = 0.8, level: float = LEVEL) -> int | None:
    """Visits of all arms together (two equal ones) to see a relative difference with this power; None when unknown.

    Two-sided normal formula: n per arm = (z₁₋α/₂ + z_power)²·2σ²/δ², σ² the variance of the ratio for one visit.
    """
    ratio = arm.ratio
    if not ratio or not relative or not arm.units or arm.variance in (0, inf):
        return None
    normal = NormalDist()
    asked = normal.inv_cdf((1 + level) / 2) + normal.inv_cdf(power)
    of_one_visit = arm.variance * arm.x
    return round(2 * asked**2 * 2 * of_one_visit / (ratio * relative) ** 2)
