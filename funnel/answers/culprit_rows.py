"""One factor’s loss split into rows by culprit: to the cent, few visits told together, verdicts inherited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from funnel.answers.culprit_result import CulpritRow, FactorCulprits
from funnel.answers.loss_lines import order_estimate
from funnel.answers.loss_result import Estimate, LossRow
from funnel.answers.losses import Reckoning
from funnel.factor import FactorRule
from funnel.maths.cells import Numbers
from funnel.maths.cents import cents_of_parts, to_cents
from funnel.maths.culprits import Bearers, effects_of, parts_of, ranges_of_parts
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range
from funnel.terms import NOT_STATED, OTHER, Culprit

LAST = {NOT_STATED: 1, OTHER: 2}
"""Rows of no culprit stand below all named ones."""


@dataclass(frozen=True)
class Chosen:
    """A factor's line of the losses, and how it is to be split; `segments` holds 1 for those chosen, 0 for others."""

    row: LossRow
    rule: FactorRule
    kind: Culprit
    measure: Measure
    limit: int
    least_visits: int
    segments: Numbers


@dataclass(frozen=True)
class Part:
    """One row in the making."""

    culprit: str
    together: int
    visits: int | None
    money: Range
    cents: Decimal | None
    """The middle of `money` as it is shown; None where nothing may be said."""
    orders: Range

    def effect(self, measure: Measure) -> float:
        """What it costs."""
        return (self.money if measure is Measure.MONEY else self.orders).effect


def visits_split(of: Chosen, bearers: Bearers, reckoning: Reckoning, titles: Mapping[str, str]) -> FactorCulprits:
    """A factor that visits meet, split by the visits that met it."""
    level, code = reckoning.level, of.rule.code
    if level is None or not bearers.names:
        return with_parts(of, (), titles)
    reckoned = level.money if of.measure is Measure.MONEY else level.orders
    effects = effects_of(parts_of(reckoned, code, bearers), of.segments)
    names = names_told(bearers.names, bearers.visits, effects, of.limit, of.least_visits)
    cents = cents_told(names, effects_of(parts_of(level.money, code, bearers), of.segments), of)
    merged = bearers.merged(names)
    found = [
        ranges_of_parts(each, code, parts_of(each, code, merged), of.segments) for each in (level.money, level.orders)
    ]
    parts = [
        Part(name, names.count(name), round(visits), money, cents.get(name), orders)
        for name, visits, money, orders in zip(merged.names, merged.visits.tolist(), *found, strict=True)
        if visits
    ]
    return with_parts(of, parts, titles)


def with_parts(of: Chosen, parts: Sequence[Part], titles: Mapping[str, str]) -> FactorCulprits:
    """The factor with its parts as rows: named ones first, largest first; money adds up to the factor's to the cent."""
    ordered = sorted(parts, key=lambda part: (LAST.get(part.culprit, 0), -part.effect(of.measure), part.culprit))
    row, visits = of.row, [part.visits for part in ordered]
    return FactorCulprits(
        factor=of.rule.code,
        group=of.rule.group,
        steps=tuple(step.value for step in of.rule.steps),
        kind=of.kind,
        kinds=of.rule.culprits,
        visits=sum(filter(None, visits)) if any(each is not None for each in visits) else None,
        money=row.money,
        orders=row.orders,
        sure=row.sure,
        verdict=row.verdict,
        firmness=row.firmness,
        at_most=row.at_most,
        at_least=row.at_least,
        basis=row.basis,
        rows=tuple(_row(of, part, _money(part), titles) for part in ordered),
    )


def names_told(
    names: Sequence[str], visits: Numbers | None, effects: Numbers, limit: int, least_visits: int
) -> list[str]:
    """For every culprit the name it is told by: its own, or `other` past the limit and with too few visits."""
    enough = [visits is None or float(visits[place]) >= least_visits for place in range(len(names))]
    order = sorted(range(len(names)), key=lambda place: (-float(effects[place]), names[place]))
    named = [place for place in order if names[place] not in LAST and enough[place]][:limit]
    left = [place for place in order if names[place] not in LAST and place not in set(named)]
    if len(left) == 1 and OTHER not in names:
        named += left
    kept = {*named, *(place for place in order if names[place] == NOT_STATED)}
    return [name if place in kept else OTHER for place, name in enumerate(names)]


def cents_told(told: Sequence[str], effects: Numbers, of: Chosen) -> dict[str, Decimal]:
    """Money of every name told, adding up to the factor's; `effects` stand a culprit, so that a name told alone

    costs the same however many others are.
    """
    if of.row.money is None:
        return {}
    cents: dict[str, Decimal] = {}
    for name, part in zip(told, cents_of_parts(effects.tolist(), of.row.money.effect), strict=True):
        cents[name] = cents.get(name, Decimal(0)) + part
    return cents


def _money(part: Part) -> Estimate | None:
    if part.cents is None:
        return None
    return Estimate(part.cents, to_cents(part.money.low), to_cents(part.money.high))


def _row(of: Chosen, part: Part, money: Estimate | None, titles: Mapping[str, str]) -> CulpritRow:
    row = of.row
    orders = order_estimate(part.orders) if row.orders is not None else None
    return CulpritRow(
        factor=of.rule.code,
        group=of.rule.group,
        kind=of.kind,
        culprit=part.culprit,
        title=titles.get(part.culprit),
        together=part.together,
        visits=part.visits,
        money=money,
        orders=orders,
        share=_share(of, money if of.measure is Measure.MONEY else orders),
        sure=row.sure,
        verdict=row.verdict,
        firmness=row.firmness,
        at_most=row.at_most,
        at_least=row.at_least,
        basis=row.basis,
    )


def _share(of: Chosen, part: Estimate | None) -> float | None:
    whole = of.row.money if of.measure is Measure.MONEY else of.row.orders
    return float(part.effect / whole.effect) if part is not None and whole is not None and whole.effect > 0 else None
