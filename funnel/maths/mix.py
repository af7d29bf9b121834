"""Mix against rate: how much of a changed conversion is other visits, and how much the same visits doing otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Visits of one segment, and how many of them bought."""

    visits: int
    buying: int


@dataclass(frozen=True)
class Effect:
    """What one segment does to the conversion of all visits, as a difference of two shares."""

    mix: float
    rate: float


NONE = Part(0, 0)


def rate_of(part: Part) -> float | None:
    """Share that bought; None without visits."""
    return part.buying / part.visits if part.visits else None


def whole_of(parts: Mapping[tuple[str, ...], Part]) -> Part:
    """All segments together."""
    return Part(sum(part.visits for part in parts.values()), sum(part.buying for part in parts.values()))


def mix_and_rate(
    before: Mapping[tuple[str, ...], Part], now: Mapping[tuple[str, ...], Part]
) -> dict[tuple[str, ...], Effect]:
    """Effects of every segment; they add up to the change of the conversion of all visits.

    Shares of visits are weighed with the mean of both rates, less the mean conversion, and rates with the mean of both
    shares, so that neither period is preferred. A segment that one period lacks has changed the mix alone. Both periods
    need visits.
    """
    whole_before, whole_now = whole_of(before), whole_of(now)
    middle = ((rate_of(whole_before) or 0.0) + (rate_of(whole_now) or 0.0)) / 2
    effects = {}
    for key in before.keys() | now.keys():
        one, other = before.get(key, NONE), now.get(key, NONE)
        rate_one, rate_other = rate_of(one), rate_of(other)
        first = rate_one if rate_one is not None else rate_other or 0.0
        second = rate_other if rate_other is not None else first
        share_one, share_other = one.visits / whole_before.visits, other.visits / whole_now.visits
        mix = (share_other - share_one) * ((first + second) / 2 - middle)
        effects[key] = Effect(mix, (share_one + share_other) / 2 * (second - first))
    return effects
