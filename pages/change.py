"""Change: why money or orders of this period differ from the period before."""

import streamlit as st

from funnel.answers.loss_question import LossDimension
from funnel.answers.result import ShopState
from funnel.errors import WrongUse
from funnel.ui import change_cards as cards
from funnel.ui.cached import change_answer
from funnel.ui.corner import show_corner
from funnel.ui.here import Here, opened, show_address
from funnel.ui.loss_filters import settle_loss_filters, show_loss_filters
from funnel.ui.notes import show_notes
from funnel.ui.states import cannot_be_asked, nothing_imported


def show(here: Here, shop: ShopState) -> None:
    """Filters, sentence, waterfall, lines, segments."""
    filters = settle_loss_filters(shop, here.store.settings.late_days, default_preset="last_week")
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        show_loss_filters(filters, shop, here.words, change=True)
        show_corner(shop, here.words)
    show_address(filters.state())
    try:
        answer = change_answer(here.store, filters.change(LossDimension.GROUP))
    except WrongUse as problem:
        cannot_be_asked(problem, here.words)
        return
    scale = cards.change_scale(filters, answer)
    cards.show_takeaway(answer, filters, scale, here.words)
    left, right = st.columns((3, 2), gap="medium")
    with left:
        cards.show_waterfall(answer, filters, scale, here.words)
    with right:
        cards.show_lines(here, filters, scale)
    cards.show_segments(here, filters, scale)
    show_notes(answer.notes, here.words)


here = opened("change")
if here.shop is None or here.shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, here.shop)
