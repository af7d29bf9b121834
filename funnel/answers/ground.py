"""What a question stands on: the facts of the generation that every part of an answer needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnel.answers.question import FunnelQuestion
from funnel.answers.segments import Measured
from funnel.errors import WrongUse, near_match, sentence
from funnel.periods import Period
from funnel.store.place import Reader
from funnel.terms import STEP_LETTER, Step, Unit

NOT_MEASURED = "not_measured"
MAIN_STEPS = (Step.SESSION_START, Step.VIEW_ITEM, Step.ADD_TO_CART, Step.BEGIN_CHECKOUT, Step.PURCHASE)


@dataclass(frozen=True)
class Ground:
    """Measured steps, zone, currency and span of one generation."""

    measured: Measured
    zone: str
    currency: str
    kept_until: date | None
    newest: date
    first: date
    has_ads: bool
    visitor_feed: str | None
    daily_feeds: frozenset[str]
    spans: Mapping[str, Period]
    """Days each traffic feed reaches from and to."""


def stand_on(reader: Reader) -> Ground:
    """The facts of the generation; raises WrongUse when it holds no traffic."""
    span = reader.ask("answers/traffic_span")[0]
    if span["newest_day"] is None:
        raise WrongUse(sentence("No traffic is imported yet. Import a traffic export to see a funnel."))
    letters = {letter: step for step, letter in STEP_LETTER.items()}
    steps: dict[str, set[Step]] = {}
    for row in reader.ask("answers/feed_steps"):
        steps.setdefault(row["feed"], set()).add(letters[row["letter"]])
    general = reader.ask("answers/generation")[0]
    feeds = reader.ask("answers/feeds")
    return Ground(
        measured=Measured({feed: frozenset(held) for feed, held in steps.items()}),
        zone=general["zone"],
        currency=general["currency"],
        kept_until=general["kept_until"],
        newest=span["newest_day"],
        first=span["first_day"],
        has_ads=any(feed["kind"] == "ad_costs" for feed in feeds),
        visitor_feed=_visitor_feed(feeds),
        daily_feeds=frozenset(feed["feed"] for feed in feeds if feed["grain"] == 3),
        spans={feed["feed"]: Period(feed["first_day"], feed["newest_day"]) for feed in feeds if _is_traffic(feed)},
    )


def _is_traffic(feed: Mapping[str, Any]) -> bool:
    return feed["grain"] in (1, 2, 3) and feed["first_day"] is not None


def _visitor_feed(feeds: Sequence[Mapping[str, Any]]) -> str | None:
    with_visitors = [feed for feed in feeds if feed["grain"] in (1, 2)]
    best = min(with_visitors, key=lambda feed: (feed["grain"], -feed["accepted"], feed["feed"]), default=None)
    return best["feed"] if best else None


def check_feed(question: FunnelQuestion, ground: Ground) -> None:
    """Raises WrongUse with the nearest name when the feed asked for is no traffic feed of this store."""
    feeds = sorted(ground.measured.steps)
    if question.feed is not None and question.feed not in feeds:
        near = near_match(question.feed, feeds)
        known = ", ".join(feeds)
        told = sentence("There is no traffic feed “{feed}” here; there are {known}.", feed=question.feed, known=known)
        raise WrongUse(told, near)


def check_problem(question: FunnelQuestion, reader: Reader) -> None:
    """Raises WrongUse when the problem asked for is measured by no file: nobody knows who met it."""
    if question.problem is None:
        return
    code = question.problem.factor
    states = {row["code"]: row for row in reader.ask("answers/factor_states")}
    if code not in states or states[code]["state"] == NOT_MEASURED:
        lacking = states[code]["lacking"] if code in states else ""
        raise WrongUse(sentence("Nobody knows who met “{code}”: {lacking} is missing.", code=code, lacking=lacking))


def steps_asked(question: FunnelQuestion, ground: Ground) -> tuple[Step, ...]:
    """The question's steps in GA4 order, or the steps this store can show."""
    if question.steps:
        return tuple(step for step in Step if step in question.steps)
    held = frozenset().union(*ground.measured.steps.values())
    steps = set(MAIN_STEPS) | ({Step.ADD_PAYMENT_INFO} & held)
    if question.unit is Unit.SESSION:
        steps |= {Step.CLICK} if ground.has_ads and question.problem is None else set()
        steps |= {Step.KEPT} if ground.kept_until else set()
    return tuple(step for step in Step if step in steps)
