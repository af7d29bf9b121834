"""How strong a hidden common cause would have to be, a second way to the same ratio, and what may be said of a loss."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from funnel.maths.cells import Tables
from funnel.maths.differences import outside_noise
from funnel.maths.losses import Ratios
from funnel.maths.ranges import Range
from funnel.maths.ratios import Ratio

WORTH_ACTING = 0.01
"""Of what was earned."""
CLEARLY = 0.5
"""Share of what is worth acting on: a loss said to be worth acting on must be beyond chance larger than this."""
FIRM, MODERATE = 2.0, 1.5
FALSE_ALARMS = 0.05
"""Rate for Benjamini–Hochberg: where no problem harms, it is also the share of shops in which any is called sure."""


class Firmness(StrEnum):
    """Label of an E-value."""

    FRAGILE = "fragile"
    MODERATE = "moderate"
    FIRM = "firm"


class Verdict(StrEnum):
    """What may be said of a factor's loss."""

    NOT_MEASURED = "not_measured"
    NOBODY_MET = "nobody_met"
    TOO_FEW = "too_few"
    NO_FAIR_COMPARISON = "no_fair_comparison"
    SURE = "sure"
    SURE_BUT_SMALL = "sure_but_small"
    WITHIN_NOISE = "within_noise"
    NO_LOSS_FOUND = "no_loss_found"
    CHECK_FLAG = "check_flag"


@dataclass(frozen=True)
class SecondRoute:
    """Ratio of visits that bought in the end, from the factor's first step, beside what the steps promise."""

    log_ratio: float
    standard_error: float
    promised: float

    @property
    def differs(self) -> bool:
        """Whether both are to be shown: more than two standard errors apart."""
        return abs(self.log_ratio - self.promised) > 2 * self.standard_error > 0


def pooled_log_ratio(ratios: Sequence[Ratio]) -> float:
    """One logarithm over a factor's fair steps, weighted by precision; 0 where none is fair."""
    fair = [(ratio.log_ratio[0], ratio.standard_error**-2) for ratio in ratios if ratio.fair and ratio.standard_error]
    weight = sum(one for _, one in fair)
    return float(sum(value * one for value, one in fair) / weight) if weight else 0.0


def e_value(log_ratio: float) -> float:
    """How strongly (as a ratio) a hidden cause must be tied to problem and outcome to explain the ratio away; ≥ 1."""
    ratio = math.exp(abs(log_ratio))
    return ratio + math.sqrt(ratio * (ratio - 1))


def firmness_of(log_ratio: float) -> Firmness:
    """Label of the E-value."""
    strength = e_value(log_ratio)
    if strength >= FIRM:
        return Firmness.FIRM
    return Firmness.MODERATE if strength >= MODERATE else Firmness.FRAGILE


def second_route(tables: Tables, ratios: Ratios, bit: int) -> SecondRoute | None:
    """The whole-funnel ratio of a factor; None when the cells do not say who bought, or it is met after payment."""
    own = [step for step, other in ratios.pairs if other == bit and step < tables.cells.order_steps]
    if not own or (own[0], bit) not in ratios.to_the_end:
        return None
    whole = ratios.to_the_end[own[0], bit]
    promised = sum(float(ratios.used(step)[tables.steps[step].bits.index(bit), 0]) for step in own)
    return SecondRoute(float(whole.log_ratio[0]), whole.standard_error, promised)


def verdicts(ranges: Sequence[Range], held: Sequence[Verdict | None], earned: float) -> tuple[Verdict, ...]:
    """What may be said of factors shown together; `held`: why one cannot speak; `earned`: what 1 % is taken of."""
    speaking = [place for place, reason in enumerate(held) if reason is None]
    lost = outside_noise([_chance_of_loss(ranges[place], earned) for place in speaking], FALSE_ALARMS)
    gained = outside_noise([ranges[place].chance_of_gain for place in speaking], FALSE_ALARMS)
    losses, gains = dict(zip(speaking, lost, strict=True)), dict(zip(speaking, gained, strict=True))
    return tuple(
        reason or _spoken(ranges[place], losses[place], gains[place], earned) for place, reason in enumerate(held)
    )


def cannot_speak(ratios: Sequence[Ratio], *, anywhere: bool = False) -> Verdict | None:
    """Why a factor's comparisons allow no statement, from its ratios at all its steps; None when one does.

    `anywhere`: whether the shop's flags are raised anywhere in the visit.
    """
    if any(ratio.fair for ratio in ratios):
        return Verdict.CHECK_FLAG if anywhere else None
    if all(ratio.unmeasured >= ratio.at_risk for ratio in ratios):
        return Verdict.NOT_MEASURED
    if not any(ratio.met for ratio in ratios):
        return Verdict.NOBODY_MET
    unfair = any(ratio.met_with_like < ratio.met * 0.7 and ratio.met >= 30 for ratio in ratios)
    return Verdict.NO_FAIR_COMPARISON if unfair else Verdict.TOO_FEW


def _chance_of_loss(found: Range, earned: float) -> float:
    """A loss is set against none; one that calls for action against a loss too small to act on: it claims more."""
    worth = WORTH_ACTING * earned
    return found.chance_above(CLEARLY * worth) if found.effect > worth else found.chance


def _spoken(found: Range, loss: bool, gain: bool, earned: float) -> Verdict:
    if loss and found.effect > 0:
        return Verdict.SURE if found.effect > WORTH_ACTING * earned else Verdict.SURE_BUT_SMALL
    if found.effect > 0:
        return Verdict.WITHIN_NOISE
    return Verdict.CHECK_FLAG if gain and found.high < 0 else Verdict.NO_LOSS_FOUND
