"""The way to the screen where a person says what the columns of a waiting file are."""

from pathlib import Path

import streamlit as st

from funnel.arrivals.waiting import Waiting
from funnel.ui.here import Here
from funnel.ui.signed_in import may_write


def link_to_mapping(here: Here, path: Path, key: str) -> None:
    """A button that opens the mapping screen on the waiting file, or on a file of the inbox, at `path`."""
    screen = st.session_state.get("_pages", {}).get("mapping")
    if screen is None or not path.exists() or not may_write():
        return
    if st.button(here.words.text("Say what its columns are"), icon=":material/conversion_path:", key=f"map-{key}"):
        waiting = Waiting(here.store.folder)
        file = waiting.at(path) or waiting.beside(path)
        st.switch_page(screen, query_params={"file": file.token})
