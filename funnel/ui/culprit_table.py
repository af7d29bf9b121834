"""The culprits of one problem: a table by money with ranges, its CSV, and what the chosen row opens."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import streamlit as st

from funnel.answers.culprit_result import CulpritRow, FactorCulprits
from funnel.answers.loss_question import LossDimension
from funnel.answers.loss_result import Estimate
from funnel.metrics import metric
from funnel.terms import Dimension
from funnel.ui.cached import losses_answer
from funnel.ui.cards import card
from funnel.ui.culprit_names import culprit_name
from funnel.ui.downloads import csv_button, file_stem
from funnel.ui.evidence import frozen_loss, show_win_back
from funnel.ui.here import Here
from funnel.ui.loss_cards import Listed
from funnel.ui.loss_figures import Scale
from funnel.ui.loss_filters import LossFilters
from funnel.ui.tables import Column, Kind, Table, choose_line
from funnel.words import Words, msgid

ENDS = (("effect", msgid("lost")), ("low", msgid("from")), ("high", msgid("to")))


def show_culprits(asked: LossFilters, factor: FactorCulprits, scale: Scale, words: Words) -> CulpritRow:
    """Table and CSV; the chosen row, the first until one is chosen."""
    table = culprit_table(factor, scale, words)
    name = f"culprits-{factor.factor}-{factor.kind}"
    alt = words.text("Table: {name}.", name=f"{words.text('What is lost here')}, {words.term(factor.factor)}")
    chosen = choose_line(table, words, key=name, alt=alt)
    csv_button(table, words, file_stem(f"culprits_{factor.factor}", asked.counted), key="csv-culprits")
    return factor.rows[chosen if chosen is not None and chosen < len(factor.rows) else 0]


def culprit_table(factor: FactorCulprits, scale: Scale, words: Words) -> Table:
    """One line a culprit and, last, the whole problem; amounts at the screen's scale."""
    lines: tuple[CulpritRow | FactorCulprits, ...] = (*factor.rows, factor)
    found = [scale.estimate(line.as_loss) for line in lines]
    names = [culprit_name(row.kind, row.culprit, words, row.title, row.together) for row in factor.rows]
    shares = [row.share for row in factor.rows]
    columns = [Column(words.term(factor.kind), Kind.TEXT, (*names, words.text("all")))]
    if factor.visits is not None:
        columns.append(_measured("visits_met", Kind.COUNT, [line.visits for line in lines], words))
    lost = words.text(metric("laid_loss").definition)
    columns += [
        Column(scale.head(words.text(head), words), scale.kind, tuple(_shown(one, end, scale) for one in found), lost)
        for end, head in ENDS
    ]
    columns.append(_measured("laid_share", Kind.SHARE, [*shares, 1.0 if any(shares) else None], words))
    return Table(tuple(columns), scale.currency)


def _measured(name: str, kind: Kind, values: Sequence[int | float | None], words: Words) -> Column:
    about = metric(name)
    return Column(words.text(about.name), kind, tuple(values), words.text(about.definition))


def _shown(found: Estimate | None, end: str, scale: Scale) -> Decimal | None:
    return scale.shown(getattr(found, end)) if found else None


def show_actions(here: Here, asked: LossFilters, row: CulpritRow, scale: Scale) -> None:
    """Card of one culprit: the way to the funnel, what winning back is worth, the card to make."""
    words = here.words
    name = culprit_name(row.kind, row.culprit, words, row.title, row.together)
    with card("culprit", f"{words.term(row.factor)} · {name}"):
        _way_to_funnel(asked, row, words)
        losses = losses_answer(here.store, asked.losses(LossDimension.GROUP, LossDimension.FACTOR))
        line = Listed(row.as_loss, row.group.value, row.factor, ())
        show_win_back(here, replace(frozen_loss(asked, losses, line), culprit=name), line, scale)


def _way_to_funnel(asked: LossFilters, row: CulpritRow, words: Words) -> None:
    screen = st.session_state.get("_pages", {}).get("funnel")
    if screen is not None:
        st.page_link(
            screen,
            label=words.text("Open in the funnel"),
            icon=":material/filter_alt:",
            query_params=dict(funnel_address(asked, row)),
        )


def funnel_address(asked: LossFilters, row: CulpritRow) -> dict[str, str | list[str]]:
    """The address of the Funnel screen that shows the visits of this row."""
    told: dict[str, str | list[str]] = {
        "from": asked.counted.start.isoformat(),
        "to": asked.counted.end.isoformat(),
    }
    told |= {str(dimension): list(codes) for dimension, codes in asked.chosen.items() if codes}
    if row.met is not None:
        told["problem"] = row.met.word
    elif row.is_named:
        told[str(Dimension.CAMPAIGN)] = row.culprit
    return told
