"""What the losses of a group can be laid to: campaign, page, product, hours …, in money and orders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from funnel.answers.culprit_bearers import MetVisits, bearers_of, met_visits
from funnel.answers.culprit_clicks import clicks_split
from funnel.answers.culprit_result import CulpritAnswer, CulpritQuestion, FactorCulprits, Unmeasured
from funnel.answers.culprit_rows import Chosen, visits_split
from funnel.answers.loss_ground import USUAL_WEEKS, LossGround, chosen_by, ground_of, period_asked, window_of
from funnel.answers.loss_question import LossDimension, LossQuestion, Reference
from funnel.answers.loss_result import LossAnswer, LossRow
from funnel.answers.loss_sources import CLICK_LOST
from funnel.answers.losses import Reckoning, losses_on, reckoned_for
from funnel.answers.result import Note
from funnel.errors import WrongUse, near_match, sentence
from funnel.factor import FactorRule
from funnel.factors import BY_CODE, FACTORS
from funnel.maths.cells import Numbers
from funnel.maths.firmness import Verdict
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Culprit

SURE_FIRST = {Verdict.SURE: 0, Verdict.SURE_BUT_SMALL: 0, Verdict.WITHIN_NOISE: 1}
REST, SILENT = 2, 3


@dataclass(frozen=True)
class Met:
    """Visits that met problems in the period, and names of products."""

    visits: MetVisits
    titles: Mapping[str, str]


def ask_culprits(store: Store, question: CulpritQuestion) -> CulpritAnswer:
    """Answer `question` from the published generation; raises WrongUse when nothing is held for it."""
    ground = ground_of(store)
    if not ground.cells.factors:
        return nothing_measured(ground, question)
    asked = losses_asked(question)
    losses = losses_on(ground, asked, reckoning := reckoned_for(ground, asked))
    met = met_in(store, losses.period, factors_asked(question))
    return culprits_on(ground, question, met, reckoning, losses)


def nothing_measured(ground: LossGround, question: CulpritQuestion) -> CulpritAnswer:
    """The answer where the files measure no problem that visits meet: what is missing for each."""
    _check(question)
    period = period_asked(question.start, question.end, ground, USUAL_WEEKS)
    lacking = [state for state in ground.states if not state.measured and _fits(BY_CODE[state.code], question)]
    return CulpritAnswer(
        period=period,
        window=window_of(period, ground),
        group=question.group,
        factor=question.factor,
        kind=question.kind,
        measure=question.measure,
        zone=ground.zone,
        currency=ground.currency,
        generation=ground.generation,
        immature_from=None,
        provisional_from=None,
        factors=(),
        total_money=None,
        total_orders=None,
        total_sure=False,
        not_measured=tuple(Unmeasured(one.code, BY_CODE[one.code].group, one.lacking) for one in lacking),
        feeds=ground.feeds,
    )


def losses_asked(question: CulpritQuestion) -> LossQuestion:
    """The losses that are laid to somebody: judged together with all others, so that both screens say the same."""
    return LossQuestion(question.start, question.end, where=question.where, measure=question.measure)


def factors_asked(question: CulpritQuestion) -> tuple[str, ...]:
    """Codes of the factors the question is about."""
    return tuple(rule.code for rule in FACTORS if _fits(rule, question))


def met_in(store: Store, period: Period, codes: Sequence[str]) -> Met:
    """Who met these factors in the days of `period`."""
    with store.reading() as reader:
        titles = {row["product"]: row["title"] for row in reader.ask("answers/product_titles")}
        return Met(met_visits(reader, period, codes), titles)


def culprits_on(
    ground: LossGround, question: CulpritQuestion, met: Met, reckoning: Reckoning, losses: LossAnswer
) -> CulpritAnswer:
    """The same from what was already asked and reckoned; `losses` answer `losses_asked(question)`."""
    _check(question)
    wanted = [row for row in losses.rows if _is_wanted(row, question)]
    lines = [_line(ground, question, met, reckoning, row) for row in wanted if _is_met(row)]
    total = _total(ground, question, losses, reckoning)
    return CulpritAnswer(
        period=losses.period,
        window=losses.window,
        group=question.group,
        factor=question.factor,
        kind=question.kind,
        measure=question.measure,
        zone=losses.zone,
        currency=losses.currency,
        generation=losses.generation,
        immature_from=losses.immature_from,
        provisional_from=losses.provisional_from,
        factors=tuple(sorted(lines, key=lambda line: _place(line, question.measure))),
        total_money=total.money if total else None,
        total_orders=total.orders if total else None,
        total_sure=bool(total and total.sure),
        not_measured=_unmeasured(losses, question),
        notes=(*losses.notes, Note("split_by_visits")) if lines else losses.notes,
        feeds=losses.feeds,
    )


def _check(question: CulpritQuestion) -> None:
    if question.factor is not None and question.factor not in BY_CODE:
        told = sentence("There is no factor “{code}”; there are {codes}.", code=question.factor, codes=_all_codes())
        raise WrongUse(told, near_match(question.factor, list(BY_CODE)))


def _all_codes() -> str:
    return ", ".join(BY_CODE)


def _kind(rule: FactorRule, question: CulpritQuestion) -> Culprit:
    return question.kind or rule.culprits[0]


def _fits(rule: FactorRule, question: CulpritQuestion) -> bool:
    return (
        (question.group is None or rule.group is question.group)
        and (question.factor is None or rule.code == question.factor)
        and (question.kind is None or question.kind in rule.culprits)
    )


def _is_wanted(row: LossRow, question: CulpritQuestion) -> bool:
    return row.key[1] in BY_CODE and _fits(BY_CODE[row.key[1]], question)


def _is_met(row: LossRow) -> bool:
    return row.verdict not in (Verdict.NOT_MEASURED, Verdict.NOBODY_MET)


def _line(
    ground: LossGround, question: CulpritQuestion, met: Met, reckoning: Reckoning, row: LossRow
) -> FactorCulprits:
    rule = BY_CODE[row.key[1]]
    kind = _kind(rule, question)
    chosen = _segments(ground, question)
    of = Chosen(row, rule, kind, question.measure, question.limit, question.least_visits, chosen)
    if rule.code == CLICK_LOST:
        return clicks_split(of, ground, reckoning)
    bearers = bearers_of(met.visits, ground, (rule.code, kind), chosen)
    return visits_split(of, bearers, reckoning, met.titles if kind is Culprit.PRODUCT else {})


def _segments(ground: LossGround, question: CulpritQuestion) -> Numbers:
    allowed = chosen_by(question.where)
    return np.array([allowed(one) for one in ground.segments], dtype=float)


def _place(line: FactorCulprits, measure: Measure) -> tuple[int, float, str]:
    found = line.money if measure is Measure.MONEY else line.orders
    tier = SILENT if found is None else SURE_FIRST.get(line.verdict, REST) if line.verdict else REST
    return tier, -float(found.effect) if found else 0.0, line.factor


def _total(ground: LossGround, question: CulpritQuestion, losses: LossAnswer, reckoning: Reckoning) -> LossRow | None:
    """All that the factors shown lose; None where only those of one kind of culprit are."""
    if question.factor is not None:
        return next((row for row in losses.rows if row.key[1] == question.factor), None)
    if question.kind is not None:
        return None
    if question.group is None:
        return losses.total
    whole = LossQuestion(question.start, question.end, (LossDimension.GROUP,), question.where, measure=question.measure)
    groups = losses_on(ground, whole, reckoning).rows
    return next((row for row in groups if row.key[0] == question.group), None)


def _unmeasured(losses: LossAnswer, question: CulpritQuestion) -> tuple[Unmeasured, ...]:
    if losses.reference is not Reference.NOBODY_MET:
        return ()
    known = {one.factor: one for one in losses.factors}
    asked = [known[rule.code] for rule in FACTORS if rule.code in known and _fits(rule, question)]
    return tuple(Unmeasured(one.factor, one.group, one.lacking) for one in asked if one.verdict is Verdict.NOT_MEASURED)
