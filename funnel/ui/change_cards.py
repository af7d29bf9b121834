"""The cards of the Change screen: the sentence on top, the waterfall, one sentence a line, drill by segment."""

from collections.abc import Callable, Sequence

import streamlit as st

from funnel.answers.loss_question import LossDimension
from funnel.answers.loss_result import Basis, ChangeAnswer, ChangeRow
from funnel.maths.losses import Measure
from funnel.ui import address, waterfall
from funnel.ui.cached import change_answer
from funnel.ui.cards import card
from funnel.ui.downloads import csv_button, file_stem
from funnel.ui.here import Here
from funnel.ui.loss_cards import left_out
from funnel.ui.loss_figures import Scale
from funnel.ui.loss_filters import LossFilters
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.ui.theme import paint
from funnel.ui.twin import Twin, show_figure
from funnel.words import Words, msgid

DRILLS = {
    "none": (),
    "channel": (LossDimension.CHANNEL,),
    "device": (LossDimension.DEVICE,),
    "channel_device": (LossDimension.CHANNEL, LossDimension.DEVICE),
}
TOLD = {
    "traffic_volume": (msgid("Fewer visits than before: {effect}."), msgid("More visits than before: {effect}.")),
    "traffic_mix": (
        msgid("More of the visits came from channels and devices that buy less: {effect}."),
        msgid("More of the visits came from channels and devices that buy more: {effect}."),
    ),
    "factor": (
        msgid("{problem} at “{step}” cost more than before: {effect}."),
        msgid("{problem} at “{step}” cost less than before: {effect}."),
    ),
    "step_not_explained": (
        msgid("“{step}” went worse, for reasons no file shows: {effect}."),
        msgid("“{step}” went better, for reasons no file shows: {effect}."),
    ),
    "cancellations_and_returns": (
        msgid("More was lost to cancellations and returns: {effect}."),
        msgid("Less was lost to cancellations and returns: {effect}."),
    ),
    "order_value": (msgid("An order was worth less: {effect}."), msgid("An order was worth more: {effect}.")),
    "counted_differently": (
        msgid("Visits and orders are counted differently by the files: {effect}."),
        msgid("Visits and orders are counted differently by the files: {effect}."),
    ),
    "thin_segments": (
        msgid("Channels and devices with too few orders to split: {effect}."),
        msgid("Channels and devices with too few orders to split: {effect}."),
    ),
}
"""What is said of a line that fell, and of one that rose."""


def change_scale(filters: LossFilters, answer: ChangeAnswer) -> Scale:
    """Figures of the whole period."""
    return Scale(filters.measure, 1.0, answer.currency)


def show_takeaway(answer: ChangeAnswer, filters: LossFilters, scale: Scale, words: Words) -> None:
    """What the difference is and how it splits."""
    with st.container(key="takeaway"):
        st.title(takeaway(answer, scale, words).replace("$", r"\$"), anchor=False)
        basis = (
            words.text(
                "Problems come from comparing visits that met them with like visits that did not. "
                "The lines add up exactly."
            )
            if answer.basis is Basis.LIKE_VISITS
            else words.text("By step, not by cause: these files hold sums only. The lines add up exactly.")
        )
        against = words.text("Compared with {period}.", period=words.period(answer.compared_with))
        st.caption(" ".join([against, basis, words.text("90 % ranges; visits."), *left_out(filters, words)]))


TAKEAWAYS = {
    (True, True): msgid(
        "Fell by {amount}: traffic {traffic}, problems {problems}, not explained {rest}, order value {basket}."
    ),
    (True, False): msgid(
        "Rose by {amount}: traffic {traffic}, problems {problems}, not explained {rest}, order value {basket}."
    ),
    (False, True): msgid(
        "Fell by {amount}: traffic {traffic}, order value {basket}, not explained {rest}; problems are not measured."
    ),
    (False, False): msgid(
        "Rose by {amount}: traffic {traffic}, order value {basket}, not explained {rest}; problems are not measured."
    ),
}
"""By whether problems are known and whether the amount fell."""


def takeaway(answer: ChangeAnswer, scale: Scale, words: Words) -> str:
    """One sentence: by how much, and its parts."""
    total = answer.total.effect
    amount = scale.amount(abs(total.effect), words)
    parts = {
        "traffic": _sum(answer, scale, words, lambda row: row.cause.startswith("traffic")),
        "problems": _sum(answer, scale, words, lambda row: row.cause == "factor"),
        "rest": _sum(answer, scale, words, lambda row: row.cause == "step_not_explained"),
        "basket": _sum(answer, scale, words, lambda row: row.cause == "order_value"),
    }
    by_cause, fell = answer.basis is Basis.LIKE_VISITS, total.effect < 0
    return words.text(TAKEAWAYS[by_cause, fell], amount=amount, **parts)


def _sum(answer: ChangeAnswer, scale: Scale, words: Words, chosen: Callable[[ChangeRow], bool]) -> str:
    total = sum((row.effect.effect for row in answer.rows if chosen(row)), answer.before * 0)
    sign = "+" if total > 0 else "−" if total < 0 else ""
    return sign + scale.figure(abs(total), words)


def show_waterfall(answer: ChangeAnswer, filters: LossFilters, scale: Scale, words: Words) -> None:
    """Card of the waterfall."""
    bars = waterfall.bars_of(answer, scale, words, paint())
    unit = plain(answer.currency) if answer.measure is Measure.MONEY else words.term("lost_orders")
    with card("waterfall", words.text("From before to now"), f"{unit} · {words.period(answer.period)}"):
        show_figure(
            waterfall.waterfall_figure(bars, paint()),
            Twin(waterfall.waterfall_alt(bars, words), lambda: waterfall.waterfall_table(bars, words)),
            words,
            key="waterfall",
            stem=file_stem("change", filters.period),
        )
        st.caption(
            words.text(
                "Grey figures: within noise. All lines are judged together: among many, one range off zero can be "
                "chance. “Not explained” stays visible and is never spread over groups."
            )
        )


def show_lines(here: Here, filters: LossFilters, scale: Scale) -> None:
    """Card with one sentence a line, largest first."""
    words = here.words
    answer = change_answer(here.store, filters.change(LossDimension.GROUP, LossDimension.FACTOR, LossDimension.STEP))
    lines = sorted((row for row in answer.rows if row.effect.effect), key=lambda row: -abs(row.effect.effect))
    with card("change-lines", words.text("Line by line"), words.text("Largest first; the range beside each.")):
        for row in lines[:12]:
            st.markdown(plain(line_told(row, scale, words)))
        if answer.not_measured:
            lacking = ", ".join(map(words.term, answer.not_measured))
            st.caption(plain(words.text("Without, because not measured: {factors}.", factors=lacking)))


def line_told(row: ChangeRow, scale: Scale, words: Words) -> str:
    """One line as a sentence with its figure, range, and whether it is within noise."""
    sign = "+" if row.effect.effect > 0 else "−"
    noise = "" if row.sure else f", {words.text('within noise')}"
    effect = f"{sign}{scale.amount(abs(row.effect.effect), words)} ({scale.range(row.effect, words)}{noise})"
    _, factor, step = row.key
    said = TOLD[row.cause][row.effect.effect > 0]
    return words.text(said, problem=words.term(factor), step=words.term(step), effect=effect)


def show_segments(here: Here, filters: LossFilters, scale: Scale) -> None:
    """Card that breaks the lines down by channel, device or both."""
    words = here.words
    drill = address.one_of("drill", tuple(DRILLS), "channel")
    with card("change-segments", words.text("Where it changed")):
        st.segmented_control(
            words.text("Break down by"),
            tuple(DRILLS)[1:],
            format_func=lambda code: " × ".join(words.term(dimension) for dimension in DRILLS[code]),
            key="drill",
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        by = DRILLS[drill]
        answer = change_answer(here.store, filters.change(LossDimension.GROUP, *by))
        table = segment_table(answer, by, scale, words)
        show_table(table, words, key="change-table", alt=words.text("Table of the change by line and segment."))
        csv_button(table, words, file_stem("change", filters.period), key="csv-change")


def segment_table(answer: ChangeAnswer, by: Sequence[LossDimension], scale: Scale, words: Words) -> Table:
    """One line a line of the split and segment, and the total last."""
    lines = sorted((row for row in answer.rows if row.effect.effect), key=lambda row: -abs(row.effect.effect))
    rows = [*lines, answer.total]
    names = tuple(waterfall.line_name(row, words) if row.cause else words.text("all") for row in rows)
    columns = [Column(words.text("line"), Kind.TEXT, names)]
    columns += [
        Column(words.term(dimension), Kind.TEXT, tuple(words.term(row.key[place]) if row.key else "" for row in rows))
        for place, dimension in enumerate(by, 1)
    ]
    columns += [
        Column(
            scale.head(words.text(head), words),
            scale.kind,
            tuple(scale.shown(getattr(row.effect, name)) for row in rows),
        )
        for name, head in (("effect", msgid("effect")), ("low", msgid("from")), ("high", msgid("to")))
    ]
    said = tuple("" if row.sure else words.text("within noise") for row in rows)
    return Table((*columns, Column(words.text("certainty"), Kind.TEXT, said)), answer.currency)
