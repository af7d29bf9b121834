"""Who is at the screen: a role and a name of the person's own choice, written beside every change."""

import streamlit as st

from funnel.terms import Role
from funnel.ui.plain import plain
from funnel.ui.signed_in import may_write, own_key
from funnel.words import Words

KEY_SIGN = "#"
SHOWN = 6
"""Digits of the key the history keeps: enough to tell colleagues apart."""


def who() -> str:
    """What the history writes beside a change: the name typed, else the role's code, else nothing.

    With a login the key of the account stands behind it: a name can be typed by anybody.
    """
    name = " ".join(str(st.session_state.get("me_name") or "").replace(KEY_SIGN, " ").split())
    told, key = name or str(st.session_state.get("me_role") or ""), own_key()
    return f"{told}{KEY_SIGN}{key[:SHOWN]}" if key else told


def show_me(words: Words) -> None:
    """The choice, folded into one button; nothing for who changes nothing."""
    if not may_write():
        return
    told = str(st.session_state.get("me_name") or "").strip()
    role = st.session_state.get("me_role")
    shown = plain(told) or (words.term(role) if role else words.text("Who are you?"))
    with st.popover(shown, icon=":material/person:", key="open-me"):
        st.selectbox(
            words.text("Your role"),
            tuple(Role),
            index=None,
            format_func=words.term,
            placeholder=words.text("not stated"),
            key="me_role",
            persist_state="session",
        )
        st.text_input(words.text("Your name"), key="me_name", max_chars=60, persist_state="session")
        st.caption(words.text("Written beside your changes on the board, and nowhere else."))


def person(code: str, words: Words) -> str:
    """How a change names who made it: a role in the reader's language, a name as it was typed."""
    told, _, key = code.partition(KEY_SIGN)
    named = (words.term(told) if words.known(told) else told) or words.text("somebody")
    return f"{named} ({key})" if key else named
