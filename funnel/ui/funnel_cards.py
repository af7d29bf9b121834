"""The cards of the Funnel screen: bars, heat table, trend, breakdown, reconciliation."""

from datetime import timedelta

import streamlit as st

from funnel.answers.result import FunnelAnswer
from funnel.metrics import metric
from funnel.periods import Period
from funnel.terms import Dimension
from funnel.ui import address, bars, heat, takeaway
from funnel.ui.cached import funnel_answer
from funnel.ui.cards import card
from funnel.ui.downloads import csv_button, file_stem
from funnel.ui.filters import FunnelFilters
from funnel.ui.here import Here
from funnel.ui.measures import measure_codes, measure_name
from funnel.ui.plain import label
from funnel.ui.tables import breakdown_table, show_table
from funnel.ui.theme import narrow, paint
from funnel.ui.twin import Twin, show_figure
from funnel.words import Words

BREAKDOWNS = tuple(Dimension)
MOST_LINES = 500


def full_days(filters: FunnelFilters, answer: FunnelAnswer) -> Period | None:
    """The days of the period that are not still filling up, which alone may be compared."""
    if answer.immature_from is None:
        return filters.period
    return filters.period.until(answer.immature_from - timedelta(days=1))


def full_days_answer(here: Here, filters: FunnelFilters, answer: FunnelAnswer, *by: Dimension) -> FunnelAnswer | None:
    """The same question over full days only; None when no day is full."""
    full = full_days(filters, answer)
    return funnel_answer(here.store, filters.question(*by, period=full)) if full else None


def show_takeaway(here: Here, filters: FunnelFilters, answer: FunnelAnswer) -> None:
    """The sentence on top and the line under it."""
    whole = full_days_answer(here, filters, answer)
    by_device = full_days_answer(here, filters, answer, Dimension.DEVICE)
    change = takeaway.standout(whole, by_device) if whole and by_device and filters.compare else None
    with st.container(key="takeaway"):
        st.title(_safe_takeaway(answer, change, here.words), anchor=False)
        st.caption(takeaway.subtitle(answer, here.words, compare=filters.compare))


def _safe_takeaway(answer: FunnelAnswer, change: takeaway.Change | None, words: Words) -> str:
    return takeaway.takeaway(answer, change, words).replace("$", r"\$")


def show_bars(here: Here, filters: FunnelFilters, answer: FunnelAnswer) -> None:
    """Card "From click to kept order"; a click on a bar sets the measure of the heat table."""
    words = here.words
    whole = full_days_answer(here, filters, answer)
    real = takeaway.real_steps(whole) if whole and filters.compare else {}
    rows = bars.rows_of(answer, words, here.store.settings.kept_days, real)
    phone = narrow()
    with card(
        "bars-narrow" if phone else "bars",
        words.text("From click to kept order"),
        words.text("Click a bar to see that step by channel and device."),
    ):
        show_figure(
            bars.bars_figure(
                rows, answer.compared_with is not None, words, paint(), bars.NARROW if phone else bars.WIDE
            ),
            Twin(bars.bars_alt(rows, words), lambda: bars.bars_table(answer, rows, words)),
            words,
            key="bars",
            stem=file_stem("funnel", filters.period),
            on_select=_measure_clicked,
        )
        st.caption(_bars_note(words))


def _bars_note(words: Words) -> str:
    return words.text("Red or blue: a change outside chance. Dotted: not measured or not ripe yet, which is not zero.")


def _clicked(key: str) -> str | None:
    points = st.session_state.get(key, {}).get("selection", {}).get("points", [])
    return str(points[0]["customdata"]) if points else None


def _measure_clicked() -> None:
    step = _clicked("bars")
    if step:
        st.session_state["measure"] = f"rate.{step}"


def _cell_clicked() -> None:
    for name, code in heat.drilled(_clicked("heat") or "|").items():
        st.session_state[name] = [code]


def settle_measure(answer: FunnelAnswer) -> str:
    """The heat table's measure; the whole way to payment unless the reader chose another."""
    measured = tuple(each.step for each in answer.total.steps if each.count is not None)
    codes = measure_codes(measured)
    return address.one_of("measure", codes, codes[0])


def _cuts(
    here: Here, filters: FunnelFilters, answer: FunnelAnswer
) -> tuple[heat.Cut, heat.Cut | None, heat.Cut | None]:
    """All days, full days, and the days those are compared with; the last two only where there is a comparison."""

    def cut(period: Period) -> heat.Cut:
        dimensions = ((Dimension.CHANNEL, Dimension.DEVICE), (Dimension.CHANNEL,), (Dimension.DEVICE,))
        asked = (filters.question(*by, period=period, compare=False) for by in dimensions)
        return heat.Cut(*(funnel_answer(here.store, question) for question in asked))

    full, before = full_days(filters, answer), answer.compared_with
    now = cut(filters.period)
    if full is None or before is None:
        return now, None, None
    return now, now if full == filters.period else cut(full), cut(before)


def show_heat(here: Here, filters: FunnelFilters, answer: FunnelAnswer, measure: str) -> None:
    """Card channel × device; a click on a cell filters the screen to it."""
    words = here.words
    steps = tuple(each.step for each in answer.total.steps if each.count is not None)
    grid = heat.grid_of(*_cuts(here, filters, answer), measure, words)
    name = measure_name(measure, steps, words)
    title = words.text("{measure}, by channel and device", measure=name)
    with card(
        "heat-narrow" if narrow() else "heat",
        title[:1].upper() + title[1:],
        words.text("Click a cell to open its funnel."),
    ):
        st.selectbox(
            words.text("Measure"),
            measure_codes(steps),
            format_func=lambda code: measure_name(code, steps, words),
            key="measure",
            label_visibility="collapsed",
            persist_state="session",
        )
        alt = words.text(
            "Table of {measure} by channel and device; the same figures stand in the table below.", measure=name
        )
        show_figure(
            heat.heat_figure(grid, words, paint()),
            Twin(alt, lambda: heat.heat_table(grid, words)),
            words,
            key="heat",
            stem=file_stem("channel-device", filters.period),
            on_select=_cell_clicked,
        )
        st.caption(_heat_note(grid, words))


def _heat_note(grid: heat.Grid, words: Words) -> str:
    parts = [
        words.text("Grey: fewer than 30 visits, cannot tell. Strong colour: a change outside chance; pale: within it.")
    ]
    if grid.rows_left_out:
        parts.append(
            words.plural(
                "{n} more channel stands in the table below.",
                "{n} more channels stand in the table below.",
                grid.rows_left_out,
            )
        )
    return " ".join(parts)


def settle_breakdown() -> tuple[Dimension, ...]:
    """One or two dimensions of the table."""
    chosen = address.some_of("by", BREAKDOWNS, default=(Dimension.CHANNEL,))
    return tuple(Dimension(code) for code in chosen[:2])


def show_breakdown(here: Here, filters: FunnelFilters, by: tuple[Dimension, ...]) -> None:
    """Card of the table by one or two dimensions, with its CSV."""
    words = here.words
    with card("breakdown", words.text("The figures, by your choice")):
        st.pills(
            words.text("Break down by one or two"),
            BREAKDOWNS,
            selection_mode="multi",
            format_func=lambda code: label(words, code),
            key="by",
            persist_state="session",
        )
        answer = funnel_answer(here.store, filters.question(*by, compare=False))
        table = breakdown_table(answer, words, MOST_LINES)
        show_table(
            table,
            words,
            key="breakdown",
            alt=words.text("Table of the funnel by {dimensions}.", dimensions=", ".join(map(words.term, by))),
        )
        if len(answer.rows) > MOST_LINES:
            st.caption(words.text("The first {n} lines are shown; the file holds all.", n=words.number(MOST_LINES)))
        csv_button(
            breakdown_table(answer, words),
            words,
            file_stem("funnel_by_" + "_".join(by), filters.period),
            key="csv-breakdown",
        )


def show_reading_help(words: Words) -> None:
    """How the figures of this screen are defined, from the registry."""
    fold = st.expander(words.text("What these words mean"), key="open-meanings", on_change="rerun")
    if not fold.open:
        return
    with fold:
        for name in ("visits", "step_count", "step_rate", "visit_conversion", "orders", "paid_orders", "kept_orders"):
            about = metric(name)
            st.markdown(f"**{words.text(about.name)}** — {words.text(about.definition)}")
