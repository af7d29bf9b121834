"""What a screen says about what was just done, once the page that shows it is drawn: Streamlit drops what a run that is
begun anew had said."""

import streamlit as st

from funnel.ui.plain import plain

SAID = "_said_after"


def say_after(told: str) -> None:
    """Say `told` on top of the page as soon as it is drawn to its end."""
    st.session_state.setdefault(SAID, []).append(told)


def say_what_was_done() -> None:
    """Called at the end of a page; nothing is said twice."""
    for told in st.session_state.pop(SAID, ()):
        st.toast(plain(told))
