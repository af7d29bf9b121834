"""Harder situations for our method: what the shop is like, what we are told of it, and what to hold beside it.

`PUBLISHED` has what the method's first study measured in the same situations on shops of its own, as invented here:
what a plain comparison of visits at risk gets wrong is alike in both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.simulator import PROBLEMS, World
from funnel.maths.cells import Cells


def _as_told(cells: Cells) -> Cells:
    return cells


@dataclass(frozen=True)
class Situation:
    """A kind of shop and how its cells are made."""

    world: World = field(default_factory=World)
    dimensions: int = 4
    opportunity: bool = True
    both_periods: bool = True
    every_later_step: bool = False
    changed: Callable[[Cells], Cells] = _as_told


def without_group(group: str) -> Callable[[Cells], Cells]:
    """Cells of a shop that did not upload the export of a group: nothing of it is measured."""
    bits = sum(1 << place for place, problem in enumerate(PROBLEMS) if problem.group == group)

    def changed(cells: Cells) -> Cells:
        counts = cells.counts
        return replace(
            cells,
            counts=replace(counts, pattern=counts.pattern & ~np.int64(bits), unmeasured=counts.unmeasured | bits),
        )

    return changed


def unmeasured_on_days(group: str, every: int) -> Callable[[Cells], Cells]:
    """Cells of a shop whose export of a group lacks two days in every `every`."""

    def changed(cells: Cells) -> Cells:
        lacking = without_group(group)(cells).counts
        gone = cells.counts.day % every < 2
        pick = {name: np.where(gone, getattr(lacking, name), getattr(cells.counts, name)) for name in MASKS}
        return replace(cells, counts=replace(cells.counts, **pick))

    return changed


MASKS = ("pattern", "unmeasured")


@dataclass(frozen=True)
class Published:
    """Shares of 1; summed error in per cent of revenue; None where the study is silent."""

    top1_factor: float | None
    sum_abs_error_pct_revenue: float
    bias_main: float | None = None
    cover90_large: float | None = None
    cover90_small: float | None = None


PUBLISHED = {
    "base": Published(1.00, 2.4, 0.02, 0.94, 0.92),
    "flags anywhere in the visit": Published(0.63, 71.0, -1.21, 0.15, 0.61),
    "hidden cause, strength 1": Published(0.73, 6.8, 0.17, 0.87, 0.82),
    "hidden cause, strength 2": Published(0.33, 21.5, 0.62, 0.61, 0.74),
    "3 x stronger on mobile": Published(0.87, 3.6, 0.10, 0.90, 0.90),
    "service not measured": Published(None, 2.3),
    "opportunity ignored": Published(0.96, 6.3, None, 0.80, 0.74),
    "every later step allowed": Published(0.92, 5.3, 0.03, 0.97, 0.93),
    "ratios from one period": Published(1.00, 3.1, 0.02, 0.94, 0.92),
    "7-day periods": Published(0.92, 3.2, 0.02, 0.98, 0.92),
    "day noise x 3": Published(0.96, 3.3, 0.04, 0.94, 0.92),
    "300,000 visits a period": Published(1.00, 2.0, 0.01, 0.94, 0.92),
}
RIGHT = 0.90
"""Cover from which a range of 90 % is right."""
BY_CHANCE = 1.64
"""Standard errors a figure may miss the study's, which is taken as exact but for its share of right factors."""
STUDY_SHOPS = 24
"""The fewest shops a row of the study has: so few all right is no 100 %; over 100 shops the study itself has 95 %."""


def worse_than_published(name: str, found: dict[str, float], errors: dict[str, float], shops: int) -> list[str]:
    """Sentences naming figures worse than the study's by more than chance in so many shops explains.

    `errors`: standard errors of `found` over shops. The share of right factors has the study's chance too, and
    may miss by one shop; more cover than 90 % is no better than 90 %; a bias counts in either direction.
    """
    study = PUBLISHED.get(name)
    if study is None:
        return []
    short = {}
    for kind, told in vars(study).items():
        if told is not None:
            error = errors.get(kind, 0.0)
            if kind == "top1_factor":
                error = max((error**2 + _variance_in_the_study(told)) ** 0.5, 1 / shops / BY_CHANCE)
            allowed = BY_CHANCE * error
            if _beyond(kind, found[kind], told) > allowed + 1e-9:
                short[kind] = told
    return [f"{name}: {kind} is {found[kind]:.3f}, the study has {told:.3f}" for kind, told in short.items()]


def _variance_in_the_study(share: float) -> float:
    """Variance of a share of its shops, by the add-two rule, which gives 24 of 24 a chance too."""
    shops = STUDY_SHOPS + 4
    likely = (share * STUDY_SHOPS + 2) / shops
    return likely * (1 - likely) / shops


def _beyond(kind: str, found: float, told: float) -> float:
    """How much worse a figure is than the study's."""
    if kind == "sum_abs_error_pct_revenue":
        return found - told
    if kind == "bias_main":
        return abs(found) - abs(told)
    return (min(told, RIGHT) if kind.startswith("cover90") else told) - found


SITUATIONS = {
    "base": Situation(),
    "base, effects multiply rates": Situation(World(link="rate")),
    "flags anywhere in the visit": Situation(World(anywhere=True)),
    "hidden cause, strength 1": Situation(World(hidden=1.0)),
    "hidden cause, strength 2": Situation(World(hidden=2.0)),
    "3 x stronger on mobile": Situation(World(mobile_effect=3.0)),
    "service not measured": Situation(changed=without_group("service")),
    "opportunity ignored": Situation(opportunity=False),
    "service unmeasured on 2 days of 5": Situation(changed=unmeasured_on_days("service", 5)),
    "every later step allowed": Situation(every_later_step=True),
    "ratios from one period": Situation(both_periods=False),
    "7-day periods": Situation(World(days=7)),
    "day noise x 3": Situation(World(day_noise=3.0)),
    "300,000 visits a period": Situation(World(visits=300_000)),
    "30,000 visits a period": Situation(World(visits=30_000), dimensions=3),
    "10,000 visits a period": Situation(World(visits=10_000), dimensions=2),
    "3,000 visits a period": Situation(World(visits=3_000), dimensions=1),
}
