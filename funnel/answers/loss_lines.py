"""Lines of pieces turned into rows: estimates that add up to the cent, and what may be said of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal

from funnel.answers.loss_pieces import Line, PieceName
from funnel.answers.loss_question import LossDimension
from funnel.answers.loss_result import Basis, Estimate, FactorEvidence, LossRow
from funnel.maths.cents import cents_of_parts, to_cents
from funnel.maths.firmness import Verdict, verdicts
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range

MILLIONTH = Decimal("0.000001")
SILENT = frozenset({Verdict.NOT_MEASURED, Verdict.TOO_FEW, Verdict.NO_FAIR_COMPARISON})
"""Verdicts under which no figure is shown: not known is not zero."""
OUTSIDE_NOISE = frozenset({Verdict.SURE, Verdict.SURE_BUT_SMALL})
SEGMENTED = (LossDimension.CHANNEL, LossDimension.DEVICE, LossDimension.MARKETPLACE, LossDimension.PRODUCT)
NOTHING = Range(0.0, 0.0, 0.0, 0.5, 0.5)


@dataclass(frozen=True)
class Facts:
    """What rows need to know of the factors; `held` says why one cannot speak."""

    evidence: Mapping[str, FactorEvidence]
    held: Mapping[str, Verdict | None]
    first_step_only: frozenset[str]
    partly: frozenset[str]
    basis: Basis
    clicks: frozenset[str] = frozenset()
    """Factors that rest on clicks against visits."""
    silent: tuple[PieceName, ...] = ()
    """Factors no file measures, at every step they can harm: they stand in no line of figures."""


def money_estimates(ranges: Sequence[Range], total: Range) -> tuple[tuple[Estimate, ...], Estimate]:
    """Estimates to the cent whose effects add up to the total's."""
    whole = to_cents(total.effect)
    effects = cents_of_parts([found.effect for found in ranges], whole)
    rows = tuple(
        Estimate(effect, to_cents(found.low), to_cents(found.high))
        for effect, found in zip(effects, ranges, strict=True)
    )
    return rows, Estimate(whole, to_cents(total.low), to_cents(total.high))


def order_estimate(found: Range) -> Estimate:
    """Orders to six decimals."""
    return Estimate(*(_millionths(value) for value in (found.effect, found.low, found.high)))


def _millionths(value: float) -> Decimal:
    return Decimal(repr(float(value))).quantize(MILLIONTH, ROUND_HALF_EVEN) + Decimal(0)


def loss_rows(
    lines: Sequence[Line], total: Line, facts: Facts, measure: Measure, earned: float
) -> tuple[tuple[LossRow, ...], LossRow]:
    """Rows of the lines, largest loss first, and the total; `earned` is in the unit of `measure`."""
    found = {each: [line.range(each) for line in lines] for each in Measure}
    whole_found = {each: total.range(each) for each in Measure}
    money, whole_money = _money(found[Measure.MONEY], whole_found[Measure.MONEY])
    orders = found[Measure.ORDERS]
    ranking = [one or NOTHING for one in found[measure]]
    said = _said(lines, ranking, facts, earned)
    rows = [
        _row(line, (money[place], orders[place]), said[place], facts, gain=ranking[place].effect <= 0)
        for place, line in enumerate(lines)
    ]
    order = sorted(range(len(rows)), key=lambda place: (-ranking[place].effect, rows[place].key))
    (of_all,) = verdicts([whole_found[measure] or NOTHING], [_doubt(facts)], earned)
    whole = _row(total, (whole_money, whole_found[Measure.ORDERS]), (None, of_all in OUTSIDE_NOISE), facts, gain=True)
    return tuple(rows[place] for place in order), whole


def _money(ranges: Sequence[Range | None], whole: Range | None) -> tuple[Sequence[Estimate | None], Estimate | None]:
    if whole is None:
        return [None] * len(ranges), None
    return money_estimates([found or NOTHING for found in ranges], whole)


Said = tuple[Verdict | None, bool]


def _said(lines: Sequence[Line], ranges: Sequence[Range], facts: Facts, earned: float) -> list[Said]:
    """Verdict of every line of one factor, and whether each line is outside noise."""
    single = [_only_factor(line) for line in lines]
    held = [facts.held.get(factor) if factor else _doubt(facts) for factor in single]
    found = verdicts(ranges, held, earned)
    return [
        (verdict if factor else None, verdict in OUTSIDE_NOISE) for factor, verdict in zip(single, found, strict=True)
    ]


def _doubt(facts: Facts) -> Verdict | None:
    """What holds of every sum where flags are raised anywhere in the visit."""
    return Verdict.CHECK_FLAG if Verdict.CHECK_FLAG in facts.held.values() else None


def _is_silent(line: Line, facts: Facts) -> bool:
    """Whether none of its factors allows a statement; lines without factors always do."""
    factors = {name.factor for name in line.names}
    return bool(factors) and all(facts.held.get(factor) in SILENT for factor in factors)


def _only_factor(line: Line) -> str | None:
    factors = {name.factor for name in line.names}
    only = next(iter(factors)) if len(factors) == 1 else ""
    return only or None


def silent_rows(by: Sequence[LossDimension], facts: Facts) -> tuple[LossRow, ...]:
    """Rows of factors no file measures, where lines are told apart by factor and not by segment."""
    if LossDimension.FACTOR not in by or set(by) & set(SEGMENTED):
        return ()
    keys = dict.fromkeys(tuple(str(getattr(one, dimension.value)) for dimension in by) for one in facts.silent)
    place = tuple(by).index(LossDimension.FACTOR)
    return tuple(_silent_row(key, key[place], facts) for key in keys)


def _silent_row(key: tuple[str, ...], factor: str, facts: Facts) -> LossRow:
    return LossRow(
        key=key,
        money=None,
        orders=None,
        sure=False,
        verdict=Verdict.NOT_MEASURED,
        firmness=None,
        at_most=False,
        at_least=False,
        basis=facts.basis,
        not_measured=(factor,),
    )


def with_silent(row: LossRow, by: Sequence[LossDimension], facts: Facts) -> LossRow:
    """The row, naming also those factors of its group and step that no file measures."""
    told = {
        one.factor
        for one in facts.silent
        if all(
            getattr(one, dimension.value) == code
            for dimension, code in zip(by, row.key, strict=False)
            if dimension not in SEGMENTED
        )
    }
    return replace(row, not_measured=tuple(sorted({*row.not_measured, *told}))) if told else row


def _row(line: Line, figures: tuple[Estimate | None, Range | None], said: Said, facts: Facts, *, gain: bool) -> LossRow:
    (money, orders), (verdict, sure) = figures, said
    factors = {name.factor for name in line.names if name.factor}
    only = _only_factor(line)
    silent = _is_silent(line, facts)
    evidence = facts.evidence.get(only or "")
    speaks = evidence is not None and not silent and not gain
    return LossRow(
        key=line.key,
        money=None if silent else money,
        orders=None if silent or orders is None else order_estimate(orders),
        sure=sure,
        verdict=verdict,
        firmness=evidence.firmness if evidence and speaks else None,
        at_most=bool(factors) and factors <= facts.first_step_only,
        at_least=not silent and bool(factors & facts.partly),
        basis=Basis.CLICKS if only in facts.clicks else facts.basis,
        not_measured=tuple(sorted(one for one in factors if facts.held.get(one) is Verdict.NOT_MEASURED)),
    )
