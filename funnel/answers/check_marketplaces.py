"""Invariants of marketplaces: products add up to the whole, and the whole to the files' own control sums."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from funnel.answers.marketplace_result import By, MarketplaceLine, MarketplacesAnswer
from funnel.answers.marketplaces import MarketplacesQuestion, ask_marketplaces
from funnel.store import Receipt, Store
from funnel.terms import Kind

SUMMED = ("orders", "ordered_money")
Broken = tuple[str, list[str]]


def marketplace_findings(store: Store) -> Iterator[Broken]:
    """Each invariant with what breaks it; none when no marketplace is held."""
    with store.reading() as reader:
        held = reader.ask("answers/marketplace_spans")
        sums = {row["feed"]: row for row in reader.ask("answers/card_sums")}
    if not held:
        return
    for by in (By.PRODUCT, By.WEEK, By.DAY):
        answer = ask_marketplaces(store, MarketplacesQuestion(by=(by,)))
        yield f"marketplaces by {by.value}: parts = whole", _unequal(answer, by)
    yield "cards held = control sums of their files", sorted(_off(sums, store.shelf.shown()))


def _unequal(answer: MarketplacesAnswer, by: By) -> list[str]:
    parts = [_figures(line, by) for line in answer.rows]
    whole = _figures(answer.total, by)
    return [
        name for name, value in whole.items() if sum(part[name] or 0 for part in parts) != value and value is not None
    ]


def _figures(line: MarketplaceLine, by: By) -> dict[str, Any]:
    told = {
        f"{name}.{one.name}": getattr(getattr(line, name), one.name)
        for name in ("cards", "booked", "settled")
        for one in fields(getattr(line, name))
        if one.name != "of_previous"
    }
    if by is By.PRODUCT:
        del told["booked.orders"]  # an order of two products is one order
    return told


def _off(sums: Mapping[str, Mapping[str, Any]], receipts: Sequence[Receipt]) -> Iterator[str]:
    """Feeds whose rows are not what their files add up to; where a later file took rows over, there are fewer."""
    files: dict[str, list[Receipt]] = {}
    for receipt in receipts:
        if receipt.kind == Kind.CARD_DAILY:
            files.setdefault(receipt.feed, []).append(receipt)
    for feed, held in files.items():
        accepted, rows = sum(one.accepted for one in held), sums.get(feed, {}).get("rows_held", 0)
        told = all(one.control for one in held if one.accepted)
        if rows > accepted or (told and rows == accepted and _differs(sums.get(feed, {}), held)):
            yield feed


def _differs(row: Mapping[str, Any], held: Sequence[Receipt]) -> bool:
    stated = {name: sum(Decimal(one.control.get(name, "0")) for one in held) for name in SUMMED}
    return any(Decimal(row.get(name) or 0) != stated[name] for name in SUMMED)
