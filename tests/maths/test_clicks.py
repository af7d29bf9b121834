"""Clicks that never became visits: what is usual is learnt from the channel's own weeks, what falls short is lost."""

from dataclasses import replace

import numpy as np
import pytest

from funnel.maths.clicks import ClickCells, clicks_lost, error_of_worth, worth_of_lost

DAYS = np.arange(56)


def cells(visits_by_week: list[list[float]], clicks: float = 100.0) -> ClickCells:
    """One channel; a campaign a list, holding the visits a click brought in each of eight weeks."""
    campaigns = len(visits_by_week)
    day, campaign = np.tile(DAYS, campaigns), np.repeat(np.arange(campaigns), len(DAYS))
    share = np.array(visits_by_week)[campaign, day // 7]
    everything = np.full(len(day), clicks)
    names = tuple(f"campaign {number}" for number in range(campaigns))
    return ClickCells(day, np.zeros_like(day), campaign, everything, everything * share, ("paid_search",), names)


def test_the_usual_gap_is_no_loss() -> None:
    lost = clicks_lost(cells([[0.9] * 8, [0.9] * 8]), DAYS, DAYS[28:])
    assert lost.usual[0] == pytest.approx([0.9, 0.9])
    assert lost.by_channel[:, 0] == pytest.approx([0.0], abs=1e-9)


def test_a_campaign_that_breaks_is_found_with_its_size() -> None:
    broken = [0.9] * 6 + [0.4] * 2
    lost = clicks_lost(cells([[0.9] * 8, broken]), DAYS, DAYS[28:])
    # Two weeks of 700 clicks, half a visit a click short.
    assert lost.by_channel[0, 0] == pytest.approx(2 * 700 * 0.5)
    assert lost.by_campaign == pytest.approx([0, 700], abs=1e-6)
    assert lost.by_channel.shape == (1, 1 + len(DAYS))


def test_campaigns_that_differ_a_little_lose_nothing() -> None:
    # The second account counts clicks more generously; nothing breaks.
    lost = clicks_lost(cells([[0.94] * 8, [0.94] * 8, [0.9] * 8]), DAYS, DAYS[28:])
    assert lost.usual[0] == pytest.approx([0.94, 0.94, 0.9])
    assert lost.by_channel[:, 0] == pytest.approx([0.0], abs=1e-9)


def test_a_campaign_far_from_its_channel_is_no_usual_one() -> None:
    lost = clicks_lost(cells([[0.9] * 8, [0.9] * 8, [0.4] * 8]), DAYS, DAYS[28:])
    assert lost.usual[0] == pytest.approx([0.9] * 3)
    assert lost.by_campaign == pytest.approx([0, 0, 2800 * 0.5], abs=1e-6)


def test_a_channel_with_few_clicks_says_nothing() -> None:
    lost = clicks_lost(cells([[0.9] * 8], clicks=1.0), DAYS, DAYS[28:])
    assert not lost.speaks
    assert lost.by_channel[:, 0] == pytest.approx([0.0])


def test_a_lost_visit_is_worth_what_visits_of_its_campaign_are() -> None:
    told = cells([[0.9] * 8, [0.9] * 6 + [0.4] * 2])
    # 5,040 visits of the first campaign bring 504 orders, 4,340 of the second 0: a channel's mean of 504 / 9,380.
    told = replace(told, orders=np.where(told.campaign == 0, told.visits / 10, 0.0))
    lost = clicks_lost(told, DAYS, DAYS[28:])
    # Drawn towards the mean by the visits of ten orders, 10 · 9,380 / 504 = 186: 186 / (4,340 + 186).
    assert worth_of_lost(told, lost, DAYS, told.orders)[0] == pytest.approx(186.1 / 4526.1, rel=1e-3)
    assert worth_of_lost(told, lost, DAYS, None)[0] == 1
    # Only the broken campaign lost visits; it has no order of its own, so ten count for it.
    assert error_of_worth(told, lost, DAYS) == pytest.approx([np.sqrt(1 / 10)])
    assert error_of_worth(replace(told, orders=None), lost, DAYS) == pytest.approx([0.0])
