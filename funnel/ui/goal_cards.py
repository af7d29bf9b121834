"""Small forms of the Team screen: targets of the rate of payment, and what happened in the shop on which days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

import streamlit as st

from funnel.answers.result import ShopState
from funnel.board import Board, board_of
from funnel.board.annotations import Annotation, Happening, annotations_between, keep_annotation, remove_annotation
from funnel.board.targets import Target, remove_target, set_target, targets
from funnel.board.where import Where
from funnel.errors import FunnelError
from funnel.terms import Dimension
from funnel.ui.backlog import today
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.plain import label, plain
from funnel.ui.trend_marks import METRIC
from funnel.words import Words

REFUSED = "_goal_refused"
READ = "_goals_read"
MOST_SHOWN = 12
Kept = TypeVar("Kept", Target, Annotation)
SET_FOR = (Dimension.CHANNEL, Dimension.DEVICE)


def show_targets(here: Here, shop: ShopState) -> None:
    """Card of targets: those set, and a form for a new one."""
    words = here.words
    hint = words.text("A dotted line on the trend of the Funnel, wherever its filters are exactly these.")
    with card("targets", words.text("Targets: visits that end in a payment"), hint):
        _told_if_refused("target", words)
        held = [one for one in targets(board_of(here.store)) if one.metric == METRIC]
        for one in held:
            key = f"target-{one.number}-{one.revision}"
            _row(_target_told(one, words), key, _taker(remove_target, one), partial(_edit_target, here, one), here)
        if not held:
            st.caption(words.text("No target yet."))
        _target_form(here, shop)


def _target_told(one: Target, words: Words) -> str:
    where = " · ".join(label(words, code) for _, codes in one.where for code in codes)
    share = words.percent(one.value, 2)
    since = words.text("from {day} on", day=words.day(one.valid_from, year=True))
    return f"**{plain(share)}** · {where or words.text('all visits')} · {plain(since)}"


def _target_form(here: Here, shop: ShopState) -> None:
    words = here.words
    with st.form("new-target", border=False, clear_on_submit=True):
        value, since, channel, device = st.columns(4, vertical_alignment="bottom")
        share = value.number_input(words.text("Share, %"), 0.0, 100.0, value=None, step=0.1, format="%.2f")
        day = since.date_input(words.text("Valid from"), today(here))
        chosen: Where = ()
        for place, dimension in zip((channel, device), SET_FOR, strict=True):
            with place:
                code = _value_choice(dimension, shop, words)
            chosen += ((str(dimension), (code,)),) if code else ()
        if st.form_submit_button(words.text("Set the target")) and share is not None and isinstance(day, date):
            target = Target(METRIC, chosen, share / 100, day)
            _carried_out(lambda board: set_target(board, target, who()), "target", here)


def _value_choice(dimension: Dimension, shop: ShopState, words: Words) -> str:
    every = {Dimension.CHANNEL: words.text("All channels"), Dimension.DEVICE: words.text("All devices")}[dimension]
    chosen = st.selectbox(
        words.term(dimension),
        shop.values.get(dimension, ()),
        index=None,
        format_func=lambda code: label(words, code),
        placeholder=every,
    )
    return str(chosen or "")


def show_annotations(here: Here) -> None:
    """Card of what happened: the newest, and a form for another."""
    words = here.words
    hint = words.text("A thin line on the trend of the Funnel, at the week it began in.")
    with card("annotations", words.text("What happened in the shop"), hint):
        _told_if_refused("annotation", words)
        held = annotations_between(board_of(here.store), date.min, date.max)
        for one in reversed(held[-MOST_SHOWN:]):
            told = f"{plain(_days(one, words))} · {words.term(one.kind)}: {plain(one.text)}"
            key = f"annotation-{one.number}-{one.revision}"
            _row(told, key, _taker(remove_annotation, one), partial(_edit_annotation, here, one), here)
        if not held:
            st.caption(words.text("Nothing written yet: a release, a promotion, a holiday, an outage."))
        _annotation_form(here)


def _days(one: Annotation, words: Words) -> str:
    first, last = words.day(one.day, year=True), words.day(one.till, year=True)
    return first if one.day == one.till else f"{first} – {last}"


def _annotation_form(here: Here) -> None:
    words = here.words
    with st.form("new-annotation", border=False, clear_on_submit=True):
        first, last, what, said = st.columns((3, 3, 3, 4), vertical_alignment="bottom")
        day = first.date_input(words.text("First day"), today(here))
        till = last.date_input(words.text("Last day"), None)
        kind = what.selectbox(words.text("Kind"), tuple(map(str, Happening)), format_func=words.term)
        text = said.text_input(words.text("What happened"), max_chars=80)
        if st.form_submit_button(words.text("Write it on the trend")) and isinstance(day, date):
            end = till if isinstance(till, date) else day
            written = Annotation(day, end, Happening(kind), text)
            _carried_out(lambda board: keep_annotation(board, written, who()), "annotation", here)


def _taker(remove: Callable[[Board, Kept, str], None], one: Kept) -> Callable[[Board], None]:
    return lambda board: remove(board, one, who())


def _as_read(one: Kept) -> Kept:
    """As this reader first saw it: a change made on it is refused when somebody was faster."""
    read: dict[tuple[str, int], Kept] = st.session_state.setdefault(READ, {})
    return read.setdefault((type(one).__name__, one.number), one)


def _edit_target(here: Here, now: Target) -> None:
    words, read = here.words, _as_read(now)
    with st.form(f"edit-target-{read.number}-{read.revision}", border=False):
        share = st.number_input(words.text("Share, %"), 0.0, 100.0, round(read.value * 100, 6), step=0.1, format="%.2f")
        day = st.date_input(words.text("Valid from"), read.valid_from)
        if st.form_submit_button(words.text("Save")) and isinstance(day, date):
            changed = replace(read, value=share / 100, valid_from=day)
            _carried_out(lambda board: set_target(board, changed, who()), "target", here)


def _edit_annotation(here: Here, now: Annotation) -> None:
    words, read = here.words, _as_read(now)
    with st.form(f"edit-annotation-{read.number}-{read.revision}", border=False):
        day = st.date_input(words.text("First day"), read.day)
        till = st.date_input(words.text("Last day"), read.till)
        text = st.text_input(words.text("What happened"), read.text, max_chars=80)
        if st.form_submit_button(words.text("Save")) and isinstance(day, date) and isinstance(till, date):
            changed = replace(read, day=day, till=till, text=text)
            _carried_out(lambda board: keep_annotation(board, changed, who()), "annotation", here)


def _row(told: str, key: str, take: Callable[[Board], None], edit: Callable[[], None], here: Here) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(told, width="stretch")
        with st.popover(here.words.text("Edit"), key=f"edit-{key}", type="tertiary"):
            edit()
        if st.button(here.words.text("Take it away"), key=f"take-{key}", type="tertiary"):
            _carried_out(take, key.partition("-")[0], here)


def _carried_out(change: Callable[[Board], None], card_of: str, here: Here) -> None:
    try:
        change(board_of(here.store))
    except FunnelError as problem:
        st.session_state[f"{REFUSED}-{card_of}"] = problem.args[0]
    st.session_state.pop(READ, None)
    st.rerun()


def _told_if_refused(card_of: str, words: Words) -> None:
    problem = st.session_state.pop(f"{REFUSED}-{card_of}", None)
    if problem:
        st.warning(plain(words.said(problem)))
