"""What lists of marketplaces stand on: the days, zone and currency of the store, with or without traffic."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.answers.marketplace_result import MarketplacesAnswer
from funnel.answers.marketplaces import MarketplacesQuestion, ask_marketplaces
from funnel.errors import WrongUse
from funnel.periods import Period
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Dimension

NO_FILTER = "filters_not_of_marketplaces"


@dataclass(frozen=True)
class MarketGround:
    """What every list states; `period` None when the store holds no day of any kind."""

    period: Period | None
    zone: str
    currency: str
    generation: int

    def answer(self, code: str, shape: tuple[tuple[str, ...], tuple[str, ...]], **told: Any) -> ListAnswer:
        """A list of this ground: `shape` are its key columns and metrics."""
        keys, metrics = shape
        return ListAnswer(
            code=code,
            keys=keys,
            metrics=metrics,
            rows=told.pop("rows", ()),
            total=told.pop("total", None),
            period=told.pop("period", self.period),
            currency=self.currency,
            zone=self.zone,
            generation=self.generation,
            **told,
        )


def market_ground(reader: Reader, question: ListQuestion) -> MarketGround:
    """The ground of a question; the days held of marketplaces, traffic and orders where it names none."""
    general = reader.ask("answers/generation")[0]
    held = days_held(reader)
    period = Period(question.start or held.start, question.end or held.end) if held else None
    return MarketGround(period, general["zone"], general["currency"], reader.generation)


def days_held(reader: Reader) -> Period | None:
    """First to newest day of marketplaces, traffic and the order book; None when there is none."""
    spans = [*reader.ask("answers/marketplace_spans"), *reader.ask("answers/traffic_span")]
    spans += [*reader.ask("answers/order_span"), *reader.ask("answers/stock_span")]
    firsts = _known(span["first_day"] for span in spans)
    newest = _known(span["newest_day"] for span in spans)
    return Period(min(firsts), max(newest)) if firsts else None


def days_of_store(store: Store) -> Period | None:
    """The same for the published generation; None when nothing is published."""
    if store.generation() == 0:
        return None
    with store.reading() as reader:
        return days_held(reader)


def _known(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]


def marketplaces_or_none(store: Store, question: MarketplacesQuestion) -> MarketplacesAnswer | None:
    """The marketplaces' own answer; None where no marketplace is held."""
    try:
        return ask_marketplaces(store, question)
    except WrongUse:
        return None


def asked_dimensions(question: ListQuestion) -> tuple[Dimension, ...]:
    """Dimensions of visits a question filters by: none of them reaches a marketplace."""
    return tuple(dimension for dimension, codes in question.where if codes)
