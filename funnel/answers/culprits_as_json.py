"""The stable JSON and CSV of what losses can be laid to; money as text, unknown as null."""

import csv
from io import StringIO
from typing import Any

from funnel.answers.as_json import period_as_json
from funnel.answers.culprit_result import CulpritAnswer, CulpritRow, FactorCulprits
from funnel.answers.loss_result import Estimate
from funnel.answers.printed import safe_cell


def culprits_as_json(answer: CulpritAnswer) -> dict[str, Any]:
    """Design §12: the envelope, one row a culprit, one line a factor, what is not measured."""
    return {
        "question": "culprits",
        "period": period_as_json(answer.period),
        "window": period_as_json(answer.window),
        "group": answer.group.value if answer.group else None,
        "factor": answer.factor,
        "kind": answer.kind.value if answer.kind else None,
        "measure": answer.measure.value,
        "unit": "session",
        "counting": "reached",
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "immature_from": answer.immature_from.isoformat() if answer.immature_from else None,
        "provisional_from": answer.provisional_from.isoformat() if answer.provisional_from else None,
        "feeds": list(answer.feeds),
        "rows": [_row(row) for row in answer.rows],
        "factors": [_factor(factor) for factor in answer.factors],
        "total": {
            "money": _money(answer.total_money),
            "orders": _orders(answer.total_orders),
            "sure": answer.total_sure,
        },
        "not_measured": [
            {"factor": one.factor, "group": one.group.value, "lacking": list(one.lacking)}
            for one in answer.not_measured
        ],
        "notes": [{"code": note.code, **dict(note.values)} for note in answer.notes],
    }


def culprits_csv(answer: CulpritAnswer) -> str:
    """One line a row; text that begins like a formula is quoted."""
    out = StringIO()
    lines = [_flat(row) for row in answer.rows]
    if lines:
        writer = csv.DictWriter(out, fieldnames=list(lines[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)
    return out.getvalue()


def _row(row: CulpritRow) -> dict[str, Any]:
    return {
        "factor": row.factor,
        "group": row.group.value,
        "kind": row.kind.value,
        "culprit": row.culprit,
        "title": row.title,
        "together": row.together,
        "visits": row.visits,
        "share": row.share,
        **_said(row),
        "problem": row.met.word if row.met else None,
    }


def _factor(line: FactorCulprits) -> dict[str, Any]:
    return {
        "factor": line.factor,
        "group": line.group.value,
        "steps": list(line.steps),
        "kind": line.kind.value,
        "kinds": [kind.value for kind in line.kinds],
        "visits": line.visits,
        **_said(line),
    }


def _said(line: CulpritRow | FactorCulprits) -> dict[str, Any]:
    return {
        "money": _money(line.money),
        "orders": _orders(line.orders),
        "sure": line.sure,
        "verdict": line.verdict.value if line.verdict else None,
        "firmness": line.firmness.value if line.firmness else None,
        "at_most": line.at_most,
        "at_least": line.at_least,
        "basis": line.basis.value,
    }


def _flat(row: CulpritRow) -> dict[str, Any]:
    told = _row(row)
    money, orders = told.pop("money"), told.pop("orders")
    told |= {f"money_{name}": value for name, value in money.items()}
    told |= {f"orders_{name}": value for name, value in orders.items()}
    return {
        name: safe_cell(value) if name in ("culprit", "title", "problem") else value for name, value in told.items()
    }


def _money(found: Estimate | None) -> dict[str, str | None]:
    return {name: str(getattr(found, name)) if found else None for name in ("effect", "low", "high")}


def _orders(found: Estimate | None) -> dict[str, float | None]:
    return {name: float(getattr(found, name)) if found else None for name in ("effect", "low", "high")}
