"""Clicks that never became visits, laid to campaigns: each by what it lacks itself to its channel's usual visits."""

import numpy as np

from funnel.answers.culprit_result import FactorCulprits
from funnel.answers.culprit_rows import Chosen, Part, cents_told, names_told, with_parts
from funnel.answers.loss_ground import LossGround
from funnel.answers.loss_pieces import Pieces
from funnel.answers.loss_result import Estimate
from funnel.answers.loss_sources import CLICK_LOST
from funnel.answers.losses import Reckoning
from funnel.maths.cells import Numbers
from funnel.maths.clicks import ClicksLost
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range


def clicks_split(of: Chosen, ground: LossGround, reckoning: Reckoning) -> FactorCulprits:
    """Ranges are the factor’s own, in proportion: single campaigns are not tested. Gains stay in the sum."""
    pieces = next((one for one in reckoning.sources if one.names[0].factor == CLICK_LOST), None)
    if pieces is None or reckoning.clicks is None or ground.clicks is None:
        return with_parts(of, (), {})
    cells, lost = ground.clicks, reckoning.clicks
    channel_of = dict(zip(cells.campaign.tolist(), cells.channel.tolist(), strict=True))
    allowed = {one.channel for one, held in zip(ground.segments, of.segments, strict=True) if held}
    places = [
        place
        for place, channel in sorted(channel_of.items())
        if cells.channels[channel] in allowed and lost.by_campaign[place]
    ]
    channels = [channel_of[place] for place in places]
    costs = {
        measure: lost.by_campaign[places] * _worth_of_a_visit(pieces, lost, measure)[channels] for measure in Measure
    }
    return with_parts(of, _parts(of, [cells.campaigns[place] for place in places], costs), {})


def _parts(of: Chosen, campaigns: list[str], costs: dict[Measure, Numbers]) -> list[Part]:
    told = names_told(campaigns, None, costs[of.measure], of.limit, of.least_visits)
    names, cents = np.array(told), cents_told(told, costs[Measure.MONEY], of)
    whole = {Measure.MONEY: of.row.money, Measure.ORDERS: of.row.orders}
    return [
        Part(
            name,
            int((names == name).sum()),
            None,
            _in_proportion(float(costs[Measure.MONEY][names == name].sum()), whole[Measure.MONEY]),
            cents.get(name),
            _in_proportion(float(costs[Measure.ORDERS][names == name].sum()), whole[Measure.ORDERS]),
        )
        for name in dict.fromkeys(told)
    ]


def _worth_of_a_visit(pieces: Pieces, lost: ClicksLost, measure: Measure) -> Numbers:
    """By channel, as the factor's own figures have it."""
    size = len(pieces.segments)
    every, alone = np.ones(len(pieces.names), dtype=bool), np.eye(size, dtype=bool)
    costs = np.array([pieces.range_of[measure](every, alone[place]).effect for place in range(size)])
    visits = lost.by_channel[:, 0]
    return np.divide(costs, visits, out=np.zeros_like(costs), where=visits != 0)


def _in_proportion(effect: float, whole: Estimate | None) -> Range:
    if whole is None or not whole.effect:
        return Range(effect, effect, effect, 0.5, 0.5)
    half = abs(effect) * float((whole.high - whole.low) / 2 / abs(whole.effect))
    return Range(effect, effect - half, effect + half, 0.5, 0.5)
