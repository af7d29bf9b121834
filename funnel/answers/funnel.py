"""The funnel from ad click to kept order, whole and by segment, against the weekday-matched period before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from funnel.answers.counting import Counts, count_period
from funnel.answers.ground import Ground, check_feed, check_problem, stand_on, steps_asked
from funnel.answers.notes import funnel_notes
from funnel.answers.question import FunnelQuestion
from funnel.answers.reckoning import Reckoning
from funnel.answers.result import FunnelAnswer
from funnel.periods import Period, first_immature_day, weekday_matched_before
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Unit


def ask_funnel(store: Store, question: FunnelQuestion) -> FunnelAnswer:
    """Answer `question` from the published generation; raises WrongUse when nothing is held for it."""
    with store.reading() as reader:
        return funnel_on(reader, question, store.settings.late_days)


def funnel_on(reader: Reader, question: FunnelQuestion, late_days: int) -> FunnelAnswer:
    """The same, beside other questions to the same generation."""
    ground = stand_on(reader)
    check_feed(question, ground)
    check_problem(question, reader)
    standing = Standing(ground, reader.generation, late_days)
    return funnel_counted(question, standing, lambda period: count_period(reader, question, period, ground))


@dataclass(frozen=True)
class Standing:
    """What every funnel of one generation stands on."""

    ground: Ground
    generation: int
    late_days: int


def funnel_counted(
    question: FunnelQuestion, standing: Standing, count: Callable[[Period | None], Counts]
) -> FunnelAnswer:
    """The funnel of tallies that `count` gives for a period; it is asked for at most three."""
    ground = standing.ground
    period = _period_of(question, ground)
    steps = steps_asked(question, ground)
    immature = first_immature_day(ground.newest, _late_days(standing.late_days, question))
    mature, before = _comparison(question, period, immature, ground)
    counted = count(period)
    counted_mature = counted if mature == period else count(mature)
    counted_before = count(before)
    reckoning = Reckoning(question, steps, ground.measured)
    return FunnelAnswer(
        period=period,
        compared_with=before,
        unit=question.unit,
        window_days=question.window_days if question.unit is Unit.VISITOR else None,
        counting=question.counting,
        steps=steps,
        by=question.by,
        zone=ground.zone,
        currency=ground.currency,
        generation=standing.generation,
        immature_from=immature if immature <= period.end else None,
        kept_until=ground.kept_until,
        rows=reckoning.rows(counted, counted_mature, counted_before) if question.by else (),
        total=reckoning.total(counted, counted_mature, counted_before),
        notes=funnel_notes(question, steps, period, ground, _feeds_counted(counted)),
        feeds=_feeds_counted(counted),
    )


def _period_of(question: FunnelQuestion, ground: Ground) -> Period:
    return Period(question.start or ground.first, question.end or ground.newest)


def _late_days(late_days: int, question: FunnelQuestion) -> int:
    return max(late_days, question.window_days) if question.unit is Unit.VISITOR else late_days


def _comparison(
    question: FunnelQuestion, period: Period, immature: date, ground: Ground
) -> tuple[Period | None, Period | None]:
    """The mature days of the period and the days they are set against; None where there are none or nobody compares."""
    mature = period.until(date.fromordinal(immature.toordinal() - 1))
    if mature is None or not question.compare:
        return None, None
    shift = (weekday_matched_before(period).start - period.start).days
    before = mature.shifted(shift)
    return mature, before if before.start >= ground.first else None


def _feeds_counted(counts: Counts) -> tuple[str, ...]:
    return tuple(sorted({name for tally in counts.all_days.values() for name in tally.feeds}))
