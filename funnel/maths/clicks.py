"""Paid clicks that never became visits: clicks less visits beyond the channel's own usual gap.

Some gap is normal (consent, blockers, double clicks). What is usual is the median of the visits a click brought, over
campaigns and weeks of the same channel, weighted by clicks; only what falls short of it counts as lost. Ad accounts of
one channel differ a little by themselves: a campaign whose own median lies near the channel's is taken at its own.
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
"""Weeks of a campaign, or campaign-weeks of a channel, needed to know what is usual."""
NEAR = 0.1
"""Of the channel's usual: how far from it a campaign's own may lie to be taken for usual."""


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
    """Visits a click usually brings, channels × campaigns; not a number where that is not known."""

    @property
    def speaks(self) -> bool:
        """Whether anything can be said at all."""
        return bool(np.isfinite(self.usual).any())


def clicks_lost(cells: ClickCells, window: Whole, period: Whole) -> ClicksLost:
    """Visits lost in the days of `period`; what is usual is read from the days of `window`."""
    usual = _usual(cells, window, period)
    inside = np.isin(cells.day, period)
    clicks = _sums(cells.channel[inside], cells.clicks[inside], len(cells.channels))
    lost = _by_row(cells, inside, usual[0])
    return ClicksLost(
        _by_channel(cells, inside, usual),
        _without_each_day(cells, inside, lost),
        _sums(cells.campaign[inside], lost, len(cells.campaigns)),
        clicks,
        usual[0],
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


def error_of_worth(cells: ClickCells, lost: ClicksLost, window: Whole) -> Numbers:
    """Standard error of what a lost visit of each channel is worth, as a share of it: its campaigns' orders are few."""
    error = np.zeros(len(cells.channels))
    for channel in range(len(cells.channels)) if cells.orders is not None else ():
        short = np.maximum(_of_campaigns(cells, lost, channel), 0.0)
        own = np.isin(cells.day, window) & (cells.channel == channel)
        if short.sum() > 0 and cells.orders is not None:
            orders = _sums(cells.campaign[own], cells.orders[own], len(cells.campaigns)) + ORDERS_OF_ITS_OWN
            error[channel] = float(np.sqrt(np.sum(short**2 / orders)) / short.sum())
    return error


def _of_campaigns(cells: ClickCells, lost: ClicksLost, channel: int) -> Numbers:
    return np.where(
        np.isin(np.arange(len(cells.campaigns)), cells.campaign[cells.channel == channel]), lost.by_campaign, 0
    )


def _by_channel(cells: ClickCells, inside: Mask, usual: Numbers) -> Numbers:
    """Visits lost in the rows `inside`, channels × readings of `usual`."""
    sums = np.zeros((2, len(cells.channels) * len(cells.campaigns)))
    pair = _pairs(cells)[inside]
    for place, column in enumerate((cells.clicks, cells.visits)):
        sums[place] = _sums(pair, column[inside], sums.shape[1])
    clicks, visits = sums.reshape(2, len(cells.channels), len(cells.campaigns))
    return np.where(np.isfinite(usual), clicks * np.nan_to_num(usual) - visits, 0.0).sum(2).T


def _without_each_day(cells: ClickCells, inside: Mask, lost: Numbers) -> Numbers:
    days, day = np.unique(cells.day[inside], return_inverse=True)
    held = np.zeros((len(cells.channels), len(days)))
    np.add.at(held, (cells.channel[inside], day), lost)
    return (held.sum(1, keepdims=True) - held) * (len(days) / max(len(days) - 1, 1))


def _by_row(cells: ClickCells, inside: Mask, usual: Numbers) -> Numbers:
    expected = cells.clicks[inside] * usual[cells.channel[inside], cells.campaign[inside]]
    return np.where(np.isfinite(expected), expected - cells.visits[inside], 0.0)


def _pairs(cells: ClickCells) -> Whole:
    """The number of every row's channel and campaign together."""
    return np.asarray(cells.channel * len(cells.campaigns) + cells.campaign)


def _usual(cells: ClickCells, window: Whole, period: Whole) -> Numbers:
    """Visits a click usually brings, readings × channels × campaigns; not a number for channels with too little.

    The first reading is of all days of `window`, each other one leaves out a day of them.
    """
    counted = np.isin(cells.day, period)
    clicks = _sums(cells.channel[counted], cells.clicks[counted], len(cells.channels))
    spells = _spells(cells, np.isin(cells.day, window))
    channels, campaigns = len(cells.channels), len(cells.campaigns)
    whole = _medians(spells.pair // max(campaigns, 1), spells, channels)
    whole = np.where(clicks >= LEAST_CLICKS, whole, np.nan)[:, :, None]
    own = _medians(spells.pair, spells, channels * campaigns).reshape(spells.readings, channels, campaigns)
    return np.where(np.abs(own - whole) <= NEAR * whole, own, np.broadcast_to(whole, own.shape))


@dataclass(frozen=True)
class _Spells:
    """Weeks of campaigns that had clicks; `pair` numbers channel and campaign, `reading` the day left out."""

    reading: Whole
    pair: Whole
    clicks: Numbers
    visits_a_click: Numbers
    readings: int


def _spells(cells: ClickCells, rows: Mask) -> _Spells:
    """Of the days in `rows`, then of all of them but one, for every day."""
    weeks = int(cells.day.max(initial=0)) // WEEK + 1
    spell, place = np.unique(_pairs(cells)[rows] * weeks + cells.day[rows] // WEEK, return_inverse=True)
    days, day = np.unique(cells.day[rows], return_inverse=True)
    held = np.zeros((2, len(days) + 1, len(spell)))
    for number, column in enumerate((cells.clicks, cells.visits)):
        np.add.at(held[number], (day + 1, place), column[rows])
        whole = held[number].sum(0)
        held[number] = whole - held[number]
        held[number, 0] = whole
    clicks, visits = held
    reading, own = np.nonzero(clicks > 0)
    filled = clicks[reading, own]
    return _Spells(reading, spell[own] // weeks, filled, visits[reading, own] / filled, len(days) + 1)


def _medians(group: Whole, spells: _Spells, groups: int) -> Numbers:
    """Median of every group's spells, weighted by clicks, readings × groups; not a number for groups with too few."""
    group = spells.reading * groups + group
    order = np.lexsort((spells.visits_a_click, group))
    group, clicks = group[order], spells.clicks[order]
    total = _sums(group, clicks, groups * spells.readings)
    reached = np.cumsum(clicks) - (np.cumsum(total) - total)[group]
    half = np.flatnonzero(reached >= total[group] / 2 - 1e-9)
    named, first = np.unique(group[half], return_index=True)
    medians = np.full(len(total), np.nan)
    medians[named] = spells.visits_a_click[order][half[first]]
    enough = np.bincount(group, minlength=len(total)) >= LEAST_SPELLS
    return np.where(enough, medians, np.nan).reshape(spells.readings, groups)


def _sums(place: Whole, values: Numbers, size: int = 0) -> Numbers:
    return np.bincount(place, values, size).astype(np.float64)
