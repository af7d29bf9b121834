"""Questions to experiments and their frozen results."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from funnel.answers.listing import Where
from funnel.answers.result import Note
from funnel.maths.lift import Lift, Range
from funnel.maths.staged import Staged
from funnel.periods import Period
from funnel.terms import Step


class Design(StrEnum):
    """How a fix is tried, the strongest evidence first."""

    SPLIT = "split"
    """Visitors are drawn by lot into arms; the traffic export names the arm."""
    STAGED = "staged"
    """Some segments get the fix from a day on; the others did not and could not be touched by it."""
    BEFORE_AFTER = "before_after"
    """Everybody gets it from a day on: weak, whatever else changed that day is in it."""


class Per(StrEnum):
    """What orders and money are divided by."""

    VISIT = "visit"
    VISITOR = "visitor"


class Verdict(StrEnum):
    """What may be said of an experiment."""

    BETTER = "better"
    WORSE = "worse"
    NO_DIFFERENCE_SEEN = "no_difference_seen"
    STILL_RUNNING = "still_running"
    ONE_ORDER_DECIDES = "one_order_decides"
    NOT_TO_BE_TRUSTED = "not_to_be_trusted"
    CANNOT_TELL = "cannot_tell"


class Reads(StrEnum):
    """What is compared; the first two decide, the others only explain."""

    ORDERS = "orders_per_visit"
    MONEY = "money_per_visit"
    MEAN_ORDER = "mean_order"


@dataclass(frozen=True)
class SplitQuestion:
    """A split test. Without days all that name an arm; without arms the two the export names."""

    control: str | None = None
    treatment: str | None = None
    start: date | None = None
    end: date | None = None
    planned_end: date | None = None
    """Last day planned before the start; None: the test is over and is read once."""
    where: Where = ()
    per: Per = Per.VISIT
    share_of_treatment: float = 0.5
    """Share of the visitors the treatment was meant to get."""


@dataclass(frozen=True)
class StagedQuestion:
    """A fix some segments got on `since`; without `fixed` everybody got it."""

    since: date
    start: date | None = None
    end: date | None = None
    fixed: Where = ()
    """One dimension and the codes that got the fix; the other codes of it are compared with."""
    where: Where = ()


@dataclass(frozen=True)
class Arm:
    """One arm, whole."""

    code: str
    visitors: int
    visits: int
    orders: int
    buyers: int
    revenue: Decimal
    steps: tuple[tuple[Step, int], ...]
    """Visits that reached each step the feed measures."""


@dataclass(frozen=True)
class Reading:
    """One comparison: the single look, and the range that may be looked at every day."""

    reads: Reads
    lift: Lift
    safe: Range
    """Of the relative difference: always valid while the test runs, else the range of the single look."""


@dataclass(frozen=True)
class WithoutLargest:
    """The same comparisons when the dearest orders of both arms together are left out."""

    orders: int
    """How many were left out."""
    money: Decimal
    """Their value."""
    readings: tuple[Reading, ...]


@dataclass(frozen=True)
class SplitAnswer:
    """What a split test says."""

    period: Period
    planned_end: date | None
    finished: bool
    per: Per
    control: Arm
    treatment: Arm
    readings: tuple[Reading, ...]
    without: tuple[WithoutLargest, ...]
    """Without the single dearest order, then without the dearest hundredth of all orders."""
    sample_ratio_p: float
    """Chance of arms as unequal as these if visitors were drawn as meant."""
    visitors_in_both: int
    buyers_in_both: int
    nameless_visits: int
    """Visits of the test without a visitor: each is its own unit."""
    days: tuple[tuple[date, str, int, int, Decimal | None], ...]
    """Day, arm, visits, orders, money."""
    verdict: Verdict
    warnings: tuple[Note, ...]
    zone: str
    currency: str
    generation: int

    def reading(self, reads: Reads) -> Reading | None:
        """The comparison of `reads`, or None when it cannot be made."""
        return next((one for one in self.readings if one.reads is reads), None)


@dataclass(frozen=True)
class StagedAnswer:
    """What a staged fix, or a look before and after, says."""

    design: Design
    period: Period
    since: date
    fixed: Where
    orders: Staged | None
    money: Staged | None
    visits_before: int
    visits_after: int
    verdict: Verdict
    warnings: tuple[Note, ...]
    zone: str
    currency: str
    generation: int
