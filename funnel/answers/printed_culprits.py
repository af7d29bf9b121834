"""What losses can be laid to, as plain text for a terminal."""

from collections.abc import Iterator
from decimal import Decimal

from funnel.answers.culprit_result import CulpritAnswer, CulpritRow, FactorCulprits
from funnel.answers.printed import table

HEADER = ("factor", "culprit", "visits", "money", "from", "to", "orders", "share", "said")


def culprits(answer: CulpritAnswer) -> str:
    """Factor by factor: its loss, then what it can be laid to; then what is not measured."""
    headline = (
        f"{answer.period.start} to {answer.period.end} ({answer.zone}), unit session, money in {answer.currency}, "
        f"90 % ranges, comparisons from {answer.window.start} to {answer.window.end}"
    )
    lines = [line for factor in answer.factors for line in _lines(factor)]
    lacking = [f"not measured: {one.factor} ({', '.join(one.lacking)})" for one in answer.not_measured]
    notes = [" ".join([note.code, *(f"{name}={value}" for name, value in note.values)]) for note in answer.notes]
    return "\n".join([headline, "", table(HEADER, lines), "", *lacking, *notes]).rstrip()


def _lines(factor: FactorCulprits) -> Iterator[tuple[object, ...]]:
    said = factor.verdict.value if factor.verdict else ""
    yield (factor.factor, f"by {factor.kind.value}", factor.visits, *_figures(factor), "", said)
    for row in factor.rows:
        share = f"{row.share:.0%}" if row.share is not None else None
        yield ("", row.title or row.culprit, row.visits, *_figures(row), share, "")


def _figures(line: CulpritRow | FactorCulprits) -> tuple[object, ...]:
    money, orders = line.money, line.orders
    ends = (money.effect, money.low, money.high) if money else (None, None, None)
    return *ends, orders.effect.quantize(Decimal("0.1")) if orders else None
