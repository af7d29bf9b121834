"""What the invented shop sells, at which price, beside which competitor, and when it is in stock."""

from dataclasses import dataclass

import numpy as np

from funnel.sample.chance import Chance, Flags, Floats, Ints
from funnel.sample.shopdays import ShopDays

KINDS = (
    "Birch", "Linen", "Slate", "Amber", "Nordic", "Copper", "Willow", "Chalk", "Harbour", "Meadow", "Ash",
    "Pebble", "Ivory", "Moss", "Dusk",
)  # fmt: skip
CATEGORIES = (
    ("lighting", "LI", "Lamp", 14900, 1.15),
    ("kitchen", "KI", "Kettle", 12900, 1.25),
    ("textiles", "TE", "Throw", 9900, 1.0),
    ("furniture", "FU", "Side Table", 26900, 0.8),
    ("decor", "DE", "Vase", 6900, 1.0),
    ("garden", "GA", "Planter", 7900, 0.7),
    ("storage", "ST", "Basket", 8900, 0.8),
    ("bath", "BA", "Towel Set", 10900, 0.8),
)
"""Name, prefix of the sku, noun of its products, middle price in grosz, share of interest."""

PER_CATEGORY = len(KINDS)
LIGHTING, KITCHEN, TEXTILES, FURNITURE, DECOR, GARDEN, STORAGE, BATH = range(len(CATEGORIES))
CATEGORY_NAMES = tuple(row[0] for row in CATEGORIES)
INTEREST = np.array([row[4] for row in CATEGORIES])
POPULARITY = 1.0 / (np.arange(PER_CATEGORY) + 1.5)
EMPTY_SHELVES = (
    (LIGHTING, 0, 3.0, 6.4),
    (LIGHTING, 1, 3.6, 6.0),
    (KITCHEN, 0, 7.6, 9.3),
    (TEXTILES, 0, 10.0, 12.5),
    (TEXTILES, 1, 10.6, 13.0),
)
"""Planted stock-outs: category, rank of the bestseller, from and to in weeks of the plan."""

UNDERCUT = ((6.0, 13.0),)
"""Weeks of the plan in which the competitor undercuts part of the kitchen."""

UNDERCUT_SHARE = 0.6


@dataclass(frozen=True)
class Catalogue:
    """Products by number (category × 15 + rank); stock, price and competitor as [day, product]."""

    skus: tuple[str, ...]
    titles: tuple[str, ...]
    category: Ints
    price: Ints
    cost: Ints
    available: Ints
    competitor_price: Ints

    @property
    def in_stock(self) -> Flags:
        """Whether there was a piece to sell, [day, product]."""
        return self.available > 0

    @property
    def is_dear(self) -> Flags:
        """Whether the price stands more than a tenth above the competitor's, [day, product]."""
        return self.price[None, :] > 1.1 * self.competitor_price


def catalogue(days: ShopDays, chance: Chance) -> Catalogue:
    """The shop's 120 products over the days."""
    numbers = np.arange(len(CATEGORIES) * PER_CATEGORY)
    category = numbers // PER_CATEGORY
    middle = np.array([row[3] for row in CATEGORIES])[category]
    # Bestsellers cost about the middle of their category: what replaces them leaves about as much money.
    spread = np.where(numbers % PER_CATEGORY < 3, 0.06, 0.3)
    price = _ending_in_99(middle * np.exp(spread * chance.normal("price", numbers)))
    cost = np.floor(price * (0.45 + 0.2 * chance.uniform("cost", numbers))).astype(np.int64)
    return Catalogue(
        tuple(f"{CATEGORIES[n // PER_CATEGORY][1]}-{n % PER_CATEGORY + 1:02d}" for n in numbers),
        tuple(f"{KINDS[n % PER_CATEGORY]} {CATEGORIES[n // PER_CATEGORY][2]}" for n in numbers),
        category,
        price,
        cost,
        _available(days, numbers, chance),
        _competitor(days, price, category, chance),
    )


def empty_stretches() -> tuple[tuple[float, float], ...]:
    """Weeks of the plan with at least one planted stock-out, without overlap."""
    stretches: list[tuple[float, float]] = []
    for start, end in sorted(row[2:] for row in EMPTY_SHELVES):
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return tuple(stretches)


def first_choice(category: Ints, numbers: Floats) -> Ints:
    """Product number of a popular-first draw within each category."""
    bounds = np.cumsum(POPULARITY) / POPULARITY.sum()
    rank = np.minimum(np.searchsorted(bounds, numbers, side="right"), PER_CATEGORY - 1)
    return category * PER_CATEGORY + rank


def _ending_in_99(price: Floats) -> Ints:
    return np.maximum(np.round(price / 1000.0), 2).astype(np.int64) * 1000 - 1


def _available(days: ShopDays, numbers: Ints, chance: Chance) -> Ints:
    day = np.arange(days.count)[:, None]
    places = day * 1000 + numbers[None, :]
    stock = 4 + chance.whole("pieces", places, 0, 60) // (1 + numbers[None, :] % PER_CATEGORY // 5)
    now_and_then = chance.uniform("shelf", (day // 7) * 1000 + numbers[None, :]) < 0.012
    # Bots walk through the garden shelves: nothing may run out there.
    stock[now_and_then & (day >= days.calm_days) & (numbers // PER_CATEGORY != GARDEN)] = 0
    for category, rank, start, end in EMPTY_SHELVES:
        stock[days.planned(start) : days.planned(end), category * PER_CATEGORY + rank] = 0
    return stock


def _competitor(days: ShopDays, price: Ints, category: Ints, chance: Chance) -> Ints:
    numbers = np.arange(len(price))
    week = np.arange(days.count)[:, None] // 7
    ratio = 0.96 + 0.12 * chance.uniform("competitor", week * 1000 + numbers[None, :])
    under_cut = (category == KITCHEN) & (chance.uniform("undercut", numbers) < UNDERCUT_SHARE)
    for start, end in UNDERCUT:
        dear = slice(days.planned(start), days.planned(end))
        ratio[dear] = np.where(under_cut[None, :], ratio[dear] * 0.84, ratio[dear])
    return np.round(price[None, :] * ratio / 10.0).astype(np.int64) * 10
