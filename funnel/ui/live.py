"""Keeps an open page up to date: asks every few seconds whether what it shows has changed."""

import streamlit as st

from funnel.arrivals.jobs import importer_of
from funnel.store import Store
from funnel.ui.jobs_card import Stamp, stamp
from funnel.ui.visitor import login_is_on, visitor_here

EVERY = "5s"


@st.fragment(run_every=EVERY)
def rerun_on_change(store: Store, shown: int, mode: str | None, jobs: Stamp | None) -> None:
    """Run the whole page again when new numbers were published, the login ended, light and dark were switched (figures
    carry their own colours, and Streamlit does not run a page again for that), or when `jobs`, if shown, are others.

    One watch a page: a fragment that is due while its page is being replaced makes Streamlit lose parts of the new one.
    """
    ended = login_is_on() and visitor_here() is None
    moved = jobs is not None and stamp(importer_of(store.folder)) != jobs
    if ended or moved or store.generation() != shown or st.context.theme.type != mode:
        st.rerun(scope="app")
