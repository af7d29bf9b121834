"""Funnel: from ad click to kept order, by channel and device."""

import streamlit as st

from funnel.answers.result import ShopState
from funnel.errors import WrongUse
from funnel.ui import funnel_cards as cards
from funnel.ui.cached import funnel_answer
from funnel.ui.corner import show_corner
from funnel.ui.filters import settle_filters, show_filters
from funnel.ui.here import Here, opened, show_address
from funnel.ui.notes import show_notes
from funnel.ui.reconcile_card import show_reconciliation
from funnel.ui.segment_choice import show_segments
from funnel.ui.states import cannot_be_asked, nothing_found, nothing_imported
from funnel.ui.trend_card import settle_trend, show_trend


def show(here: Here, shop: ShopState) -> None:
    """Filters, sentence, pictures, tables, notes."""
    filters = settle_filters(shop, opened=True)
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        show_filters(filters, shop, here.words)
        show_segments(here, shop, filters.chosen)
        show_corner(shop, here.words)
    try:
        answer = funnel_answer(here.store, filters.question())
    except WrongUse as problem:
        show_address(filters.state())
        cannot_be_asked(problem, here.words)
        return
    by, measure = cards.settle_breakdown(), cards.settle_measure(answer)
    show_address(filters.state(), {"measure": measure, "by": tuple(by), "trend": settle_trend()})
    if not any(each.count for each in answer.total.steps):
        nothing_found(here.words)
        return
    cards.show_takeaway(here, filters, answer)
    left, right = st.columns((1, 1), gap="medium")
    with left:
        cards.show_bars(here, filters, answer)
    with right:
        cards.show_heat(here, filters, answer, measure)
    show_trend(here, filters, answer)
    cards.show_breakdown(here, filters, by)
    show_reconciliation(here, filters.period)
    show_notes(answer.notes, here.words)
    cards.show_reading_help(here.words)


here = opened("funnel")
if here.shop is None or here.shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, here.shop)
