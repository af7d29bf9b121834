"""Hand-made funnel answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from funnel.answers.result import FunnelAnswer, Money, Segment, StepCount
from funnel.periods import Period
from funnel.terms import Counting, Dimension, Step, Unit

WEEK = Period(date(2026, 11, 9), date(2026, 11, 15))
BEFORE = Period(date(2026, 11, 2), date(2026, 11, 8))
WALK = (Step.SESSION_START, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT, Step.PURCHASE)


def line(key: tuple[str, ...], now: Sequence[int | None], before: Sequence[int] = (), orders: int = 0) -> Segment:
    """One line with these counts at WALK, now and before."""
    return Segment(key, tuple(_step(place, now, before) for place in range(len(now))), _money(orders))


def _step(place: int, now: Sequence[int | None], before: Sequence[int]) -> StepCount:
    count, base = now[place], next((each for each in reversed(now[:place]) if each is not None), None)
    earlier, earlier_base = (before[place], before[place - 1] if place else None) if before else (None, None)
    share = count / base if count is not None and base else None
    return StepCount(
        step=WALK[place],
        count=count,
        of_previous=share,
        of_first=count / now[0] if count is not None and now[0] else None,
        count_before=earlier,
        of_previous_before=earlier / earlier_base if earlier is not None and earlier_base else None,
        base=base,
        base_before=earlier_base,
        comparable=share,
    )


def _money(orders: int) -> Money:
    return Money(orders, Decimal(orders) * 100, None, None, None, None, None)


def answer(
    total: Segment, rows: Sequence[Segment] = (), by: tuple[Dimension, ...] = (), **told: object
) -> FunnelAnswer:
    """An answer for one week against the week before."""
    filled: Mapping[str, object] = {
        "period": WEEK,
        "compared_with": BEFORE,
        "unit": Unit.SESSION,
        "window_days": None,
        "counting": Counting.REACHED,
        "steps": WALK,
        "by": by,
        "zone": "Europe/Warsaw",
        "currency": "PLN",
        "generation": 1,
        "immature_from": None,
        "kept_until": None,
        "rows": tuple(rows),
        "total": total,
    }
    return FunnelAnswer(**{**filled, **told})  # type: ignore[arg-type]
