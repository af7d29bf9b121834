"""Why a period differs from another: an exact split of money or orders, by what each line is and where."""

from datetime import date
from decimal import Decimal

import numpy as np

from funnel.answers.loss_ground import LossGround, chosen_by, comparable_before, period_asked
from funnel.answers.loss_lines import NOTHING, money_estimates, order_estimate
from funnel.answers.loss_pieces import Line, Pieces, everything, lines_of, whole_of
from funnel.answers.loss_question import ChangeQuestion
from funnel.answers.loss_result import Basis, ChangeAnswer, ChangeRow, Estimate
from funnel.answers.loss_sources import change_pieces
from funnel.answers.losses import ground_for
from funnel.answers.result import Note
from funnel.maths.cells import Cells
from funnel.maths.cents import to_cents
from funnel.maths.change import Cause
from funnel.maths.differences import outside_noise
from funnel.maths.firmness import FALSE_ALARMS
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range
from funnel.periods import Period
from funnel.store import Store

ORDER = tuple(Cause)


def ask_change(store: Store, question: ChangeQuestion) -> ChangeAnswer:
    """Answer `question` from the published generation; raises WrongUse when nothing is held for it."""
    return change_on(ground_for(store, question.unit), question)


def periods_of(ground: LossGround, question: ChangeQuestion) -> tuple[Period, Period]:
    """The period before and the period asked for."""
    period = period_asked(question.start, question.end, ground, weeks=1)
    return comparable_before(ground, period, question.before_start), period


def split_for(ground: LossGround, question: ChangeQuestion) -> Pieces:
    """The lines of the split; the same for every breakdown and measure of the question."""
    before, after = periods_of(ground, question)
    return change_pieces(ground, cells_for(ground, after), (before, after), chosen_by(question.where))


def cells_for(ground: LossGround, period: Period) -> Cells:
    """Cells in money kept, or in money paid where orders of the period are too young to be surely kept.

    Young orders had less time to be cancelled or returned than those before them: only what was paid is comparable.
    """
    return ground.cells if ground.is_ripe(period) else ground.paid


def change_on(ground: LossGround, question: ChangeQuestion, split: Pieces | None = None) -> ChangeAnswer:
    """The same from a ground, and a split, already made; nothing is asked of the store."""
    before, period = periods_of(ground, question)
    pieces, cells = split or split_for(ground, question), cells_for(ground, period)
    chosen = chosen_by(question.where)
    lines = lines_of((pieces,), question.by, everything, causes_apart=True)
    whole = whole_of((pieces,), everything)
    rows, total = _rows(lines, whole, question.measure)
    immature = date.fromordinal(ground.mature_until.toordinal() + 1)
    own = np.array([chosen(one) for one in ground.segments], dtype=bool)
    return ChangeAnswer(
        period=period,
        compared_with=before,
        measure=question.measure,
        by=question.by,
        basis=Basis.LIKE_VISITS if ground.cells.factors else Basis.BY_STEP,
        zone=ground.zone,
        currency=ground.currency,
        generation=ground.generation,
        unit=ground.unit,
        immature_from=immature if immature <= period.end else None,
        before=_earned(cells, before, own, question.measure),
        after=_earned(cells, period, own, question.measure),
        rows=rows,
        total=total,
        not_measured=tuple(state.code for state in ground.states if not state.measured),
        notes=_notes(ground, period),
        feeds=ground.feeds,
    )


def _rows(lines: tuple[Line, ...], whole: Line, measure: Measure) -> tuple[tuple[ChangeRow, ...], ChangeRow]:
    ranges = [line.range(measure) or NOTHING for line in lines]
    total = whole.range(measure) or NOTHING
    estimates, of_total = _estimates(ranges, total, measure)
    sure = outside_noise([2 * min(found.chance, found.chance_of_gain) for found in ranges], FALSE_ALARMS)
    rows = [
        ChangeRow(line.key, line.cause, estimate, real and found.effect != 0)
        for line, estimate, found, real in zip(lines, estimates, ranges, sure, strict=True)
    ]
    order = sorted(
        range(len(rows)),
        key=lambda place: (ORDER.index(Cause(rows[place].cause)), -abs(ranges[place].effect), rows[place].key),
    )
    outside = total.low > 0 or total.high < 0
    return tuple(rows[place] for place in order), ChangeRow((), "", of_total, outside)


def _estimates(ranges: list[Range], total: Range, measure: Measure) -> tuple[tuple[Estimate, ...], Estimate]:
    if measure is Measure.MONEY:
        return money_estimates(ranges, total)
    return tuple(order_estimate(found) for found in ranges), order_estimate(total)


def _earned(cells: Cells, period: Period, segments: np.ndarray, measure: Measure) -> Decimal:
    money = cells.money
    own = segments[money.segment] & (money.day >= period.start.toordinal()) & (money.day <= period.end.toordinal())
    earned = (money.value if measure is Measure.MONEY else money.paid)[own].sum()
    return to_cents(float(earned))


def _notes(ground: LossGround, period: Period) -> tuple[Note, ...]:
    if not ground.cells.factors:
        return (Note("losses_by_step_only"),)
    if ground.kept_until is None:
        return (Note("no_order_book"),)
    if ground.is_ripe(period):
        return ()
    return (Note("paid_not_kept", (("day", ground.kept_until.isoformat()),)),)
