"""Experiments: what is being tried, what it says so far, and what finished ones earned of what they promised."""

import streamlit as st

from funnel.board import board_of
from funnel.board.experiments import experiments, mini_cases
from funnel.board.records import track_records
from funnel.ui.corner import show_corner
from funnel.ui.experiment_cards import new_token, show_experiment, takeaway
from funnel.ui.experiment_setup import show_plan
from funnel.ui.here import Here, opened
from funnel.ui.mini_case_cards import show_mini_cases, show_track_record
from funnel.ui.states import nothing_imported


def show(here: Here) -> None:
    """Takeaway, running and ended experiments, the plan of a new one, mini-cases, the track record."""
    words, board = here.words, board_of(here.store)
    held, cases = experiments(board), mini_cases(board)
    running = [one for one in held if not one.ended]
    if here.shop is not None:
        show_corner(here.shop, words)
    with st.container(key="takeaway"):
        st.title(takeaway(len(held) - len(running), len(running), words), anchor=False)
        st.caption(words.text("Orders and money per visit decide; step rates and the mean order only explain."))
    for one in running:
        show_experiment(here, board, one)
    if here.shop is not None:
        show_plan(here, board, here.shop, new_token())
    show_mini_cases(here, cases)
    show_track_record(track_records(board), words)


here = opened("experiments")
if here.shop is None or here.shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here)
