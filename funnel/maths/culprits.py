"""A factor's loss shared over what it can be laid to, by the visits that met it and were at risk of the step.

Within a segment and step every visit that met the problem bears the same part; after payment a visit bears it in
proportion to what it had paid. The parts add up to the factor's loss exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from funnel.maths.cells import Numbers
from funnel.maths.losses import Measure
from funnel.maths.ranges import Range, range_of_chosen
from funnel.maths.reckoning import Reckoned


@dataclass(frozen=True)
class Bearers:
    """Visits that met one factor, by culprit: what its loss is shared by. All arrays begin with culprits.

    `at_risk` is culprits × steps × segments in visits, `at_stake` culprits × segments in money paid.
    """

    names: tuple[str, ...]
    visits: Numbers
    at_risk: Numbers
    at_stake: Numbers

    def merged(self, names: Sequence[str]) -> "Bearers":
        """The same with culprits of equal new name added up."""
        kept = tuple(dict.fromkeys(names))
        place = np.zeros((len(kept), len(names)))
        place[[kept.index(name) for name in names], np.arange(len(names))] = 1.0
        return Bearers(
            kept,
            place @ self.visits,
            np.einsum("kc,cts->kts", place, self.at_risk),
            place @ self.at_stake,
        )


def parts_of(reckoned: Reckoned, factor: str, bearers: Bearers) -> Numbers:
    """Losses of `factor`: culprits × its steps × segments × readings, adding up to the factor's own exactly."""
    places = _places_of(reckoned, factor)
    shares = [_shares(reckoned, bearers, reckoned.losses.pairs[place][0]) for place in places]
    parts = [share[:, :, None] * reckoned.losses.loss[place][None] for share, place in zip(shares, places, strict=True)]
    size = (len(bearers.names), 0, *reckoned.losses.loss.shape[1:])
    return np.stack(parts, axis=1) if parts else np.zeros(size)


def effects_of(parts: Numbers, segments: Numbers) -> Numbers:
    """The loss of every culprit in the segments (weights), without ranges."""
    return np.einsum("ctsr,s->cr", parts, segments)[:, 0]


def ranges_of_parts(reckoned: Reckoned, factor: str, parts: Numbers, segments: Numbers) -> list[Range]:
    """Range of every culprit's part in the segments (weights)."""
    places = _places_of(reckoned, factor)
    return [range_of_chosen(reckoned.noise, one * segments[None, :, None], places) for one in parts]


def _places_of(reckoned: Reckoned, factor: str) -> list[int]:
    codes = [one.code for one in reckoned.tables.cells.factors]
    return [place for place, (_, bit) in enumerate(reckoned.losses.pairs) if codes[bit] == factor]


def _shares(reckoned: Reckoned, bearers: Bearers, step: int) -> Numbers:
    """Culprits × segments: shares that add up to 1 in every segment."""
    after_payment = step >= reckoned.tables.cells.order_steps
    bases = [bearers.at_risk[:, step], bearers.at_risk.sum(1)]
    if after_payment and reckoned.losses.measure is Measure.MONEY:
        bases.insert(0, bearers.at_stake)
    # A segment in which nobody was at risk shares its loss (there is none but rounding) as the whole shop does.
    bases += [np.repeat(bearers.visits[:, None], bases[0].shape[1], axis=1)]
    shares = np.full(bases[0].shape, np.nan)
    for base in bases:
        whole = base.sum(0)
        open_ones = np.isnan(shares[0]) & (whole > 0)
        shares[:, open_ones] = base[:, open_ones] / whole[open_ones]
    return np.nan_to_num(shares, nan=1 / max(len(bearers.names), 1))
