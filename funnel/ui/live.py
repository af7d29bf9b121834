"""Keeps an open page up to date: asks every few seconds whether what it shows has changed."""

import streamlit as st

from funnel.store import Store
from funnel.ui.visitor import login_is_on, visitor_here

EVERY = "5s"


@st.fragment(run_every=EVERY)
def rerun_on_change(store: Store, shown: int, mode: str | None) -> None:
    """Run the whole page again when new numbers were published, the login ended, or light and dark were switched:
    figures carry their own colours, and Streamlit does not run a page again for that."""
    ended = login_is_on() and visitor_here() is None
    if ended or store.generation() != shown or st.context.theme.type != mode:
        st.rerun(scope="app")
