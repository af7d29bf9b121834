"""The stable JSON and CSV of losses and changes; money as text, unknown as null."""

import csv
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from funnel.answers.as_json import period_as_json
from funnel.answers.loss_result import (
    ChangeAnswer,
    ChangeRow,
    Estimate,
    FactorEvidence,
    LossAnswer,
    LossRow,
    StepEvidence,
)
from funnel.answers.result import Note
from funnel.maths.losses import Measure

UNKNOWN = {"effect": None, "low": None, "high": None}


def losses_as_json(answer: LossAnswer) -> dict[str, Any]:
    """Design §12: the envelope, one row a line, the evidence of every factor, what is not measured."""
    names = [dimension.value for dimension in answer.by]
    lacking = [factor for factor in answer.factors if factor.verdict.value == "not_measured"]
    return {
        "question": "losses",
        "period": period_as_json(answer.period),
        "window": period_as_json(answer.window),
        "compared_with": period_as_json(answer.compared_with),
        "reference": answer.reference.value,
        "measure": answer.measure.value,
        "unit": answer.unit,
        "counting": "reached",
        "by": names,
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "immature_from": _day(answer.immature_from),
        "provisional_from": _day(answer.provisional_from),
        "earned": {"money": _text(answer.earned_money), "orders": answer.earned_orders},
        "feeds": list(answer.feeds),
        "rows": [{**dict(zip(names, row.key, strict=True)), **_row(row, answer.measure)} for row in answer.rows],
        "total": _row(answer.total, answer.measure),
        "factors": [_factor(factor) for factor in answer.factors],
        "not_measured": [{"factor": factor.factor, "lacking": list(factor.lacking)} for factor in lacking],
        "notes": _notes(answer.notes),
    }


def change_as_json(answer: ChangeAnswer) -> dict[str, Any]:
    """Design §12: the envelope and one row a line of the split; rows add up to the difference."""
    names = [dimension.value for dimension in answer.by]
    return {
        "question": "change",
        "period": period_as_json(answer.period),
        "compared_with": period_as_json(answer.compared_with),
        "measure": answer.measure.value,
        "unit": answer.unit,
        "counting": "reached",
        "by": names,
        "basis": answer.basis.value,
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "immature_from": _day(answer.immature_from),
        "before": _text(answer.before),
        "after": _text(answer.after),
        "feeds": list(answer.feeds),
        "rows": [{**dict(zip(names, row.key, strict=True)), **_line(row, answer.measure)} for row in answer.rows],
        "total": _line(answer.total, answer.measure),
        "not_measured": list(answer.not_measured),
        "notes": _notes(answer.notes),
    }


def losses_csv(answer: LossAnswer) -> str:
    """One line a row, its keys first."""
    rows = losses_as_json(answer)["rows"]
    plain = [{name: value for name, value in row.items() if not isinstance(value, dict | list)} for row in rows]
    return _csv(plain)


def change_csv(answer: ChangeAnswer) -> str:
    """One line a row, its keys first."""
    return _csv(change_as_json(answer)["rows"])


def _row(row: LossRow, measure: Measure) -> dict[str, Any]:
    return {
        **_estimate(row.money if measure is Measure.MONEY else row.orders, measure),
        "sure": row.sure,
        "verdict": row.verdict.value if row.verdict else None,
        "firmness": row.firmness.value if row.firmness else None,
        "at_most": row.at_most,
        "at_least": row.at_least,
        "basis": row.basis.value,
        "money": _estimate(row.money, Measure.MONEY),
        "orders": _estimate(row.orders, Measure.ORDERS),
        "not_measured": list(row.not_measured),
    }


def _line(row: ChangeRow, measure: Measure) -> dict[str, Any]:
    return {"cause": row.cause, **_estimate(row.effect, measure), "sure": row.sure}


def _estimate(found: Estimate | None, measure: Measure) -> dict[str, Any]:
    if found is None:
        return dict(UNKNOWN)
    say = str if measure is Measure.MONEY else float
    return {name: say(value) for name, value in asdict(found).items()}


def _factor(factor: FactorEvidence) -> dict[str, Any]:
    return {
        "factor": factor.factor,
        "group": factor.group.value,
        "steps": list(factor.steps),
        "verdict": factor.verdict.value,
        "firmness": factor.firmness.value if factor.firmness else None,
        "comparisons": [_comparison(one) for one in factor.comparisons],
        "measured_from": _day(factor.measured_from),
        "measured_to": _day(factor.measured_to),
        "lacking": list(factor.lacking),
        "second_route": list(factor.second_route) if factor.second_route else None,
        "feeds": list(factor.feeds),
    }


def _comparison(one: StepEvidence) -> dict[str, Any]:
    return {
        **asdict(one),
        "share_that_met": one.share_that_met,
        "share_of_like": one.share_of_like,
        "comparable": one.comparable,
    }


def _notes(notes: Sequence[Note]) -> list[dict[str, str]]:
    return [{"code": note.code, **dict(note.values)} for note in notes]


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    out = StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
