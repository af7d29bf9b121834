"""Clicks that never became visits: what is usual is learnt from the channel's own weeks, what falls short is lost."""

import numpy as np
import pytest

from funnel.maths.clicks import ClickCells, clicks_lost

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
    assert lost.usual[0] == pytest.approx(0.9)
    assert lost.by_channel[:, 0] == pytest.approx([0.0], abs=1e-9)


def test_a_campaign_that_breaks_is_found_with_its_size() -> None:
    broken = [0.9] * 6 + [0.4] * 2
    lost = clicks_lost(cells([[0.9] * 8, broken]), DAYS, DAYS[28:])
    # Two weeks of 700 clicks, half a visit a click short.
    assert lost.by_channel[0, 0] == pytest.approx(2 * 700 * 0.5)
    assert lost.by_campaign == pytest.approx([0, 700], abs=1e-6)
    assert lost.by_channel.shape == (1, 1 + len(DAYS))


def test_a_channel_with_few_clicks_says_nothing() -> None:
    lost = clicks_lost(cells([[0.9] * 8], clicks=1.0), DAYS, DAYS[28:])
    assert not lost.speaks
    assert lost.by_channel[:, 0] == pytest.approx([0.0])
