"""A figure and, folded under it, the same figures as a table: for who cannot see it, and for who wants to copy one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st
from plotly.basedatatypes import BaseFigure

from funnel.ui.drawing import Drawing
from funnel.ui.tables import Table, show_table
from funnel.ui.theme import picture
from funnel.words import Words


@dataclass(frozen=True)
class Twin:
    """What stands for a figure: `alt`, one sentence, and `table`, made only when it is opened."""

    alt: str
    table: Callable[[], Table]


def show_figure(
    figure: BaseFigure,
    twin: Twin,
    words: Words,
    *,
    key: str,
    stem: str,
    on_select: Callable[[], Any] | Literal["ignore"] = "ignore",
) -> None:
    """The figure, downloaded as `stem`; a click on a point of it is told to `on_select`."""
    if on_select != "ignore" and isinstance(figure, Drawing):
        figure.choosable()
    st.plotly_chart(
        figure,
        theme=None,
        key=key,
        on_select=on_select,
        selection_mode="points",
        config=picture(stem),
        alt=twin.alt,
    )
    fold = st.expander(words.text("The same as a table"), type="compact", key=f"twin-{key}", on_change="rerun")
    if fold.open:
        with fold:
            show_table(twin.table(), words, key=f"table-of-{key}", alt=words.text("Table: {name}.", name=twin.alt))
