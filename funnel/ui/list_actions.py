"""What a chosen row of a list opens: the funnel filtered to it, and a card."""

from decimal import Decimal

import streamlit as st

from funnel.answers.laid_losses import IN_ORDERS
from funnel.answers.listing import ListAnswer, ListRow, ListRule
from funnel.board.card import Evidence
from funnel.maths.priority import Spread
from funnel.metrics import metric
from funnel.periods import Period
from funnel.terms import OTHER, Group
from funnel.ui.here import Here
from funnel.ui.make_card import make_card_button
from funnel.ui.plain import plain
from funnel.words import Words
from funnel.words.labels import DIMENSIONS


def show_actions(here: Here, department: str, rule: ListRule, answer: ListAnswer, row: ListRow) -> None:
    """One line of buttons for the chosen row."""
    name = row.title or " · ".join(here.words.term(code) for code in row.key)
    with st.container(key=f"actions-{rule.code}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(name)}**", width="content")
        _show_way_to_funnel(here, answer, row)
        if answer.period is not None:
            title = f"{here.words.text(rule.name)}: {name}"
            make_card_button(here, frozen_row(department, rule, answer, row, answer.period), title=title)


def _show_way_to_funnel(here: Here, answer: ListAnswer, row: ListRow) -> None:
    screen = st.session_state.get("_pages", {}).get("funnel")
    if screen is None or answer.period is None:
        return
    if not (row.opens or row.problem):
        st.caption(plain(closed(answer, row, here.words)))
        return
    days = {"from": answer.period.start.isoformat(), "to": answer.period.end.isoformat()}
    filters = {dimension.value: list(codes) for dimension, codes in row.opens}
    problem = {"problem": ":".join(part for part in row.problem if part)} if row.problem else {}
    st.page_link(
        screen,
        label=here.words.text("Open in the funnel"),
        icon=":material/filter_alt:",
        query_params={**days, **filters, **problem},
    )


def key_name(code: str, words: Words) -> str:
    """Heading of a key column: a channel may have the same code."""
    return words.text(DIMENSIONS[code]) if code in DIMENSIONS else words.term(code)


def closed(answer: ListAnswer, row: ListRow, words: Words) -> str:
    """Why a row opens nothing."""
    if OTHER in row.key:
        return words.text("Several rows stand together here: the funnel cannot be filtered to them.")
    what = ", ".join(key_name(name, words) for name in answer.keys)
    return words.text("The funnel cannot be filtered by: {what}.", what=what)


def frozen_row(department: str, rule: ListRule, answer: ListAnswer, row: ListRow, period: Period) -> Evidence:
    """The row as it stands, for a card; its loss is the first amount with a range, none where nothing is estimated."""
    return Evidence(
        screen=department,
        group=department if department in tuple(Group) else "",
        factor=row.problem[0] if row.problem else "",
        culprit=" · ".join((rule.code, row.title or "", *row.key)),
        start=period.start,
        end=period.end,
        money=_lost(answer, row),
        orders=_orders_lost(answer, row),
        currency=answer.currency,
        zone=answer.zone,
        unit="",
        generation=answer.generation,
        segment=tuple((str(dimension), codes) for dimension, codes in row.opens),
        files=answer.feeds,
        figures=tuple(
            (code, "" if value is None else str(value)) for code, value in zip(answer.metrics, row.values, strict=True)
        ),
        address=(
            ("from", (period.start.isoformat(),)),
            ("to", (period.end.isoformat(),)),
            ("list", (rule.code,)),
        ),
    )


def _lost(answer: ListAnswer, row: ListRow) -> Spread:
    for code, value, ends in zip(answer.metrics, row.values, row.ranges, strict=False):
        if ends is not None and isinstance(value, Decimal) and metric(code).unit == "money":
            return Spread(ends[0], value, ends[1])
    return Spread()


def _orders_lost(answer: ListAnswer, row: ListRow) -> Spread:
    for code, value, ends in zip(answer.metrics, row.values, row.ranges, strict=False):
        if ends is not None and code == IN_ORDERS and value is not None:
            return Spread(ends[0], Decimal(repr(value)), ends[1])
    return Spread()
