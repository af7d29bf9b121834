"""The stable JSON of every question the command line answers; money as text, unknown as null."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from funnel.answers.after_import import AfterImport, HeldImports
from funnel.answers.coverage import CoverageLine
from funnel.answers.imported_as_json import receipt_as_json
from funnel.answers.reconcile import ReconcileLine, Reconciliation
from funnel.answers.result import FunnelAnswer, Money, Segment
from funnel.periods import Period
from funnel.store import Receipt
from funnel.words import Words


def funnel_as_json(answer: FunnelAnswer) -> dict[str, Any]:
    """Design §12: question, period, unit, counting, zone, currency, generation, immature days, rows, total, notes."""
    names = [dimension.value for dimension in answer.by]
    return {
        "question": "funnel",
        "period": period_as_json(answer.period),
        "compared_with": period_as_json(answer.compared_with),
        "unit": answer.unit.value,
        "window_days": answer.window_days,
        "counting": answer.counting.value,
        "steps": [step.value for step in answer.steps],
        "by": names,
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "immature_from": _day(answer.immature_from),
        "kept_until": _day(answer.kept_until),
        "feeds": list(answer.feeds),
        "rows": [{**dict(zip(names, row.key, strict=True)), **segment_as_json(row)} for row in answer.rows],
        "total": segment_as_json(answer.total),
        "notes": [{"code": note.code, **dict(note.values)} for note in answer.notes],
    }


def segment_as_json(segment: Segment) -> dict[str, Any]:
    """Counts and shares by step, then orders and money."""
    return {
        "steps": {step.step.value: step.count for step in segment.steps},
        "of_previous": {step.step.value: step.of_previous for step in segment.steps},
        "of_first": {step.step.value: step.of_first for step in segment.steps},
        "before": {step.step.value: step.count_before for step in segment.steps},
        "of_previous_mature": {step.step.value: step.comparable for step in segment.steps},
        "of_previous_before": {step.step.value: step.of_previous_before for step in segment.steps},
        **money_as_json(segment.money),
    }


def money_as_json(money: Money) -> dict[str, Any]:
    """Orders as integers, amounts as decimal text."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in asdict(money).items()}


def period_as_json(period: Period | None) -> dict[str, str] | None:
    """Both days as ISO text, or null."""
    return {"start": period.start.isoformat(), "end": period.end.isoformat()} if period else None


def imports_as_json(held: HeldImports, words: Words) -> dict[str, Any]:
    """All receipts with what each changed, their sums, the age of every source, and how well they join."""
    sums = {name: sum(getattr(receipt, name) for receipt in held.receipts) for name in COUNTED}
    return {
        "question": "imports",
        "generation": held.generation,
        "rows": [_import_row(receipt, held.after[receipt.import_id], words) for receipt in held.receipts],
        "total": sums,
        "freshness": [asdict(each) | {"newest_day": each.newest_day.isoformat()} for each in held.freshness],
        "links": [asdict(link) | {"share": link.share} for link in held.links],
        "notes": [],
    }


def _import_row(receipt: Receipt, after: AfterImport, words: Words) -> dict[str, Any]:
    return receipt_as_json(receipt, words) | {
        "made_visible": list(after.made_visible),
        "contradicts": [asdict(each) for each in after.contradictions],
    }


COUNTED = ("rows_in", "accepted", "rejected", "duplicate", "set_aside")


def coverage_as_json(lines: tuple[CoverageLine, ...], generation: int) -> dict[str, Any]:
    """All questions and how far they can be answered."""
    shown = sum(line.status == "shown" for line in lines)
    return {
        "question": "coverage",
        "generation": generation,
        "rows": [asdict(line) for line in lines],
        "total": {"shown": shown, "questions": len(lines)},
        "notes": [],
    }


def reconciliation_as_json(found: Reconciliation) -> dict[str, Any]:
    """Both counts by day and channel, their sum, and the match rate."""
    return {
        "question": "reconcile",
        "period": period_as_json(found.period),
        "currency": found.currency,
        "generation": found.generation,
        "has_book": found.has_book,
        "match_rate": found.match_rate,
        "rows": [_reconcile_line(line, found) for line in found.rows],
        "total": _reconcile_line(found.total, found),
        "notes": [],
    }


def _reconcile_line(line: ReconcileLine, found: Reconciliation) -> dict[str, Any]:
    return {name: _plain(value) for name, value in found.known(line).items()}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else _day(value) if isinstance(value, date) else value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
