"""Paid clicks that never became visits: clicks less visits beyond the channel's own usual gap.

Some gap is normal (consent, blockers, double clicks). What is usual is the median of the visits a click brought, over
campaigns and weeks of the same channel, weighted by clicks; only what falls short of it counts as lost.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, Whole

Mask = NDArray[np.bool_]

WEEK = 7
LEAST_CLICKS = 300
"""Clicks of a channel in the period below which nothing is said of it."""
ORDERS_OF_ITS_OWN = 10.0
"""Orders with which a campaign's own visits count as much for what they are worth as its channel's."""
LEAST_SPELLS = 4
"""Campaign-weeks of a channel needed to know what is usual."""


@dataclass(frozen=True)
class ClickCells:
    """Clicks and visits by day, channel and campaign; channels and campaigns are numbered from 0."""

    day: Whole
    channel: Whole
    campaign: Whole
    clicks: Numbers
    visits: Numbers
    channels: tuple[str, ...]
    campaigns: tuple[str, ...]
    orders: Numbers | None = None
    value: Numbers | None = None
    """Of the visits; without them a campaign's visits are worth what its channel's are."""


@dataclass(frozen=True)
class ClicksLost:
    """Visits lost by channel and campaign, and how much they depend on single days."""

    by_channel: Numbers
    """Channels × readings: the answer, then each day of the window left out of what is usual; 0 where not known."""
    without_day: Numbers
    """Channels × days of the period: what the other days promise for all of them."""
    by_campaign: Numbers
    """Campaigns: the answer alone."""
    clicks: Numbers
    """Clicks of every channel in the period."""
    usual: Numbers
    """Visits a click usually brings, by channel; not a number where that is not known."""

    @property
    def speaks(self) -> bool:
        """Whether anything can be said at all."""
        return bool(np.isfinite(self.usual).any())


def clicks_lost(cells: ClickCells, window: Whole, period: Whole) -> ClicksLost:
    """Visits lost in the days of `period`; what is usual is read from the days of `window`."""
    days = np.unique(cells.day[np.isin(cells.day, window)])
    readings = [_reading(cells, window, period, None)]
    readings += [_reading(cells, window, period, int(day)) for day in days]
    inside = np.isin(cells.day, period)
    clicks = _sums(cells.channel[inside], cells.clicks[inside], len(cells.channels))
    lost = _by_row(cells, inside, readings[0])
    return ClicksLost(
        np.stack([_by_channel(cells, period, usual) for usual in readings], axis=1),
        _without_each_day(cells, period, readings[0]),
        _sums(cells.campaign[inside], lost, len(cells.campaigns)),
        clicks,
        readings[0],
    )


def worth_of_lost(cells: ClickCells, lost: ClicksLost, window: Whole, earned: Numbers | None) -> Numbers:
    """What a lost visit of each channel is worth as a multiple of its usual visit.

    `earned` (one entry a row of `cells`; orders or money) over the days of `window` tells what campaigns' visits are
    worth, drawn towards their channel's where orders are few; visits lost are of the campaigns that lost them.
    """
    multiple = np.ones(len(cells.channels))
    if earned is None or cells.orders is None:
        return multiple
    inside = np.isin(cells.day, window)
    for channel in range(len(cells.channels)):
        own = inside & (cells.channel == channel)
        visits, orders, brought = (float(part[own].sum()) for part in (cells.visits, cells.orders, earned))
        short = np.maximum(_of_campaigns(cells, lost, channel), 0.0)
        if orders > 0 and brought > 0 and short.sum() > 0:
            usual, more = brought / visits, ORDERS_OF_ITS_OWN * visits / orders
            of_campaign = [
                _sums(cells.campaign[own], part[own], len(cells.campaigns)) for part in (cells.visits, earned)
            ]
            worth = (of_campaign[1] + more * usual) / (of_campaign[0] + more) / usual
            multiple[channel] = float((worth * short).sum() / short.sum())
    return multiple


def _of_campaigns(cells: ClickCells, lost: ClicksLost, channel: int) -> Numbers:
    return np.where(
        np.isin(np.arange(len(cells.campaigns)), cells.campaign[cells.channel == channel]), lost.by_campaign, 0
    )


def _by_channel(cells: ClickCells, period: Whole, usual: Numbers) -> Numbers:
    inside = np.isin(cells.day, period)
    return _sums(cells.channel[inside], _by_row(cells, inside, usual), len(cells.channels))


def _without_each_day(cells: ClickCells, period: Whole, usual: Numbers) -> Numbers:
    days = np.unique(cells.day[np.isin(cells.day, period)])
    scale = len(days) / max(len(days) - 1, 1)
    left = [_by_channel(cells, days[days != day], usual) * scale for day in days]
    return np.stack(left, axis=1) if left else np.zeros((len(cells.channels), 0))


def _by_row(cells: ClickCells, inside: Mask, usual: Numbers) -> Numbers:
    expected = cells.clicks[inside] * usual[cells.channel[inside]]
    return np.where(np.isfinite(expected), expected - cells.visits[inside], 0.0)


def _reading(cells: ClickCells, window: Whole, period: Whole, without: int | None) -> Numbers:
    """Visits a click usually brings, by channel; not a number for channels with too little to go by."""
    rows = np.isin(cells.day, window) & (cells.day != (-1 if without is None else without))
    usual = np.full(len(cells.channels), np.nan)
    for channel in range(len(cells.channels)):
        own = rows & (cells.channel == channel)
        if cells.clicks[np.isin(cells.day, period) & (cells.channel == channel)].sum() >= LEAST_CLICKS:
            usual[channel] = _usual(cells, own)
    return usual


def _usual(cells: ClickCells, rows: Mask) -> float:
    spell = cells.campaign[rows] * (int(cells.day.max()) + 1) + cells.day[rows] // WEEK
    _, place = np.unique(spell, return_inverse=True)
    clicks = _sums(place, cells.clicks[rows])
    visits = _sums(place, cells.visits[rows])
    filled = clicks > 0
    if filled.sum() < LEAST_SPELLS:
        return float("nan")
    return _weighted_median(visits[filled] / clicks[filled], clicks[filled])


def _weighted_median(values: Numbers, weights: Numbers) -> float:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])


def _sums(place: Whole, values: Numbers, size: int = 0) -> Numbers:
    return np.bincount(place, values, size).astype(np.float64)
