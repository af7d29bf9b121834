"""What every screen states in its corner: shop, zone, freshness, and the codes that can be filtered by."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from funnel.answers.result import Age, Freshness, ShopState
from funnel.settings import Settings
from funnel.store import Store
from funnel.store.shelf import SAMPLE_MARK
from funnel.terms import Dimension


def today_of(store: Store) -> date | None:
    """The day it is in the shop, against which its sources are fresh or late; None in the invented shop."""
    return None if is_sample(store) else datetime.now(ZoneInfo(store.settings.zone)).date()


def shop_state(store: Store, today: date | None = None) -> ShopState:
    """State of the published generation; an empty one (generation 0) when nothing is published.

    Sources age until `today`; without it until the newest day any of them holds.
    """
    settings = store.settings
    if store.generation() == 0:
        return ShopState(settings.shop, settings.zone, settings.currency, 0, is_sample(store), None, None, ())
    with store.reading() as reader:
        feeds = reader.ask("answers/feeds")
        span = reader.ask("answers/traffic_span")[0]
        general = reader.ask("answers/generation")[0]
        values = values_by_dimension(reader.ask("answers/segment_values"))
        return ShopState(
            shop=settings.shop,
            zone=general["zone"],
            currency=general["currency"],
            generation=reader.generation,
            is_sample=is_sample(store),
            first_day=span["first_day"],
            newest_day=span["newest_day"],
            freshness=_freshness(feeds, settings, today),
            values=values,
        )


def is_sample(store: Store) -> bool:
    """Whether the store was filled with the invented shop."""
    return (store.folder / SAMPLE_MARK).exists()


def _freshness(feeds: Sequence[Mapping[str, Any]], settings: Settings, today: date | None) -> tuple[Freshness, ...]:
    dated = [feed for feed in feeds if feed["newest_day"] is not None]
    until = today or max((feed["newest_day"] for feed in dated), default=date.min)
    return tuple(_fresh(feed, until, settings) for feed in dated)


def _fresh(feed: Mapping[str, Any], until: date, settings: Settings) -> Freshness:
    days = max(0, (until - feed["newest_day"]).days)
    age = Age.STALE if days >= settings.stale_days else Age.LATE if days >= settings.late_source_days else Age.FRESH
    return Freshness(feed["feed"], feed["kind"], feed["newest_day"], days, age)


def values_by_dimension(rows: Sequence[Mapping[str, Any]]) -> dict[Dimension, tuple[str, ...]]:
    """The codes of each dimension out of the rows of `answers/segment_values`, those of the most visits first."""
    values: dict[Dimension, tuple[str, ...]] = {}
    for row in rows:
        dimension = Dimension(row["dimension"])
        values[dimension] = (*values.get(dimension, ()), row["code"])
    return values
