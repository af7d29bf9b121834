"""Keeps an open page up to date: asks every few seconds whether what it shows has changed."""

from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from funnel.store import Store
from funnel.ui.address import address_again
from funnel.ui.visitor import login_is_on, visitor_here

EVERY = "5s"
WATCHED = "_watched"


def watch(name: str, look: Callable[[], object], shown: object) -> None:
    """Draw the page again once `look` answers something else than `shown`; the last call with a `name` counts."""
    st.session_state.setdefault(WATCHED, {})[name] = (look, shown)


def watch_nothing() -> None:
    """Forget what the page before watched; called when a page is drawn from its beginning."""
    st.session_state[WATCHED] = {}


def _asked_from(screen: str) -> str:
    """The screen the browser stood on when it asked; `screen` where it does not say."""
    if not st.context.url:
        return screen
    pages = st.session_state["_pages"]
    last = urlsplit(st.context.url).path.rstrip("/").rpartition("/")[2]
    return last if last in pages else next(name for name, page in pages.items() if not page.url_path)


def _draw_anew(screen: str) -> None:
    """Open `screen` again: the browser asked from the page before, and has emptied the new one for the answer."""
    st.switch_page(st.session_state["_pages"][screen], query_params=address_again())


@st.fragment(run_every=EVERY)
def rerun_on_change(store: Store, shown: int, mode: str | None, screen: str) -> None:
    """Run the whole page again when new numbers were published, the login ended, light and dark were switched (figures
    carry their own colours, and Streamlit does not run a page again for that), or when something it watches is other.

    One watch a page: a fragment that is due while its page is being replaced makes Streamlit lose parts of the new one.
    """
    if _asked_from(screen) != screen:
        _draw_anew(screen)
    ended = login_is_on() and visitor_here() is None
    moved = any(look() != held for look, held in st.session_state.get(WATCHED, {}).values())
    if ended or moved or store.generation() != shown or st.context.theme.type != mode:
        st.rerun(scope="app")
