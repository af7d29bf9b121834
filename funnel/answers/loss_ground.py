"""What losses and changes stand on: cells of problems, the state of every factor, ad clicks, and the shop's span."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from funnel.answers.ground import stand_on
from funnel.answers.loss_pieces import SegmentName
from funnel.answers.loss_question import Filters
from funnel.answers.lost_clicks import click_cells_of
from funnel.answers.problem_cells import BETWEEN, NOT_MEASURED, cells_in, factor_states, published
from funnel.answers.problem_cells import FactorState as MeasuredState
from funnel.answers.step_cells import step_cells_of
from funnel.errors import WrongUse, sentence
from funnel.maths.cells import Cells, Whole
from funnel.maths.clicks import ClickCells
from funnel.periods import Period, first_immature_day, last_full_week, weekday_matched_before
from funnel.settings import Settings
from funnel.store import Store
from funnel.store.place import Reader
from funnel.terms import Dimension

PARTLY = "partly"
WINDOW_DAYS = 56
"""Days that comparisons come from, ending with the period."""
USUAL_WEEKS = 4


@dataclass(frozen=True)
class FactorState:
    """How far one factor is measured; `lacking` names what is missing as “kind.column”."""

    code: str
    measured: bool
    partly: bool
    first_day: date | None
    last_day: date | None
    lacking: tuple[str, ...]
    feeds: tuple[str, ...]


@dataclass(frozen=True)
class LossGround:
    """One generation, ready for questions. `segments` has the codes of `cells.segments`, in their order."""

    cells: Cells
    paid: Cells
    """The same up to payment, in money paid: for days whose orders are too young to be surely kept."""
    segments: tuple[SegmentName, ...]
    states: tuple[FactorState, ...]
    clicks: ClickCells | None
    first: date
    newest: date
    mature_until: date
    """Newest day that is no longer filling up."""
    kept_until: date | None
    zone: str
    currency: str
    generation: int
    feeds: tuple[str, ...]
    unit: str = "session"

    def is_ripe(self, period: Period) -> bool:
        """Whether all orders of the period are old enough to be surely kept, or no order book says more."""
        return self.kept_until is None or self.kept_until >= period.end

    def state(self, factor: str) -> FactorState | None:
        """State of one factor, None for one the store does not know."""
        return next((state for state in self.states if state.code == factor), None)


def days_of(period: Period) -> Whole:
    """The days of a period as ordinals."""
    return np.arange(period.start.toordinal(), period.end.toordinal() + 1, dtype=np.int64)


def period_asked(start: date | None, end: date | None, ground: LossGround, weeks: int) -> Period:
    """The days asked for, else the newest full weeks that are no longer filling up and that the store holds."""
    if start is None and end is None:
        newest = last_full_week(ground.mature_until)
        first = max(ground.first, date.fromordinal(newest.end.toordinal() - 7 * weeks + 1))
        return Period(first, newest.end) if newest.end >= first else Period(ground.first, ground.newest)
    return Period(start or ground.first, end or ground.newest)


def window_of(period: Period, ground: LossGround) -> Period:
    """Days that comparisons come from: eight weeks that end with the period, or the period where it is longer."""
    first = date.fromordinal(period.end.toordinal() - WINDOW_DAYS + 1)
    return Period(min(period.start, max(first, ground.first)), period.end)


def comparable_before(ground: LossGround, period: Period, start: date | None = None) -> Period:
    """The period of equal length set against `period`: the weekday-matched one before, or the one from `start`.

    Raises WrongUse when the store does not reach back that far, or the two overlap.
    """
    shift = (start - period.start).days if start else 0
    before = period.shifted(shift) if shift else weekday_matched_before(period)
    if before.start < ground.first or before.end >= period.start:
        raise WrongUse(
            sentence(
                "Traffic is known from {first} on; a comparison needs as many days before {start} "
                "as the period has: {days}.",
                first=ground.first.isoformat(),
                days=period.days,
                start=period.start.isoformat(),
            )
        )
    return before


def chosen_by(where: Filters) -> Callable[[SegmentName], bool]:
    """Whether a segment passes the filters; raises WrongUse for dimensions that losses are not kept by."""
    allowed = dict(where)
    for dimension in allowed:
        if dimension not in (Dimension.CHANNEL, Dimension.DEVICE):
            raise WrongUse(sentence("Losses can be limited to channels and devices, not to “{name}”.", name=dimension))
    channels, devices = allowed.get(Dimension.CHANNEL), allowed.get(Dimension.DEVICE)
    return lambda one: (channels is None or one.channel in channels) and (devices is None or one.device in devices)


def ground_of(store: Store) -> LossGround:
    """The ground of the store's published generation; raises WrongUse when nothing is published."""
    with store.reading() as reader:
        return loss_ground(reader, store.settings)


def loss_ground(reader: Reader, settings: Settings) -> LossGround:
    """The ground of the published generation; raises WrongUse when it holds no traffic by days.

    Where no source tells visits apart, cells come from daily sums: steps only, no problems.
    """
    shop = stand_on(reader)
    told = published(reader)
    cells, paid = cells_in(told), cells_in(told, paid=True)
    segments = tuple(SegmentName(*name.split(BETWEEN, 1)) for name in cells.segments)
    feeds = tuple(sorted(feed for feed in shop.spans if feed not in shop.daily_feeds))
    if not cells.segments:
        cells, segments, feeds = step_cells_of(reader, shop)
        paid = cells
    if not cells.segments:
        raise WrongUse(sentence("Losses need traffic by days; the reports held cover whole periods only."))
    return LossGround(
        cells,
        paid,
        segments,
        tuple(_state(one) for one in factor_states(reader)),
        click_cells_of(reader),
        shop.first,
        shop.newest,
        date.fromordinal(first_immature_day(shop.newest, settings.late_days).toordinal() - 1),
        shop.kept_until,
        shop.zone,
        shop.currency,
        reader.generation,
        feeds,
    )


def _state(told: MeasuredState) -> FactorState:
    return FactorState(
        told.code,
        told.state != NOT_MEASURED,
        told.state == PARTLY,
        told.first_day,
        told.last_day,
        tuple(word.strip() for word in (told.lacking or "").split(",") if word.strip()),
        (),
    )
