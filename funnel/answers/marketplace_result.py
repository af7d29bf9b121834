"""Frozen results of the question of marketplaces, in their own units: card opens and pieces, never visits."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from funnel.answers.result import Note
from funnel.periods import Period


class By(StrEnum):
    """What marketplaces can be broken down by; the marketplace itself always is."""

    MARKETPLACE = "marketplace"
    PRODUCT = "product"
    WEEK = "week"
    DAY = "day"


class Basis(StrEnum):
    """What the outcome of orders old enough to judge is known from."""

    ORDERS = "orders"
    """An export of orders: what became of each."""
    FOLLOWED = "followed"
    """The marketplace's report states what became of the pieces ordered on each day."""
    SETTLED = "settled"
    """Bought out and cancelled on the days since: of the pieces settled then, whichever day they were ordered."""


STEPS = ("impressions", "card_opens", "add_to_cart", "orders")


@dataclass(frozen=True)
class Cards:
    """Counts of cards as the marketplace's own report states them; None is a hole, never 0.

    What was bought out, cancelled and returned happened on these days, of orders of these or earlier days.
    """

    impressions: int | None = None
    card_opens: int | None = None
    add_to_cart: int | None = None
    orders: int | None = None
    """Pieces ordered."""
    ordered_money: Decimal | None = None
    buyouts: int | None = None
    buyout_money: Decimal | None = None
    cancelled: int | None = None
    cancelled_money: Decimal | None = None
    returned: int | None = None
    returned_money: Decimal | None = None
    of_previous: dict[str, float | None] = field(default_factory=dict)
    """Share of the step before, over the feeds that state both; None where none does or the base is 0."""


@dataclass(frozen=True)
class Booked:
    """Orders placed on these days by the export of orders, and what has become of them so far; pieces."""

    orders: int | None = None
    """Different orders."""
    pieces: int | None = None
    money: Decimal | None = None
    bought: int | None = None
    bought_money: Decimal | None = None
    cancelled: int | None = None
    returned: int | None = None
    undecided: int | None = None


@dataclass(frozen=True)
class Settled:
    """What the marketplace settled on these days: sales and returns apart, payout with returns subtracted."""

    sold: int | None = None
    sold_money: Decimal | None = None
    returned: int | None = None
    returned_money: Decimal | None = None
    payout: Decimal | None = None
    charges: Decimal | None = None

    @property
    def net_money(self) -> Decimal | None:
        """Sales less returns; None where neither is stated."""
        if self.sold_money is None and self.returned_money is None:
            return None
        return (self.sold_money or Decimal(0)) - (self.returned_money or Decimal(0))


@dataclass(frozen=True)
class Outcome:
    """What became of pieces ordered long enough ago; `until` is the last day of such orders, None when none are."""

    until: date | None = None
    basis: Basis | None = None
    pieces: int | None = None
    """The base of the rates: pieces ordered, or settled where only that is known."""
    bought: int | None = None
    """Handed over and not returned, as far as returns are stated apart."""
    cancelled: int | None = None
    returned: int | None = None

    @property
    def buyout_rate(self) -> float | None:
        """Share bought out and kept."""
        return _share(self.bought, self.pieces)

    @property
    def cancel_rate(self) -> float | None:
        """Share cancelled or not collected."""
        return _share(self.cancelled, self.pieces)

    @property
    def return_rate(self) -> float | None:
        """Share returned after hand-over."""
        return _share(self.returned, self.pieces)


def _share(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None


@dataclass(frozen=True)
class MarketplaceLine:
    """One line: `key` holds one code per dimension; () for the total, whose steps stand only for one marketplace."""

    key: tuple[str, ...]
    cards: Cards = Cards()
    booked: Booked = Booked()
    settled: Settled = Settled()
    outcome: Outcome = Outcome()
    seller_sku: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class MarketplacesAnswer:
    """Marketplaces side by side; they share orders and money with each other and with the site, and nothing else."""

    period: Period
    by: tuple[By, ...]
    zone: str
    currency: str
    generation: int
    maturity_days: int
    """Days until the outcome of an order is settled."""
    rows: tuple[MarketplaceLine, ...]
    total: MarketplaceLine
    feeds: tuple[str, ...] = ()
    """Feeds of cards counted."""
    notes: tuple[Note, ...] = ()
