"""How sure a loss is: 90 % ranges, one-sided chances, counted so that days may differ.

Visits of one day are not independent, so days are left out in turn (t quantile) and compared with the reading that
takes visits as independent; the wider counts. Added in squares: chance in what was earned, how far the intent of those
lost at the first step is known (funnel/maths/intent.py), what an unseen cause may do
where the shop shows signs of one (funnel/maths/unseen.py), and an allowance for what the shop's own days cannot show
(effects that differ between visits), set on benchmarks/attribution.py.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from funnel.maths.cells import Numbers, Tables, Whole
from funnel.maths.losses import Losses, Measure, Ratios, Readings
from funnel.maths.unlike import relative_error

SHARE_BELOW = 0.95
"""Of a 90 % range, what lies below its upper end."""
ALLOWANCE = 0.02
"""Of the loss itself: standard error of what days cannot show."""


@dataclass(frozen=True)
class Range:
    """An effect with its 90 % range and the chance of seeing as large a one were there none (one-sided)."""

    effect: float
    low: float
    high: float
    chance: float
    chance_of_gain: float
    freedom: int = 0
    """Degrees of freedom of its error; the normal distribution below 1."""

    def chance_above(self, least: float) -> float:
        """The chance of seeing as large an effect were it only `least` (one-sided)."""
        error = (self.high - self.effect) / t_quantile(SHARE_BELOW, self.freedom)
        return t_tail((self.effect - least) / error, self.freedom) if error > 0 else self.chance


@dataclass(frozen=True)
class Noise:
    """What ranges are made from; `earned` is the variance of what each segment earned."""

    losses: Losses
    per_log: Numbers
    """Pairs: loss per unit of the logarithm of the ratio, times its standard error, over all segments' shares."""
    earned: Numbers
    unseen: Numbers
    """Pairs: what an unseen cause may do, as a share of the loss; all of them at once, for it is one cause."""
    intent: Numbers
    """Pairs: standard error of what those lost at the first step would have bought, as a share of the loss."""


def readings_of(tables: Tables, window: Sequence[int] | Whole, period: Sequence[int] | Whole) -> Readings:
    """The answer, then one reading for each day of `window` left out of the ratios; what is counted stays.

    The period and the rest of the window are spans of their own.
    """
    whole, own = tables.columns(window), tables.columns(period)
    days = np.flatnonzero(whole)
    weights = np.repeat(whole[None], len(days) + 1, axis=0)
    weights[np.arange(len(days)) + 1, days] = 0.0
    return Readings(np.stack([weights * own, weights * (1 - own)]), own[None])


def noise_of(tables: Tables, ratios: Ratios, losses: Losses, readings: Readings, unseen: Numbers) -> Noise:
    """Prepare ranges of `losses`; `unseen`: standard error of every factor's logarithm for a cause no column shows."""
    counted = readings.period[0]
    earned = (tables.squares if losses.measure is Measure.MONEY else tables.paid) @ counted
    errors = dict(zip(ratios.pairs, ratios.each, strict=True))
    logs = [errors[pair].log_ratio[0] for pair in losses.pairs]
    chance = [
        ratios.by_device.relative_error(pair, lost[:, 0], relative_error(log, errors[pair].standard_error))
        for log, pair, lost in zip(logs, losses.pairs, losses.loss, strict=True)
    ]
    shared = [relative_error(log, unseen[bit]) for log, (_, bit) in zip(logs, losses.pairs, strict=True)]
    intent = [ratios.not_lost.relative_error * (step == 0) for step, _ in losses.pairs]
    return Noise(losses, np.asarray(chance), earned, np.asarray(shared), np.asarray(intent))


def range_of(noise: Noise, pairs: NDArray[np.bool_], segments: NDArray[np.bool_] | None = None) -> Range:
    """Range of the losses of `pairs` (mask) in `segments` (mask; all by default), added up."""
    chosen = noise.losses.loss[pairs]
    return range_of_chosen(noise, chosen if segments is None else chosen * segments[:, None], np.flatnonzero(pairs))


def range_of_chosen(noise: Noise, chosen: Numbers, places: Sequence[int] | Whole) -> Range:
    """Range of losses added up: `chosen` (pairs × segments × readings) holds what counts of the pairs at `places`."""
    effect = float(chosen[:, :, 0].sum())
    days = error_over_days(chosen.sum((0, 1))[1:])
    each = chosen[:, :, 0].sum(1)
    visits = float(np.sqrt(np.sum((each * noise.per_log[places]) ** 2)))
    unseen = float(np.sum(np.abs(each * noise.unseen[places])))
    intent = float(np.sum(each * noise.intent[places]))
    error = math.hypot(max(days, visits), _earned_error(noise, chosen), unseen, intent, ALLOWANCE * effect)
    return range_around(effect, error, noise.losses.loss.shape[2] - 2)


def range_around(effect: float, error: float, freedom: int) -> Range:
    """Range from a standard error with `freedom` degrees of freedom (normal below 1)."""
    half = t_quantile(SHARE_BELOW, freedom) * error
    if error <= 0:
        return Range(effect, effect, effect, 0.5, 0.5)
    chance = t_tail(effect / error, freedom)
    return Range(effect, effect - half, effect + half, chance, 1 - chance, freedom)


def range_of_sum(parts: Sequence[Range]) -> Range:
    """Range of independent effects added up; one alone stays as it is."""
    if len(parts) == 1:
        return parts[0]
    half = math.sqrt(sum((part.high - part.effect) ** 2 for part in parts))
    return range_around(sum(part.effect for part in parts), half / t_quantile(SHARE_BELOW, 0), 0)


def error_over_days(left_out: Numbers) -> float:
    """Leave-one-day-out standard error from the readings that leave out a day each; 0 from fewer than two."""
    days = len(left_out)
    if days < 2:
        return 0.0
    return math.sqrt((days - 1) / days * float(np.sum((left_out - left_out.mean()) ** 2)))


def t_tail(value: float, freedom: int) -> float:
    """Chance that Student's t exceeds `value`; closed form for whole degrees of freedom, normal below 1."""
    if freedom < 1:
        return 0.5 * math.erfc(value / math.sqrt(2))
    angle = math.atan(value / math.sqrt(freedom))
    inside = angle * 2 / math.pi if freedom % 2 else 0.0
    term = math.sin(angle) * (math.cos(angle) * 2 / math.pi if freedom % 2 else 1.0)
    square = math.cos(angle) ** 2
    for place in range(2 + freedom % 2, freedom + 1, 2):
        inside += term
        term *= square * (place - 1) / place
    return (1 - inside) / 2


@cache
def t_quantile(share: float, freedom: int) -> float:
    """Value that Student's t stays below with chance `share` (at least ½), found by halving."""
    low, high = 0.0, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, freedom) > 1 - share else (low, middle)
    return (low + high) / 2


def _earned_error(noise: Noise, chosen: Numbers) -> float:
    """Error from chance in what was earned: each segment's loss is a share of its own base."""
    base = noise.losses.base[:, 0]
    share = np.divide(chosen[:, :, 0].sum(0), base, out=np.zeros_like(base), where=base > 0)
    return math.sqrt(float(np.sum(share**2 * noise.earned)))
