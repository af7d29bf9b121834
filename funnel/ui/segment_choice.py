"""Segments the team saved under a name: choose one to set the filters, or keep the present filters."""

from collections.abc import Callable, Mapping

import streamlit as st

from funnel.answers.result import ShopState
from funnel.board import board_of
from funnel.board.segments import SavedSegment, keep_segment, remove_segment, saved_segments
from funnel.board.where import Where
from funnel.errors import FunnelError
from funnel.terms import Dimension
from funnel.ui.filters import FILTERED
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.plain import label, plain
from funnel.ui.signed_in import may_write

REFUSED = "_segment_refused"


def show_segments(here: Here, shop: ShopState, chosen: Mapping[Dimension, tuple[str, ...]]) -> None:
    """The saved segments behind one button; its label names the one that is set."""
    words = here.words
    held = saved_segments(board_of(here.store))
    present: Where = tuple(sorted((str(one), tuple(sorted(chosen[one]))) for one in FILTERED if chosen.get(one)))
    named = next((one.name for one in held if one.where == present), None)
    with st.popover(plain(named) if named else words.text("Saved segments"), icon=":material/bookmark:"):
        refused = st.session_state.pop(REFUSED, None)
        if refused:
            st.warning(plain(words.said(refused)))
        if not held:
            st.caption(words.text("None yet. Choose channels or devices, then keep them under a name."))
        for one in held:
            _show_segment(here, shop, one)
        if present and named is None and may_write():
            _keep_form(here, present)


def _show_segment(here: Here, shop: ShopState, one: SavedSegment) -> None:
    """A button that sets its filters; it cannot be pressed where the shop holds none of a value it names."""
    words = here.words
    known = all(code in shop.values.get(Dimension(name), ()) for name, codes in one.where for code in codes)
    told = " · ".join(label(words, code) for _, codes in one.where for code in codes)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            plain(one.name),
            key=f"segment-{one.number}",
            help=told if known else words.text("The shop holds no visits of: {what}", what=told),
            disabled=not known,
            on_click=_choose,
            args=(one.where,),
            width="stretch",
        )
        if may_write() and st.button(
            words.text("Take it away"), key=f"take-segment-{one.number}-{one.revision}", type="tertiary"
        ):
            _carried_out(lambda: remove_segment(board_of(here.store), one, who()))


def _choose(where: Where) -> None:
    named = dict(where)
    for dimension in FILTERED:
        st.session_state[str(dimension)] = list(named.get(str(dimension), ()))


def _keep_form(here: Here, present: Where) -> None:
    words = here.words
    with st.form("keep-segment", border=False, clear_on_submit=True):
        name = st.text_input(words.text("Keep these filters as"), max_chars=60)
        if st.form_submit_button(words.text("Save")):
            _carried_out(lambda: keep_segment(board_of(here.store), SavedSegment(name, present), who()))


def _carried_out(change: Callable[[], None]) -> None:
    try:
        change()
    except FunnelError as problem:
        st.session_state[REFUSED] = problem.args[0]
    st.rerun()
