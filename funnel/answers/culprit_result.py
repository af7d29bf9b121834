"""Question and frozen result of what losses can be laid to, read alike by pages, the command line and exports."""

from dataclasses import dataclass
from datetime import date

from funnel.answers.loss_question import Filters
from funnel.answers.loss_result import Basis, Estimate, LossRow
from funnel.answers.met_problem import MetProblem
from funnel.answers.result import Note
from funnel.maths.firmness import Firmness, Verdict
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.terms import NOT_STATED, OTHER, Culprit, Group

SHOWN = 20
LEAST_VISITS = 5


@dataclass(frozen=True)
class CulpritQuestion:
    """What the losses of a group, or of one factor, can be laid to. None means: the four newest full weeks, or all."""

    start: date | None = None
    end: date | None = None
    group: Group | None = None
    factor: str | None = None
    kind: Culprit | None = None
    """None: of every factor its first kind. Otherwise only factors that can be laid to this kind."""
    where: Filters = ()
    """Channel and device only, as for losses."""
    measure: Measure = Measure.MONEY
    limit: int = SHOWN
    """Culprits told by name of each factor; the rest stand together as `other`."""
    least_visits: int = LEAST_VISITS
    """Visits that met a problem below which a culprit stands with the rest."""


@dataclass(frozen=True)
class CulpritRow:
    """A part of one factor's loss; the rows of a factor add up to it, in money to the cent."""

    factor: str
    group: Group
    kind: Culprit
    culprit: str
    """A code; `not_stated` where the files do not say, `other` for the ones with too few visits or past the limit."""
    title: str | None
    """Name of a product, where the stock exports state it."""
    together: int
    """How many culprits the row holds: 1, but for `other`."""
    visits: int | None
    """Visits that met it in the period; None for clicks that never became visits."""
    money: Estimate | None
    orders: Estimate | None
    share: float | None
    """Of the factor's loss; None where nothing is lost."""
    sure: bool
    """Of the factor, as everything below: single culprits are not tested."""
    verdict: Verdict | None
    firmness: Firmness | None
    at_most: bool
    at_least: bool
    basis: Basis

    @property
    def as_loss(self) -> LossRow:
        """The same as a line of losses, for whatever shows or keeps one."""
        return _as_loss(self)

    @property
    def is_named(self) -> bool:
        """Whether it is one culprit that the files name."""
        return self.culprit not in (NOT_STATED, OTHER)

    @property
    def met(self) -> MetProblem | None:
        """The filter of the funnel that shows its visits; None for clicks that never became visits."""
        if self.visits is None:
            return None
        return MetProblem(self.factor, None if self.culprit == OTHER else self.culprit, self.kind)


@dataclass(frozen=True)
class FactorCulprits:
    """One factor: its loss as the losses state it, and what it can be laid to, largest first."""

    factor: str
    group: Group
    steps: tuple[str, ...]
    kind: Culprit
    kinds: tuple[Culprit, ...]
    """Everything it can be laid to."""
    visits: int | None
    money: Estimate | None
    orders: Estimate | None
    sure: bool
    verdict: Verdict | None
    firmness: Firmness | None
    at_most: bool
    at_least: bool
    basis: Basis
    rows: tuple[CulpritRow, ...]

    @property
    def as_loss(self) -> LossRow:
        """The factor's line of losses."""
        return _as_loss(self)

    @property
    def named(self) -> tuple[CulpritRow, ...]:
        """Culprits the files name."""
        return tuple(row for row in self.rows if row.is_named)


def _as_loss(line: CulpritRow | FactorCulprits) -> LossRow:
    return LossRow(
        key=(line.group.value, line.factor),
        money=line.money,
        orders=line.orders,
        sure=line.sure,
        verdict=line.verdict,
        firmness=line.firmness,
        at_most=line.at_most,
        at_least=line.at_least,
        basis=line.basis,
        not_measured=(),
    )


@dataclass(frozen=True)
class Unmeasured:
    """A factor no file measures; `lacking` names what would measure it, as “kind.column”."""

    factor: str
    group: Group
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class CulpritAnswer:
    """What losses of one period can be laid to: surest and largest factors first, their culprits within."""

    period: Period
    window: Period
    group: Group | None
    factor: str | None
    kind: Culprit | None
    measure: Measure
    zone: str
    currency: str
    generation: int
    immature_from: date | None
    provisional_from: date | None
    factors: tuple[FactorCulprits, ...]
    total_money: Estimate | None
    """All factors of the group, or the one asked for; None: nothing may be said."""
    total_orders: Estimate | None
    total_sure: bool
    not_measured: tuple[Unmeasured, ...]
    notes: tuple[Note, ...] = ()
    feeds: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[CulpritRow, ...]:
        """All rows, factor by factor."""
        return tuple(row for factor in self.factors for row in factor.rows)
