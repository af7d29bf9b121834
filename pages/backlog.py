"""Backlog: one board of cards, ordered by what they are expected to bring back per day of work."""

import streamlit as st

from funnel.ui.backlog import settle_board_filters, show_board, show_board_filters
from funnel.ui.here import Here, opened, show_address


def show(here: Here) -> None:
    """Filters, sentence, board."""
    filters = settle_board_filters()
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        show_board_filters(filters, here)
    show_address(filters.state())
    show_board(here, filters)


show(opened("backlog"))
