"""Who is at the screen: a role and a name of the person's own choice, written beside every change. No account."""

import streamlit as st

from funnel.terms import Role
from funnel.ui.plain import plain
from funnel.words import Words


def who() -> str:
    """What the history writes beside a change: the name typed, else the role's code, else nothing."""
    name = " ".join(str(st.session_state.get("me_name") or "").split())
    return name or str(st.session_state.get("me_role") or "")


def show_me(words: Words) -> None:
    """The choice, folded into one button."""
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
    return (words.term(code) if words.known(code) else code) or words.text("somebody")
