"""Losses of a period: how many orders and how much money each factor costs at which step, against a reference."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from funnel.answers.card_cells import card_ground_of
from funnel.answers.loss_evidence import facts_of, level_evidence
from funnel.answers.loss_ground import (
    USUAL_WEEKS,
    LossGround,
    chosen_by,
    comparable_before,
    days_of,
    ground_of,
    period_asked,
    window_of,
)
from funnel.answers.loss_lines import Facts, loss_rows, silent_rows, with_silent
from funnel.answers.loss_pieces import Pieces, everything, lines_of, whole_of
from funnel.answers.loss_question import LossQuestion, LossUnit, Reference
from funnel.answers.loss_result import Basis, LossAnswer
from funnel.answers.loss_sources import (
    Level,
    change_pieces,
    click_pieces,
    gap_pieces,
    level_of,
    level_pieces,
)
from funnel.answers.result import Note
from funnel.errors import WrongUse, sentence
from funnel.maths.cells import Numbers, Tables, tables_of
from funnel.maths.cents import to_cents
from funnel.maths.clicks import ClicksLost
from funnel.maths.gaps import best_within, rates_of_days
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.store import Store


@dataclass(frozen=True)
class Reckoning:
    """Sources of lines for one reference, with what is known of the factors."""

    sources: tuple[Pieces, ...]
    facts: Facts
    compared_with: Period | None = None
    """Set where the sources are of the chosen segments alone."""
    level: Level | None = None
    """Reference “nobody met it” only: what the sources were made from."""
    clicks: ClicksLost | None = None


@dataclass(frozen=True)
class Asked:
    """A question with the days it stands for."""

    ground: LossGround
    question: LossQuestion
    period: Period
    window: Period


def ask_losses(store: Store, question: LossQuestion) -> LossAnswer:
    """Answer `question` from the published generation; raises WrongUse when nothing is held for it."""
    return losses_on(ground_for(store, question.unit), question)


def ground_for(store: Store, unit: LossUnit) -> LossGround:
    """The ground of one unit."""
    return card_ground_of(store) if unit is LossUnit.CARD_OPEN else ground_of(store)


def reference_for(ground: LossGround, question: LossQuestion) -> Reference:
    """What the losses are measured against: where no problem is known at all, the comparable days before."""
    offered = references_of(ground)
    return question.reference if question.reference in offered else offered[0]


def references_of(ground: LossGround) -> tuple[Reference, ...]:
    """What losses can be measured against, the usual one first: who met no problem only where one is known."""
    return tuple(one for one in Reference if one is not Reference.NOBODY_MET or ground.cells.factors)


def reckoned_for(ground: LossGround, question: LossQuestion) -> Reckoning:
    """What the answer's lines are added up from; the same for every breakdown and measure of the question."""
    period = period_asked(question.start, question.end, ground, USUAL_WEEKS)
    return REFERENCES[reference_for(ground, question)](Asked(ground, question, period, window_of(period, ground)))


def losses_on(ground: LossGround, question: LossQuestion, reckoning: Reckoning | None = None) -> LossAnswer:
    """The same from a ground, and a reckoning, already made; nothing is asked of the store."""
    period = period_asked(question.start, question.end, ground, USUAL_WEEKS)
    window = window_of(period, ground)
    chosen = chosen_by(question.where)
    found = reckoning or reckoned_for(ground, question)
    in_sources = everything if found.compared_with else chosen
    lines, whole = lines_of(found.sources, question.by, in_sources), whole_of(found.sources, in_sources)
    money, orders = _earned(ground, period, np.array([chosen(one) for one in ground.segments], dtype=bool))
    earned = money if question.measure is Measure.MONEY else orders
    rows, total = loss_rows(lines, whole, found.facts, question.measure, earned)
    rows = tuple(with_silent(row, question.by, found.facts) for row in rows)
    immature = date.fromordinal(ground.mature_until.toordinal() + 1)
    return LossAnswer(
        period=period,
        window=window,
        compared_with=found.compared_with,
        reference=reference_for(ground, question),
        measure=question.measure,
        by=question.by,
        zone=ground.zone,
        currency=ground.currency,
        generation=ground.generation,
        unit=ground.unit,
        immature_from=immature if immature <= period.end else None,
        provisional_from=_provisional_from(ground, period),
        earned_money=to_cents(money),
        earned_orders=round(orders),
        rows=(*rows, *silent_rows(question.by, found.facts)),
        total=with_silent(total, (), found.facts),
        factors=tuple(found.facts.evidence.values()),
        notes=_notes(ground, period),
        feeds=ground.feeds,
    )


def _provisional_from(ground: LossGround, period: Period) -> date | None:
    if ground.kept_until is None or ground.kept_until >= period.end:
        return None
    return max(period.start, ground.kept_until + timedelta(days=1))


def _earned(ground: LossGround, period: Period, segments: np.ndarray) -> tuple[float, float]:
    money = ground.cells.money
    own = segments[money.segment] & (money.day >= period.start.toordinal()) & (money.day <= period.end.toordinal())
    return float(money.value[own].sum()), float(money.paid[own].sum())


def _against_nobody_met(asked: Asked) -> Reckoning:
    level = level_of(asked.ground, asked.period, asked.window)
    clicks = click_pieces(asked.ground, level, asked.period, asked.window)
    sources = (level_pieces(asked.ground, level), *((clicks[0],) if clicks else ()))
    lost = clicks[1] if clicks else None
    return Reckoning(sources, level_evidence(asked.ground, level, lost), level=level, clicks=lost)


def _against_previous(asked: Asked) -> Reckoning:
    ground, period = asked.ground, asked.period
    before = comparable_before(ground, period)
    cells = ground.cells if ground.is_ripe(period) else ground.paid
    pieces = change_pieces(ground, cells, (before, period), chosen_by(asked.question.where), sign=-1)
    return Reckoning((pieces,), facts_of(ground, Basis.LIKE_VISITS), before)


def _against_better_segment(asked: Asked) -> Reckoning:
    ground, tables = asked.ground, tables_of(asked.ground.cells)
    channels = sorted({segment.channel for segment in ground.segments})
    family = np.array([channels.index(segment.channel) for segment in ground.segments], dtype=np.int64)
    return _gaps(asked, tables, best_within(rates_of_days(tables, days_of(asked.period)), family))


def _against_target(asked: Asked) -> Reckoning:
    steps = asked.ground.cells.steps
    wanted = {step.value: share for step, share in asked.question.targets}
    if not wanted or wanted.keys() - set(steps):
        raise WrongUse(sentence("Set a target for one of these steps: {steps}.", steps=", ".join(steps)))
    shares = np.array([wanted.get(step, np.nan) for step in steps])
    every = np.repeat(shares[:, None], len(asked.ground.segments), axis=1)
    return _gaps(asked, tables_of(asked.ground.cells), every)


def _gaps(asked: Asked, tables: Tables, reference: Numbers) -> Reckoning:
    pieces = gap_pieces(asked.ground, tables, asked.period, reference)
    return Reckoning((pieces,), facts_of(asked.ground, Basis.BY_STEP))


REFERENCES = {
    Reference.NOBODY_MET: _against_nobody_met,
    Reference.PREVIOUS: _against_previous,
    Reference.BETTER_SEGMENT: _against_better_segment,
    Reference.TARGET: _against_target,
}


def _notes(ground: LossGround, period: Period) -> tuple[Note, ...]:
    """What the reader must know beside the figures."""
    notes = [Note("losses_by_step_only")] if not ground.cells.factors else []
    if ground.unit == LossUnit.CARD_OPEN:
        return tuple(notes)
    if ground.kept_until is None:
        notes.append(Note("no_order_book"))
    elif ground.kept_until < period.end:
        notes.append(Note("kept_provisional", (("day", ground.kept_until.isoformat()),)))
    return tuple(notes)
