"""What a screen is handed: the store, the words, the state of the shop. Only the router can open a screen."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from funnel.answers.result import ShopState
from funnel.store import Store
from funnel.words import Words

OPENED = "_here"
STATE = "_screen_state"


@dataclass(frozen=True)
class Here:
    """Where the reader is."""

    store: Store
    words: Words
    shop: ShopState | None
    """None while nothing is published."""
    page: str


def open_screen(here: Here) -> None:
    """Hand `here` to the screen about to run."""
    st.session_state[OPENED] = here


def opened(page: str) -> Here:
    """What the router handed over; stops a screen that was run without the router or under another name."""
    here = st.session_state.pop(OPENED, None)
    if not isinstance(here, Here) or here.page != page:
        st.stop()
    return here


def is_sample_shop(here: Here) -> bool:
    """Whether the reader looks at the invented shop."""
    return here.shop is not None and here.shop.is_sample


def show_address(*states: Mapping[str, str | tuple[str, ...]]) -> None:
    """Tell the router what the address must hold for this screen."""
    for state in states:
        st.session_state[STATE].update(state)
