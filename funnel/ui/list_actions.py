"""What a chosen row of a list opens: the funnel filtered to it, and a card."""

import streamlit as st

from funnel.answers.listing import ListAnswer, ListRow, ListRule
from funnel.metrics import metric
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.tables import kind_of, written
from funnel.words import Words


def show_actions(here: Here, rule: ListRule, answer: ListAnswer, row: ListRow) -> None:
    """One line of buttons for the chosen row."""
    name = row.title or " · ".join(here.words.term(code) for code in row.key)
    with st.container(key=f"actions-{rule.code}", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(name)}**", width="content")
        _show_way_to_funnel(here, answer, row)
        st.download_button(
            here.words.text("Make a card"),
            data=card_of_row(rule, answer, row, here.words),
            file_name=f"card_{rule.code}.md",
            mime="text/markdown",
            on_click="ignore",
            key=f"make-card-{rule.code}",
        )


def _show_way_to_funnel(here: Here, answer: ListAnswer, row: ListRow) -> None:
    screen = st.session_state.get("_pages", {}).get("funnel")
    if screen is None or not (row.opens or row.problem) or answer.period is None:
        return
    days = {"from": answer.period.start.isoformat(), "to": answer.period.end.isoformat()}
    filters = {dimension.value: list(codes) for dimension, codes in row.opens}
    problem = {"problem": ":".join(part for part in row.problem if part)} if row.problem else {}
    st.page_link(
        screen,
        label=here.words.text("Open in the funnel"),
        icon=":material/filter_alt:",
        query_params={**days, **filters, **problem},
    )


def card_of_row(rule: ListRule, answer: ListAnswer, row: ListRow, words: Words) -> str:
    """The card as text, its figures frozen."""
    name = row.title or " · ".join(words.term(code) for code in row.key)
    figures = [
        f"- **{words.text(metric(code).name)}**: {_figure(code, place, answer, row, words)}"
        for place, code in enumerate(answer.metrics)
    ]
    period = words.period(answer.period) if answer.period else ""
    numbers = f"- **{words.text('Numbers of')}**: {words.text('generation')} {answer.generation}, {period}"
    return "\n".join([f"# {words.text(rule.name)}: {name}", "", *figures, numbers, ""])


def _figure(code: str, place: int, answer: ListAnswer, row: ListRow, words: Words) -> str:
    return written(row.values[place], kind_of(metric(code)), words, answer.currency)
