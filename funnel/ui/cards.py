"""Cards: a quiet frame with a title; every block of a screen stands in one."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st


@contextmanager
def card(key: str, title: str, hint: str = "") -> Iterator[None]:
    """A framed block called `title`, with a quiet `hint` under it."""
    with st.container(border=True, key=f"card-{key}", gap="small"):
        st.header(title, anchor=False)
        if hint:
            st.caption(hint)
        yield
