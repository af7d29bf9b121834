"""The filter row of the funnel: period, comparison, channels, devices, what is counted. All of it in the address."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from funnel.answers.met_problem import MetProblem
from funnel.answers.question import FunnelQuestion
from funnel.answers.result import ShopState
from funnel.periods import Period, last_full_week, weekday_matched_before
from funnel.terms import STEP_LETTER, Counting, Dimension, Step, Unit
from funnel.ui import address
from funnel.ui.chips import TOLD, settle_told, show_chips
from funnel.ui.plain import label
from funnel.words import Words, msgid

WEEKS = {"last_week": 1, "last_4_weeks": 4, "last_13_weeks": 13}
PRESETS = (*WEEKS, "all", "custom")
COUNTING_TOLD = {
    Counting.REACHED: msgid("Counted at a step if it did that step or a later one; no order is lost."),
    Counting.CLOSED: msgid("Counted at a step if it did every step up to it, in any order."),
    Counting.ORDERED: msgid("Counted at a step if it did every step up to it, one after another."),
    Counting.ALONE: msgid("Each step is counted by itself."),
}
FILTERED = (Dimension.CHANNEL, Dimension.DEVICE)
WINDOW_MOST = 90


@dataclass(frozen=True)
class FunnelFilters:
    """What the reader chose."""

    preset: str
    period: Period
    compare: bool
    chosen: dict[Dimension, tuple[str, ...]]
    counting: Counting
    unit: Unit
    window_days: int
    steps: tuple[Step, ...]
    problem: MetProblem | None = None

    def question(self, *by: Dimension, period: Period | None = None, compare: bool | None = None) -> FunnelQuestion:
        """The question these filters ask, broken down by `by`."""
        asked = period or self.period
        return FunnelQuestion(
            start=asked.start,
            end=asked.end,
            steps=self.steps or None,
            counting=self.counting,
            unit=self.unit,
            window_days=self.window_days,
            by=by,
            where=tuple((dimension, codes) for dimension, codes in self.chosen.items() if codes),
            compare=self.compare if compare is None else compare,
            problem=self.problem,
        )

    def days_and_values(self) -> dict[str, str | tuple[str, ...]]:
        """What every screen about visits keeps in its address."""
        return {
            "from": self.period.start.isoformat(),
            "to": self.period.end.isoformat(),
            **{str(dimension): codes for dimension, codes in self.chosen.items()},
        }

    def state(self) -> dict[str, str | tuple[str, ...]]:
        """Everything the address must hold for another reader to see the same."""
        return {
            **self.days_and_values(),
            "compare": "earlier" if self.compare else "none",
            "counting": str(self.counting),
            "unit": str(self.unit),
            "window": str(self.window_days) if self.unit is Unit.VISITOR else "",
            "step": tuple(str(step) for step in self.steps),
            "problem": self.problem.word if self.problem else "",
        }


def preset_period(preset: str, first: date, newest: date) -> Period | None:
    """Days of a preset, cut to what is held; None when nothing of it is held or the reader chooses the days."""
    if preset == "all":
        return Period(first, newest)
    if preset not in WEEKS:
        return None
    last = last_full_week(newest)
    if last.end < first:
        return None
    start = date.fromordinal(last.end.toordinal() - WEEKS[preset] * 7 + 1)
    return Period(max(start, first), last.end)


def settle_filters(shop: ShopState, preferred: str = "last_week", *, opened: bool = False) -> FunnelFilters:
    """The filters of this run from session and address, every value checked against what the shop holds.

    `opened`: also what a row of another screen may filter by, a problem and its culprit among them.
    """
    problem = settle_told() if opened else None
    preset, period = settle_period(shop, preferred)
    unit = Unit(address.one_of("unit", tuple(Unit), Unit.SESSION))
    dimensions = (*FILTERED, *TOLD) if opened else FILTERED
    return FunnelFilters(
        preset=preset,
        period=period,
        compare=address.one_of("compare", ("earlier", "none"), "earlier") == "earlier",
        chosen={dimension: address.some_of(dimension, shop.values.get(dimension, ())) for dimension in dimensions},
        counting=Counting(address.one_of("counting", tuple(Counting), Counting.REACHED)),
        unit=Unit.SESSION if problem else unit,
        window_days=address.number_of("window", 7, 1, WINDOW_MOST),
        steps=_settle_steps(),
        problem=problem,
    )


def _settle_steps() -> tuple[Step, ...]:
    chosen = address.some_of("step", tuple(STEP_LETTER))
    return tuple(Step(code) for code in chosen) if len(chosen) > 1 else ()


def settle_period(shop: ShopState, preferred: str = "last_week") -> tuple[str, Period]:
    """The preset and its days; `preferred` where the reader chose none and the shop holds it."""
    first, newest = shop.first_day or date.today(), shop.newest_day or date.today()  # noqa: DTZ011
    periods = {preset: preset_period(preset, first, newest) for preset in PRESETS}
    _take_told_days(periods, first, newest)
    default = next((code for code in (preferred, "last_week") if periods[code]), "all")
    preset = address.one_of("period", [*(code for code in PRESETS if periods[code]), "custom"], default)
    own = _own_days(first, newest)
    if preset == "custom" and own:
        return preset, own
    period = periods[preset] or periods[default] or Period(first, newest)
    st.session_state["days"] = (period.start, period.end)
    return preset, period


def _take_told_days(periods: dict[str, Period | None], first: date, newest: date) -> None:
    start, end = address.day_told("from"), address.day_told("to")
    if start is None or end is None or end < start or end < first or start > newest:
        return
    asked = Period(max(start, first), min(end, newest))
    same = next((preset for preset, period in periods.items() if period == asked), "custom")
    st.session_state["period"] = same
    st.session_state["days"] = (asked.start, asked.end)


def _own_days(first: date, newest: date) -> Period | None:
    days: tuple[date, ...] = tuple(st.session_state.get("days") or ())
    if len(days) == 2 and first <= days[0] <= days[1] <= newest:
        st.session_state["_days_kept"] = days
    kept = st.session_state.get("_days_kept")
    return Period(*kept) if kept and first <= kept[0] <= kept[1] <= newest else None


def show_days_and_values(filters: FunnelFilters, shop: ShopState, words: Words) -> None:
    """The row of a screen without comparison: days, channels, devices."""
    _days_choice(filters, shop, words)
    for dimension in FILTERED:
        show_value_choice(dimension, filters.chosen[dimension], shop, words)
    _all_again(filters, words)


def _days_choice(filters: FunnelFilters, shop: ShopState, words: Words) -> None:
    with st.popover(words.period(filters.period), key="open-period"):
        show_period_choice(filters.preset, shop, words)


def _all_again(filters: FunnelFilters, words: Words) -> None:
    if any(filters.chosen[dimension] for dimension in FILTERED):
        st.button(words.text("show all"), key="clear", type="tertiary", on_click=clear_values)


def show_filters(filters: FunnelFilters, shop: ShopState, words: Words) -> None:
    """Draw the row; every choice is kept in the session under its address name."""
    _days_choice(filters, shop, words)
    with st.popover(_comparison_label(filters, shop, words), key="open-compare"):
        st.radio(
            words.text("Compare with"),
            ("earlier", "none"),
            format_func=lambda code: {
                "earlier": words.text("the period before, weekday by weekday"),
                "none": words.text("nothing"),
            }[code],
            key="compare",
            persist_state="session",
        )
    for dimension in FILTERED:
        show_value_choice(dimension, filters.chosen[dimension], shop, words)
    with st.popover(_counting_label(filters, words), key="open-counting"):
        _counting_choice(filters, words)
    show_chips(filters.problem, filters.chosen, words)
    _all_again(filters, words)


def clear_values() -> None:
    """Take every channel and device back in."""
    for dimension in FILTERED:
        st.session_state[str(dimension)] = []


def show_period_choice(preset: str, shop: ShopState, words: Words) -> None:
    """The choice of days: a preset, or the reader's own."""
    first, newest = shop.first_day, shop.newest_day
    if first is None or newest is None:
        return
    held = [code for code in PRESETS if code == "custom" or preset_period(code, first, newest)]
    st.radio(words.text("Period"), held, format_func=words.term, key="period", persist_state="session")
    if preset == "custom":
        st.date_input(
            words.text("From – to"),
            key="days",
            min_value=first,
            max_value=newest,
            format=words.typed_day,
            persist_state="session",
        )


def _comparison_label(filters: FunnelFilters, shop: ShopState, words: Words) -> str:
    if not filters.compare:
        return words.text("no comparison")
    before = weekday_matched_before(filters.period)
    if shop.first_day is None or before.start < shop.first_day:
        return words.text("nothing earlier to compare with")
    return words.text("against {period}", period=words.period(before))


def show_value_choice(dimension: Dimension, chosen: tuple[str, ...], shop: ShopState, words: Words) -> None:
    """The choice of one dimension's values."""
    held = list(shop.values.get(dimension, ()))
    every = {Dimension.CHANNEL: words.text("All channels"), Dimension.DEVICE: words.text("All devices")}[dimension]
    told = ", ".join(label(words, code) for code in chosen[:2]) + (f" +{len(chosen) - 2}" if chosen[2:] else "")
    with st.popover(told or every, key=f"open-{dimension}"):
        st.pills(
            every,
            held,
            selection_mode="multi",
            format_func=lambda code: label(words, code),
            key=str(dimension),
            persist_state="session",
        )
        st.caption(words.text("None chosen means all."))


def _counting_label(filters: FunnelFilters, words: Words) -> str:
    counting = words.term(filters.counting)
    if filters.unit is Unit.VISITOR:
        days = words.plural("within {n} day", "within {n} days", filters.window_days)
        return f"{words.term(filters.unit)} · {days} · {counting}"
    return f"{words.term(filters.unit)} · {counting}"


def _counting_choice(filters: FunnelFilters, words: Words) -> None:
    st.radio(
        words.text("What is counted"),
        tuple(Unit),
        format_func=words.term,
        key="unit",
        horizontal=True,
        persist_state="session",
    )
    if filters.unit is Unit.VISITOR:
        st.number_input(words.text("Days after the first visit"), 1, WINDOW_MOST, key="window", persist_state="session")
    st.radio(
        words.text("How a step is counted"),
        tuple(Counting),
        format_func=words.term,
        captions=[words.text(COUNTING_TOLD[counting]) for counting in Counting],
        key="counting",
        persist_state="session",
    )
    st.pills(
        words.text("Steps"),
        tuple(STEP_LETTER),
        selection_mode="multi",
        format_func=words.term,
        key="step",
        persist_state="session",
    )
    st.caption(words.text("None chosen means the usual steps."))
