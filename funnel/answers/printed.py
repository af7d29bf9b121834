"""Answers as plain text for a terminal, and as CSV that a spreadsheet cannot mistake for formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

from funnel.answers.check import Finding
from funnel.answers.coverage import CoverageLine
from funnel.answers.reconcile import ReconcileLine, Reconciliation
from funnel.answers.result import Freshness, FunnelAnswer, Segment, StepCount
from funnel.store import Receipt

NOT_MEASURED = "—"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns as wide as their longest cell; numbers to the right."""
    cells = [list(header), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(line[place]) for line in cells) for place in range(len(header))]
    return "\n".join(_line(line, widths) for line in cells)


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(
        cell.ljust(width) if not place else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(line, widths, strict=True))
    ).rstrip()


def _cell(value: object) -> str:
    return NOT_MEASURED if value is None else str(value)


def _percent(share: float | None) -> str:
    return NOT_MEASURED if share is None else f"{share:.1%}"


def funnel(answer: FunnelAnswer) -> str:
    """Total by step, then one line a segment, then what must be known beside the numbers."""
    steps = table(
        ("step", "count", "of previous", "of first", "before"),
        [_step_row(step) for step in answer.total.steps],
    )
    parts = [_headline(answer), "", steps]
    if answer.rows:
        parts += [
            "",
            table(_segment_header(answer), [_segment_row(row) for row in (*answer.rows, _as_total(answer))]),
        ]
    notes = [" ".join([note.code, *(f"{name}={value}" for name, value in note.values)]) for note in answer.notes]
    return "\n".join([*parts, "", *notes]).rstrip()


def _headline(answer: FunnelAnswer) -> str:
    unit = f"{answer.unit.value} within {answer.window_days} days" if answer.window_days else answer.unit.value
    told = (
        f"{answer.period.start} to {answer.period.end} ({answer.zone}), unit {unit}, counting {answer.counting.value}"
    )
    before = f", before: {answer.compared_with.start} to {answer.compared_with.end}" if answer.compared_with else ""
    immature = f", still filling up from {answer.immature_from}" if answer.immature_from else ""
    return told + before + immature


def _step_row(step: StepCount) -> tuple[object, ...]:
    return step.step.value, step.count, _percent(step.of_previous), _percent(step.of_first), step.count_before


def _segment_header(answer: FunnelAnswer) -> tuple[str, ...]:
    steps = tuple(step.value for step in answer.steps)
    return (
        *(dimension.value for dimension in answer.by),
        *steps,
        "orders",
        "revenue",
        "paid_orders",
        "paid_revenue",
        "kept_orders",
        "kept_revenue",
    )


def _segment_row(row: Segment) -> tuple[object, ...]:
    money = row.money
    return (
        *row.key, *(step.count for step in row.steps), money.orders, money.revenue,
        money.paid_orders, money.paid_revenue, money.kept_orders, money.kept_revenue,
    )  # fmt: skip


def _as_total(answer: FunnelAnswer) -> Segment:
    return Segment(("total", *("" for _ in answer.by[1:])), answer.total.steps, answer.total.money)


def funnel_csv(answer: FunnelAnswer) -> str:
    """One line a segment and the total (`total`), money as decimal text, empty where not measured."""
    rows = (*answer.rows, _as_total(answer)) if answer.by else (answer.total,)
    return csv_text(_segment_header(answer), [_segment_row(row) for row in rows])


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV whose text cells no spreadsheet takes for a formula; unknown is empty."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([safe_cell(name) for name in header])
    writer.writerows([["" if value is None else safe_cell(value) for value in row] for row in rows])
    return sheet.getvalue()


def safe_cell(value: object) -> object:
    """The value, with an apostrophe before text that a spreadsheet would run as a formula (OWASP ASVS 1.2.10)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return "'" + value
    return value


def imports(receipts: Sequence[Receipt], freshness: Sequence[Freshness] = ()) -> str:
    """One line an import, newest first, with how old its source is."""
    if not receipts:
        return "Nothing is imported yet."
    header = (
        "import", "file", "source", "from", "to", "source is", "rows in", "accepted", "rejected", "duplicate",
        "set aside",
    )  # fmt: skip
    ages = {each.feed: f"{each.age.value} ({each.age_days} d)" for each in freshness}
    rows = [
        (
            r.import_id, r.file_name, r.source, r.first_day, r.last_day, ages.get(r.feed), r.rows_in, r.accepted,
            r.rejected, r.duplicate, r.set_aside,
        )
        for r in receipts
    ]  # fmt: skip
    return table(header, rows)


def coverage(lines: Sequence[CoverageLine]) -> str:
    """One line a question."""
    header = ("question", "screen", "status", "missing columns", "files of kind")
    return table(
        header,
        [_coverage_row(line) for line in lines],
    )


def _coverage_row(line: CoverageLine) -> tuple[object, ...]:
    return line.question, line.screen, line.status, ", ".join(line.missing_columns), ", ".join(line.kinds)


def reconciliation(found: Reconciliation) -> str:
    """Both counts by channel, and the match rate."""
    header = (
        "channel",
        "orders (traffic)",
        "revenue (traffic)",
        "orders (book)",
        "paid (book)",
        "paid revenue",
        "without id",
        "matched",
        "only traffic",
        "only book",
    )
    lines = [*found.by_channel, ReconcileLine(None, "total").plus(found.total)]
    rate = f"Matched by order id: {_percent(found.match_rate)} of the traffic source's orders with an id."
    by_channel = table(header, [_reconcile_row(line, found) for line in lines])
    return f"{found.period.start} to {found.period.end}\n\n{by_channel}\n\n{rate}"


PRINTED_OF_A_LINE = (
    "channel", "analytics_orders", "analytics_revenue", "book_orders", "paid_orders", "paid_revenue", "without_id",
    "matched_orders", "only_analytics", "only_book",
)  # fmt: skip


def _reconcile_row(line: ReconcileLine, found: Reconciliation) -> tuple[object, ...]:
    told = found.known(line)
    return tuple(told[name] for name in PRINTED_OF_A_LINE)


def findings(found: Sequence[Finding]) -> str:
    """One line an invariant."""
    return "\n".join(
        f"{'holds ' if one.holds else 'BROKEN'}  {one.invariant}{'' if one.holds else ': ' + one.detail}"
        for one in found
    )
