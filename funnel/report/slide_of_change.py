"""The slide of the change: why the week differs from the one before."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from funnel.report.for_presenter import of_change
from funnel.report.slide import Bar, Cell, Chart, Slide, SlideTable, Written, period_of
from funnel.words import Words

Json = Mapping[str, Any]


def change_slide(snapshot: Json, words: Words) -> Slide:
    """The exact split of the difference in money."""
    told, title = snapshot["change"], words.text("What changed")
    if told is None:
        return Slide("change", title, words.text("There is no week before to compare with."))
    before, after = Decimal(told["before"]), Decimal(told["after"])
    rows = [row for row in told["rows"] if Decimal(row["effect"])]
    heads = (words.text("reason"), words.text("effect"), words.text("range"), words.text("how sure"))
    return Slide(
        "change",
        title,
        words.text(
            "From {before} to {after}: {difference}.",
            before=words.money(before, snapshot["currency"]),
            after=words.money(after, snapshot["currency"]),
            difference=_signed_money(after - before, snapshot["currency"], words),
        ),
        (SlideTable(words.text("Why it differs"), heads, tuple(_change_row(row, words) for row in rows)),),
        Chart(words.text("From before to now"), snapshot["currency"], _steps_between(before, rows, after, words), True),
        words.text(
            "{period} against {before}. The lines add up exactly; “not explained” is never spread over groups.",
            period=words.period(period_of(told["period"])),
            before=words.period(period_of(told["compared_with"])),
        ),
        of_change(rows, [_change_name(row, words) for row in rows], words),
    )


def _signed_money(amount: Decimal, currency: str, words: Words) -> str:
    return f"{'+' if amount > 0 else '−' if amount < 0 else ''}{words.money(abs(amount), currency)}"


def _change_name(row: Json, words: Words) -> str:
    if row["cause"] == "factor":
        return words.text("problems: {group}", group=words.term(row["group"]))
    return words.term(row["cause"])


def _change_row(row: Json, words: Words) -> tuple[Cell, ...]:
    low, high = (words.number(round(Decimal(row[end]))) for end in ("low", "high"))
    effect = Decimal(row["effect"])
    return (
        Cell(_change_name(row, words)),
        Cell(words.signed(effect, 0), effect, Written.MONEY),
        Cell(f"{low} … {high}"),
        Cell(words.text("sure") if row["sure"] else words.text("within noise")),
    )


def _steps_between(before: Decimal, rows: Sequence[Json], after: Decimal, words: Words) -> tuple[Bar, ...]:
    bars, reached = [Bar(words.text("before"), 0.0, float(before), words.number(round(before)))], before
    for row in rows:
        effect = Decimal(row["effect"])
        colour = (row["group"] if row["cause"] == "factor" else "") or ("worse" if effect < 0 else "better")
        ends = (float(reached), float(reached + effect))
        bars.append(Bar(_change_name(row, words), *ends, words.signed(effect, 0), colour=colour))
        reached += effect
    return (*bars, Bar(words.text("now"), 0.0, float(after), words.number(round(after))))
