"""Notes only the presenter reads: what a slide says in a sentence, what it does not, and what to ask the room."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from funnel.maths.differences import FALSE_ALARMS, chance_of_difference
from funnel.words import Words

Json = Mapping[str, Any]
MOST_NAMED = 3


def of_numbers(snapshot: Json, words: Words) -> tuple[str, ...]:
    """Whether the rate of payment moved, and what to ask."""
    total = snapshot["funnel"]["total"]
    ends = [(total[side].get("session_start"), total[side].get("purchase")) for side in ("steps", "before")]
    return (*_rates(ends, words), words.text("Ask: what happened in the shop that no export tells?"))


def _rates(ends: Sequence[tuple[int | None, int | None]], words: Words) -> tuple[str, ...]:
    (visits, paid), (visits_before, paid_before) = ends
    if not visits or not visits_before or paid is None or paid_before is None:
        return ()
    real = chance_of_difference(paid, visits, paid_before, visits_before) <= FALSE_ALARMS
    said = words.text("outside chance") if real else words.text("within chance: no news")
    return (
        words.text(
            "Visits that end in a payment: {now}, the week before {before}; {said}.",
            now=words.percent(paid / visits, 2),
            before=words.percent(paid_before / visits_before, 2),
            said=said,
        ),
    )


def of_losses(lines: Sequence[str], not_measured: Sequence[str], words: Words) -> tuple[str, ...]:
    """The dearest problems, what is not measured, and what to ask; `lines` are written already."""
    unknown = words.text("Not measured: {names}.", names=", ".join(map(words.term, not_measured)))
    return (
        *lines,
        words.text("Say “is lost where”, never “because”: like visits are compared, nothing was tried."),
        *((unknown,) if not_measured else ()),
        words.text("Ask: who takes the first one, and until when?"),
    )


def of_change(rows: Sequence[Json], named: Sequence[str], words: Words) -> tuple[str, ...]:
    """Which lines are more than chance; `named` are their names in the same order."""
    sure = [name for row, name in zip(rows, named, strict=True) if row["sure"]]
    told = (
        words.text("Beyond chance: {names}.", names=", ".join(sure))
        if sure
        else words.text("No line is beyond chance: there is nothing to explain this week.")
    )
    return told, words.text("What is “not explained” is nobody’s: do not hand it to a group.")


def of_experiments(found: Sequence[Json], words: Words) -> tuple[str, ...]:
    """What to say of tests that run, and what to decide on those that ended."""
    running = [one["title"] for one in found if not one.get("finished")]
    ended = [one["title"] for one in found if one.get("finished")]
    parts = []
    if running:
        parts.append(words.text("Still running, nothing to decide: {names}.", names=_some(running, words)))
    if ended:
        parts.append(words.text("Ended: keep, take back or try again? {names}.", names=_some(ended, words)))
    return tuple(parts)


def of_promises(found: Sequence[Json], taken: str, words: Words) -> tuple[str, ...]:
    """Promises past their day, and those nobody answers for."""
    today = datetime.fromisoformat(taken).date()
    late = [one["title"] for one in found if _is_late(one, today)]
    nobodys = [one["title"] for one in found if not one.get("owner")]
    parts = []
    if late:
        parts.append(words.text("Past their day: {names}.", names=_some(late, words)))
    if nobodys:
        parts.append(words.text("Nobody answers for: {names}.", names=_some(nobodys, words)))
    return (*parts, words.text("Ask: what is in the way, not who is guilty."))


def _is_late(one: Json, today: date) -> bool:
    return one["stage"] != "done" and bool(one.get("due")) and date.fromisoformat(one["due"]) < today


def of_decisions(decisions: Sequence[Json], words: Words) -> tuple[str, ...]:
    """Decisions without an owner or a day."""
    loose = [one["text"] for one in decisions if not one.get("owner") or not one.get("due")]
    open_ones = (words.text("Without an owner or a day: {names}.", names=_some(loose, words)),) if loose else ()
    return (*open_ones, words.text("Read every decision aloud with its owner and its day."))


def _some(names: Sequence[str], words: Words) -> str:
    more = words.text("and {n} more", n=words.number(len(names) - MOST_NAMED)) if len(names) > MOST_NAMED else ""
    return ", ".join((*(name for name in names[:MOST_NAMED] if name), *((more,) if more else ())))
