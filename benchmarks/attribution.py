"""Do our losses come out as they were made? Invented shops with known losses, ours beside what others would say.

    python -m benchmarks.attribution --seeds 100 --check

Exit 1 names every bar that is not held. Figures in per cent of revenue are sums over eleven problems.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.changes import changes
from benchmarks.rivals import Claim, adtributor, logistic, naive_all, naive_at_risk
from benchmarks.robustness import PUBLISHED, SITUATIONS, Situation, worse_than_published
from benchmarks.shopcells import cells_of_shop
from benchmarks.simulator import GROUPS, PROBLEMS, Shop, World, invent
from benchmarks.truth import by_problem, true_losses
from funnel.maths.firmness import Verdict
from funnel.maths.losses import Measure
from funnel.maths.reckoning import factor_lines, loss_table, reckon

OTHERS: dict[str, Callable[[Shop], Claim]] = {
    "naive_all_visits": naive_all,
    "naive_at_risk": naive_at_risk,
    "adtributor": adtributor,
    "logistic_at_risk": logistic,
}
MAIN, LARGE = 2.0, 0.5
GROUP_OF = np.array([GROUPS.index(problem.group) for problem in PROBLEMS])
BARS: tuple[tuple[str, float, float], ...] = (
    ("top1_factor", 0.96, 1.0),
    ("top1_group", 0.94, 1.0),
    ("rel_error_main", 0.0, 0.08),
    ("sum_abs_error_pct_revenue", 0.0, 3.0),
    ("cover90", 0.88, 0.94),
    ("cover90_large", 0.88, 0.94),
    ("cover90_small", 0.88, 0.94),
    ("null_sure_above_1pct", 0.0, 0.0),
    ("null_any_sure", 0.0, 0.05),
)


@dataclass(frozen=True)
class Scored:
    """One shop, one method, in per cent of the period's expected revenue."""

    true: np.ndarray
    claimed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    verdicts: tuple[Verdict, ...] = ()


def ours(shop: Shop, situation: Situation) -> tuple[Claim, tuple[Verdict, ...]]:
    """Losses of the second period by the product's own reckoning."""
    days = shop.world.days
    window = range(2 * days) if situation.both_periods else range(days, 2 * days)
    told = {name: getattr(situation, name) for name in ("dimensions", "opportunity", "every_later_step")}
    cells = situation.changed(cells_of_shop(shop, **told))
    reckoned = reckon(cells, range(days, 2 * days), window, Measure.MONEY)
    lines = factor_lines(reckoned)
    ranges = [line.range for line in lines]
    claim = Claim(
        loss_table(reckoned).sum((1, 2)), *(np.array([getattr(r, n) for r in ranges]) for n in ("low", "high"))
    )
    return claim, tuple(line.verdict for line in lines)


def scored(shop: Shop, claim: Claim, verdicts: tuple[Verdict, ...] = ()) -> Scored:
    """Set a claim beside the truth."""
    pairs, earned = true_losses(shop)
    true = by_problem(pairs).sum(1)
    return Scored(*(100 * part / earned for part in (true, claim.loss, claim.low, claim.high)), verdicts)


def figures(shops: list[Scored]) -> dict[str, float]:
    """The figures of a method over shops with planted faults."""
    true, claimed, low, high = (np.array([getattr(s, n) for s in shops]) for n in ("true", "claimed", "low", "high"))
    groups = [np.stack([part[:, group == GROUP_OF].sum(1) for group in range(4)], axis=1) for part in (true, claimed)]
    main, large, held = true > MAIN, true > LARGE, (low <= true) & (true <= high)
    relative = (claimed - true)[main] / true[main]
    return {
        "top1_factor": float((true.argmax(1) == claimed.argmax(1)).mean()),
        "top1_group": float((groups[0].argmax(1) == groups[1].argmax(1)).mean()),
        "rel_error_main": float(np.median(np.abs(relative))),
        "bias_main": float(relative.mean()),
        "sum_abs_error_pct_revenue": float(np.abs(claimed - true).sum(1).mean()),
        "true_pct_revenue": float(true.sum(1).mean()),
        "cover90": float(held.mean()),
        "cover90_large": float(held[large].mean()),
        "cover90_small": float(held[~large].mean()),
        "large_called_sure": float(np.array([_sure(shop) for shop in shops])[true > 1].mean()),
    }


def errors_of(shops: list[Scored]) -> dict[str, float]:
    """Standard errors of `figures`, from leaving out each shop."""
    left_out = [figures([*shops[:place], *shops[place + 1 :]]) for place in range(len(shops))] if shops[1:] else []
    spread = {name: np.array([one[name] for one in left_out]) for name in (left_out or [{}])[0]}
    return {name: float(np.sqrt((len(shops) - 1) * each.var())) for name, each in spread.items()}


def figures_without_faults(shops: list[Scored]) -> dict[str, float]:
    """The figures of a method over shops in which no problem does harm."""
    sure = [_sure(shop) for shop in shops]
    return {
        "null_any_sure": float(np.mean([bool(np.any(one)) for one in sure])),
        "null_sure_above_1pct": float(
            np.mean([np.any(one & (shop.claimed > 1)) for one, shop in zip(sure, shops, strict=True)])
        ),
    }


def run(seeds: int, others: int, link: str) -> dict[str, dict[str, float]]:
    """Figures of every method in one world of effects; the others see the first `others` shops."""
    plain = SITUATIONS["base"]
    found: dict[str, tuple[list[Scored], list[Scored]]] = {name: ([], []) for name in ("ours", *OTHERS)}
    for seed in range(2 * seeds):
        planted, number = seed < seeds, seed % seeds
        shop = invent(World(seed=seed, link=link, planted=planted))
        found["ours"][not planted].append(scored(shop, *ours(shop, plain)))
        for name, claim in OTHERS.items():
            if number < others:
                found[name][not planted].append(scored(shop, claim(shop)))
    return {
        name: figures(with_faults) | figures_without_faults(null) for name, (with_faults, null) in found.items() if null
    }


def robustness(seeds: int, only: str | None = None) -> dict[str, dict[str, float]]:
    """Figures of our method in harder situations (all, or the one whose name begins with `only`), odds world."""
    found = {}
    for name, situation in SITUATIONS.items():
        if only and not name.startswith(only):
            continue
        shops = []
        for seed in range(1000, 1000 + seeds):
            shop = invent(replace(situation.world, seed=seed))
            shops.append(_measured_only(scored(shop, *ours(shop, situation))))
        found[name] = figures(shops) | {
            "flags_to_check": _mean_count(shops, {Verdict.CHECK_FLAG}),
            "sure": _mean_count(shops, {Verdict.SURE, Verdict.SURE_BUT_SMALL}),
        }
        found[name] |= {f"error_{kind}": error for kind, error in errors_of(shops).items()}
        study = PUBLISHED.get(name)
        found[name] |= {f"study_{kind}": own for kind, own in vars(study).items() if own is not None} if study else {}
    return found


def seconds(visits: int = 500_000) -> dict[str, dict[str, float]]:
    """Processor seconds for two periods of `visits` each; ours apart for counting cells and for losses from them."""
    shop = invent(World(seed=1, visits=visits))
    started = time.process_time()
    cells = cells_of_shop(shop)
    counted = time.process_time()
    factor_lines(reckon(cells, range(14, 28), range(28), Measure.MONEY))
    done = time.process_time()
    found = {"ours": {"seconds_1m_sessions": done - started, "seconds_losses_from_cells": done - counted}}
    for name, claim in OTHERS.items():
        started = time.process_time()
        claim(shop)
        found[name] = {"seconds_1m_sessions": time.process_time() - started}
    return found


def broken_bars(link: str, found: dict[str, float]) -> list[str]:
    """Sentences naming the bars that the figures do not hold."""
    return [
        f"{link}: {name} is {found[name]:.3f}, must be {low:g} to {high:g}"
        for name, low, high in BARS
        if not low <= found[name] <= high
    ]


def main() -> int:
    """Run what was asked for, print it, and hold the bars."""
    options = _options()
    if options.change:
        _print({"change": changes(options.seeds)}, as_json=options.json)
        return 0
    if options.robustness:
        rows = robustness(options.seeds, options.only)
        _print(rows, as_json=options.json)
        worse = [line for name, row in rows.items() for line in _worse(name, row, options.seeds)]
        return _judged(worse, check=options.check)
    links = ("odds", "rate") if options.link == "both" else (options.link,)
    found = {link: run(options.seeds, min(options.others, options.seeds), link) for link in links}
    for name, spent in seconds().items():
        for link in links:
            found[link].setdefault(name, {}).update(spent)
    for link in links:
        _print(found[link], as_json=options.json, title=link)
    broken = [line for link in links for line in broken_bars(link, found[link]["ours"])]
    return _judged(broken, check=options.check)


def _worse(name: str, row: dict[str, float], shops: int) -> list[str]:
    errors = {kind.removeprefix("error_"): error for kind, error in row.items() if kind.startswith("error_")}
    return worse_than_published(name, row, errors, shops)


def _judged(broken: list[str], *, check: bool) -> int:
    if check and broken:
        print("\n".join(broken), file=sys.stderr)
    return int(check and bool(broken))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=100, help="shops with faults, and as many without")
    parser.add_argument("--others", type=int, default=30, help="shops shown to the other methods")
    parser.add_argument("--link", choices=("odds", "rate", "both"), default="both", help="what effects multiply")
    parser.add_argument("--robustness", action="store_true", help="our method in harder situations instead")
    parser.add_argument("--only", help="of these, the situations whose names begin so")
    parser.add_argument("--change", action="store_true", help="the split of a difference between periods instead")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit 1 and name every bar that is not held")
    return parser.parse_args()


def _print(found: dict[str, dict[str, float]], *, as_json: bool, title: str = "") -> None:
    if as_json:
        print(json.dumps({title: found} if title else found))
        return
    for name, values in found.items():
        print(" ".join([f"{title:5}{name:28}", *(f"{key}={value:.3f}" for key, value in values.items())]))


def _measured_only(shop: Scored) -> Scored:
    """What is not measured is neither claimed nor missed."""
    known = np.array([verdict is not Verdict.NOT_MEASURED for verdict in shop.verdicts])
    parts = (np.where(known, part, 0.0) for part in (shop.true, shop.claimed, shop.low, shop.high))
    return Scored(*parts, shop.verdicts)


def _sure(shop: Scored) -> np.ndarray:
    if shop.verdicts:
        return np.isin(shop.verdicts, [Verdict.SURE, Verdict.SURE_BUT_SMALL])
    return shop.low > 0


def _mean_count(shops: list[Scored], wanted: set[Verdict]) -> float:
    return float(np.mean([sum(verdict in wanted for verdict in shop.verdicts) for shop in shops]))


if __name__ == "__main__":
    sys.exit(main())
