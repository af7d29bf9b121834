"""A mini-case on one page: what we did, how it was measured, promised against earned, one picture."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from funnel.report.slide import Bar, Cell, Chart, Slide, SlideTable, Written, signed_percent
from funnel.words import Words

Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]


def mini_case_slide(told: Mapping[str, Any], promised: Amounts, earned: Amounts, words: Words) -> Slide:
    """`told` holds title, what_we_did, measured_how, currency and snapshot (the answer's JSON, or None)."""
    currency = told["currency"]
    rows = [(words.text("promised a week"), promised), (words.text("earned a week"), earned)]
    bars = tuple(_bar(name, amounts, words) for name, amounts in rows if amounts[1] is not None)
    readings = (told["snapshot"] or {}).get("rows", [])
    return Slide(
        "mini-case",
        told["title"],
        _lead(promised, earned, currency, words),
        (_amounts_table(rows, currency, words), *([_readings_table(readings, words)] if readings else [])),
        Chart(words.text("Promised and earned a week"), currency, bars) if bars else None,
        told["measured_how"],
        tuple(part for part in (told["what_we_did"],) if part),
    )


def _lead(promised: Amounts, earned: Amounts, currency: str, words: Words) -> str:
    if earned[1] is None:
        return words.text("What it earns cannot be told in money.")
    amount = words.money(earned[1], currency)
    if not promised[1]:
        return words.text("Earned {earned} a week; nothing was promised in money.", earned=amount)
    return words.text(
        "Earned {earned} a week of {promised} promised: {share}.",
        earned=amount,
        promised=words.money(promised[1], currency),
        share=words.percent(float(earned[1] / promised[1]), 0),
    )


def _bar(name: str, amounts: Amounts, words: Words) -> Bar:
    low, mid, high = (None if one is None else float(one) for one in amounts)
    return Bar(name, 0.0, mid or 0.0, words.number(round(mid or 0.0)), low, high)


def _amounts_table(rows: list[tuple[str, Amounts]], currency: str, words: Words) -> SlideTable:
    heads = ("", words.text("from"), words.text("money"), words.text("to"))
    lines = tuple(
        (Cell(name), *(Cell(words.money(one, currency), one, Written.MONEY) for one in amounts))
        for name, amounts in rows
    )
    return SlideTable(words.text("Promised and earned a week"), heads, lines)


def _readings_table(readings: list[Mapping[str, Any]], words: Words) -> SlideTable:
    heads = (words.text("measure"), words.text("from"), words.text("change"), words.text("to"))
    lines = tuple(
        (
            Cell(words.term(row["reads"])),
            *(
                Cell(signed_percent(row[name], words), row[name], Written.SHARE)
                for name in ("relative_low", "relative", "relative_high")
            ),
        )
        for row in readings
    )
    return SlideTable(words.text("What was measured"), heads, lines)
