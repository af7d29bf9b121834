"""Tallies of one period, asked of the published cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from funnel.answers.ground import Ground
from funnel.answers.met_problem import MetProblem
from funnel.answers.question import FunnelQuestion
from funnel.answers.segments import SegmentTally, Tallies, add_clicks, add_daily, add_visitors, add_visits
from funnel.errors import WrongUse, sentence
from funnel.paths import path_of
from funnel.periods import Period, no_weeks, whole_weeks
from funnel.store.place import Reader
from funnel.terms import Dimension, Unit

FILTERS = {
    Dimension.CHANNEL: "channels",
    Dimension.DEVICE: "devices",
    Dimension.CATEGORY: "categories",
    Dimension.VISITOR: "visitors",
    Dimension.CAMPAIGN: "campaigns",
    Dimension.SOURCE: "sources",
}

OF_CATEGORIES = ("by_category", "categories")
"""Parameters that only a question that tells categories apart has."""


@dataclass(frozen=True)
class Counts:
    """Tallies of one period, with the visits of its days old enough to know what was kept."""

    all_days: Tallies
    kept_days: Tallies


def gathered(counts: Counts, held: Sequence[Dimension], by: Sequence[Dimension]) -> Counts:
    """Tallies by `held`, added up to those by `by`, some of its dimensions."""
    places = [held.index(dimension) for dimension in by]
    return Counts(_gathered(counts.all_days, places), _gathered(counts.kept_days, places))


def _gathered(tallies: Tallies, places: Sequence[int]) -> Tallies:
    found: Tallies = {}
    for key, tally in tallies.items():
        found.setdefault(tuple(key[place] for place in places), SegmentTally()).absorb(tally)
    return found


def count_period(reader: Reader, question: FunnelQuestion, period: Period | None, ground: Ground) -> Counts:
    """Tallies of `period`; empty when it is None. Raises WrongUse when visitors are asked for and none are named."""
    if period is None:
        return Counts({}, {})
    if question.unit is Unit.VISITOR:
        return Counts(_count_visitors(reader, question, period, ground), {})
    if question.problem is not None and question.feed is not None:
        raise WrongUse(sentence("Problems are known of each day’s finest traffic feed: ask without a feed."))
    visits = _visits(reader, question, period, ground)
    everything: Tallies = {}
    add_visits(everything, visits, question.by)
    if question.problem is None:
        _add_sums(everything, reader, question, period, ground)
    ripe: Tallies = {}
    add_visits(ripe, (row for row in visits if row["ripe"]), question.by)
    return Counts(everything, ripe)


def _visits(reader: Reader, question: FunnelQuestion, period: Period, ground: Ground) -> list[dict[str, Any]]:
    """Visits by segment and path, those of days old enough to know what was kept apart from the others."""
    asked = {**_parameters(question, period), "kept_until": ground.kept_until or date.min}
    if question.problem is not None:
        return reader.ask("answers/funnel_culprits", {**asked, **_met(question.problem)})
    if Dimension.CATEGORY in question.by or Dimension.CATEGORY in dict(question.where):
        return _visits_of_categories(reader, {**asked, "feed": question.feed}, _weeks(question, period, ground))
    told = {name: value for name, value in asked.items() if name not in OF_CATEGORIES}
    return reader.ask("answers/funnel_whole", {**told, "feed": question.feed})


def _visits_of_categories(reader: Reader, asked: dict[str, object], weeks: tuple[date, date]) -> list[dict[str, Any]]:
    """Visits by path from sums of whole weeks and the days beside them, and apart from those the money of segments."""
    paths = reader.columns("answers/category_paths", {**asked, "whole_start": weeks[0], "whole_end": weeks[1]})
    rows = zip(*(column.tolist() for column in paths.values()), strict=True)
    return [*(dict(zip(paths, row, strict=True)) for row in rows), *reader.ask("answers/category_money", asked)]


def _weeks(question: FunnelQuestion, period: Period, ground: Ground) -> tuple[date, date]:
    """Whole weeks are summed of leading feeds alone, and tell no days apart."""
    by_days = question.feed is not None or Dimension.DAY in question.by
    return no_weeks(period) if by_days else whole_weeks(period, ground.first, ground.newest)


def _add_sums(tallies: Tallies, reader: Reader, question: FunnelQuestion, period: Period, ground: Ground) -> None:
    """What comes in sums alone: reports of days, and ads."""
    asked = _parameters(question, period)
    if ground.daily_feeds:
        add_daily(tallies, reader.ask("answers/funnel_daily", {**asked, "feed": question.feed}), question.by)
    if ground.has_ads:
        add_clicks(tallies, reader.ask("answers/funnel_clicks", asked), question.by)


def _met(problem: MetProblem) -> dict[str, object]:
    return {"problem": problem.factor, "kind": problem.laid_to.value, "culprit": problem.culprit}


def _count_visitors(reader: Reader, question: FunnelQuestion, period: Period, ground: Ground) -> Tallies:
    if question.problem is not None:
        raise WrongUse(sentence("Problems are met by visits: count visits instead of visitors."))
    feed = question.feed or ground.visitor_feed
    if feed is None:
        raise WrongUse(sentence("No traffic export here names its visitors; count visits instead."))
    asked = {**_parameters(question, period), "feed": feed, "window_days": question.window_days}
    rows = reader.ask("answers/visitor_sequences", asked)
    tallies: Tallies = {}
    add_visitors(tallies, ({**row, "path": path_of(row["sequence"])} for row in rows), question.by, feed)
    return tallies


def _parameters(question: FunnelQuestion, period: Period) -> dict[str, object]:
    filters = filters_as_asked(question.where)
    flags = {f"by_{dimension.value}": dimension in question.by for dimension in Dimension}
    return {"start": period.start, "end": period.end, **filters, **flags}


def filters_as_asked(where: Sequence[tuple[Dimension, tuple[str, ...]]]) -> dict[str, list[str] | None]:
    """Codes allowed by dimension, as every query takes them; None where all are."""
    allowed = dict(where)
    return {name: list(allowed[dimension]) if dimension in allowed else None for dimension, name in FILTERS.items()}
