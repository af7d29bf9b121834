"""How far the problems met pull a step below its clean rate, in each segment, shared between the problems.

Clean rate of a stratum: what its visits would have done had none met a problem. Drag of a segment: logarithm of
clean ÷ observed. The shares of the problems add up to the drag exactly (logarithmic mean within cells and segment).
"""

from dataclasses import dataclass

import numpy as np

from funnel.maths.cells import Numbers, StepTable, summed


@dataclass(frozen=True)
class StepDrag:
    """Drag at one step. Arrays are segments × readings; `by_factor` has the factors of the step before them."""

    step: int
    bits: tuple[int, ...]
    at_risk: Numbers
    clean: Numbers
    """Visits that would have gone on had nobody met a problem."""
    went_on: Numbers
    by_factor: Numbers

    @property
    def drag(self) -> Numbers:
        """Logarithm of clean ÷ observed; 0 where nobody went on."""
        return _log_of_ratio(self.clean, self.went_on)


def drag_of(table: StepTable, log_ratios: Numbers, days: Numbers, segments: int) -> StepDrag:
    """Drag at the step of `table`.

    `log_ratios`: factors of the step × segments × readings; `days`: readings × days, the weight of each day.
    """
    at_risk, went_on = table.at_risk @ days.T, table.went_on @ days.T
    each = np.stack([table.met(bit) for bit in table.bits]) if table.bits else np.zeros((0, len(table.pattern)), bool)
    own = [met[:, None] * log_ratio[table.segment] for met, log_ratio in zip(each, log_ratios, strict=True)]
    together = sum(own, np.zeros_like(at_risk))
    clean = at_risk * _clean_rates(table, at_risk * np.exp(together), went_on)
    per_log = -clean * _share_lost_per_log(together)
    clean_sum = summed(table.segment, clean, segments)
    went_on_sum = summed(table.segment, went_on, segments)
    scale = _log_per_unit(clean_sum, went_on_sum)
    parts = [summed(table.segment, per_log * part, segments) * scale for part in own]
    return StepDrag(
        table.step,
        table.bits,
        summed(table.segment, at_risk, segments),
        clean_sum,
        went_on_sum,
        np.stack(parts) if parts else np.zeros((0, *clean_sum.shape)),
    )


def _clean_rates(table: StepTable, weakened: Numbers, went_on: Numbers) -> Numbers:
    """Clean rate of each row's segment and stratum: Σ went on ÷ Σ at risk × what the problems leave."""
    code = table.segment * (int(table.stratum.max(initial=0)) + 1) + table.stratum
    _, place = np.unique(code, return_inverse=True)
    size = int(place.max(initial=-1)) + 1
    below = summed(place, weakened, size)
    above = summed(place, went_on, size)
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)[place]


def _share_lost_per_log(log_ratio: Numbers) -> Numbers:
    """(e^b − 1) ÷ b with its limit 1 at 0: turns a sum of logarithms into the share lost, negative where b is."""
    return np.divide(np.expm1(log_ratio), log_ratio, out=np.ones_like(log_ratio), where=np.abs(log_ratio) > 1e-12)


def _log_of_ratio(clean: Numbers, went_on: Numbers) -> Numbers:
    both = (clean > 0) & (went_on > 0)
    return np.log(np.divide(clean, went_on, out=np.ones_like(clean), where=both))


def _log_per_unit(clean: Numbers, went_on: Numbers) -> Numbers:
    """ln(C ÷ Y) ÷ (C − Y) with its limit 1 ÷ Y: turns visits lost into drag."""
    drag = _log_of_ratio(clean, went_on)
    gap = clean - went_on
    near = np.divide(1.0, went_on, out=np.zeros_like(went_on), where=went_on > 0)
    return np.divide(drag, gap, out=near, where=np.abs(gap) > 1e-9 * np.maximum(went_on, 1e-300))
