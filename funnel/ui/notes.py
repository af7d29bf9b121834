"""Notes under a screen: what the reader must know beside the numbers."""

from collections.abc import Sequence

import streamlit as st

from funnel.answers.result import Note
from funnel.ui.plain import plain
from funnel.words import Words


def show_notes(notes: Sequence[Note], words: Words, *, key: str = "notes") -> None:
    """One line a note, most important first; nothing when there is none. `key` differs where a screen shows several."""
    if not notes:
        return
    with st.container(key=key):
        st.caption(words.text("To know:"))
        for note in notes:
            st.caption("• " + words.note(note.code, tuple((name, _shown(value, words)) for name, value in note.values)))


def _shown(value: str, words: Words) -> str:
    return value if words.known(value) or value.replace("-", "").isdigit() else plain(value)
