"""Pictures above the tables of lists that say more as one; the table below is their twin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import plotly.graph_objects as go
import streamlit as st

from funnel.answers.listing import ListAnswer
from funnel.ui.downloads import file_stem
from funnel.ui.service_figures import deliveries_alt, deliveries_figure, hours_alt, hours_figure
from funnel.ui.staffing_figure import staffing_alt, staffing_figure
from funnel.ui.stock_figures import conflict_alt, conflict_figure, ends_alt, ends_figure, has_conflict, has_ends
from funnel.ui.theme import Paint, paint, picture
from funnel.words import Words


@dataclass(frozen=True)
class Picture:
    """How a list is drawn, and the same in words for who cannot see it."""

    draw: Callable[[ListAnswer, Words, Paint], go.Figure]
    tell: Callable[[ListAnswer, Words], str]
    can: Callable[[ListAnswer], bool] = lambda answer: bool(answer.rows)
    """Whether there is anything to draw."""


FIGURES: Final[Mapping[str, Picture]] = {
    "service_reply_hours": Picture(hours_figure, hours_alt),
    "service_staffing": Picture(staffing_figure, staffing_alt),
    "service_deliveries": Picture(deliveries_figure, deliveries_alt),
    "assortment_cover": Picture(ends_figure, ends_alt, has_ends),
    "assortment_overstock": Picture(conflict_figure, conflict_alt, has_conflict),
}
"""By department and list, as in “service_staffing”."""


def show_picture(department: str, answer: ListAnswer, words: Words) -> None:
    """The picture of this list, where it has one and something to draw."""
    code = f"{department}_{answer.code}"
    drawn = FIGURES.get(code)
    if drawn is None or not drawn.can(answer):
        return
    st.plotly_chart(
        drawn.draw(answer, words, paint()),
        key=f"figure-{code}",
        alt=drawn.tell(answer, words),
        config=picture(file_stem(code, answer.period) if answer.period else code),
        theme=None,
    )
