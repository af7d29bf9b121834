"""Invariants of culprits: every visit that met a problem is laid to one culprit of each kind, and the money adds up."""

from collections.abc import Iterator
from decimal import Decimal

from funnel.answers.culprit_result import CulpritQuestion
from funnel.answers.culprits import ask_culprits
from funnel.errors import WrongUse
from funnel.store import Store

Broken = tuple[str, list[str]]


def culprit_findings(store: Store) -> Iterator[Broken]:
    """Each invariant with what breaks it."""
    with store.reading() as reader:
        rows = reader.ask("answers/check_culprits")
    uneven = [row for row in rows if row["met"] != row["laid"]]
    told = [f"{row['code']} by {row['kind']}: {row['laid']} instead of {row['met']}" for row in uneven]
    yield "visits that met a problem = visits laid to culprits", told
    yield "culprits: parts = losses of their factors", _uneven_parts(store)


def _uneven_parts(store: Store) -> list[str]:
    try:
        answer = ask_culprits(store, CulpritQuestion())
    except WrongUse:  # no traffic by days
        return []
    wrong = []
    for factor in answer.factors:
        parts = sum((row.money.effect for row in factor.rows if row.money), Decimal(0))
        if factor.money is not None and parts != factor.money.effect:
            wrong.append(f"{factor.factor}: {parts} instead of {factor.money.effect}")
    return wrong
