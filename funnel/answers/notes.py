"""What the reader of a funnel must know beside its numbers, as codes."""

from collections.abc import Sequence

from funnel.answers.ground import Ground
from funnel.answers.met_problem import MetProblem
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import Note
from funnel.periods import Period
from funnel.terms import STEP_LETTER, Step, Unit


def funnel_notes(
    question: FunnelQuestion, steps: Sequence[Step], period: Period, ground: Ground, feeds: Sequence[str]
) -> tuple[Note, ...]:
    """Holes, stand-ins, and what clicks and kept orders stand for, most important first."""
    walked = tuple(step for step in steps if step in STEP_LETTER)
    notes = [note for feed in feeds for note in _of_feed(feed, walked, ground)]
    if question.problem is not None:
        notes.insert(0, _met(question.problem))
    if question.feed is None and not question.where and question.problem is None:
        notes += [Note("not_counted", (("feed", feed),)) for feed in _left_out(period, ground, feeds)]
    if Step.CLICK in steps:
        notes.append(Note("clicks_from_ads_only"))
    if Step.KEPT in steps and ground.kept_until is not None and ground.kept_until < period.end:
        notes.append(Note("kept_until", (("day", ground.kept_until.isoformat()),)))
    if question.unit is Unit.SESSION and ground.kept_until is None:
        notes.append(Note("no_order_book"))
    if question.unit is Unit.VISITOR:
        notes.append(Note("visitors_by_first_entry", (("days", str(question.window_days)),)))
    return tuple(notes)


def _met(problem: MetProblem) -> Note:
    if problem.culprit is None:
        return Note("only_met", (("problem", problem.factor),))
    told = (("problem", problem.factor), ("kind", problem.laid_to.value), ("culprit", problem.culprit))
    return Note("only_met_by", told)


def _left_out(period: Period, ground: Ground, feeds: Sequence[str]) -> list[str]:
    """Traffic feeds that reach into the period and of which nothing is counted."""
    return sorted(
        feed
        for feed, span in ground.spans.items()
        if feed not in feeds and span.start <= period.end and span.end >= period.start
    )


def _of_feed(feed: str, walked: Sequence[Step], ground: Ground) -> list[Note]:
    notes = []
    for step, stand_in in ground.measured.stand_ins(feed, walked).items():
        notes.append(Note("stand_in", (("feed", feed), ("step", step.value), ("stand_in", stand_in.value))))
    for step in walked:
        if step not in ground.measured.counted(feed, walked):
            notes.append(Note("hole", (("feed", feed), ("step", step.value))))
    if feed in ground.daily_feeds:
        notes.append(Note("counted_by_source", (("feed", feed),)))
    return notes
