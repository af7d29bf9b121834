"""Harder situations for our method: what the shop is like, and what we are told of it."""

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
