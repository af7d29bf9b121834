"""What a visit would put into its basket and what that would cost; whole grosz."""

from dataclasses import dataclass

import numpy as np

from funnel.sample.catalogue import PER_CATEGORY, Catalogue
from funnel.sample.chance import Chance, Flags, Ints
from funnel.sample.visits import Visits, second_choice

FREE_SHIPPING_FROM = 20000
SHIPPING_PRICE = 1499
CODE = "AUTUMN10"
EXTRAS = 2


@dataclass(frozen=True)
class Baskets:
    """One basket a visit: the main product and up to two more; columns [visit] and [visit, extra]."""

    main: Ints
    pieces: Ints
    extra: Ints
    """Product numbers; −1 where there is none."""
    discount: Ints
    shipping: Ints
    total: Ints

    def paid_back_in_part(self, goods: Catalogue, chance: Chance, place: Ints) -> Ints:
        """What a kept order gives back: the first extra product of one order in twelve that has one."""
        back = (self.extra[:, 0] >= 0) & (chance.uniform("part back", place) < 1 / 12)
        return np.where(back, goods.price[self.extra[:, 0]], 0)


def baskets(visits: Visits, goods: Catalogue, chance: Chance, out_of_stock: Flags) -> Baskets:
    """Baskets of the visits when those marked `out_of_stock` take something else than the first product."""
    main = np.where(out_of_stock, second_choice(visits, goods, chance), visits.first_product)
    pieces = 1 + (chance.uniform("pieces", visits.place) < 0.16)
    extra = np.column_stack([_extra(visits, chance, number) for number in range(EXTRAS)])
    extra[extra == main[:, None]] = -1
    bare = goods.price[main] * pieces + np.where(extra >= 0, goods.price[extra], 0).sum(axis=1)
    with_code = chance.uniform("code", visits.place) < (0.3 if visits.promotion else 0.07)
    discount = np.where(with_code, bare // 1000 * 100, 0)
    shipping = np.where(bare - discount >= FREE_SHIPPING_FROM, 0, SHIPPING_PRICE)
    return Baskets(main, pieces, extra, discount, shipping, bare - discount + shipping)


def _extra(visits: Visits, chance: Chance, number: int) -> Ints:
    # Never one of the bestsellers that run out: the basket's extras must not depend on a fault.
    rank = chance.whole(f"extra rank {number}", visits.place, 3, PER_CATEGORY - 1)
    category = chance.whole(f"extra category {number}", visits.place, 4, 7)
    wanted = chance.uniform(f"extra {number}", visits.place) < (0.3, 0.14)[number]
    return np.where(wanted, category * PER_CATEGORY + rank, -1)
