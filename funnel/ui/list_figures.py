"""Pictures above the tables of lists that say more as one; the table below is their twin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from funnel.answers.listing import ListAnswer
from funnel.ui.downloads import file_stem
from funnel.ui.drawing import Drawing
from funnel.ui.service_figures import deliveries_alt, deliveries_figure, hours_alt, hours_figure
from funnel.ui.staffing_figure import staffing_alt, staffing_figure
from funnel.ui.stock_figures import conflict_alt, conflict_figure, ends_alt, ends_figure, has_conflict, has_ends
from funnel.ui.theme import Paint, paint, picture
from funnel.ui.traffic_figures import (
    cohort_alt,
    cohort_figure,
    cost_alt,
    cost_figure,
    has_costs,
    has_effects,
    has_later_months,
    mix_alt,
    mix_figure,
    places_alt,
    places_figure,
)
from funnel.words import Words


@dataclass(frozen=True)
class Picture:
    """How a list is drawn, and the same in words for who cannot see it."""

    draw: Callable[[ListAnswer, Words, Paint], Drawing]
    tell: Callable[[ListAnswer, Words], str]
    can: Callable[[ListAnswer], bool] = lambda answer: bool(answer.rows)
    """Whether there is anything to draw."""


FIGURES: Final[Mapping[str, Picture]] = {
    "traffic_channels": Picture(cost_figure, cost_alt, has_costs),
    "traffic_campaigns": Picture(cost_figure, cost_alt, has_costs),
    "traffic_mix": Picture(mix_figure, mix_alt, has_effects),
    "traffic_cohorts": Picture(cohort_figure, cohort_alt, has_later_months),
    "marketplaces_side_by_side": Picture(places_figure, places_alt),
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
