"""What can be asked of losses and of a change; frozen, so that a page, the command line and a cache ask alike."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from funnel.maths.losses import Measure
from funnel.terms import Dimension, Step


class LossDimension(StrEnum):
    """What losses and changes can be broken down by."""

    GROUP = "group"
    FACTOR = "factor"
    STEP = "step"
    CHANNEL = "channel"
    DEVICE = "device"
    MARKETPLACE = "marketplace"
    PRODUCT = "product"


class LossUnit(StrEnum):
    """What is lost or changes: visits of the shop, or card opens of marketplaces; never added to each other."""

    SESSION = "session"
    CARD_OPEN = "card_open"


class Reference(StrEnum):
    """What a loss is measured against; printed beside every figure."""

    NOBODY_MET = "nobody_met"
    PREVIOUS = "previous_period"
    BETTER_SEGMENT = "better_segment"
    TARGET = "target"


Filters = tuple[tuple[Dimension, tuple[str, ...]], ...]


@dataclass(frozen=True)
class LossQuestion:
    """One question to the losses. None means the default: the four newest full weeks."""

    start: date | None = None
    end: date | None = None
    by: tuple[LossDimension, ...] = (LossDimension.GROUP, LossDimension.FACTOR)
    where: Filters = ()
    """Channel and device only: losses are kept by these."""
    unit: LossUnit = LossUnit.SESSION
    measure: Measure = Measure.MONEY
    """Which measure ranks the rows and decides what is sure; rows state both."""
    reference: Reference = Reference.NOBODY_MET
    targets: tuple[tuple[Step, float], ...] = ()
    """Reference TARGET: share of the step before that should reach a step."""


@dataclass(frozen=True)
class ChangeQuestion:
    """Why a period differs from another. Without days: the newest full week against the one before."""

    start: date | None = None
    end: date | None = None
    before_start: date | None = None
    """Start of the period compared with (same length); None: the weekday-matched one before."""
    by: tuple[LossDimension, ...] = (LossDimension.GROUP,)
    where: Filters = ()
    unit: LossUnit = LossUnit.SESSION
    measure: Measure = Measure.MONEY
