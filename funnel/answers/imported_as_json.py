"""The stable JSON of imports and previews: one row a file, with exactly these keys."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from funnel.answers.imports import rejected_rows
from funnel.answers.printed_imports import left_alone
from funnel.errors import sentence
from funnel.intake import Outcome, Preview, Question, RejectedRow
from funnel.store import Receipt, Store
from funnel.words import Words

MOST_REJECTS = 1000
READ_NOTHING: dict[str, Any] = {
    "records": 0,
    "accepted": 0,
    "rejected": 0,
    "duplicates": 0,
    "set_aside": 0,
    "control": {},
    "first_day": None,
    "last_day": None,
    "currency": None,
    "zone": None,
}


def outcomes_as_json(outcomes: Sequence[Outcome], store: Store, left: Sequence[Path] = ()) -> dict[str, Any]:
    """What became of every file, and which files beside them were `left` alone."""
    words = Words(store.settings.language)
    rows = [_with_rejects(outcome, store, words) for outcome in outcomes]
    verdicts = [outcome.verdict for outcome in outcomes]
    notes = [note for outcome in outcomes for note in _notes(outcome, words)]
    notes += [words.said(one) for one in left_alone(left)]
    return {
        "question": "import",
        "generation": store.generation(),
        "rows": rows,
        "total": {"files": len(rows), "loaded": sum(verdict.is_new for verdict in verdicts)},
        "notes": notes,
    }


def _with_rejects(outcome: Outcome, store: Store, words: Words) -> dict[str, Any]:
    rejects = rejected_rows(store, outcome.receipt.import_id) if outcome.receipt and outcome.receipt.rejected else ()
    return outcome_as_json(outcome, rejects, words)


def _notes(outcome: Outcome, words: Words) -> list[str]:
    if outcome.receipt is None or outcome.receipt.rejected <= MOST_REJECTS:
        return []
    told = sentence(
        "{file_name}: the first {listed} of {rejected} rejected rows are listed.",
        file_name=outcome.file_name,
        listed=MOST_REJECTS,
        rejected=outcome.receipt.rejected,
    )
    return [words.said(told)]


def preview_as_json(preview: Preview, store: Store) -> dict[str, Any]:
    """What an import would do: its row, the first accepted rows as they would be stored."""
    words = Words(store.settings.language)
    shown = [{name: _plain(value) for name, value in zip(preview.columns, row, strict=True)} for row in preview.rows]
    return {
        "question": "preview",
        "generation": store.generation(),
        "rows": [outcome_as_json(preview.outcome, preview.rejects, words)],
        "accepted_rows": shown,
        "notes": _notes(preview.outcome, words),
    }


def outcome_as_json(outcome: Outcome, rejects: Sequence[RejectedRow], words: Words) -> dict[str, Any]:
    """The row of one file."""
    return {
        "file_name": outcome.file_name,
        "verdict": outcome.verdict.value,
        "source": outcome.source,
        **(_read(outcome.receipt) if outcome.receipt else READ_NOTHING),
        "rejects": [_reject(one) for one in rejects[:MOST_REJECTS]],
        "questions": [_question(one, words) for one in outcome.questions],
        "sentence": words.said(outcome.sentence()),
        "problems": [words.said(problem) for problem in outcome.problems],
        "receipt": receipt_as_json(outcome.receipt, words) if outcome.receipt else None,
    }


def _read(receipt: Receipt) -> dict[str, Any]:
    return {
        "records": receipt.rows_in,
        "accepted": receipt.accepted,
        "rejected": receipt.rejected,
        "duplicates": receipt.duplicate,
        "set_aside": receipt.set_aside,
        "control": receipt.control,
        "first_day": receipt.first_day,
        "last_day": receipt.last_day,
        "currency": receipt.currency,
        "zone": receipt.zone,
    }


def receipt_as_json(receipt: Receipt, words: Words) -> dict[str, Any]:
    """A receipt with its notes said."""
    return {**asdict(receipt), "notes": [words.said(note) for note in receipt.notes]}


def _reject(row: RejectedRow) -> dict[str, Any]:
    return {"record": row.record, "column": row.column, "reason": row.reason}


def _question(question: Question, words: Words) -> dict[str, Any]:
    readings = [
        {
            "answer": reading.answer,
            "sentence": words.said(reading.sentence),
            "examples": [list(example) for example in reading.examples],
        }
        for reading in question.readings
    ]
    return {
        "id": question.id,
        "column": question.column,
        "sentence": words.said(question.sentence),
        "readings": readings,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else value
