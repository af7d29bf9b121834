"""The agenda of a weekly meeting out of its snapshot: numbers, losses, change, experiments, promises, decisions."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from funnel.metrics import metric
from funnel.report.for_presenter import of_numbers
from funnel.report.slide import Bar, Cell, Chart, Slide, SlideTable, Written, period_of, signed_percent
from funnel.report.slide_of_change import change_slide
from funnel.report.slide_of_losses import losses_slide
from funnel.report.slides_of_work import decisions_slide, experiments_slide, promises_slide
from funnel.words import Words

Json = Mapping[str, Any]
AMOUNTS = (
    ("orders", Written.COUNT),
    ("revenue", Written.MONEY),
    ("paid_orders", Written.COUNT),
    ("paid_revenue", Written.MONEY),
)


def slides_of(snapshot: Json, words: Words, decisions: Sequence[Json] = ()) -> tuple[Slide, ...]:
    """Every slide in the order of the agenda; `decisions` are added while the meeting runs and are not frozen."""
    return (
        _numbers(snapshot, words),
        losses_slide(snapshot, words),
        change_slide(snapshot, words),
        experiments_slide(snapshot, words),
        promises_slide(snapshot, words),
        decisions_slide(decisions, words),
    )


def _numbers(snapshot: Json, words: Words) -> Slide:
    total, week = snapshot["funnel"]["total"], period_of(snapshot["week"])
    steps = {step: count for step, count in total["steps"].items() if count is not None}
    rows = [_step_row(step, count, total, words) for step, count in steps.items()]
    amounts = [_amount_row(name, kind, snapshot, words) for name, kind in AMOUNTS]
    before = snapshot["funnel"]["compared_with"]
    against = words.text("Compared with {period}.", period=words.period(period_of(before))) if before else ""
    return Slide(
        "numbers",
        words.text("Numbers of the week {period}", period=words.period(week)),
        _numbers_lead(total, words),
        (
            SlideTable(
                words.text("Visits by step"),
                (words.text("step"), words.text("this week"), words.text("week before"), words.text("change")),
                tuple(rows),
            ),
            SlideTable(
                words.text("Orders and money"),
                (words.text("measure"), words.text("this week"), words.text("week before"), words.text("change")),
                tuple(row for row in amounts if row is not None),
            ),
        ),
        Chart(words.text("Visits by step"), words.text("visits"), tuple(_step_bars(steps, words))),
        " ".join(part for part in (words.text("Visits."), against, _zone(snapshot, words)) if part),
        of_numbers(snapshot, words),
    )


def _numbers_lead(total: Json, words: Words) -> str:
    first, last = total["steps"].get("session_start"), total["steps"].get("purchase")
    if not first or last is None:
        return words.text("Too few steps are measured to draw a funnel.")
    rate = words.percent(last / first, 2)
    return words.text(
        "{visits} visits, {paid} of them ended in a payment ({rate}).",
        visits=words.number(first),
        paid=words.number(last),
        rate=rate,
    )


def _step_row(step: str, count: int, total: Json, words: Words) -> tuple[Cell, ...]:
    before = total["before"].get(step)
    change = count / before - 1 if before else None
    return (
        Cell(words.term(step)),
        Cell(words.number(count), count, Written.COUNT),
        Cell(words.number(before), before, Written.COUNT),
        Cell(signed_percent(change, words), change, Written.SHARE),
    )


def _amount_row(name: str, kind: Written, snapshot: Json, words: Words) -> tuple[Cell, ...] | None:
    value, before = snapshot["funnel"]["total"][name], (snapshot.get("money_before") or {}).get(name)
    if value is None:
        return None
    change = float(Decimal(value) / Decimal(before) - 1) if before and Decimal(before) else None
    return (
        Cell(words.text(metric(name).name)),
        _amount(value, kind, snapshot["currency"], words),
        _amount(before, kind, snapshot["currency"], words),
        Cell(signed_percent(change, words), change, Written.SHARE),
    )


def _amount(value: str | int | None, kind: Written, currency: str, words: Words) -> Cell:
    if value is None:
        return Cell(words.number(None), None, kind)
    if kind is Written.MONEY:
        return Cell(words.money(Decimal(value), currency, 2), Decimal(value), kind)
    return Cell(words.number(int(value)), int(value), kind)


def _step_bars(steps: Mapping[str, int], words: Words) -> list[Bar]:
    shown = [(step, count) for step, count in steps.items() if step != "click"]
    return [Bar(words.term(step), 0.0, float(count), words.number(count)) for step, count in shown]


def _zone(snapshot: Json, words: Words) -> str:
    return words.text("Days of {zone}.", zone=snapshot["zone"])
