"""Lists whose rows carry the money and orders a problem cost by them, equal to the culprits on top of the screen."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion, FactorCulprits
from funnel.answers.culprits import ask_culprits
from funnel.answers.listing import Laid, ListAnswer, ListQuestion, ListRow, ListRule, Value
from funnel.answers.loss_result import Estimate
from funnel.answers.result import Note
from funnel.answers.shop import shop_state
from funnel.errors import WrongUse
from funnel.maths.cents import CENT
from funnel.periods import full_days
from funnel.store import Store
from funnel.terms import OTHER, Dimension

Ends = tuple[Decimal, Decimal] | None
IN_ORDERS: Final = "laid_orders"
METRICS: Final = ("laid_loss", IN_ORDERS)
EVERY_CULPRIT: Final = 1000
"""As many as the store tells apart."""
ASKED_BY: Final = (Dimension.CHANNEL, Dimension.DEVICE)
MILLIONTH: Final = Decimal("0.000001")
"""To which orders are known, as money is to the cent."""


@dataclass(frozen=True)
class Cost:
    """What a problem cost; None where it is not known."""

    money: Estimate | None
    orders: Estimate | None


NOTHING: Final = Cost(Estimate(*[Decimal("0.00")] * 3), Estimate(*[Decimal(0)] * 3))


def ask_list(store: Store, rule: ListRule, question: ListQuestion) -> ListAnswer:
    """The list with the losses laid to its rows; raises WrongUse as the list does."""
    answer = rule.ask(store, question)
    if rule.laid is None:
        return answer
    asked = losses_of_rows(rule.laid, answer, question, shop_state(store).newest_day, store.settings.late_days)
    try:
        return answer if asked is None else with_losses(answer, rule.laid, question, ask_culprits(store, asked))
    except WrongUse:
        return answer


def losses_of_rows(
    laid: Laid, answer: ListAnswer, question: ListQuestion, newest: date | None, late_days: int
) -> CulpritQuestion | None:
    """What is to be asked of the losses for these rows; None where no traffic is held."""
    if answer.period is None or newest is None or not answer.rows:
        return None
    counted = full_days(answer.period.until(newest) or answer.period, newest, late_days)
    where = tuple((by, codes) for by, codes in question.where if by in ASKED_BY) if laid.by_visits else ()
    return CulpritQuestion(
        counted.start,
        counted.end,
        factor=laid.factors[0] if len(laid.factors) == 1 else None,
        kind=laid.kind,
        where=where,
        limit=EVERY_CULPRIT,
        least_visits=1,
    )


@dataclass(frozen=True)
class Costs:
    """Losses of every factor and culprit, and how to find those of a row."""

    laid: Laid
    place: int
    """Of the key that names the culprit."""
    factors: Mapping[str, FactorCulprits]
    unmeasured: frozenset[str]
    named: Mapping[tuple[str, str], int]
    """Rows that name the same culprit of the same factor."""

    def of(self, row: ListRow) -> Cost | None:
        """What the problem cost by the row; None where it is not known, or shared with another row."""
        code, culprit = factor_of(self.laid, row), row.key[self.place]
        if code not in self.laid.factors or code in self.unmeasured or self.named[code, culprit] > 1:
            return None
        factor = self.factors.get(code)
        if factor is None:
            return NOTHING
        told = {one.culprit: Cost(one.money, one.orders) for one in factor.rows}
        return told.get(culprit, None if OTHER in told or factor.money is None else NOTHING)

    def whole(self) -> Cost | None:
        """All that these problems cost; ends of several are added, which makes the range no narrower than it is."""
        costs = [Cost(line.money, line.orders) for line in self.factors.values()]
        return None if self.unmeasured and not costs else together(costs)


def factor_of(laid: Laid, row: ListRow) -> str:
    """The problem a row is of."""
    return laid.factors[0] if len(laid.factors) == 1 else row.key[0]


def together(costs: Sequence[Cost | None]) -> Cost:
    """Money and orders of all of them."""
    money = added([one.money if one else None for one in costs])
    return Cost(money, added([one.orders if one else None for one in costs]))


def added(amounts: Sequence[Estimate | None]) -> Estimate | None:
    """Amounts and ends added up; None where one of them is not known."""
    known = [one for one in amounts if one is not None]
    if len(known) < len(amounts):
        return None
    ends = ([one.effect for one in known], [one.low for one in known], [one.high for one in known])
    return Estimate(*(sum(each, Decimal("0.00")) for each in ends))


def _effect(cost: Cost | None) -> Decimal | None:
    return cost.money.effect if cost and cost.money else None


def with_losses(answer: ListAnswer, laid: Laid, question: ListQuestion, culprits: CulpritAnswer) -> ListAnswer:
    """The rows with what the problem cost by them, dearest first; the rest of its loss stands in the row “other”.

    Orders stand beside the money but for problems after the payment, which cost none.
    """
    costs = _costs(answer, laid, culprits)
    shown = [(row, costs.of(row)) for row in answer.rows if row.key[costs.place] != OTHER]
    shown.sort(key=lambda line: (_effect(line[1]) is None, -(_effect(line[1]) or 0)))
    is_part = {by for by, _ in question.where} - {*ASKED_BY} if not laid.by_visits else frozenset()
    total = together([cost for row, cost in shown if factor_of(laid, row) in laid.factors])
    whole = total if is_part or total.money is None else costs.whole()
    cut = next((row for row in answer.rows if row.key[costs.place] == OTHER), None)
    rows = [_with_cost(row, cost, laid) for row, cost in shown]
    rest = _rest(answer, cut, _left(whole, total))
    return replace(
        answer,
        metrics=(*_metrics(laid), *answer.metrics),
        rows=(*rows, *(_with_cost(row, cost, laid) for row, cost in rest)),
        total=_with_cost(answer.total, whole, laid) if answer.total else None,
        lacking=_lacking(answer, laid, culprits),
        notes=(*answer.notes, *_notes(culprits)),
    )


def _costs(answer: ListAnswer, laid: Laid, culprits: CulpritAnswer) -> Costs:
    place = answer.keys.index(laid.key)
    named = Counter((factor_of(laid, row), row.key[place]) for row in answer.rows)
    factors = {line.factor: line for line in culprits.factors if line.factor in laid.factors}
    return Costs(
        laid,
        place,
        factors,
        frozenset(one.factor for one in culprits.not_measured if one.factor in laid.factors),
        named,
    )


def _metrics(laid: Laid) -> tuple[str, ...]:
    return METRICS if laid.in_orders else METRICS[:1]


def _left(whole: Cost | None, total: Cost) -> Cost | None:
    """What the problem cost beside the rows shown."""
    if whole is None:
        return None
    money, orders = _beside(whole.money, total.money, CENT), _beside(whole.orders, total.orders, MILLIONTH)
    return Cost(money, orders) if money else None


def _beside(whole: Estimate | None, total: Estimate | None, step: Decimal) -> Estimate | None:
    """The difference, with a range as wide as its part of the whole."""
    if whole is None or total is None:
        return None
    effect = whole.effect - total.effect
    half = abs(effect / whole.effect) * (whole.high - whole.low) / 2 if whole.effect else Decimal(0)
    return Estimate(effect, (effect - half).quantize(step), (effect + half).quantize(step))


def _rest(answer: ListAnswer, cut: ListRow | None, left: Cost | None) -> list[tuple[ListRow, Cost | None]]:
    """The row “other”: what the list summed in it, and what the problem cost beside the rows shown."""
    if cut is None and not _effect(left):
        return []
    return [(cut or ListRow((OTHER,) * len(answer.keys), (None,) * len(answer.metrics)), left)]


def _with_cost(row: ListRow, cost: Cost | None, laid: Laid) -> ListRow:
    money, orders = (cost.money, cost.orders) if cost else (None, None)
    told: list[tuple[Value, Ends]] = [(money.effect, (money.low, money.high)) if money else (None, None)]
    if laid.in_orders:
        told.append((float(orders.effect), (orders.low, orders.high)) if orders else (None, None))
    ranges = row.ranges or (None,) * len(row.values)
    return replace(
        row, values=(*(value for value, _ in told), *row.values), ranges=(*(ends for _, ends in told), *ranges)
    )


def _lacking(answer: ListAnswer, laid: Laid, culprits: CulpritAnswer) -> tuple[str, ...]:
    told = [column for one in culprits.not_measured if one.factor in laid.factors for column in one.lacking]
    return tuple(dict.fromkeys((*answer.lacking, *told)))


def _notes(culprits: CulpritAnswer) -> tuple[Note, ...]:
    days = culprits.period
    if not culprits.factors:
        return ()
    return (Note("laid_days", (("start", days.start.isoformat()), ("end", days.end.isoformat()))),)
