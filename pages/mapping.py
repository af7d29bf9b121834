"""Mapping: say what the columns of a file are that nobody knows; kept, so that the next one goes in without a click."""

import streamlit as st

from funnel.ui import mapping_cards as cards
from funnel.ui.here import Here, opened, show_address
from funnel.ui.mapping_preview import show_preview, show_save
from funnel.ui.mapping_start import show_start, subject_or_question
from funnel.ui.mapping_state import settle, state_of
from funnel.ui.mapping_subject import Subject
from funnel.ui.plain import plain


def show(here: Here, subject: Subject) -> None:
    """What it is, which column is what, what is asked once, how it will be read."""
    words = here.words
    choice = settle(here, subject)
    show_address(state_of(subject, choice))
    with st.container(key="takeaway"):
        st.title(words.text("Say what the columns of “{file}” are", file=plain(subject.glance.file_name)), anchor=False)
        st.caption(words.text("Suggested by names and values; what you decide is kept for files of this shape."))
    left, right = st.columns((5, 3), gap="medium")
    with left:
        cards.show_kind(here, subject)
        cards.show_fields(here, subject, choice)
        cards.show_words(here, subject, choice)
        preview = show_preview(here, subject, choice)
    with right:
        cards.show_asked_once(here, choice)
        cards.show_missing(here, choice)
    show_save(here, subject, choice, preview)


here = opened("mapping")
subject = subject_or_question(here)
if subject is None:
    show_start(here)
else:
    show(here, subject)
