"""The card that sets orders by analytics against orders by the order book; neither corrects the other."""

from collections.abc import Sequence

import streamlit as st

from funnel.answers.reconcile import ReconcileLine, Reconciliation
from funnel.periods import Period
from funnel.terms import Dimension
from funnel.ui.cached import reconciliation
from funnel.ui.cards import card
from funnel.ui.downloads import csv_button, file_stem
from funnel.ui.here import Here
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.words import Words, msgid

FOLD = "open-reconcile"
COLUMNS = (
    ("analytics_orders", msgid("orders by analytics"), Kind.COUNT),
    ("without_id", msgid("without an order id"), Kind.COUNT),
    ("book_orders", msgid("orders in the book"), Kind.COUNT),
    ("paid_orders", msgid("of them paid"), Kind.COUNT),
    ("matched_orders", msgid("in both"), Kind.COUNT),
    ("only_analytics", msgid("only in analytics"), Kind.COUNT),
    ("only_book", msgid("only in the book"), Kind.COUNT),
    ("analytics_revenue", msgid("revenue by analytics"), Kind.MONEY),
    ("paid_revenue", msgid("paid by the book"), Kind.MONEY),
)


def show_reconciliation(here: Here, period: Period) -> None:
    """The card; without an order book it says what would make it possible."""
    words, found = here.words, reconciliation(here.store, period.start, period.end)
    with card("reconcile", words.text("Orders by analytics against the order book")):
        if not found.has_book:
            st.caption(words.text("Not measured. Import an orders export to set both counts side by side."))
            return
        st.caption(_summary(found, words))
        fold = st.expander(words.text("Side by side, by channel or day"), type="compact", key=FOLD, on_change="rerun")
        if fold.open:
            with fold:
                _show_lines(found, period, words)


def _show_lines(found: Reconciliation, period: Period, words: Words) -> None:
    table = reconcile_table(found, _lines_asked(found, words), words)
    show_table(table, words, key="reconcile", alt=words.text("Orders by analytics and by the order book."))
    csv_button(table, words, file_stem("reconciliation", period), key="csv-reconcile")


def _lines_asked(found: Reconciliation, words: Words) -> tuple[ReconcileLine, ...]:
    by = st.pills(
        words.text("Break down by one or two"),
        [Dimension.CHANNEL, Dimension.DAY],
        selection_mode="multi",
        default=[Dimension.CHANNEL],
        format_func=words.term,
        key="reconcile-by",
        label_visibility="collapsed",
    )
    if Dimension.DAY not in by:
        return found.by_channel
    return found.rows if Dimension.CHANNEL in by else found.by_day


def _summary(found: Reconciliation, words: Words) -> str:
    told = {
        "book": words.number(found.total.book_orders),
        "paid": words.number(found.total.paid_orders),
    }
    if not found.total.analytics_orders:
        return words.text(
            "The traffic source states no orders on these days; {book} in the order book ({paid} of them paid).", **told
        )
    if not found.by_id:
        return words.text(
            "{analytics} orders by analytics, {book} in the order book ({paid} of them paid). Which order is which "
            "cannot be told: the traffic source states no order ids. All channels and devices; days "
            "in the shop's zone.",
            analytics=words.number(found.total.analytics_orders),
            **told,
        )
    return words.text(
        "{analytics} orders by analytics, {book} in the order book ({paid} of them paid); {rate} of the orders by "
        "analytics are in the book. All channels and devices; days of the order in the shop's zone.",
        analytics=words.number(found.total.analytics_orders),
        rate=words.percent(found.match_rate),
        **told,
    )


def reconcile_table(found: Reconciliation, lines: Sequence[ReconcileLine], words: Words) -> Table:
    """Both counts per line and, last, their sums."""
    every = [*lines, found.total]
    told = [found.known(line) for line in every]
    columns = [Column(words.text(head), kind, tuple(line[name] for line in told)) for name, head, kind in COLUMNS]
    return Table((*_heads(every, words), *columns), found.currency)


def _heads(every: Sequence[ReconcileLine], words: Words) -> list[Column]:
    """What a line stands for: its day, its channel, or both; the last line is the whole."""
    days = Column(words.term("day"), Kind.TEXT, tuple(_day(line, words) for line in every))
    channels = Column(words.term("channel"), Kind.TEXT, tuple(_channel(line, words) for line in every))
    by_day, by_channel = (any(told) for told in ([line.day for line in every], [line.channel for line in every]))
    return [*([days] if by_day else []), *([channels] if by_channel or not by_day else [])]


def _day(line: ReconcileLine, words: Words) -> str:
    return line.day.isoformat() if line.day else words.text("all")


def _channel(line: ReconcileLine, words: Words) -> str:
    return words.term(line.channel) if line.channel else words.text("all")
