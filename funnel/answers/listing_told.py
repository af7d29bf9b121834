"""Lists of departments as JSON, CSV and text; money as text, unknown as null."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from funnel.answers.as_json import period_as_json
from funnel.answers.listing import ListAnswer, ListRow, Value
from funnel.answers.printed import safe_cell


def lists_as_json(department: str, answers: Sequence[ListAnswer]) -> dict[str, Any]:
    """Design §12's envelope around one object a list."""
    first = answers[0]
    return {
        "question": department,
        "period": period_as_json(first.period),
        "zone": first.zone,
        "currency": first.currency,
        "generation": first.generation,
        "immature_from": first.immature_from.isoformat() if first.immature_from else None,
        "lists": [_list(answer) for answer in answers],
    }


def _list(answer: ListAnswer) -> dict[str, Any]:
    return {
        "list": answer.code,
        "period": period_as_json(answer.period),
        "by": list(answer.keys),
        "metrics": list(answer.metrics),
        "rows": [_row(row, answer) for row in answer.rows],
        "total": _row(answer.total, answer) if answer.total else None,
        "not_measured": list(answer.lacking),
        "feeds": list(answer.feeds),
        "notes": [{"code": note.code, **dict(note.values)} for note in answer.notes],
    }


def _row(row: ListRow, answer: ListAnswer) -> dict[str, Any]:
    keys = dict(zip(answer.keys, row.key, strict=True)) if row.key else {}
    title = {"title": row.title} if row.title is not None else {}
    values = {name: _plain(value) for name, value in zip(answer.metrics, row.values, strict=True)}
    return {**keys, **title, **values, **_ranges(row, answer)}


def _ranges(row: ListRow, answer: ListAnswer) -> dict[str, Any]:
    return {
        f"{name}_{end}": _plain(ends[place] if isinstance(value, Decimal) else float(ends[place]))
        for name, ends, value in zip(answer.metrics, row.ranges, row.values, strict=False)
        if ends is not None
        for place, end in enumerate(("low", "high"))
    }


def _plain(value: Value) -> int | float | str | None:
    return str(value) if isinstance(value, Decimal) else value


def list_csv(answer: ListAnswer) -> str:
    """One line a row, its keys first."""
    rows = [_row(row, answer) for row in answer.rows]
    names = list(dict.fromkeys(name for row in rows for name in row))
    out = StringIO()
    writer = csv.DictWriter(out, names or [*answer.keys, *answer.metrics], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def list_text(answer: ListAnswer) -> str:
    """A table for a terminal."""
    if answer.lacking and not answer.rows:
        return f"{answer.code}: not measured, because {', '.join(answer.lacking)} is missing\n"
    head = [*answer.keys, *answer.metrics]
    lines = [_cells(row, answer) for row in (*answer.rows, *([answer.total] if answer.total else []))]
    widths = [max(len(line[place]) for line in [head, *lines]) for place in range(len(head))]
    written = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in [head, *lines]
    ]
    return "\n".join([answer.code, *(line.rstrip() for line in written)]) + "\n"


def _cells(row: ListRow, answer: ListAnswer) -> list[str]:
    keys = list(row.key) or ["all"] + [""] * (len(answer.keys) - 1)
    return [*keys, *("—" if value is None else _short(value) for value in row.values)]


def _short(value: int | float | Decimal) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)
