"""A shop whose losses are known: every visit can be lived again with one problem switched off, all else the same.

Invented, and meant to be harder than fair: weak visits meet more problems anyway (confounding), only some visits can
meet some problems (opportunity), buying intent is unseen, days differ, problems overlap. The truth is the exact
Shapley split, over (step, factor), of what visits would have spent in expectation had problems not harmed them.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STEPS = ("view_item", "add_to_cart", "begin_checkout", "purchase", "kept")
CHANNELS = ("paid_search", "paid_social", "organic_search", "email", "direct")
DEVICES = ("desktop", "mobile")
CATEGORIES, DAYS, PROMO_DAYS = 6, 14, 2
GROUPS = ("traffic", "site", "assortment", "service")


@dataclass(frozen=True)
class Problem:
    """A factor of the shop: who can meet it, from which step on, and which steps it harms."""

    code: str
    group: str
    harms: tuple[int, ...]
    chance: str = "all"


PROBLEMS = (
    Problem("ad_mismatch", "traffic", (0,), "paid"),
    Problem("junk_traffic", "traffic", (0, 1), "paid"),
    Problem("slow_page", "site", (0, 1)),
    Problem("page_error", "site", (1, 2)),
    Problem("payment_error", "site", (3,)),
    Problem("out_of_stock", "assortment", (1,)),
    Problem("price_above", "assortment", (1, 2)),
    Problem("empty_search", "assortment", (0,), "searched"),
    Problem("chat_slow", "service", (2,), "asked"),
    Problem("long_delivery", "service", (2, 3)),
    Problem("late_delivery", "service", (4,)),
)
PAIRS = tuple((step, place) for step in range(len(STEPS)) for place, p in enumerate(PROBLEMS) if step in p.harms)
USUAL = np.array([0.10, 0.12, 0.14, 0.06, 0.07, 0.12, 0.15, 0.15, 0.25, 0.15, 0.12])
RATE_SCALE = 0.6
"""An odds ratio moves a rate by less than its size; this makes losses of both worlds alike in money."""
MORE_A_PAGE = 0.45
"""Chances of a flag with every step reached, of the usual one, where flags are raised anywhere in the visit."""
RATES = np.array([0.55, 0.22, 0.55, 0.62, 0.86])


@dataclass(frozen=True)
class World:
    """What kind of shop to invent."""

    seed: int = 0
    visits: int = 100_000
    link: str = "odds"
    planted: bool = True
    day_noise: float = 1.0
    hidden: float = 0.0
    """Strength of an unseen cause that meets problems more and buys less."""
    anywhere: bool = False
    """Flags raised anywhere in the visit, so that longer visits collect more."""
    mobile_effect: float = 1.0
    """How many times stronger problems harm on mobile than on desktop."""
    days: int = DAYS
    traffic_drop: bool = False


@dataclass(frozen=True)
class Fault:
    """A planted fault: a problem met more often in the second period, perhaps in one segment only."""

    problem: int
    more_often: float
    channel: int | None
    device: int | None


@dataclass(frozen=True)
class Shop:
    """Visits of both periods, one entry each, and how they were made."""

    world: World
    strength: Array
    """Steps × problems, logarithm of the odds or of the rate."""
    faults: tuple[Fault, ...]
    period: NDArray[np.int64]
    day: NDArray[np.int64]
    channel: NDArray[np.int64]
    device: NDArray[np.int64]
    category: NDArray[np.int64]
    returning: NDArray[np.int64]
    promo: NDArray[np.int64]
    chances: dict[str, NDArray[np.bool_]]
    met: NDArray[np.bool_]
    """Visits × problems: would meet it if it comes so far."""
    met_without_faults: NDArray[np.bool_]
    base: Array
    """Visits × steps: logit of going on without problems."""
    draw: Array
    """Visits × steps: the random number that decides."""
    worth: Array
    """Value of the order, should there be one."""
    went_on: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))
    flags: NDArray[np.bool_] = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))
    """What the exports say was met: `met`, unless flags are raised anywhere in the visit."""

    @property
    def segment(self) -> NDArray[np.int64]:
        """Channel × device."""
        return self.channel * len(DEVICES) + self.device


def chance_of_going_on(
    shop: Shop, met: NDArray[np.bool_], step: int, rows: NDArray[np.intp], problems: list[int] | None = None
) -> Array:
    """Probability of passing `step` for `rows` with the problems `met` (rows × `problems`, all by default)."""
    own = [place for at, place in PAIRS if at == step] if problems is None else problems
    harm = np.zeros(len(rows))
    for column, place in enumerate(own):
        harm += shop.strength[step, place] * met[:, place if problems is None else column]
    if shop.world.mobile_effect != 1.0:
        harm *= _reach(shop, rows)
    if shop.world.link == "odds":
        return _logistic(shop.base[rows, step] - harm)
    return _logistic(shop.base[rows, step]) * np.exp(-harm)


def _reach(shop: Shop, rows: NDArray[np.intp]) -> Array:
    return np.where(shop.device[rows] == 1, np.sqrt(shop.world.mobile_effect), 1 / np.sqrt(shop.world.mobile_effect))


def invent(world: World) -> Shop:
    """Draw the shop of a seed."""
    rng = np.random.default_rng(world.seed)
    visits = _visits(rng, world)
    strength, faults = _strengths(rng, world)
    base, usual = _base_logits(rng, world, visits), _exposure_logits(rng, world, visits)
    lots = rng.random(usual.shape)
    chances = {"all": np.ones(len(base), dtype=bool), **visits.pop("chances")}
    can = np.stack([chances[problem.chance] for problem in PROBLEMS], axis=1)
    shop = Shop(
        world,
        strength,
        faults,
        **visits,
        chances=chances,
        met=can & (lots < _logistic(usual + _boosts(faults, visits))),
        met_without_faults=can & (lots < _logistic(usual)),
        base=base,
        draw=rng.random(base.shape),
        worth=_worth(rng, visits),
    )
    lived = replace(shop, went_on=relive(shop, shop.met))
    return replace(lived, flags=_flags(rng, lived))


def relive(shop: Shop, met: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Visits × steps passed, with the same random numbers and the problems `met`."""
    rows = np.arange(len(met))
    passed = np.stack(
        [shop.draw[:, step] < chance_of_going_on(shop, met, step, rows) for step in range(len(STEPS))], axis=1
    )
    return np.logical_and.accumulate(passed, axis=1)


def _visits(rng: np.random.Generator, world: World) -> dict:
    days = 2 * world.days
    volume = np.exp(rng.normal(0, 0.08 * world.day_noise, days))
    counts = np.concatenate([rng.multinomial(world.visits, part / part.sum()) for part in np.split(volume, 2)])
    day = np.repeat(np.arange(days), counts)
    size = len(day)
    promo_days = np.concatenate(
        [start + rng.choice(world.days, PROMO_DAYS, replace=False) for start in (0, world.days)]
    )
    channel = rng.choice(len(CHANNELS), size, p=rng.dirichlet([22, 22, 30, 8, 18]))
    device = (rng.random(size) < np.array([0.55, 0.8, 0.5, 0.45, 0.4])[channel]).astype(int)
    returning = (rng.random(size) < np.array([0.3, 0.15, 0.35, 0.8, 0.6])[channel]).astype(int)
    category = rng.choice(CATEGORIES, size, p=rng.dirichlet(np.full(CATEGORIES, 6.0)))
    chances = {
        "paid": channel < 2,
        "searched": rng.random(size) < 0.22 + 0.12 * returning,
        "asked": rng.random(size) < 0.10 + 0.05 * device + 0.05 * (1 - returning),
    }
    keep = np.ones(size, dtype=bool)
    if world.traffic_drop:
        keep = ~((channel == rng.integers(5)) & (day >= world.days) & (rng.random(size) < rng.uniform(0.1, 0.5)))
    columns = {
        "period": (day >= world.days).astype(int),
        "day": day,
        "channel": channel,
        "device": device,
        "category": category,
        "returning": returning,
        "promo": np.isin(day, promo_days).astype(int),
    }
    return {
        **{name: column[keep] for name, column in columns.items()},
        "chances": {name: column[keep] for name, column in chances.items()},
    }


def _strengths(rng: np.random.Generator, world: World) -> tuple[Array, tuple[Fault, ...]]:
    strength = np.zeros((len(STEPS), len(PROBLEMS)))
    if not world.planted:
        return strength, ()
    weak = np.where(rng.random(len(PROBLEMS)) < 0.5, 0.0, rng.uniform(0.05, 0.25, len(PROBLEMS)))
    groups = rng.choice(len(GROUPS), rng.integers(1, 4), replace=False)
    chosen = [rng.choice([place for place, p in enumerate(PROBLEMS) if p.group == GROUPS[group]]) for group in groups]
    weak[chosen] = rng.uniform(0.3, 1.4, len(chosen))
    for step, problem in PAIRS:
        strength[step, problem] = weak[problem] * (1.0 if step == PROBLEMS[problem].harms[0] else 0.6)
    strength = strength * RATE_SCALE if world.link == "rate" else strength
    return strength, tuple(_fault(rng, int(problem)) for problem in chosen)


def _fault(rng: np.random.Generator, problem: int) -> Fault:
    only, kind = rng.random() < 0.35, rng.random() < 0.5
    paid = PROBLEMS[problem].chance == "paid"
    channel = int(rng.integers(2 if paid else len(CHANNELS))) if only and kind else None
    device = int(rng.integers(len(DEVICES))) if only and not kind else None
    return Fault(problem, float(rng.uniform(0.3, 1.6)), channel, device)


def _boosts(faults: tuple[Fault, ...], visits: dict) -> Array:
    more = np.zeros((len(visits["day"]), len(PROBLEMS)))
    for fault in faults:
        there = visits["period"] == 1
        for name in ("channel", "device"):
            wanted = getattr(fault, name)
            there = there if wanted is None else there & (visits[name] == wanted)
        more[there, fault.problem] += fault.more_often
    return more


def _base_logits(rng: np.random.Generator, world: World, visits: dict) -> Array:
    """Visits × steps: what a visit would do without problems; intent is unseen, days differ."""
    size, steps = len(visits["day"]), len(STEPS)
    weak = rng.uniform(0.5, 1.0, (3, steps)) * np.array([0.45, 0.40, 0.55])[:, None]
    weak[:, -1] *= 0.3
    taste = rng.normal(0, 0.2, (CATEGORIES, steps))
    days = rng.normal(0, 0.06 * world.day_noise, (2 * world.days, steps))
    intent = rng.normal(0, 1, size)[:, None] * np.array([0.45, 0.55, 0.45, 0.35, 0.1])
    base = np.log(RATES / (1 - RATES)) + 0.25 + taste[visits["category"]] + days[visits["day"]] + intent
    base = base - weak[0] * visits["device"][:, None] - weak[1] * (1 - visits["returning"])[:, None]
    base = (
        base
        - weak[2] * (visits["channel"] == 1)[:, None]
        + 0.25 * visits["promo"][:, None] * np.array([1, 1, 1, 1, -1])
    )
    visits["hidden"] = rng.random(size) < 0.3
    return base - 0.33 * world.hidden * visits["hidden"][:, None] * np.array([1.0, 1.0, 0.8, 0.8, 0.6])


def _exposure_logits(rng: np.random.Generator, world: World, visits: dict) -> Array:
    """Visits × problems: weak visits meet more of them."""
    problems = len(PROBLEMS)
    pull = rng.uniform(0.0, 1.0, (4, problems)) * np.array([0.9, 0.7, 1.0, 0.8])[:, None]
    days = rng.normal(0, 0.25 * world.day_noise, (2 * world.days, problems))
    shelf = rng.normal(0, 0.3, (CATEGORIES, problems))
    logits = np.log(USUAL / (1 - USUAL)) - 0.65 + days[visits["day"]] + shelf[visits["category"]]
    traits = np.stack([visits["device"], 1 - visits["returning"], visits["channel"] == 1, visits["promo"]], axis=1)
    hidden = visits.pop("hidden")
    more = np.zeros(problems)
    more[rng.choice(problems, 5, replace=False)] = rng.uniform(0.5, 1.2, 5)
    return logits + traits @ pull + world.hidden * hidden[:, None] * more


def _worth(rng: np.random.Generator, visits: dict) -> Array:
    price = np.exp(rng.normal(4.2, 0.4, CATEGORIES))
    return price[visits["category"]] * np.exp(rng.normal(0, 0.5, len(visits["day"]))) * (1 - 0.1 * visits["promo"])


def _flags(rng: np.random.Generator, shop: Shop) -> NDArray[np.bool_]:
    if not shop.world.anywhere:
        return shop.met
    pages = 1 + shop.went_on.sum(1)
    again = rng.random(shop.met.shape) < 1 - (1 - USUAL) ** (MORE_A_PAGE * pages[:, None])
    can = np.stack([shop.chances[problem.chance] for problem in PROBLEMS], axis=1)
    return can & (shop.met | again)


def _logistic(logit: Array) -> Array:
    return 1 / (1 + np.exp(-logit))
