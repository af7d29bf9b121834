"""Slides of what the team does: experiments, promises of last week, decisions."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.report.for_presenter import of_decisions, of_experiments, of_promises
from funnel.report.slide import Cell, Slide, SlideTable, Written, signed_percent
from funnel.words import Words

Json = Mapping[str, Any]


def experiments_slide(snapshot: Json, words: Words) -> Slide:
    """Finished and running experiments: verdict, relative effect with range, promised and earned money."""
    found = snapshot["experiments"]
    title = words.text("Experiments")
    if not found:
        return Slide("experiments", title, words.text("No experiment is running, and none has ended."))
    running = sum(not one.get("finished") for one in found)
    lead = words.text(
        "{finished} ended, {running} running.",
        finished=words.number(len(found) - running),
        running=words.number(running),
    )
    heads = (
        words.text("experiment"), words.text("verdict"), words.text("orders per visit"), words.text("range"),
        words.text("promised a week"), words.text("earned a week"),
    )  # fmt: skip
    rows = tuple(_experiment_row(one, snapshot["currency"], words) for one in found)
    return Slide(
        "experiments",
        title,
        lead,
        (SlideTable(title, heads, rows),),
        small=words.text("95 % ranges; visits."),
        notes=of_experiments(found, words),
    )


def _experiment_row(one: Json, currency: str, words: Words) -> tuple[Cell, ...]:
    ends = [one.get(name) for name in ("relative_low", "relative_high")]
    told = " … ".join(signed_percent(end, words) for end in ends if end is not None)
    return (
        Cell(one["title"]),
        Cell(words.term(one["verdict"])),
        Cell(signed_percent(one.get("relative"), words), one.get("relative"), Written.SHARE),
        Cell(told),
        _money(one.get("promised"), currency, words),
        _money(one.get("earned"), currency, words),
    )


def _owner(one: Json, words: Words) -> str:
    """The name as it was typed, else the role in the reader's language."""
    owner = one.get("owner")
    return (words.term(owner) if words.known(owner) else owner) if owner else words.text("nobody")


def _money(amount: str | None, currency: str, words: Words) -> Cell:
    figure = None if amount is None else Decimal(amount)
    return Cell(words.money(figure, currency), figure, Written.MONEY)


def promises_slide(snapshot: Json, words: Words) -> Slide:
    """Cards promised earlier: stage, owner, due day, money expected a week."""
    found, title = snapshot["promises"], words.text("Promises of last week")
    if not found:
        return Slide("promises", title, words.text("Nothing was promised."))
    done = sum(one["stage"] == "done" for one in found)
    lead = words.text("{done} of {all} done.", done=words.number(done), all=words.number(len(found)))
    heads = (
        words.text("card"), words.text("stage"), words.text("owner"), words.text("due"), words.text("expected a week"),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one["title"] or words.term(one.get("factor") or "card")),
            Cell(words.term(one["stage"])),
            Cell(_owner(one, words)),
            Cell(words.day(date.fromisoformat(one["due"]), year=True) if one.get("due") else ""),
            _money(one.get("expected"), snapshot["currency"], words),
        )
        for one in found
    )
    notes = of_promises(found, snapshot["taken"], words)
    return Slide("promises", title, lead, (SlideTable(title, heads, rows),), notes=notes)


def decisions_slide(decisions: Sequence[Json], words: Words) -> Slide:
    """What the meeting decided: text, owner, due day."""
    title = words.text("Decisions")
    if not decisions:
        return Slide("decisions", title, words.text("Nothing is decided yet."))
    heads = (words.text("decision"), words.text("owner"), words.text("due"))
    rows = tuple(
        (
            Cell(one["text"]),
            Cell(one.get("owner") or words.text("nobody")),
            Cell(words.day(date.fromisoformat(one["due"]), year=True) if one.get("due") else ""),
        )
        for one in decisions
    )
    lead = words.plural("{n} decision", "{n} decisions", len(decisions))
    return Slide("decisions", title, lead, (SlideTable(title, heads, rows),), notes=of_decisions(decisions, words))
