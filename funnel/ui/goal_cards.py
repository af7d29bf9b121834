"""Small forms of the Team screen: targets of figures by week, and what happened in the shop on which days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import streamlit as st

from funnel.answers.result import ShopState
from funnel.answers.trends import LIST_TRENDS, TREND_METRICS
from funnel.board import Board, board_of
from funnel.board.annotations import Annotation, Happening, keep_annotation, remove_annotation
from funnel.board.targets import Target, remove_target, set_target, targets
from funnel.board.where import Where
from funnel.errors import FunnelError
from funnel.metrics import metric
from funnel.periods import monday_of
from funnel.terms import Dimension
from funnel.ui.backlog import today
from funnel.ui.cards import card
from funnel.ui.happened import happened
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.plain import label, plain
from funnel.ui.signed_in import may_write
from funnel.ui.tables import Kind, kind_of
from funnel.ui.trend import Drawn
from funnel.words import Words

REFUSED = "_goal_refused"
READ = "_goals_read"
MOST_SHOWN = 12
Kept = TypeVar("Kept", Target, Annotation)
SET_FOR = (Dimension.CHANNEL, Dimension.DEVICE)
OF_SEGMENTS = frozenset(TREND_METRICS) - {rule.metric for rule in LIST_TRENDS}
"""Figures known by channel and device."""


def show_targets(here: Here, shop: ShopState) -> None:
    """Card of targets: those set, and a form for a new one."""
    words = here.words
    hint = words.text("A dotted line on the trend of the Funnel, wherever its filters are exactly these.")
    with card("targets", words.text("Targets"), hint):
        _told_if_refused("target", words)
        held = [one for one in targets(board_of(here.store)) if one.metric in TREND_METRICS]
        for one in held:
            key = f"target-{one.number}-{one.revision}"
            edit = partial(_edit_target, here, one, shop.currency)
            _row(_target_told(one, shop.currency, words), key, _taker(remove_target, one), edit, here)
        if not held:
            st.caption(words.text("No target yet."))
        _target_form(here, shop)


def _target_told(one: Target, currency: str, words: Words) -> str:
    where = " · ".join(label(words, code) for _, codes in one.where for code in codes)
    figure = Drawn(one.metric, currency=currency).told(one.value, words)
    since = words.text("from {day} on", day=words.day(one.valid_from, year=True))
    name = words.text(metric(one.metric).name)
    return f"{plain(name)} **{plain(figure)}** · {where or words.text('all visits')} · {plain(since)}"


def _target_form(here: Here, shop: ShopState) -> None:
    if not may_write():
        return
    words = here.words
    chosen = st.selectbox(
        words.text("Figure"),
        TREND_METRICS,
        format_func=lambda code: words.text(metric(code).name),
        key=f"target-metric-{words.language}",  # under one key it would keep the words of the language before
    )
    with st.form("new-target", border=False, clear_on_submit=True):
        (value, since), (channel, device) = (st.columns(2, vertical_alignment="bottom") for _ in range(2))
        with value:
            wanted = _value_input(chosen, None, shop.currency, words)
        day = since.date_input(words.text("Valid from"), _first_day(here, shop), format=words.typed_day)
        where: Where = ()
        if chosen in OF_SEGMENTS:
            for place, dimension in zip((channel, device), SET_FOR, strict=True):
                with place:
                    code = _value_choice(dimension, shop, words)
                where += ((str(dimension), (code,)),) if code else ()
        if st.form_submit_button(words.text("Set the target")) and wanted is not None and isinstance(day, date):
            target = Target(chosen, where, wanted, day)
            _carried_out(lambda board: set_target(board, target, who()), "target", here)


def _first_day(here: Here, shop: ShopState) -> date:
    """Monday of the newest week that is over, so that a new target is seen at once."""
    return monday_of(shop.newest_day or today(here)) - timedelta(weeks=1)


def _value_input(name: str, now: float | None, currency: str, words: Words) -> float | None:
    """A figure in the unit people say it in; shares come back as 0…1."""
    kind = kind_of(metric(name))
    if kind is Kind.SHARE:
        held = None if now is None else round(now * 100, 6)
        typed = st.number_input(words.text("Share, %"), 0.0, 100.0, held, step=0.1, format="%.2f")
        return None if typed is None else typed / 100
    unit = {Kind.MONEY: currency, Kind.DURATION: words.text("seconds")}.get(kind, "")
    named = words.text("Figure, {unit}", unit=unit) if unit else words.text("Figure")
    wanted: float | None = st.number_input(named, 0.0, None, now, format="%.2f", key=f"wanted-{name}-{now}")
    return wanted


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
        held = happened(here)
        for one in reversed(held[-MOST_SHOWN:]):
            told = f"{plain(_days(one, words))} · {words.term(one.kind)}: {plain(one.text)}"
            if not one.number:
                st.markdown(told)
                continue
            key = f"annotation-{one.number}-{one.revision}"
            _row(told, key, _taker(remove_annotation, one), partial(_edit_annotation, here, one), here)
        if not held:
            st.caption(words.text("Nothing written yet: a release, a promotion, a holiday, an outage."))
        _annotation_form(here)


def _days(one: Annotation, words: Words) -> str:
    first, last = words.day(one.day, year=True), words.day(one.till, year=True)
    return first if one.day == one.till else f"{first} – {last}"


def _annotation_form(here: Here) -> None:
    if not may_write():
        return
    words = here.words
    with st.form("new-annotation", border=False, clear_on_submit=True):
        (first, last), (what, said) = (st.columns(2, vertical_alignment="bottom") for _ in range(2))
        day = first.date_input(words.text("First day"), today(here), format=words.typed_day)
        till = last.date_input(words.text("Last day"), None, format=words.typed_day)
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


def _edit_target(here: Here, now: Target, currency: str) -> None:
    words, read = here.words, _as_read(now)
    with st.form(f"edit-target-{read.number}-{read.revision}", border=False):
        wanted = _value_input(read.metric, read.value, currency, words)
        day = st.date_input(words.text("Valid from"), read.valid_from, format=words.typed_day)
        if st.form_submit_button(words.text("Save")) and wanted is not None and isinstance(day, date):
            changed = replace(read, value=wanted, valid_from=day)
            _carried_out(lambda board: set_target(board, changed, who()), "target", here)


def _edit_annotation(here: Here, now: Annotation) -> None:
    words, read = here.words, _as_read(now)
    with st.form(f"edit-annotation-{read.number}-{read.revision}", border=False):
        day = st.date_input(words.text("First day"), read.day, format=words.typed_day)
        till = st.date_input(words.text("Last day"), read.till, format=words.typed_day)
        text = st.text_input(words.text("What happened"), read.text, max_chars=80)
        if st.form_submit_button(words.text("Save")) and isinstance(day, date) and isinstance(till, date):
            changed = replace(read, day=day, till=till, text=text)
            _carried_out(lambda board: keep_annotation(board, changed, who()), "annotation", here)


def _row(told: str, key: str, take: Callable[[Board], None], edit: Callable[[], None], here: Here) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(told, width="stretch")
        if not may_write():
            return
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
