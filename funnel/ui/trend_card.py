"""The card of the trend: one figure of the registry week by week, its target, what happened, and the gap in money."""

from datetime import timedelta
from typing import Final

import streamlit as st

from funnel.answers.listing import ListQuestion
from funnel.answers.result import FunnelAnswer, StepCount
from funnel.answers.trends import (
    CONVERSION,
    TREND_METRICS,
    Chance,
    ListTrend,
    Week,
    trend_rule,
    weeks_of_lists,
    weeks_of_rule,
)
from funnel.errors import WrongUse
from funnel.metrics import metric
from funnel.periods import WEEK, Period, monday_of
from funnel.terms import Dimension, Step, Unit
from funnel.ui import address, trend, trend_marks
from funnel.ui.cached import funnel_answer, list_answer
from funnel.ui.cards import card
from funnel.ui.downloads import file_stem
from funnel.ui.filters import FunnelFilters
from funnel.ui.here import Here
from funnel.ui.theme import paint
from funnel.ui.twin import Twin, show_figure
from funnel.words import Words

TREND_WEEKS: Final = 13
KEY: Final = "trend"


def settle_trend() -> str:
    """The metric that is drawn."""
    return address.one_of(KEY, TREND_METRICS, CONVERSION)


def show_trend(here: Here, filters: FunnelFilters, answer: FunnelAnswer) -> None:
    """Card of the last weeks up to the period's end."""
    words, chosen = here.words, str(st.session_state[KEY])
    last = next(
        (each for each in reversed(answer.total.steps) if each.count is not None and each.step is not Step.KEPT), None
    )
    with card("trend", trend_title(chosen, filters, words)):
        st.selectbox(
            words.text("Figure by week"),
            TREND_METRICS,
            format_func=lambda code: words.text(metric(code).name),
            key=KEY,
            persist_state="session",
            label_visibility="collapsed",
            width=360,
        )
        weeks, drawn = _weeks(here, filters, chosen, last)
        if last is None or len(weeks) < 2:
            st.caption(_why_none(chosen, filters, words))
            return
        _show_line(here, filters, (weeks, drawn), last)


def trend_title(chosen: str, filters: FunnelFilters, words: Words) -> str:
    """What is drawn, and of whom."""
    if chosen != CONVERSION:
        return words.text("{metric}, by week", metric=words.text(metric(chosen).name))
    return {
        Unit.SESSION: words.text("Visits that end in a payment, by week"),
        Unit.VISITOR: words.text("Visitors who end in a payment, by week"),
    }[filters.unit]


def _why_none(chosen: str, filters: FunnelFilters, words: Words) -> str:
    if chosen != CONVERSION and isinstance(trend_rule(chosen), ListTrend) and any(filters.chosen.values()):
        return words.text("This figure is known for the whole shop only: take the filters off.")
    if chosen != CONVERSION:
        return words.text("Not measured in two of these weeks, or not for these filters.")
    return words.text("A trend needs two weeks of data.")


def _show_line(here: Here, filters: FunnelFilters, line: tuple[tuple[Week, ...], trend.Drawn], last: StepCount) -> None:
    words, (weeks, drawn) = here.words, line
    marks = trend_marks.marks_of(here, filters, weeks, drawn, last)
    figure = trend.trend_figure(weeks, words, paint(), drawn, trend_marks.newest_target(weeks, marks))
    trend_marks.draw_marks(figure, weeks, marks, (drawn, words), paint())
    twin = Twin(trend.trend_alt(weeks, words, drawn), lambda: trend.trend_table(weeks, words, drawn))
    show_figure(figure, twin, words, key="trend-figure", stem=file_stem("trend", filters.period))
    for told in trend_marks.marks_told(weeks, marks, drawn, words):
        st.caption(told)
    band = "" if drawn.chance is Chance.NONE else words.text("Band: 90 % range of chance.")
    still = words.text("Grey and dotted: the week is still filling up.")
    st.caption(" ".join(part for part in (band, still) if part))


def _weeks(
    here: Here, filters: FunnelFilters, chosen: str, last: StepCount | None
) -> tuple[tuple[Week, ...], trend.Drawn]:
    period = _weeks_up_to(here, filters)
    if chosen == CONVERSION:
        by_week = funnel_answer(here.store, filters.question(Dimension.WEEK, period=period, compare=False))
        drawn = trend.Drawn(currency=by_week.currency)
        return (trend.weeks_of(by_week, last) if last else ()), drawn
    rule = trend_rule(chosen)
    if isinstance(rule, ListTrend):
        return _weeks_of_lists(here, filters, period, rule)
    asked = filters.question(Dimension.WEEK, *rule.by, period=period, compare=False)
    by_week = funnel_answer(here.store, asked)
    return weeks_of_rule(by_week, rule), trend.Drawn(chosen, rule.chance, by_week.currency)


def _weeks_up_to(here: Here, filters: FunnelFilters) -> Period:
    first = here.shop.first_day if here.shop else None
    start = max(monday_of(filters.period.end) - timedelta(weeks=TREND_WEEKS - 1), first or filters.period.start)
    return Period(min(start, filters.period.start), filters.period.end)


def _weeks_of_lists(
    here: Here, filters: FunnelFilters, period: Period, rule: ListTrend
) -> tuple[tuple[Week, ...], trend.Drawn]:
    """One list a week: those of service state the whole shop."""
    drawn = trend.Drawn(rule.metric, rule.chance)
    if any(filters.chosen.values()):
        return (), drawn
    end, found = monday_of(period.end), []
    for monday in (end - timedelta(weeks=back) for back in reversed(range(TREND_WEEKS))):
        asked = ListQuestion(monday, min(monday + timedelta(days=WEEK - 1), period.end))
        try:
            found.append((monday, list_answer(here.store, rule.department, rule.code, asked)))
        except WrongUse:
            continue
    return weeks_of_lists(found, rule), drawn
