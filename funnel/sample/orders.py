"""The order book: what was ordered, and what became of it until the moment of the export."""

from dataclasses import dataclass

import numpy as np

from funnel.sample.baskets import Baskets
from funnel.sample.catalogue import Catalogue
from funnel.sample.chance import Chance, Flags, Floats, Ints
from funnel.sample.shopdays import DAY, HOUR, ShopDays, local
from funnel.sample.visits import Visits

FIRST_NUMBER = 10001
PROMISED_DAYS = 4
CASH_ON_DELIVERY_SHARE = 0.14
BY_CARD, ON_DELIVERY = "Card (Stripe)", "Cash on Delivery (COD)"


@dataclass(frozen=True)
class OrderLine:
    """One product of an order; price of one piece in grosz."""

    product: int
    pieces: int
    price: int


@dataclass(frozen=True)
class Order:
    """One order as the shop knows it at the moment of the export; times are UTC seconds, money grosz."""

    number: int
    placed: int
    visit: int
    """Number of the visit in its day; −1 for an order analytics never saw."""
    visitor: int
    campaign: int
    by_phone: bool
    lines: tuple[OrderLine, ...]
    discount: int
    shipping: int
    total: int
    on_delivery: bool
    paid: int | None
    shipped: int | None
    promised: int
    delivered: int | None
    late: bool
    cancelled: int | None
    refunded: int
    returned: int | None
    reason: str

    @property
    def name(self) -> str:
        """Name of the order in every export."""
        return f"#{self.number}"

    @property
    def status(self) -> str:
        """Financial status in Shopify's words."""
        if self.cancelled is not None:
            return "refunded" if self.paid is not None else "voided"
        if self.refunded >= self.total:
            return "refunded"
        if self.refunded:
            return "partially_refunded"
        return "paid" if self.paid is not None else "pending"


@dataclass(frozen=True)
class OrderedDay:
    """Visits of a day that ordered: their places in the day and all that shapes their orders."""

    visits: Visits
    those: Ints
    placed: Ints
    basket: Baskets
    part_back: Ints
    """Grosz each order gives back when it is kept otherwise."""
    kept: Flags
    late: Flags
    seen: bool


class OrderBook:
    """Numbers the orders in the order of time within a day and tells their fate."""

    def __init__(self, days: ShopDays, goods: Catalogue, chance: Chance) -> None:
        self.days, self.goods, self.chance = days, goods, chance
        self.next_number = FIRST_NUMBER

    def orders_of(self, seen: OrderedDay, unseen: OrderedDay) -> list[Order]:
        """Orders of one day, seen and unseen by analytics, by time."""
        drafts = sorted(
            (int(part.placed[v]), not part.seen, int(v), part) for part in (seen, unseen) for v in part.those
        )
        draws = {part.seen: Draws.of(part, self.chance) for part in (seen, unseen)}
        orders = []
        for _, _, v, part in drafts:
            if int(part.placed[v]) <= self.days.export_second:
                orders.append(self._order(part, v, draws[part.seen]))
                self.next_number += 1
        return orders

    def _order(self, part: OrderedDay, v: int, draws: "Draws") -> Order:
        basket, placed = part.basket, int(part.placed[v])
        fate = Fate.of(placed, bool(part.kept[v]), bool(part.late[v]), draws.at(v))
        known = fate.until(self.days.export_second)
        total = int(basket.total[v])
        back = total if known.returned or (known.cancelled and known.paid) else 0
        if part.kept[v] and known.delivered:
            back = int(draws.part_back[v])
        return Order(
            self.next_number,
            placed,
            v if part.seen else -1,
            int(part.visits.visitor[v]),
            int(part.visits.campaign[v]),
            not part.seen and draws.at(v)[5] < 0.5,
            self._lines(basket, v),
            int(basket.discount[v]),
            int(basket.shipping[v]),
            total,
            fate.on_delivery,
            known.paid,
            known.shipped,
            fate.promised,
            known.delivered,
            fate.late,
            known.cancelled,
            back,
            known.returned,
            fate.reason if known.cancelled or known.returned else "",
        )

    def _lines(self, basket: Baskets, v: int) -> tuple[OrderLine, ...]:
        products = [(int(basket.main[v]), int(basket.pieces[v]))]
        products += [(int(number), 1) for number in basket.extra[v] if number >= 0]
        return tuple(OrderLine(n, pieces, int(self.goods.price[n])) for n, pieces in products)


@dataclass(frozen=True)
class Draws:
    """Numbers by chance for the fates of a day's visits: [visit, draw], and what kept orders give back."""

    numbers: Floats
    part_back: Ints

    @staticmethod
    def of(part: OrderedDay, chance: Chance) -> "Draws":
        """Draws for all visits of the part."""
        place = part.visits.place
        numbers = np.column_stack([chance.uniform(f"fate {n}", place) for n in range(6)])
        return Draws(numbers, part.part_back)

    def at(self, v: int) -> Floats:
        """The draws of one visit."""
        return self.numbers[v]


@dataclass(frozen=True)
class Fate:
    """When an order is paid, shipped, delivered, cancelled or sent back; None = never, or not yet."""

    on_delivery: bool
    late: bool
    promised: int
    reason: str
    paid: int | None
    shipped: int | None
    delivered: int | None
    cancelled: int | None
    returned: int | None

    @staticmethod
    def of(placed: int, kept: bool, late: bool, draw: Floats) -> "Fate":
        """The whole fate of an order; `draw` are five numbers in [0, 1) or more."""
        on_delivery = draw[0] < CASH_ON_DELIVERY_SHARE
        cancelled = not kept and draw[1] < (0.15 if late else 0.4)
        shipped = placed + int((0.5 + 1.2 * draw[2]) * DAY)
        promised = _end_of_day(placed + PROMISED_DAYS * DAY)
        delivered = _delivered(shipped, promised, late, draw[3])
        paid = delivered if on_delivery else placed + 20 + int(70 * draw[4])
        if cancelled:
            moment = placed + int((0.05 + 0.4 * draw[3]) * DAY)
            reason = "cancelled-by-shop" if draw[4] < 0.4 else "cancelled-by-customer"
            return Fate(on_delivery, False, promised, reason, None if on_delivery else paid, None, None, moment, None)
        returned = None if kept else delivered + int((2 + 7 * draw[4]) * DAY)
        reason = "return-late" if late else ("return-quality" if draw[2] < 0.5 else "return-changed-mind")
        return Fate(on_delivery, late, promised, reason, paid, shipped, delivered, None, returned)

    def until(self, moment: int) -> "Fate":
        """What of it is known at a moment."""

        def known(second: int | None) -> int | None:
            return second if second is not None and second <= moment else None

        return Fate(
            self.on_delivery, self.late, self.promised, self.reason, known(self.paid), known(self.shipped),
            known(self.delivered), known(self.cancelled), known(self.returned),
        )  # fmt: skip


def _end_of_day(second: int) -> int:
    moment = local(second).replace(hour=21, minute=0, second=0)
    return int(moment.timestamp())


def _delivered(shipped: int, promised: int, late: bool, draw: float) -> int:
    if late:
        return promised + int((0.7 + 4.5 * draw) * DAY)
    return min(shipped + int((0.8 + 1.2 * draw) * DAY), promised - HOUR)
