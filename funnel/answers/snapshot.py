"""The frozen numbers of a weekly meeting: the answers of the screens as plain JSON, taken once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from funnel.answers.as_json import funnel_as_json, money_as_json, period_as_json
from funnel.answers.change import ask_change
from funnel.answers.funnel import ask_funnel
from funnel.answers.loss_question import ChangeQuestion, LossDimension, LossQuestion
from funnel.answers.losses import ask_losses
from funnel.answers.losses_as_json import change_as_json, losses_as_json
from funnel.answers.question import FunnelQuestion
from funnel.answers.shop import shop_state
from funnel.errors import FunnelError, WrongUse, sentence
from funnel.periods import WEEK, Period, first_immature_day, last_full_week
from funnel.store import Store
from funnel.terms import Dimension

VERSION = 1
LOSS_WEEKS = 4
Json = dict[str, Any]
LOSSES = {
    "by_group": (LossDimension.GROUP,),
    "by_step": (LossDimension.GROUP, LossDimension.STEP),
    "by_factor": (LossDimension.GROUP, LossDimension.FACTOR),
}


def take_snapshot(
    store: Store, taken: datetime, week: Period | None = None, brought: Mapping[str, Sequence[Json]] | None = None
) -> Json:
    """Numbers of `week` (default: the newest full one), losses of the four weeks that end with it, the change against
    the week before, and what the board `brought` (experiments, promises). Raises WrongUse without traffic.

    Everything is of one generation: an import in between is noticed, and the numbers are taken again.
    """
    for _ in range(3):
        found = _taken(store, taken, week, brought or {})
        if found["generation"] == store.generation():
            return found
    raise WrongUse(sentence("New numbers keep arriving. Wait until the import is done, then open the meeting."))


def _taken(store: Store, taken: datetime, week: Period | None, brought: Mapping[str, Sequence[Json]]) -> Json:
    shop = shop_state(store)
    if shop.newest_day is None:
        raise WrongUse(sentence("No traffic is imported yet: there is nothing to meet about."))
    settled = first_immature_day(shop.newest_day, store.settings.late_days) - timedelta(days=1)
    period = week or last_full_week(settled)
    weeks = Period(period.end - timedelta(days=LOSS_WEEKS * WEEK - 1), period.end)
    funnel = ask_funnel(store, FunnelQuestion(period.start, period.end))
    return {
        "version": VERSION,
        "taken": taken.isoformat(timespec="seconds"),
        "shop": shop.shop,
        "zone": shop.zone,
        "currency": shop.currency,
        "generation": shop.generation,
        "is_sample": shop.is_sample,
        "week": period_as_json(period),
        "funnel": funnel_as_json(funnel),
        "money_before": _money_before(store, funnel.compared_with),
        "channels": funnel_as_json(
            ask_funnel(store, FunnelQuestion(period.start, period.end, by=(Dimension.CHANNEL, Dimension.DEVICE)))
        ),
        "losses": _losses(store, weeks),
        "change": _change(store, period),
        "experiments": list(brought.get("experiments", ())),
        "promises": list(brought.get("promises", ())),
    }


def _money_before(store: Store, before: Period | None) -> Json | None:
    if before is None:
        return None
    found = ask_funnel(store, FunnelQuestion(before.start, before.end, compare=False))
    return money_as_json(found.total.money)


def _losses(store: Store, weeks: Period) -> Json | None:
    try:
        found = {
            name: losses_as_json(ask_losses(store, LossQuestion(weeks.start, weeks.end, by)))
            for name, by in LOSSES.items()
        }
    except FunnelError:
        return None
    whole = found["by_group"]
    told = {name: {"rows": answer["rows"], "total": answer["total"]} for name, answer in found.items()}
    return {name: whole[name] for name in ("period", "window", "reference", "earned", "not_measured")} | told


def _change(store: Store, period: Period) -> Json | None:
    try:
        return change_as_json(ask_change(store, ChangeQuestion(period.start, period.end, None, (LossDimension.GROUP,))))
    except FunnelError:
        return None
