"""Experiments as JSON and text; money as decimal text, unknown as null."""

from decimal import Decimal
from math import isfinite
from typing import Any

from funnel.answers.as_json import period_as_json
from funnel.answers.experiment_result import Arm, Reading, SplitAnswer, StagedAnswer
from funnel.answers.result import Note
from funnel.maths.lift import Range
from funnel.maths.staged import Staged


def split_as_json(answer: SplitAnswer) -> dict[str, Any]:
    """The envelope, both arms, what compares them, and what to be careful of."""
    return {
        "question": "experiment",
        "design": "split",
        "period": period_as_json(answer.period),
        "planned_end": answer.planned_end.isoformat() if answer.planned_end else None,
        "finished": answer.finished,
        "per": answer.per.value,
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "verdict": answer.verdict.value,
        "control": _arm(answer.control),
        "treatment": _arm(answer.treatment),
        "rows": [_reading(one) for one in answer.readings],
        "without_largest": [
            {"orders": each.orders, "money": str(each.money), "rows": [_reading(one) for one in each.readings]}
            for each in answer.without
        ],
        "sample_ratio_p": answer.sample_ratio_p,
        "visitors_in_both": answer.visitors_in_both,
        "buyers_in_both": answer.buyers_in_both,
        "nameless_visits": answer.nameless_visits,
        "days": [
            {"day": day.isoformat(), "arm": arm, "visits": visits, "orders": orders, "revenue": _money(revenue)}
            for day, arm, visits, orders, revenue in answer.days
        ],
        "notes": [_note(note) for note in answer.warnings],
    }


def staged_as_json(answer: StagedAnswer) -> dict[str, Any]:
    """The envelope and both comparisons over days."""
    return {
        "question": "experiment",
        "design": answer.design.value,
        "period": period_as_json(answer.period),
        "since": answer.since.isoformat(),
        "fixed": {dimension.value: list(codes) for dimension, codes in answer.fixed},
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "verdict": answer.verdict.value,
        "visits_before": answer.visits_before,
        "visits_after": answer.visits_after,
        "rows": [
            {"reads": name, **_staged(found)}
            for name, found in (("orders_per_visit", answer.orders), ("money_per_visit", answer.money))
        ],
        "notes": [_note(note) for note in answer.warnings],
    }


def _arm(arm: Arm) -> dict[str, Any]:
    return {
        "arm": arm.code,
        "visitors": arm.visitors,
        "visits": arm.visits,
        "orders": arm.orders,
        "buyers": arm.buyers,
        "revenue": str(arm.revenue),
        "steps": {step.value: count for step, count in arm.steps},
    }


def _reading(found: Reading) -> dict[str, Any]:
    lift = found.lift
    return {
        "reads": found.reads.value,
        "control": lift.control,
        "treatment": lift.treatment,
        "relative": lift.relative,
        **_ends("relative", found.safe),
        "difference": lift.difference,
        **_ends("difference", lift.difference_range),
        "p": lift.p,
    }


def _staged(found: Staged | None) -> dict[str, Any]:
    if found is None:
        return {"relative": None, "relative_low": None, "relative_high": None}
    return {
        "relative": found.relative,
        **_ends("relative", found.relative_range),
        "before": found.before,
        "after": found.after,
        "other_before": found.other_before,
        "other_after": found.other_after,
        "moved_apart_before": found.moved_apart_before,
    }


def _ends(name: str, found: Range) -> dict[str, float | None]:
    ends = (("low", found.low), ("high", found.high))
    return {f"{name}_{end}": value if isfinite(value) else None for end, value in ends}


def _note(note: Note) -> dict[str, str]:
    return {"code": note.code, **dict(note.values)}


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


READ_ALOUD = ("relative_low", "relative", "relative_high")


def experiment_text(told: dict[str, Any]) -> str:
    """A few lines for a terminal, out of the JSON."""
    head = f"{told['design']} {told['period']['start']} – {told['period']['end']}: {told['verdict']}"
    lines = [f"{row['reads']}: {' … '.join(_percent(row[name]) for name in READ_ALOUD)}" for row in told["rows"]]
    notes = [f"note: {note['code']}" for note in told["notes"]]
    return "\n".join([head, *lines, *notes])


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:+.1%}"
