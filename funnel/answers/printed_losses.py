"""Losses and changes as plain text for a terminal."""

from decimal import Decimal

from funnel.answers.loss_result import ChangeAnswer, Estimate, LossAnswer, LossRow
from funnel.answers.printed import table
from funnel.answers.result import Note
from funnel.maths.losses import Measure


def losses(answer: LossAnswer) -> str:
    """What is measured against what, one line a row with its range, then what is not measured."""
    names = [dimension.value for dimension in answer.by]
    header = (*names, "money", "from", "to", "orders", "said", "firmness")
    rows = [(*row.key, *_figures(row)) for row in answer.rows]
    rows.append((*("total" if place == 0 else "" for place in range(len(names))), *_figures(answer.total)))
    lacking = [f"not measured: {one.factor} ({', '.join(one.lacking)})" for one in answer.factors if one.lacking]
    return "\n".join([_headline(answer), "", table(header, rows), "", *lacking, *_notes(answer.notes)]).rstrip()


def change(answer: ChangeAnswer) -> str:
    """The difference, one line a row with its range; the rows add up to it."""
    names = [dimension.value for dimension in answer.by]
    header = ("line", *names, "effect", "from", "to", "sure")
    rows = [
        (row.cause, *row.key, *_range(row.effect, answer.measure), "sure" if row.sure else "") for row in answer.rows
    ]
    rows.append(("total", *("" for _ in names), *_range(answer.total.effect, answer.measure), ""))
    told = (
        f"{answer.period.start} to {answer.period.end} against {answer.compared_with.start} to "
        f"{answer.compared_with.end} ({answer.zone}), {_unit(answer.measure, answer.currency)}: "
        f"{answer.before} → {answer.after}"
    )
    return "\n".join([told, "", table(header, rows), "", *_notes(answer.notes)]).rstrip()


def _headline(answer: LossAnswer) -> str:
    told = (
        f"{answer.period.start} to {answer.period.end} ({answer.zone}), unit {answer.unit}, "
        f"against {answer.reference.value}, comparisons from {answer.window.start} to {answer.window.end}, "
        f"money in {answer.currency}, 90 % ranges"
    )
    provisional = f", provisional from {answer.provisional_from}" if answer.provisional_from else ""
    return told + provisional


def _figures(row: LossRow) -> tuple[object, ...]:
    said = row.verdict.value if row.verdict else ("sure" if row.sure else "")
    prefix = "at most " if row.at_most else "at least " if row.at_least else ""
    orders = row.orders.effect.quantize(Decimal("0.1")) if row.orders else None
    return *_range(row.money, Measure.MONEY), orders, prefix + said, row.firmness.value if row.firmness else ""


def _range(found: Estimate | None, measure: Measure) -> tuple[object, ...]:
    if found is None:
        return None, None, None
    digits = Decimal("0.01") if measure is Measure.MONEY else Decimal("0.1")
    return tuple(value.quantize(digits) for value in (found.effect, found.low, found.high))


def _unit(measure: Measure, currency: str) -> str:
    return currency if measure is Measure.MONEY else "orders"


def _notes(notes: tuple[Note, ...]) -> list[str]:
    return [" ".join([note.code, *(f"{name}={value}" for name, value in note.values)]) for note in notes]
