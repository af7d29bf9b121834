"""Does the split of a difference between periods name what was planted? Invented shops, half with a traffic drop."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.shopcells import cells_of_shop
from benchmarks.simulator import PROBLEMS, STEPS, Shop, World, chance_of_going_on, invent
from funnel.maths.cells import tables_of
from funnel.maths.change import Change, change_of, line_range
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range


@dataclass(frozen=True)
class ScoredChange:
    """One shop: what each problem changed, and what we say; per cent of the later period's expected revenue."""

    true: NDArray[np.float64]
    claimed: NDArray[np.float64]
    held: NDArray[np.bool_]
    planted: NDArray[np.bool_]
    gap: float
    """How far the lines are from summing to the difference, in money."""


def true_effects(shop: Shop) -> tuple[NDArray[np.float64], float]:
    """Problems: expected money added by meeting each planted one more often; and the expected money as it was.

    The mean of adding a fault first and adding it last.
    """
    with_faults = _expected(shop, shop.met)
    effects = np.zeros(len(PROBLEMS))
    plain = _expected(shop, shop.met_without_faults)
    for problem in sorted({fault.problem for fault in shop.faults}):
        first, last = shop.met_without_faults.copy(), shop.met.copy()
        first[:, problem] = shop.met[:, problem]
        last[:, problem] = shop.met_without_faults[:, problem]
        effects[problem] = (_expected(shop, first) - plain + with_faults - _expected(shop, last)) / 2
    return effects, with_faults


def score(shop: Shop) -> ScoredChange:
    """Set the split of both periods' difference beside the truth."""
    days = shop.world.days
    change = change_of(tables_of(cells_of_shop(shop)), range(days), range(days, 2 * days), Measure.MONEY)
    ranges = [_of_problem(change, problem) for problem in range(len(PROBLEMS))]
    effects, earned = true_effects(shop)
    planted = np.isin(np.arange(len(PROBLEMS)), [fault.problem for fault in shop.faults])
    total = sum(float(line.effect[:, 0].sum()) for line in change.lines)
    gap = abs(total - float((change.after - change.before)[:, 0].sum()))
    claimed = np.array([found.effect for found in ranges])
    held = np.array([found.low <= effect <= found.high for found, effect in zip(ranges, effects, strict=True)])
    return ScoredChange(100 * effects / earned, 100 * claimed / earned, held, planted, gap)


def changes(seeds: int) -> dict[str, float]:
    """Figures over shops; planted faults of at least 1 % of revenue count as such, problems without a fault as idle."""
    shops = [score(invent(World(seed=2000 + seed, traffic_drop=seed % 2 == 1))) for seed in range(seeds)]
    true, claimed, held, planted = (
        np.array([getattr(shop, name) for shop in shops]) for name in ("true", "claimed", "held", "planted")
    )
    main = planted & (np.abs(true) > 1)
    relative = (claimed[main] - true[main]) / true[main]
    return {
        "top1_factor": float((true.argmin(1) == claimed.argmin(1)).mean()),
        "rel_error_main": float(np.median(np.abs(relative))),
        "bias_main": float(relative.mean()),
        "cover90_planted": float(held[planted].mean()),
        "cover90_idle": float(held[~planted].mean()),
        "idle_abs_pct_revenue": float(np.abs(claimed[~planted]).mean()),
        "largest_gap_in_money": max(shop.gap for shop in shops),
    }


def _of_problem(change: Change, problem: int) -> Range:
    return line_range(change, [line for line in change.lines if line.bit == problem])


def _expected(shop: Shop, met: NDArray[np.bool_]) -> float:
    rows = np.flatnonzero(shop.period == 1)
    chances = [chance_of_going_on(shop, met[rows], step, rows) for step in range(len(STEPS))]
    return float((np.prod(chances, axis=0) * shop.worth[rows]).sum())
