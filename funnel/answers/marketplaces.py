"""Marketplaces in their own unit: from card open to buyout, with orders and settlements beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from funnel.answers.card_reports import CardReport, columns_of, counted_reports
from funnel.answers.marketplace_notes import Ground, marketplace_notes
from funnel.answers.marketplace_outcomes import outcomes_by_key, windows_of
from funnel.answers.marketplace_result import (
    STEPS,
    Booked,
    By,
    Cards,
    MarketplaceLine,
    MarketplacesAnswer,
    Outcome,
    Settled,
)
from funnel.errors import WrongUse, sentence
from funnel.periods import Period, monday_of
from funnel.store import Store
from funnel.store.place import Reader

Key = tuple[str, ...]
Row = Mapping[str, Any]
Part = TypeVar("Part", Cards, Booked, Settled)
FIGURES: Mapping[type, tuple[str, ...]] = {
    shape: tuple(one.name for one in fields(shape) if one.name != "of_previous") for shape in (Cards, Booked, Settled)
}
UNKNOWN = Outcome()


@dataclass(frozen=True)
class MarketplacesQuestion:
    """What is asked; without days everything held."""

    start: date | None = None
    end: date | None = None
    by: tuple[By, ...] = (By.MARKETPLACE,)

    @property
    def keys(self) -> tuple[By, ...]:
        """The dimensions of a line: marketplaces are never added to each other."""
        return (By.MARKETPLACE, *(one for one in self.by if one is not By.MARKETPLACE))

    @property
    def flags(self) -> dict[str, object]:
        """As the queries take it."""
        return {f"by_{one.value}": one in self.by for one in By if one is not By.MARKETPLACE}


def ask_marketplaces(store: Store, question: MarketplacesQuestion) -> MarketplacesAnswer:
    """Answer `question` from the published generation; raises WrongUse when no marketplace is held."""
    if {By.WEEK, By.DAY} <= set(question.by):
        raise WrongUse(sentence("Ask for days or for weeks, not for both."))
    with store.reading() as reader:
        ground = _stand_on(reader, question, store.settings.buyout_days)
        general = reader.ask("answers/generation")[0]
        rows = _lines(reader, question, ground)
        return MarketplacesAnswer(
            period=ground.period,
            by=question.keys,
            zone=general["zone"],
            currency=general["currency"],
            generation=reader.generation,
            maturity_days=ground.maturity,
            rows=rows,
            total=_total(_lines(reader, replace(question, by=()), ground)),
            feeds=tuple(sorted({one.feed for one in ground.counted})),
            notes=marketplace_notes(ground, rows),
        )


def _stand_on(reader: Reader, question: MarketplacesQuestion, maturity: int) -> Ground:
    spans = {row["marketplace"]: row for row in reader.ask("answers/marketplace_spans")}
    if not spans:
        raise WrongUse(sentence("No marketplace is imported yet. Import a report of one to see its cards."))
    period = _period(question, spans.values())
    later = Period(period.end, period.end + timedelta(days=maturity))
    asked = {"start": period.start, "end": later.end}
    held = tuple(CardReport(**row) for row in reader.ask("answers/card_reports", asked))
    return Ground(
        period=period,
        maturity=maturity,
        held=held,
        counted=counted_reports(held, lambda one: one.lies_in(period) and _fits(one, question)),
        after=counted_reports(held, lambda one: one.day > period.end and one.lies_in(later)),
        cards_until={name: row["cards_until"] for name, row in spans.items()},
        orders_until={name: row["orders_until"] for name, row in spans.items()},
    )


def _period(question: MarketplacesQuestion, spans: Iterable[Row]) -> Period:
    held = list(spans)
    first, newest = min(span["first_day"] for span in held), max(span["newest_day"] for span in held)
    return Period(question.start or first, question.end or newest)


def _fits(one: CardReport, question: MarketplacesQuestion) -> bool:
    """A sum over several days stands in no day, and in a week only when it lies inside it."""
    if By.DAY in question.by:
        return one.is_of_a_day
    return By.WEEK not in question.by or monday_of(one.day) == monday_of(one.day_to)


def _lines(reader: Reader, question: MarketplacesQuestion, ground: Ground) -> tuple[MarketplaceLine, ...]:
    asked = {"start": ground.period.start, "end": ground.period.end, **question.flags}
    by_feed = reader.ask("answers/marketplace_cards", {**columns_of(ground.counted), **question.flags})
    booked = {_key(row, question): row for row in reader.ask("answers/marketplace_bookings", asked)}
    settled = {_key(row, question): row for row in reader.ask("answers/marketplace_settlements", asked)}
    cards: dict[Key, list[Row]] = {}
    for row in by_feed:
        cards.setdefault(_key(row, question), []).append(row)
    keys = sorted(cards.keys() | booked.keys() | settled.keys())
    outcomes = _outcomes(reader, question, ground, keys)
    lines = [
        _line(key, cards.get(key, ()), booked.get(key), settled.get(key), outcomes.get(key, UNKNOWN)) for key in keys
    ]
    return tuple(sorted(lines, key=lambda line: _place(line, question)))


def _outcomes(
    reader: Reader, question: MarketplacesQuestion, ground: Ground, keys: Sequence[Key]
) -> dict[Key, Outcome]:
    of_cards, of_orders = (
        windows_of(ground.period, question.keys, keys, until, ground.maturity)
        for until in (ground.cards_until, ground.orders_until)
    )
    return outcomes_by_key(reader, question.keys, (*ground.counted, *ground.after), of_cards, of_orders)


def _key(row: Row, question: MarketplacesQuestion) -> Key:
    values = (row[one.value] for one in question.keys)
    return tuple(value.isoformat() if isinstance(value, date) else str(value or "not_stated") for value in values)


def _line(key: Key, cards: Sequence[Row], booked: Row | None, settled: Row | None, outcome: Outcome) -> MarketplaceLine:
    of_orders = [row for row in (booked, settled) if row]
    return MarketplaceLine(
        key=key,
        cards=_summed(Cards, cards, of_previous=_shares(cards)) if cards else Cards(),
        booked=_summed(Booked, [booked] if booked else []),
        settled=_summed(Settled, [settled] if settled else []),
        outcome=outcome,
        seller_sku=next((row["seller_sku"] for row in (*cards, *of_orders) if row["seller_sku"]), None),
        title=next((row["title"] for row in cards if row["title"]), None),
    )


def _summed(shape: type[Part], rows: Sequence[Row], **more: Any) -> Part:
    """All figures of a part added up; what no row states stays None."""
    if not rows:
        return shape()
    if len(rows) == 1:
        return shape(**{name: rows[0][name] for name in FIGURES[shape]}, **more)
    told = {name: [row[name] for row in rows if row[name] is not None] for name in FIGURES[shape]}
    return shape(**{name: _added(values) for name, values in told.items()}, **more)


def _added(values: Sequence[Any]) -> Any:
    return sum(values[1:], values[0]) if values else None


def _shares(rows: Sequence[Row]) -> dict[str, float | None]:
    stated = [step for step in STEPS if any(row[step] is not None for row in rows)]
    shares: dict[str, float | None] = {}
    for place, step in enumerate(STEPS[1:], start=1):
        earlier = next((one for one in reversed(STEPS[:place]) if one in stated), None)
        if earlier is not None:
            both = [row for row in rows if row[step] is not None and row[earlier] is not None]
            base = sum(row[earlier] for row in both)
            shares[step] = float(sum(row[step] for row in both)) / float(base) if base else None
    return shares


def _place(line: MarketplaceLine, question: MarketplacesQuestion) -> tuple[Any, ...]:
    """Days and weeks in time order, everything else by its money."""
    times = tuple(code for code, by in zip(line.key, question.keys, strict=True) if by in (By.WEEK, By.DAY))
    money = line.cards.ordered_money or line.booked.money or line.settled.sold_money or Decimal(0)
    return times, -money, line.key


def _total(lines: Sequence[MarketplaceLine]) -> MarketplaceLine:
    """Orders and money of all; steps and outcomes only of one marketplace alone, for units never mix."""
    if len(lines) == 1:
        return replace(lines[0], key=())
    cards = _summed(Cards, [_figures(line.cards) for line in lines])
    return MarketplaceLine(
        key=(),
        cards=replace(cards, impressions=None, card_opens=None, add_to_cart=None),
        booked=_summed(Booked, [_figures(line.booked) for line in lines]),
        settled=_summed(Settled, [_figures(line.settled) for line in lines]),
    )


def _figures(part: Cards | Booked | Settled) -> dict[str, Any]:
    return {name: getattr(part, name) for name in FIGURES[type(part)]}
