"""What like visits bring on average: the sum over kinds of visits of their number times the kind's own average."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

FIVE_PERCENT = 1.6448536269514722
"""Standard errors from the middle to either end of a 90 % range."""


@dataclass(frozen=True)
class Brought:
    """What visits of one kind brought: money, and the sum of the squared money of visits."""

    visits: int
    money: float
    squared_money: float


@dataclass(frozen=True)
class Expected:
    """Money that like visits bring on average, and its variance were it chance alone; both add up over lines."""

    money: float
    variance: float


@dataclass(frozen=True)
class Short:
    """Money short of what like visits bring on average, with its 90 % range; negative where more was brought."""

    money: float
    low: float
    high: float


def expected_of(visits: Mapping[tuple[str, ...], int], every: Mapping[tuple[str, ...], Brought]) -> Expected:
    """What `visits` of each kind would bring at the kind's own average.

    Orders come by chance, each with a value of its own: the variance of a sum of such values is the expected number of
    orders times the mean squared value.
    """
    shares = [(number / every[kind].visits, every[kind]) for kind, number in visits.items() if every[kind].visits]
    money = sum(share * kind.money for share, kind in shares)
    return Expected(money, sum(share * kind.squared_money for share, kind in shares))


def short_of(expected: Expected, brought: float) -> Short:
    """Expected less brought, with its range."""
    missing = expected.money - brought
    reach = FIVE_PERCENT * math.sqrt(expected.variance)
    return Short(missing, missing - reach, missing + reach)
