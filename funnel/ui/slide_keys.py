"""Slides turned with the arrow keys or two buttons; which one is open stands in the address."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from funnel.report.slide import Slide
from funnel.ui import address
from funnel.ui.drop_zone import SHELL
from funnel.words import Words

_keys: Final = st.components.v2.component(
    "funnel_slide_keys",
    html='<span hidden aria-hidden="true"></span>',
    js=(SHELL / "keys.js").read_text(encoding="utf-8"),
)


def settle_slide(slides: Sequence[Slide]) -> Slide:
    """The open slide: turned to, told by the address, else the first."""
    codes = [slide.code for slide in slides]
    step = int(st.session_state.pop("_slide_step", 0))
    code = address.one_of("slide", codes, codes[0])
    place = min(max(codes.index(code) + step, 0), len(codes) - 1)
    st.session_state["slide"] = codes[place]
    return slides[place]


def show_turning(slides: Sequence[Slide], opened: Slide, words: Words) -> None:
    """Two buttons, the place, and the keys."""
    place = [slide.code for slide in slides].index(opened.code)
    with st.container(key="turning", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "←", key="slide-back", help=words.text("Slide before"), disabled=place == 0, on_click=_turn, args=(-1,)
        )
        st.markdown(f"{place + 1} / {len(slides)}", width="content")
        st.button(
            "→",
            key="slide-on",
            help=words.text("Next slide"),
            disabled=place == len(slides) - 1,
            on_click=_turn,
            args=(1,),
        )
        st.caption(words.text("Arrow keys turn the slides."), width="content")
        turned = _keys(key="slide-keys", on_turned_change=lambda: None)
    if turned.turned:
        _turn(int(turned.turned))
        st.rerun()


def _turn(step: int) -> None:
    st.session_state["_slide_step"] = step
