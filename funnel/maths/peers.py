"""A product's rate beside comparable products': shrunk where its numbers are small, odd only beyond chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, fsum, sqrt

from funnel.maths.differences import FLOOR, outside_noise

LEAST_PEERS = 3
"""Comparable products below which nothing is compared."""
NINETY = 1.645
"""Standard deviations of a two-sided 90 % range."""
FALSE_ALARMS = 0.05
"""Rate for Benjamini–Hochberg over all products shown together."""
WEAKEST, STRONGEST = 10.0, 2000.0
"""Bounds of the views' worth that the comparable products' rate weighs in the shrunk one."""


@dataclass(frozen=True)
class Tried:
    """One product of a group of comparable ones: `count` out of `base`."""

    name: str
    count: int
    base: int

    @property
    def rate(self) -> float:
        """Its own rate."""
        return self.count / self.base


@dataclass(frozen=True)
class Compared:
    """A product beside the others of its group."""

    peers: float
    """Rate of all others together."""
    shrunk: float
    """Its own rate drawn towards theirs, the more the fewer its numbers."""
    low: float
    high: float
    """90 % range of `shrunk`."""
    chance: float
    """Of so large a difference, either way, among products that differ as these do."""

    @property
    def is_below(self) -> bool:
        """Whether it lies under its peers."""
        return self.shrunk < self.peers


@dataclass(frozen=True)
class Sums:
    """What a group of products adds up to: enough to set each beside the others without looking at them again."""

    products: int
    count: int
    base: int
    squared_bases: int
    scattered: float
    """Sum of count² / base."""

    def without(self, one: Tried) -> "Sums":
        """The sums of all others."""
        return Sums(
            self.products - 1,
            self.count - one.count,
            self.base - one.base,
            self.squared_bases - one.base**2,
            self.scattered - one.count**2 / one.base,
        )


def sums_of(tried: Sequence[Tried]) -> Sums:
    """Sums over products that were all tried."""
    return Sums(
        len(tried),
        sum(one.count for one in tried),
        sum(one.base for one in tried),
        sum(one.base**2 for one in tried),
        fsum(one.count**2 / one.base for one in tried),
    )


def compared(tried: Sequence[Tried]) -> dict[str, Compared]:
    """Every product of one group beside all others of it; empty with too few of them."""
    seen = [one for one in tried if one.base > 0]
    if len(seen) <= LEAST_PEERS:
        return {}
    whole = sums_of(seen)
    found = ((one.name, _beside(one, whole.without(one))) for one in seen)
    return {name: told for name, told in found if told is not None}


def _beside(one: Tried, others: Sums) -> Compared | None:
    if not 0 < others.count < others.base:
        return None
    peers = others.count / others.base
    spread = peers * (1 - peers)
    between = _between(others, peers)
    weight = min(max(spread / between - 1, WEAKEST), STRONGEST) if between > 0 else STRONGEST
    shrunk = (one.count + weight * peers) / (one.base + weight)
    half = NINETY * sqrt(shrunk * (1 - shrunk) / (one.base + weight))
    error = sqrt(spread / one.base + spread / others.base + between)
    chance = erfc(abs(one.rate - peers) / error / sqrt(2))
    return Compared(peers, shrunk, max(0.0, shrunk - half), min(1.0, shrunk + half), chance)


def _between(others: Sums, rate: float) -> float:
    """Variance of the true rates of products, by moments: what their spread exceeds chance by."""
    scatter = others.scattered - others.count * rate
    expected = (others.products - 1) * rate * (1 - rate)
    scale = others.base - others.squared_bases / others.base
    return max(0.0, (scatter - expected) / scale) if scale > 0 else 0.0


def odd_ones(groups: Sequence[tuple[Sequence[Tried], dict[str, Compared]]]) -> frozenset[str]:
    """Products below their peers beyond chance, all groups judged together (Benjamini–Hochberg)."""
    judged = [
        (one.name, told[one.name]) for tried, told in groups for one in tried if one.name in told and one.base >= FLOOR
    ]
    real = outside_noise([each.chance for _, each in judged], FALSE_ALARMS)
    return frozenset(name for (name, each), sure in zip(judged, real, strict=True) if sure and each.is_below)
