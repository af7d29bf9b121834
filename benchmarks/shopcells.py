"""Cells of an invented shop, as the store would hold them."""

from dataclasses import replace

import numpy as np

from benchmarks.simulator import CATEGORIES, CHANNELS, DEVICES, PROBLEMS, STEPS, Shop
from funnel.answers.problem_cells import with_orders
from funnel.maths.cells import Cells, Counts, Factor, Money, Parts, Whole
from funnel.terms import Group

FACTORS = tuple(Factor(p.code, Group(p.group), tuple(STEPS[step] for step in p.harms)) for p in PROBLEMS)
PAID = 3
ON = np.tile(np.arange(len(DEVICES)), len(CHANNELS))
"""Device of every segment."""
SEGMENTS = tuple(f"{channel}/{device}" for channel in CHANNELS for device in DEVICES)


def cells_of_shop(
    shop: Shop, *, dimensions: int = 4, opportunity: bool = True, every_later_step: bool = False
) -> Cells:
    """Count the visits; `dimensions` (1–4) adds visitor, category and promo to channel × device.

    `opportunity` keeps visits apart that could not meet a problem; `every_later_step` lets every problem harm all steps
    from its first on.
    """
    harms = [tuple(range(p.harms[0], len(STEPS))) if every_later_step else p.harms for p in PROBLEMS]
    factors = tuple(
        replace(factor, steps=tuple(STEPS[step] for step in own)) for factor, own in zip(FACTORS, harms, strict=True)
    )
    part = np.unique(_stratum(shop, dimensions), return_inverse=True)[1]
    counts = _counts(shop, part, opportunity, harms)
    carried = with_orders((shop.segment, part), shop.went_on[:, PAID])
    segment, of_part = np.zeros(carried.max() + 1, dtype=np.int64), np.zeros(part.max() + 1, dtype=np.int64)
    segment[carried], of_part[part] = shop.segment, carried
    known = np.repeat(np.arange(len(segment))[None], len(STEPS), axis=0)
    counts = replace(counts, part=None if counts.part is None else of_part[counts.part])
    return Cells(STEPS, 4, factors, SEGMENTS, counts, _money(shop, carried), parts=Parts(segment, known), devices=ON)


def _counts(shop: Shop, part: Whole, opportunity: bool, harms: list[tuple[int, ...]]) -> Counts:
    rows = [_step_rows(shop, step, part, opportunity, harms) for step in range(len(STEPS))]
    step, day, segment, own, word, stratum, pattern, at_risk, went_on, bought = (
        np.concatenate(column) for column in zip(*rows, strict=True)
    )
    return Counts(step, day, segment, stratum, pattern, np.zeros_like(day), at_risk, went_on, bought, own, word)


def _step_rows(
    shop: Shop, step: int, part: Whole, opportunity: bool, harms: list[tuple[int, ...]]
) -> tuple[Whole, ...]:
    rows = np.arange(len(part)) if step == 0 else np.flatnonzero(shop.went_on[:, step - 1])
    own = [place for place, steps in enumerate(harms) if step in steps]
    word, words = np.zeros_like(rows), 1
    for name in sorted({PROBLEMS[place].chance for place in own} - {"all", "paid"}) if opportunity else []:
        word, words = word * 2 + shop.chances[name][rows], words * 2
    met = sum((shop.flags[rows, place].astype(np.int64) << at for at, place in enumerate(own)), np.zeros_like(rows))
    sizes = (2 * shop.world.days, len(SEGMENTS), int(part.max()) + 1, words, 1 << len(own))
    code = np.ravel_multi_index((shop.day[rows], shop.segment[rows], part[rows], word, met), sizes)
    distinct, place_of = np.unique(code, return_inverse=True)
    counted = [shop.went_on[rows, passed] for passed in (step, PAID)]
    sums = [np.bincount(place_of, weights=column).astype(np.int64) for column in counted]
    day, segment, part, word, short = np.unravel_index(distinct, sizes)
    pattern = sum(((short >> at & 1) << bit for at, bit in enumerate(own)), np.zeros_like(short))
    stratum = part * words + word
    return np.full(len(distinct), step), day, segment, part, word, stratum, pattern, np.bincount(place_of), *sums


def _stratum(shop: Shop, dimensions: int) -> Whole:
    stratum = shop.segment
    for values, size in ((shop.returning, 2), (shop.category, CATEGORIES), (shop.promo, 2))[: dimensions - 1]:
        stratum = stratum * size + values
    return stratum


def _money(shop: Shop, part: Whole) -> Money:
    parts = int(part.max()) + 1
    distinct, first, place = np.unique(shop.day * parts + part, return_index=True, return_inverse=True)
    kept = shop.went_on[:, 4]
    paid = np.bincount(place, weights=shop.went_on[:, PAID]).astype(np.int64)
    return Money(
        distinct // parts,
        shop.segment[first],
        np.bincount(place),
        paid,
        np.bincount(place, weights=kept).astype(np.int64),
        np.bincount(place, weights=kept * shop.worth),
        np.bincount(place, weights=kept * shop.worth**2),
        distinct % parts,
    )
