"""Card: one card of the board, opened by its number in the address."""

import streamlit as st

from funnel.board import board_of
from funnel.board.cards import card_of
from funnel.ui import address
from funnel.ui.card_form import show_form
from funnel.ui.card_page import as_read, show_evidence_of, show_head, show_talk
from funnel.ui.card_test import show_days_needed
from funnel.ui.here import Here, opened, show_address

MOST = 2_000_000_000


def show(here: Here) -> None:
    """Head, form, evidence, talk."""
    number = address.number_of("card", 0, 0, MOST)
    show_address({"card": str(number)})
    board = board_of(here.store)
    now = card_of(board, number)
    read = as_read(now)
    show_head(here, read, now)
    left, right = st.columns((3, 2), gap="medium")
    with left:
        show_form(here, read)
    with right:
        show_evidence_of(here, board, now)
        show_days_needed(here, board, now)
        show_talk(here, board, now)


show(opened("card"))
