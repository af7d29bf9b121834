"""Cards as files: CSV for Jira and Trello, and cards taken in from one."""

import streamlit as st

from funnel.board import board_of
from funnel.board.cards import all_cards
from funnel.board.exchange import Tool, cards_csv, read_cards, take_in
from funnel.board.records import track_records
from funnel.board.standing import standings
from funnel.errors import FunnelError, WrongUse, sentence
from funnel.ui.here import Here
from funnel.ui.kanban import title_of
from funnel.ui.me import who
from funnel.ui.plain import plain
from funnel.ui.signed_in import may_write
from funnel.words import msgid

NOT_UTF8 = msgid("The file is not in UTF-8.")
NAMES = {Tool.JIRA: "Jira", Tool.TRELLO: "Trello"}


def show_exchange(here: Here) -> None:
    """Downloads and the upload, folded into one button."""
    words = here.words
    with st.popover(words.text("Files"), icon=":material/swap_vert:", key="open-files"):
        board = board_of(here.store)
        stood = standings(all_cards(board), track_records(board))
        for tool, name in NAMES.items():
            st.download_button(
                words.text("Cards for {tool} (CSV)", tool=name),
                data=cards_csv(stood, tool, lambda one: title_of(one.card, words)).encode("utf-8-sig"),
                file_name=f"backlog_{tool}.csv",
                mime="text/csv",
                on_click="ignore",
                key=f"csv-{tool}",
                type="tertiary",
                icon=":material/download:",
            )
        if not may_write():
            return
        sent = st.file_uploader(
            words.text("Cards from a CSV of Jira, Trello or this board"), type="csv", key="cards-in"
        )
        if sent is not None and st.button(words.text("Take the cards in"), key="take-in"):
            _take_in(here, sent.getvalue())


def _take_in(here: Here, content: bytes) -> None:
    try:
        taken = take_in(board_of(here.store), read_cards(_text(content)), who())
    except FunnelError as problem:
        st.warning(plain(here.words.said(problem.args[0])))
        return
    st.toast(here.words.plural("{n} card was read", "{n} cards were read", taken))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        raise WrongUse(sentence(NOT_UTF8)) from cause
