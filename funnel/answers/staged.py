"""Fixes some segments got from a day on, against the other segments; and looks before and after."""

from collections.abc import Sequence
from datetime import date, timedelta

from funnel.answers.experiment_result import Design, StagedAnswer, StagedQuestion, Verdict
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import FunnelAnswer, Note, Segment
from funnel.errors import WrongUse, sentence
from funnel.maths.staged import FEWEST_DAYS, Day, Staged, change_over_time, staged_change
from funnel.periods import Period
from funnel.store import Store
from funnel.terms import Dimension, Step


def ask_staged(store: Store, question: StagedQuestion) -> StagedAnswer:
    """Compare the days from `since` on with as many before; raises WrongUse when a fix names several dimensions."""
    if len(question.fixed) > 1:
        raise WrongUse(sentence("Name the segments that got the fix by one dimension, like device=mobile."))
    found = ask_funnel(store, _asked(question))
    days = _full_days(found, question)
    design = Design.STAGED if question.fixed else Design.BEFORE_AFTER
    read = staged_change if question.fixed else change_over_time
    orders = read([_day(day, found, question, money=False) for day in days])
    money = read([_day(day, found, question, money=True) for day in days])
    return StagedAnswer(
        design=design,
        period=Period(days[0], days[-1]) if days else found.period,
        since=question.since,
        fixed=question.fixed,
        orders=orders,
        money=money,
        visits_before=sum(_visits(line) for line in _fixed(found, question) if _day_of(line) < question.since),
        visits_after=sum(_visits(line) for line in _fixed(found, question) if _day_of(line) >= question.since),
        verdict=_verdict(orders),
        warnings=_warnings(design, orders, days, question),
        zone=found.zone,
        currency=found.currency,
        generation=found.generation,
    )


def _asked(question: StagedQuestion) -> FunnelQuestion:
    by = tuple(dimension for dimension, _ in question.fixed)
    return FunnelQuestion(question.start, question.end, by=(*by, Dimension.DAY), where=question.where, compare=False)


def _full_days(found: FunnelAnswer, question: StagedQuestion) -> Sequence[date]:
    """Days no longer filling up; without a first day as many whole weeks before the fix as days after it, or more."""
    days = sorted({_day_of(line) for line in found.rows})
    days = [day for day in days if found.immature_from is None or day < found.immature_from]
    after = sum(day >= question.since for day in days)
    weeks = max(1, -(-after // 7))
    first = question.start or question.since - timedelta(days=7 * weeks)
    return [day for day in days if day >= first]


def _day_of(line: Segment) -> date:
    return date.fromisoformat(line.key[-1])


def _is_fixed(line: Segment, question: StagedQuestion) -> bool:
    return not question.fixed or line.key[0] in question.fixed[0][1]


def _fixed(found: FunnelAnswer, question: StagedQuestion) -> Sequence[Segment]:
    return [line for line in found.rows if _is_fixed(line, question)]


def _visits(line: Segment) -> int:
    start = line.step(Step.SESSION_START)
    return start.count or 0 if start else 0


def _day(day: date, found: FunnelAnswer, question: StagedQuestion, *, money: bool) -> Day:
    sums = {True: [0.0, 0.0], False: [0.0, 0.0]}
    for line in found.rows:
        if _day_of(line) == day:
            side = sums[_is_fixed(line, question)]
            side[0] += float((line.money.revenue if money else line.money.orders) or 0)
            side[1] += _visits(line)
    return Day(day >= question.since, *sums[True], *sums[False])


def _verdict(orders: Staged | None) -> Verdict:
    if orders is None:
        return Verdict.CANNOT_TELL
    if orders.moved_apart_before:
        return Verdict.NOT_TO_BE_TRUSTED
    if not orders.seen:
        return Verdict.NO_DIFFERENCE_SEEN
    return Verdict.BETTER if orders.relative > 0 else Verdict.WORSE


def _warnings(
    design: Design, orders: Staged | None, days: Sequence[date], question: StagedQuestion
) -> tuple[Note, ...]:
    found = [Note("nothing_to_compare_with")] if design is Design.BEFORE_AFTER else []
    if orders is None:
        after = sum(day >= question.since for day in days)
        found.append(
            Note(
                "too_few_days",
                (("before", str(len(days) - after)), ("after", str(after)), ("fewest", str(FEWEST_DAYS))),
            )
        )
    elif orders.moved_apart_before:
        found.append(Note("moved_apart_before"))
    return tuple(found)
