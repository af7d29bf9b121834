"""Keeps an open page up to date: asks every few seconds whether what it shows has changed."""

import streamlit as st

from funnel.store import Store

EVERY = "5s"


@st.fragment(run_every=EVERY)
def rerun_on_change(store: Store, shown: int, mode: str | None) -> None:
    """Run the whole page again when new numbers were published, or when light and dark were switched: figures carry
    their own colours, and Streamlit does not run a page again for that."""
    if store.generation() != shown or st.context.theme.type != mode:
        st.rerun(scope="app")
