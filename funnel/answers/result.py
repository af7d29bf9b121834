"""Frozen results that pages, the command line and exports read alike."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from funnel.periods import Period
from funnel.terms import Counting, Dimension, Step, Unit


@dataclass(frozen=True)
class Note:
    """Something the reader must know: a code the words room turns into a sentence, and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class StepCount:
    """One step of one segment. None always means "not measured", never zero."""

    step: Step
    count: int | None
    of_previous: float | None
    """Share of the previous measured step's visits, among sources that measure both; None when 0 or unmeasured."""
    of_first: float | None
    count_before: int | None = None
    """The same count in the comparison period."""
    of_previous_before: float | None = None
    base: int | None = None
    """Denominator of `of_previous`."""
    base_before: int | None = None
    comparable: float | None = None
    """`of_previous` on mature days only, to set against `of_previous_before`; None where nothing is compared."""


@dataclass(frozen=True)
class Money:
    """Orders and money of one segment; amounts in the answer's currency."""

    orders: int | None
    """Orders as the traffic source counts them, each order id once."""
    revenue: Decimal | None
    """Their value as the traffic source states it."""
    matched_orders: int | None
    """Of these, found in the order book by order id."""
    paid_orders: int | None
    """Of these, paid by the order book."""
    paid_revenue: Decimal | None
    kept_orders: int | None
    """Paid, old enough, and neither cancelled nor returned."""
    kept_revenue: Decimal | None


@dataclass(frozen=True)
class Ads:
    """Advertising of one segment as the ad systems report it; None where no report states it."""

    impressions: int | None = None
    clicks: int | None = None
    cost: Decimal | None = None


@dataclass(frozen=True)
class Segment:
    """One line of a breakdown: `key` holds one code per dimension of the question, () for the total."""

    key: tuple[str, ...]
    steps: tuple[StepCount, ...]
    money: Money
    ads: Ads = Ads()

    def step(self, step: Step) -> StepCount | None:
        """The line's count at `step`, or None when the step was not asked for."""
        return next((found for found in self.steps if found.step == step), None)


@dataclass(frozen=True)
class FunnelAnswer:
    """The funnel of one period, whole and by segment."""

    period: Period
    compared_with: Period | None
    unit: Unit
    window_days: int | None
    counting: Counting
    steps: tuple[Step, ...]
    by: tuple[Dimension, ...]
    zone: str
    currency: str
    generation: int
    immature_from: date | None
    """First day of the period that is still filling up; None when all are full."""
    kept_until: date | None
    """Last day whose orders are old enough to count as kept; None when no order book was imported."""
    rows: tuple[Segment, ...]
    total: Segment
    notes: tuple[Note, ...] = ()
    feeds: tuple[str, ...] = ()
    """Traffic feeds counted."""


class Age(StrEnum):
    """How old a source is, by the two thresholds of the settings."""

    FRESH = "fresh"
    LATE = "late"
    STALE = "stale"


@dataclass(frozen=True)
class Freshness:
    """How far a feed reaches."""

    feed: str
    kind: str
    newest_day: date
    age_days: int
    """Days from its newest day to today; in the invented shop to the newest day of any feed."""
    age: Age

    @property
    def stale(self) -> bool:
        """Whether it is past the second threshold."""
        return self.age is Age.STALE


@dataclass(frozen=True)
class ShopState:
    """What every screen states in its corner."""

    shop: str
    zone: str
    currency: str
    generation: int
    is_sample: bool
    first_day: date | None
    newest_day: date | None
    freshness: tuple[Freshness, ...]
    values: dict[Dimension, tuple[str, ...]] = field(default_factory=dict)
    """Codes held of every filterable dimension, most visits first."""
