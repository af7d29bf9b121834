"""Imports: drop exports, see what was understood, refused, asked and made visible; take an import back."""

import streamlit as st

from funnel.ui import imports_cards as cards
from funnel.ui.corner import show_corner
from funnel.ui.here import opened
from funnel.ui.inbox_card import show_inbox
from funnel.ui.jobs_card import show_jobs
from funnel.ui.past_imports import show_past
from funnel.ui.saved_card import show_saved

here = opened("imports")
if here.shop is not None:
    show_corner(here.shop, here.words)
with st.container(key="takeaway"):
    st.title(here.words.text("From your exports to the funnel"), anchor=False)
    st.caption(here.words.text("Every row is accounted for. An import is all or nothing and can be undone."))
cards.show_drop(here)
show_jobs(here)
show_past(here)
show_saved(here)
show_inbox(here)
cards.show_coverage(here)
