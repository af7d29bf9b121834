"""The sentence on top: how many visits ended in a payment, and the one change worth saying."""

from funnel.answers.result import FunnelAnswer, Segment, StepCount
from funnel.maths.differences import Change, real_changes
from funnel.terms import Counting, Step, Unit
from funnel.ui.filters import COUNTING_TOLD
from funnel.words import Words, msgid

CARRIED = 0.7
"""Share of the whole change that one segment must carry to be named."""


CHANGED = {
    (False, True): msgid("{from_step} → {to_step} fell from {before} to {now}."),
    (False, False): msgid("{from_step} → {to_step} rose from {before} to {now}."),
    (True, True): msgid("{where} {from_step} → {to_step} fell from {before} to {now}."),
    (True, False): msgid("{where} {from_step} → {to_step} rose from {before} to {now}."),
}


def changes_of(line: Segment) -> tuple[Change, ...]:
    """Every transition of one line that both periods measure, weighed by the conversion of the steps after it."""
    steps = [each for each in line.steps if each.count is not None and each.step is not Step.KEPT]
    found, weight = [], 1.0
    for each in reversed(steps):
        change = _change(line.key, each, weight)
        found += [change] if change else []
        weight *= 1.0 if each.of_previous is None else each.of_previous
    return tuple(reversed(found))


def _change(key: tuple[str, ...], each: StepCount, weight: float) -> Change | None:
    shares = (each.of_previous, each.of_previous_before)
    if None in shares or not each.base or not each.base_before or each.step is Step.SESSION_START:
        return None
    return Change(
        (*key, str(each.step)),
        round((each.of_previous or 0) * each.base),
        each.base,
        round((each.of_previous_before or 0) * each.base_before),
        each.base_before,
        weight,
    )


def real_steps(full_days: FunnelAnswer) -> dict[Step, float]:
    """Steps of the whole funnel whose rate changed outside noise, with the change."""
    return {Step(change.name[-1]): change.difference for change in real_changes(changes_of(full_days.total))}


def standout(whole: FunnelAnswer, by_segment: FunnelAnswer) -> Change | None:
    """The change that moved most orders; a segment's own when it carries most of it.

    Both answers hold full days only. None when nothing is outside noise.
    """
    shown = [*changes_of(whole.total), *(change for line in by_segment.rows for change in changes_of(line))]
    real = [change for change in real_changes(shown) if change.effect]
    general = [change for change in real if len(change.name) == 1]
    if not general:
        return max(real, key=lambda change: abs(change.effect), default=None)
    largest = max(general, key=lambda change: abs(change.effect))
    parts = [change for change in real if len(change.name) > 1 and change.name[-1] == largest.name[-1]]
    named = [part for part in parts if part.effect / largest.effect >= CARRIED]
    return max(named, key=lambda part: part.effect / largest.effect, default=largest)


def takeaway(answer: FunnelAnswer, change: Change | None, words: Words) -> str:
    """One or two sentences, Markdown-safe as long as device codes are."""
    parts = [_ended(answer, words)]
    if change is not None:
        parts.append(_changed(answer, change, words))
    return " ".join(part for part in parts if part)


def _ended(answer: FunnelAnswer, words: Words) -> str:
    steps = [each for each in answer.total.steps if each.count is not None and each.step not in (Step.CLICK, Step.KEPT)]
    if len(steps) < 2:
        return words.text("Too few steps are measured to draw a funnel.")
    first, last = steps[0], steps[-1]
    count, start = last.count or 0, first.count or 0
    rate = words.percent(count / start if start else None, 2)
    if last.step is not Step.PURCHASE or first.step is not Step.SESSION_START:
        return words.text(
            "“{first}”: {start}; “{last}”: {count} ({rate}).",
            first=words.term(first.step),
            last=words.term(last.step),
            start=words.number(start),
            count=words.number(count),
            rate=rate,
        )
    of_all = (
        words.plural("Of {n} visitor,", "Of {n} visitors,", start)
        if answer.unit is Unit.VISITOR
        else words.plural("Of {n} visit,", "Of {n} visits,", start)
    )
    return f"{of_all} {words.plural('{n} ended in a payment', '{n} ended in a payment', count)} ({rate})."


def _changed(answer: FunnelAnswer, change: Change, words: Words) -> str:
    step = Step(change.name[-1])
    measured = [each.step for each in answer.total.steps if each.count is not None]
    said = {
        "from_step": words.term(measured[measured.index(step) - 1]),
        "to_step": words.term(step),
        "before": words.percent(change.share_before, _digits(change)),
        "now": words.percent(change.share, _digits(change)),
    }
    where = {} if len(change.name) == 1 else {"where": words.term(change.name[0])}
    text = words.text(CHANGED[bool(where), change.difference < 0], **where, **said)
    return text[:1].upper() + text[1:]


def _digits(change: Change) -> int:
    return 0 if abs(change.difference) >= 0.02 else 1


def subtitle(answer: FunnelAnswer, words: Words, *, compare: bool = True) -> str:
    """What is counted and how, and which days are still filling up."""
    counted = {
        Unit.SESSION: words.text("Visits."),
        Unit.VISITOR: words.plural(
            "Visitors, followed for {n} day after their first visit.",
            "Visitors, followed for {n} days after their first visit.",
            answer.window_days or 0,
        ),
    }[answer.unit]
    parts = [counted, words.text(COUNTING_TOLD[Counting(answer.counting)])]
    if answer.immature_from is not None:
        parts.append(
            words.text(
                "Days from {day} on are still filling up (grey) and stand outside every comparison.",
                day=words.day(answer.immature_from),
            )
        )
    if answer.compared_with is not None:
        parts.append(words.text("Compared with {period}.", period=words.period(answer.compared_with)))
    elif compare:
        parts.append(words.text("There are no full days, or none before them, to compare."))
    return " ".join(parts)
