"""Frozen results of losses and changes, read alike by pages, the command line and exports."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from funnel.answers.loss_question import LossDimension, Reference
from funnel.answers.result import Note
from funnel.maths.firmness import Firmness, Verdict
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.terms import Group


class Basis(StrEnum):
    """What evidence a figure rests on; the first is the stronger and the two are never added."""

    LIKE_VISITS = "like_visits"
    """Visits that met a problem against like visits that did not."""
    CLICKS = "clicks_against_visits"
    """Ad reports against visits, beyond the channel's usual gap."""
    BY_STEP = "by_step_not_by_cause"
    """Rates of steps by channel and device only."""


@dataclass(frozen=True)
class Estimate:
    """An effect with its 90 % range; money to the cent, orders to six decimals."""

    effect: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class LossRow:
    """One line: `key` holds one code a dimension of the question, () for the total. Negative losses are gains."""

    key: tuple[str, ...]
    money: Estimate | None
    """None: not measured, or no money is known."""
    orders: Estimate | None
    sure: bool
    """Outside noise among the lines shown together."""
    verdict: Verdict | None
    """What may be said; None where a line holds several factors."""
    firmness: Firmness | None
    at_most: bool
    at_least: bool
    basis: Basis
    not_measured: tuple[str, ...]
    """Factors that belong to this line and are not measured: the figure is without them."""


@dataclass(frozen=True)
class StepEvidence:
    """The matched comparison of one factor at one step, in plain numbers of visits."""

    step: str
    met: int
    met_with_like: int
    went_on_with_like: int
    like: int
    expected: float
    """Of `met_with_like`, how many would have gone on at the rate of their like visits, other problems being alike."""
    not_measured: int
    at_risk: int
    fair: bool

    @property
    def share_that_met(self) -> float | None:
        """Share of the visits that met it (and have a like visit) that went on."""
        return self.went_on_with_like / self.met_with_like if self.met_with_like else None

    @property
    def share_of_like(self) -> float | None:
        """Share of the like visits that went on, in the mix of those that met it."""
        return self.expected / self.met_with_like if self.met_with_like else None

    @property
    def comparable(self) -> float | None:
        """Share of those that met it which have a like visit."""
        return self.met_with_like / self.met if self.met else None


@dataclass(frozen=True)
class FactorEvidence:
    """Everything a reader may want to know of one factor."""

    factor: str
    group: Group
    steps: tuple[str, ...]
    verdict: Verdict
    firmness: Firmness | None
    comparisons: tuple[StepEvidence, ...]
    measured_from: date | None
    measured_to: date | None
    lacking: tuple[str, ...]
    """What is missing, as “kind.column”, where it is not or only partly measured."""
    second_route: tuple[float, float] | None
    """(share kept by whole-funnel comparison, share the steps promise), where the two differ."""
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class LossAnswer:
    """Losses of one period."""

    period: Period
    window: Period
    """Days the comparisons come from."""
    compared_with: Period | None
    """Reference “previous period” only."""
    reference: Reference
    measure: Measure
    by: tuple[LossDimension, ...]
    zone: str
    currency: str
    generation: int
    unit: str
    immature_from: date | None
    provisional_from: date | None
    """First day whose orders are too young to be surely kept; None when all are old enough."""
    earned_money: Decimal | None
    earned_orders: int
    rows: tuple[LossRow, ...]
    total: LossRow
    factors: tuple[FactorEvidence, ...]
    notes: tuple[Note, ...] = ()
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChangeRow:
    """One line of the split: `key` holds one code a dimension of the question ("" where a line has none)."""

    key: tuple[str, ...]
    cause: str
    """Code of a funnel.maths.change.Cause; "" for the total."""
    effect: Estimate
    sure: bool


@dataclass(frozen=True)
class ChangeAnswer:
    """Why money or orders of a period differ from another; the rows add up to the difference exactly."""

    period: Period
    compared_with: Period
    measure: Measure
    by: tuple[LossDimension, ...]
    basis: Basis
    zone: str
    currency: str
    generation: int
    unit: str
    immature_from: date | None
    before: Decimal
    after: Decimal
    rows: tuple[ChangeRow, ...]
    total: ChangeRow
    not_measured: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    feeds: tuple[str, ...] = ()
