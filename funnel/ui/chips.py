"""Filters of the funnel that a row of another screen sets: they stand as chips, and a click takes one off."""

import streamlit as st

from funnel.answers.met_problem import MetProblem, problem_from_word
from funnel.errors import WrongUse
from funnel.terms import Dimension
from funnel.ui import address
from funnel.ui.culprit_names import culprit_name
from funnel.ui.plain import label, plain
from funnel.words import Words

TOLD = (Dimension.CATEGORY, Dimension.VISITOR, Dimension.CAMPAIGN, Dimension.SOURCE)
MET = "_met_problem"
"""Session key: another screen keeps the problem it has opened under the name the address uses."""


def settle_told() -> MetProblem | None:
    """Take over what the address says; a whole address leaves out what is not filtered by any more."""
    if address.tells_all():
        for name in ("problem", *map(str, TOLD)):
            address.leave_out(name)
    said = address.told("problem")
    if said is not None:
        st.session_state[MET] = _problem(said[-1]) if said else None
    problem: MetProblem | None = st.session_state.get(MET)
    return problem


def _problem(word: str) -> MetProblem | None:
    try:
        return problem_from_word(word)
    except WrongUse:  # a bad address falls back
        return None


def show_chips(problem: MetProblem | None, chosen: dict[Dimension, tuple[str, ...]], words: Words) -> None:
    """One button a filter."""
    if problem is not None:
        _chip(problem_told(problem, words), "problem")
    for dimension in TOLD:
        if chosen.get(dimension):
            codes = ", ".join(label(words, code) for code in chosen[dimension])
            _chip(f"{words.term(dimension)}: {codes}", str(dimension))


def problem_told(problem: MetProblem, words: Words) -> str:
    """The problem, and what it is laid to, for Markdown places."""
    name = words.term(problem.factor)
    if problem.culprit is None:
        return name
    return f"{name} · {words.term(problem.laid_to)}: {plain(culprit_name(problem.laid_to, problem.culprit, words))}"


def _chip(told: str, name: str) -> None:
    st.button(told, key=f"chip-{name}", icon=":material/close:", on_click=_take_off, args=(name,))


def _take_off(name: str) -> None:
    if name == "problem":
        st.session_state[MET] = None
    else:
        st.session_state[name] = []
