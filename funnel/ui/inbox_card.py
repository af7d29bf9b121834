"""The inbox folder on the Imports screen: where it is, what lies there, what became of what was read."""

import streamlit as st

from funnel.arrivals.inbox import Inbox, PutAway
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.words import Words


def show_inbox(here: Here) -> None:
    """Card of the inbox."""
    words, inbox, seconds = here.words, Inbox(here.store), here.store.settings.inbox_seconds
    lately = inbox.put_away_lately()
    with card("inbox", words.text("Inbox folder"), _hint(seconds, words)):
        st.code(str(inbox.folder), language=None, wrap_lines=True)
        waiting = inbox.files()
        if waiting:
            names = ", ".join(path.name for path in waiting[:10])
            st.caption(words.text("Waiting there:") + " " + plain(names))
        if lately:
            table = put_away_table(lately, words)
            show_table(table, words, key="inbox-lately", alt=words.text("Files of the inbox, the latest first."))


def _hint(seconds: int, words: Words) -> str:
    if not seconds:
        return words.text("Not watched: the setting “inbox_seconds” is 0.")
    return words.text(
        "Files laid here are imported as soon as they stop growing, then moved to “done” or “refused”. "
        "Give an export job or a scheduled download this folder."
    )


def put_away_table(lately: tuple[PutAway, ...], words: Words) -> Table:
    """One line a file: the day, its name, what became of it, why it was refused."""
    return Table(
        (
            Column(words.text("file"), Kind.TEXT, tuple(each.path.name for each in lately)),
            Column(words.text("read on"), Kind.TEXT, tuple(each.day for each in lately)),
            Column(
                words.text("result"),
                Kind.TEXT,
                tuple(words.text("refused") if each.refused else words.text("imported") for each in lately),
            ),
            Column(words.text("reason"), Kind.TEXT, tuple(each.why for each in lately)),
        )
    )
