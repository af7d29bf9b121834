"""The true losses: the same visits with the same numbers by chance, once more without a fault.

Three readings. *Realised*: the very same draws, one fault off. *Expected alone*: the chances themselves
instead of the draws, one fault off. *Share*: expected, split so that all shares add up to what switching off
everything brings (exact Shapley value over the faults each visit meets).
"""

from dataclasses import dataclass, field
from itertools import combinations
from math import factorial

import numpy as np

from funnel.sample.chance import Flags, Floats, Ints
from funnel.sample.faults import FAULTS, PURCHASE, number_of
from funnel.sample.walk import Ground, chances_of_steps, reached

ORDERS, KEPT, MONEY = range(3)
"""What is counted: orders placed, orders kept, money kept in grosz."""


@dataclass(frozen=True)
class Worth:
    """Grosz a kept order of each visit leaves when its first product was in stock, and when it was not."""

    in_stock: Ints
    out_of_stock: Ints

    def under(self, met: Flags) -> Ints:
        """Worth of each visit that meets the faults marked in `met`."""
        return np.where(met[:, number_of("out_of_stock")], self.out_of_stock, self.in_stock)


@dataclass
class Ledger:
    """Sums over the days so far; arrays [week, fault or all, what is counted]."""

    weeks: int
    met: Ints = field(init=False)
    realised: Floats = field(init=False)
    alone: Floats = field(init=False)
    share: Floats = field(init=False)
    actual: Floats = field(init=False)
    expected: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.met = np.zeros((self.weeks, len(FAULTS)), dtype=np.int64)
        self.realised = np.zeros((self.weeks, len(FAULTS) + 1, 3))
        self.alone = np.zeros((self.weeks, len(FAULTS) + 1, 3))
        self.share = np.zeros((self.weeks, len(FAULTS), 3))
        self.actual = np.zeros((self.weeks, 3))
        self.expected = np.zeros((self.weeks, 3))

    def add_day(self, day: int, way: Ground, met: Flags, worth: Worth) -> None:
        """Adds one day's visits; the last column of `realised` and `alone` stands for all faults together."""
        week = day // 7
        steps = reached(way, met)
        self.met[week] += [int((m & (steps > f.at_risk)).sum()) for f, m in zip(FAULTS, met.T, strict=True)]
        touched = np.asarray(met.any(axis=1))
        self.actual[week] += realised_sums(way, met, worth)
        self.expected[week] += expected_by_visit(way, met, worth).sum(axis=0)
        self._add_counterfactuals(week, _part(way, touched), met[touched], _worth_of(worth, touched))

    def _add_counterfactuals(self, week: int, way: Ground, met: Flags, worth: Worth) -> None:
        real = realised_sums(way, met, worth)
        mean = expected_by_visit(way, met, worth).sum(axis=0)
        for number in range(len(FAULTS) + 1):
            without = met.copy()
            without[:, number if number < len(FAULTS) else slice(None)] = False
            self.realised[week, number] += realised_sums(way, without, worth) - real
            self.alone[week, number] += expected_by_visit(way, without, worth).sum(axis=0) - mean
        self.share[week] += shares(way, met, worth)


def realised_sums(way: Ground, met: Flags, worth: Worth) -> Floats:
    """Orders, kept orders and kept money of the visits, as drawn."""
    steps = reached(way, met)
    kept = steps > PURCHASE + 1
    return np.array([(steps > PURCHASE).sum(), kept.sum(), worth.under(met)[kept].sum()], dtype=np.float64)


def expected_by_visit(way: Ground, met: Flags, worth: Worth) -> Floats:
    """Chance of an order, of a kept order, and money expected to stay; [visit, 3]."""
    going_on = np.cumprod(chances_of_steps(way.odds, met), axis=0)
    kept = going_on[PURCHASE + 1]
    return np.column_stack([going_on[PURCHASE], kept, kept * worth.under(met)])


def shares(way: Ground, met: Flags, worth: Worth) -> Floats:
    """What each fault costs so that all add up to what they cost together; [fault, 3]."""
    total = np.zeros((len(FAULTS), 3))
    patterns, belongs = np.unique(met, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        those = belongs.reshape(-1) == number
        total += _shares_of(_part(way, those), np.flatnonzero(pattern), _worth_of(worth, those))
    return total


def _shares_of(way: Ground, faults: Ints, worth: Worth) -> Floats:
    value = {
        subset: expected_by_visit(way, _only(subset, way.odds.shape[1]), worth).sum(axis=0)
        for size in range(len(faults) + 1)
        for subset in combinations(faults.tolist(), size)
    }
    total = np.zeros((len(FAULTS), 3))
    for fault in faults.tolist():
        for subset, without in value.items():
            if fault not in subset:
                weight = factorial(len(subset)) * factorial(len(faults) - len(subset) - 1) / factorial(len(faults))
                total[fault] += weight * (without - value[tuple(sorted((*subset, fault)))])
    return total


def _only(subset: tuple[int, ...], visits: int) -> Flags:
    met = np.zeros((visits, len(FAULTS)), dtype=np.bool_)
    met[:, list(subset)] = True
    return met


def _part(way: Ground, those: Flags) -> Ground:
    return Ground(way.odds[:, those], way.numbers[:, those])


def _worth_of(worth: Worth, those: Flags) -> Worth:
    return Worth(worth.in_stock[those], worth.out_of_stock[those])
