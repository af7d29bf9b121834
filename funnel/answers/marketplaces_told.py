"""The answer on marketplaces as stable JSON, as CSV and as text for a terminal."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funnel.answers.marketplace_result import STEPS, MarketplaceLine, MarketplacesAnswer, Outcome
from funnel.answers.printed import csv_text, table
from funnel.periods import Period

CARDS = (
    "ordered_money", "buyouts", "buyout_money", "cancelled", "cancelled_money", "returned", "returned_money",
)  # fmt: skip
BOOKED = ("orders", "pieces", "money", "bought", "bought_money", "cancelled", "returned", "undecided")
SETTLED = ("sold", "sold_money", "returned", "returned_money", "net_money", "payout", "charges")
OUTCOME = ("until", "basis", "pieces", "bought", "cancelled", "returned", "buyout_rate", "cancel_rate", "return_rate")


def marketplaces_as_json(answer: MarketplacesAnswer) -> dict[str, Any]:
    """Design §12; the unit is a card open, and each step is counted as the marketplace counts it."""
    names = [one.value for one in answer.by]
    return {
        "question": "marketplaces",
        "period": _period(answer.period),
        "compared_with": None,
        "unit": "card_open",
        "counting": "stated",
        "by": names,
        "zone": answer.zone,
        "currency": answer.currency,
        "generation": answer.generation,
        "maturity_days": answer.maturity_days,
        "immature_from": _immature_from(answer),
        "feeds": list(answer.feeds),
        "rows": [{**dict(zip(names, line.key, strict=True)), **line_as_json(line)} for line in answer.rows],
        "total": line_as_json(answer.total),
        "notes": [{"code": note.code, **dict(note.values)} for note in answer.notes],
    }


def line_as_json(line: MarketplaceLine) -> dict[str, Any]:
    """Steps and what followed by the cards' report, orders by their export, settlements, and the outcome."""
    cards = asdict(line.cards)
    settled = {name: getattr(line.settled, name) for name in SETTLED}
    told = {
        "seller_sku": line.seller_sku,
        "title": line.title,
        "steps": {step: cards[step] for step in STEPS},
        "of_previous": {step: cards["of_previous"].get(step) for step in STEPS},
        **{name: cards[name] for name in CARDS},
        "booked": asdict(line.booked),
        "settled": settled,
        "outcome": {name: getattr(line.outcome, name) for name in OUTCOME},
    }
    return {name: _plain(value) for name, value in told.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return str(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def _period(period: Period) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


def _immature_from(answer: MarketplacesAnswer) -> str | None:
    """First day whose orders are too young to judge in some marketplace; None when all are old enough."""
    of_each: dict[str, list[Outcome]] = {}
    for line in answer.rows:
        of_each.setdefault(line.key[0], []).append(line.outcome)
    before = answer.period.start - timedelta(days=1)
    known = [max((one.until for one in outcomes if one.until), default=before) for outcomes in of_each.values()]
    first = min(known, default=before) + timedelta(days=1)
    return first.isoformat() if first <= answer.period.end else None


def marketplaces_csv(answer: MarketplacesAnswer) -> str:
    """One line a segment and the total; money as decimal text, empty where not measured."""
    header = (
        *(one.value for one in answer.by),
        "seller_sku",
        "title",
        *STEPS,
        *CARDS,
        *(f"booked_{name}" for name in BOOKED),
        *(f"settled_{name}" for name in SETTLED),
        *(f"outcome_{name}" for name in OUTCOME),
    )
    keys = [line.key for line in answer.rows] + [("total", *("" for _ in answer.by[1:]))]
    lines = zip(keys, (*answer.rows, answer.total), strict=True)
    return csv_text(header, [(*key, *_cells(line)) for key, line in lines])


def _cells(line: MarketplaceLine) -> tuple[object, ...]:
    return (
        line.seller_sku,
        line.title,
        *(getattr(line.cards, name) for name in (*STEPS, *CARDS)),
        *(getattr(line.booked, name) for name in BOOKED),
        *(getattr(line.settled, name) for name in SETTLED),
        *(getattr(line.outcome, name) for name in OUTCOME),
    )


def marketplaces_text(answer: MarketplacesAnswer) -> str:
    """A table for a terminal, then what must be known beside the numbers."""
    header = (
        *(one.value for one in answer.by), *STEPS, "ordered_money", "buyouts", "buyout_money", "cancelled", "returned",
        "booked_pieces", "booked_money", "net_money", "judged_until", "buyout_rate",
    )  # fmt: skip
    rows = [(*line.key, *_shown(line)) for line in answer.rows]
    rows.append(("total", *("" for _ in answer.by[1:]), *_shown(answer.total)))
    notes = [" ".join([note.code, *(f"{name}={value}" for name, value in note.values)]) for note in answer.notes]
    head = (
        f"{answer.period.start} to {answer.period.end} ({answer.zone}), unit card opens and pieces, money in "
        f"{answer.currency or 'no currency'}; outcomes of orders at least {answer.maturity_days} days old"
    )
    return "\n".join([head, "", table(header, rows), "", *notes]).rstrip()


def _shown(line: MarketplaceLine) -> tuple[object, ...]:
    cards, outcome = line.cards, line.outcome
    rate = None if outcome.buyout_rate is None else f"{outcome.buyout_rate:.1%}"
    return (
        *(getattr(cards, step) for step in STEPS), cards.ordered_money, cards.buyouts, cards.buyout_money,
        cards.cancelled, cards.returned, line.booked.pieces, line.booked.money, line.settled.net_money,
        outcome.until, rate,
    )  # fmt: skip
