"""What every screen states in its corner: shop, zone, freshness, and the codes that can be filtered by."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from funnel.answers.result import Freshness, ShopState
from funnel.store import Store
from funnel.store.shelf import SAMPLE_MARK
from funnel.terms import Dimension


def shop_state(store: Store) -> ShopState:
    """State of the published generation; an empty one (generation 0) when nothing is published."""
    settings = store.settings
    if store.generation() == 0:
        return ShopState(settings.shop, settings.zone, settings.currency, 0, is_sample(store), None, None, ())
    with store.reading() as reader:
        feeds = reader.ask("answers/feeds")
        span = reader.ask("answers/traffic_span")[0]
        general = reader.ask("answers/generation")[0]
        values = _values_by_dimension(reader.ask("answers/segment_values"))
        return ShopState(
            shop=settings.shop,
            zone=general["zone"],
            currency=general["currency"],
            generation=reader.generation,
            is_sample=is_sample(store),
            first_day=span["first_day"],
            newest_day=span["newest_day"],
            freshness=_freshness(feeds, settings.stale_days),
            values=values,
        )


def is_sample(store: Store) -> bool:
    """Whether the store was filled with the invented shop."""
    return (store.folder / SAMPLE_MARK).exists()


def _freshness(feeds: Sequence[Mapping[str, Any]], stale_days: int) -> tuple[Freshness, ...]:
    dated = [feed for feed in feeds if feed["newest_day"] is not None]
    newest = max((feed["newest_day"] for feed in dated), default=None)
    return tuple(_fresh(feed, newest, stale_days) for feed in dated if newest is not None)


def _fresh(feed: Mapping[str, Any], newest: date, stale_days: int) -> Freshness:
    age = (newest - feed["newest_day"]).days
    return Freshness(feed["feed"], feed["kind"], feed["newest_day"], age, age >= stale_days)


def _values_by_dimension(rows: Sequence[Mapping[str, Any]]) -> dict[Dimension, tuple[str, ...]]:
    values: dict[Dimension, tuple[str, ...]] = {}
    for row in rows:
        dimension = Dimension(row["dimension"])
        values[dimension] = (*values.get(dimension, ()), row["code"])
    return values
