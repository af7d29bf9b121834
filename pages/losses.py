"""Losses: which group and problem loses how many orders and how much money at which step."""

import streamlit as st

from funnel.answers.loss_question import LossDimension
from funnel.answers.result import ShopState
from funnel.errors import WrongUse
from funnel.ui import loss_cards as cards
from funnel.ui.cached import losses_answer, references_offered
from funnel.ui.corner import show_corner
from funnel.ui.evidence import show_evidence
from funnel.ui.here import Here, opened, show_address
from funnel.ui.loss_filters import settle_loss_filters, show_loss_filters
from funnel.ui.notes import show_notes
from funnel.ui.segment_choice import show_segments
from funnel.ui.states import cannot_be_asked, nothing_imported


def show(here: Here, shop: ShopState) -> None:
    """Filters, sentence, groups × steps, ranked list, evidence."""
    late_days, offered = here.store.settings.late_days, references_offered(here.store)
    filters = settle_loss_filters(shop, late_days, default_preset="last_4_weeks", offered=offered)
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        show_loss_filters(filters, shop, here.words)
        show_segments(here, shop, filters.chosen)
        show_corner(shop, here.words)
    show_address(filters.state())
    try:
        answer = losses_answer(here.store, filters.losses(LossDimension.GROUP))
    except WrongUse as problem:
        cannot_be_asked(problem, here.words)
        return
    scale, lines = cards.scale_of(filters, answer), cards.listed(here, filters)
    opened_problem = cards.settle_opened(lines)
    show_address({"problem": opened_problem})
    cards.show_takeaway(answer, filters, lines, scale, here.words)
    left, right = st.columns((6, 5), gap="medium")
    with left:
        cards.show_table(here, filters, scale)
    with right:
        cards.show_list(lines, scale, opened_problem, here.words)
    line = next((one for one in lines if one.code == opened_problem), None)
    if line is not None:
        show_evidence(here, filters, answer, line, scale)
    show_notes(answer.notes, here.words)


here = opened("losses")
if here.shop is None or here.shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, here.shop)
