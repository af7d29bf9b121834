"""What a screen shows when it has no numbers: nothing imported, nothing found, an error in plain words."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from funnel.errors import FunnelError, WrongUse
from funnel.store import Store
from funnel.ui.plain import plain
from funnel.upkeep.health import trouble_of
from funnel.words import Words

LOG = logging.getLogger("funnel")


@contextmanager
def calmly(words: Words) -> Iterator[None]:
    """Show whatever goes wrong inside as one sentence; the trace goes to the server's log only."""
    try:
        yield
    except FunnelError as problem:
        st.warning(plain(words.said(problem.told)))
    except Exception:
        LOG.exception("A screen could not be shown")
        st.error(words.text("This screen could not be shown. Nothing was changed; the server's log holds the cause."))


def trouble_known(store: Store, words: Words) -> None:
    """What was found wrong with the store since the server started, over every screen."""
    told = trouble_of(store.folder)
    if told:
        st.warning(plain(words.said(told)))


def nothing_imported(words: Words) -> None:
    """The whole screen while the store is empty: what to do, and a way there."""
    with st.container(border=True, key="card-empty"):
        st.header(words.text("Nothing to show yet"), anchor=False)
        st.write(
            words.text(
                "Drop the exports you already have: traffic, orders, support, stock. "
                "The funnel appears as soon as one traffic export is read."
            )
        )
        if st.button(words.text("Go to Imports"), type="primary"):
            st.switch_page(st.session_state["_pages"]["imports"])


def cannot_be_asked(problem: WrongUse, words: Words, place: str = "screen") -> None:
    """In place of the numbers when this question has no answer in what is held: why, and what would help."""
    with st.container(border=True, key=f"card-cannot-{place}"):
        st.header(words.text("This cannot be told from what is held"), anchor=False)
        st.write(plain(words.said(problem.args[0])))


def nothing_found(words: Words) -> None:
    """In place of the numbers when filters leave no visit."""
    with st.container(border=True, key="card-nothing"):
        st.header(words.text("No visits match these filters"), anchor=False)
        st.write(words.text("Choose a longer period, or show all channels and devices."))
