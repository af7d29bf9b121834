"""Keeps an open page up to date: asks every few seconds whether new numbers were published."""

import streamlit as st

from funnel.store import Store

EVERY = "5s"


@st.fragment(run_every=EVERY)
def rerun_on_new_generation(store: Store, shown: int) -> None:
    """Run the whole page again when the published generation is no longer the one shown."""
    if store.generation() != shown:
        st.rerun(scope="app")
