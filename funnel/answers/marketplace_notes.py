"""What must be known beside the numbers of marketplaces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from funnel.answers.card_reports import CardReport
from funnel.answers.marketplace_result import STEPS, Basis, MarketplaceLine
from funnel.answers.result import Note
from funnel.periods import Period


@dataclass(frozen=True)
class Ground:
    """What an answer stands on: the reports held and counted, and how far each marketplace reaches."""

    period: Period
    maturity: int
    held: tuple[CardReport, ...]
    counted: tuple[CardReport, ...]
    after: tuple[CardReport, ...]
    """Reports of the days after the period on which its orders settle."""
    cards_until: Mapping[str, date | None]
    orders_until: Mapping[str, date | None]


def marketplace_notes(ground: Ground, rows: Sequence[MarketplaceLine]) -> tuple[Note, ...]:
    """Holes, reports left out, and how the outcomes are known."""
    return (*_holes(rows), *_left_out(ground), *_on_outcomes(ground, rows))


def _holes(rows: Sequence[MarketplaceLine]) -> Iterator[Note]:
    for marketplace in sorted({line.key[0] for line in rows}):
        cards = [line.cards for line in rows if line.key[0] == marketplace]
        told = [step for step in STEPS if any(getattr(one, step) is not None for one in cards)]
        for step in STEPS:
            if step not in told:
                yield Note("card_hole", (("marketplace", marketplace), ("step", step)))


def _left_out(ground: Ground) -> Iterator[Note]:
    counted = set(ground.counted)
    feeds = {one.feed for one in counted}
    for feed in sorted({one.feed for one in ground.held if one.lies_in(ground.period)} - feeds):
        yield Note("cards_not_counted", (("feed", feed),))
    cut = [one for one in ground.held if one.day <= ground.period.end and not one.is_of_a_day and one not in counted]
    for one in cut:
        if one.feed in feeds or not one.lies_in(ground.period):
            told = (("feed", one.feed), ("start", one.day.isoformat()), ("end", one.day_to.isoformat()))
            yield Note("card_sum_left_out", told)


def _on_outcomes(ground: Ground, rows: Sequence[MarketplaceLine]) -> Iterator[Note]:
    days = ("days", str(ground.maturity))
    for marketplace in sorted({line.key[0] for line in rows}):
        outcomes = [line.outcome for line in rows if line.key[0] == marketplace]
        until = max((one.until for one in outcomes if one.until), default=None)
        if until is None:
            yield Note("no_outcome_yet", (("marketplace", marketplace), days))
        elif any(one.basis is Basis.SETTLED for one in outcomes):
            yield Note("outcome_of_settled", (("marketplace", marketplace), ("day", until.isoformat()), days))
        else:
            yield Note("outcome_until", (("marketplace", marketplace), ("day", until.isoformat()), days))
