"""The form of a card: the team's words, effort, owner, dates. Saved as a whole, on the reading it was filled from."""

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from funnel.board.card import Card
from funnel.board.cards import change_card
from funnel.factors import LOSS_STEPS
from funnel.terms import Group, Role
from funnel.ui.card_page import carried_out
from funnel.ui.cards import card as framed
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.signed_in import may_write
from funnel.words import Words

LINE, TEXT = 300, 4000


def show_form(here: Here, read: Card) -> None:
    """Every field the team writes; nothing is kept before Save."""
    words = here.words
    with (
        framed("card-form", words.text("The card")),
        st.form(f"card-{read.number}-{read.revision}", border=False),
    ):
        said = _title(read, words) | _hypothesis(read, words) | _work(read, words)
        if st.form_submit_button(words.text("Save"), type="primary", disabled=not may_write()):
            carried_out(lambda board: change_card(board, (read.number, read.revision), said, who()), here)


def _title(read: Card, words: Words) -> dict[str, Any]:
    return {
        "title": st.text_input(
            words.text("Title"),
            read.title,
            max_chars=LINE,
            placeholder=words.term(read.factor),
            disabled=not may_write(),
        )
    }


def _hypothesis(read: Card, words: Words) -> dict[str, Any]:
    st.caption(words.text("The hypothesis, in your own words"))
    left, right = st.columns(2)
    shape: dict[str, Any] = {"max_chars": TEXT, "height": 68, "disabled": not may_write()}
    with left:
        change = st.text_area(words.text("We believe (what we change)"), read.we_believe, **shape)
        outcome = st.text_area(words.text("will (what we expect)"), read.outcome, **shape)
        indicators = st.text_area(words.text("Indicators"), read.indicators, **shape)
    with right:
        whom = st.text_area(words.text("for (whom)"), read.for_whom, **shape)
        reason = st.text_area(words.text("because (why we think so)"), read.because, **shape)
        how = st.text_area(words.text("How it is measured"), read.measured_how, **shape)
    return {
        "we_believe": change,
        "for_whom": whom,
        "outcome": outcome,
        "because": reason,
        "indicators": indicators,
        "measured_how": how,
    }


def _work(read: Card, words: Words) -> dict[str, Any]:
    first, second, third = st.columns(3)
    fixed = not may_write()
    with first:
        group = _one_of(words.text("Group"), tuple(Group), read.group, words)
        step = _one_of(words.text("Step"), LOSS_STEPS, read.step, words)
        share = st.slider(
            words.text("Share to win back"), 0, 100, read.win_back_percent, step=5, format="%d %%", disabled=fixed
        )
    with second:
        role = _one_of(words.text("Owner’s role"), tuple(Role), read.owner_role, words)
        name = st.text_input(words.text("Owner’s name"), read.owner_name, max_chars=60, disabled=fixed)
        effort = st.number_input(
            words.text("Effort, person-days"),
            min_value=0.0,
            max_value=10_000.0,
            value=float(read.effort_days) if read.effort_days is not None else None,
            step=0.5,
            format="%.1f",
            disabled=fixed,
        )
    with third:
        starts = st.date_input(words.text("Start"), read.starts, format=words.typed_day, disabled=fixed)
        due = st.date_input(words.text("Due"), read.due, format=words.typed_day, disabled=fixed)
    return {
        "group_code": group,
        "step": step,
        "win_back_percent": int(share),
        "owner_role": role,
        "owner_name": name,
        "effort_days": Decimal(str(effort)) if effort else None,
        "starts": starts if isinstance(starts, date) else None,
        "due": due if isinstance(due, date) else None,
    }


def _one_of(label: str, codes: tuple[str, ...], now: str, words: Words) -> str:
    known = [str(code) for code in codes]
    place = known.index(now) if now in known else None
    chosen = st.selectbox(label, known, index=place, format_func=words.term, placeholder="—", disabled=not may_write())
    return str(chosen or "")
