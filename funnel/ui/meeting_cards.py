"""The Meeting screen: freeze the numbers, turn the slides, write decisions down, take the pack along."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st

from funnel.answers.snapshot import take_snapshot
from funnel.board import Board
from funnel.board.agenda import agenda
from funnel.board.history import last_change
from funnel.board.meetings import Decision, Meeting, decide, decisions_of, freeze_meeting, snapshot_of
from funnel.errors import FunnelError
from funnel.report.pack import pack_of
from funnel.report.slide import Slide
from funnel.report.slides import slides_of
from funnel.terms import Role
from funnel.ui import address
from funnel.ui.cards import card
from funnel.ui.here import Here, show_address
from funnel.ui.live import watch
from funnel.ui.me import who
from funnel.ui.plain import plain
from funnel.ui.said_after import say_after
from funnel.ui.signed_in import may_write
from funnel.ui.slide_keys import settle_slide, show_turning
from funnel.ui.slide_view import show_large_slide, show_notes_of, show_slide
from funnel.words import Words

KINDS = {
    ".html": "text/html",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LARGE = "type"
"""Whether slides are shown in large type; also its name in the address."""
USUAL_DUE = timedelta(days=7)
Json = dict[str, Any]


def settle_meeting(held: tuple[Meeting, ...]) -> int | None:
    """Number of the open meeting; None where none is open."""
    codes = [str(meeting.number) for meeting in held]
    opened = address.one_of("meeting", ["", *codes], "")
    return int(opened) if opened else None


def show_start(here: Here, board: Board, held: tuple[Meeting, ...]) -> None:
    """Without an open meeting: a button that freezes this week, and the meetings before."""
    words = here.words
    with st.container(key="takeaway"):
        st.title(_takeaway(held, words), anchor=False)
    hint = words.text("The numbers are kept as they are now and never reload under the speaker.")
    with card("freeze", words.text("Begin a meeting"), hint):
        told = words.text("Freeze the numbers")
        if st.button(told, type="primary", key="freeze", icon=":material/ac_unit:", disabled=not may_write()):
            _freeze(here, board)
    if held:
        with card("past-meetings", words.text("Meetings before")):
            for meeting in held:
                told = f"{words.day(meeting.held_on, year=True)} · {words.period(meeting.week)}"
                st.button(plain(told), key=f"open-meeting-{meeting.number}", on_click=_open, args=(meeting.number,))


def _takeaway(held: tuple[Meeting, ...], words: Words) -> str:
    if not held:
        return words.text("No meeting was held yet.")
    last = max(held, key=lambda meeting: meeting.held_on)
    return words.text("The last meeting was on {day}.", day=words.day(last.held_on, year=True))


def _open(number: int) -> None:
    st.session_state["meeting"] = str(number)


def _freeze(here: Here, board: Board) -> None:
    now = datetime.now(ZoneInfo(here.store.settings.zone))
    token = st.session_state.setdefault("_freeze_token", uuid4().hex)
    try:
        snapshot = take_snapshot(here.store, now, brought=agenda(board, now.date()))
    except FunnelError as problem:
        st.warning(plain(here.words.said(problem.told)))
        return
    st.session_state["meeting"] = str(freeze_meeting(board, snapshot, now.date(), who(), token))
    del st.session_state["_freeze_token"]
    st.rerun()


def show_meeting(here: Here, board: Board, number: int) -> None:
    """The open slide, how to turn it, the form for a decision, the pack."""
    words, seen = here.words, last_change(board)
    snapshot, decisions = snapshot_of(board, number), decisions_of(board, number)
    told = [_as_json(one, words) for one in decisions]
    slides = slides_of(snapshot, words, told)
    opened = settle_slide(slides)
    large = address.one_of(LARGE, ("", "large"), "") == "large"
    show_address({"meeting": str(number), "slide": opened.code, LARGE: "large" if large else ""})
    _bar(here, snapshot, told, number)
    if large:
        _show_large(here, board, number, (slides, opened))
        return
    show_turning(slides, opened, words)
    show_slide(opened, words)
    _decision_form(here, board, number, opened.code)
    watch("board", lambda: last_change(board), seen)


def _show_large(here: Here, board: Board, number: int, told: tuple[tuple[Slide, ...], Slide]) -> None:
    """For the back of the room: the slide fills the screen; notes and the form for a decision open when asked for."""
    words, (slides, opened) = here.words, told
    with st.container(key="large-slide"):
        with st.container(key="large-bar", horizontal=True, vertical_alignment="center", gap="small"):
            show_turning(slides, opened, words)
            if opened.notes:
                with st.popover(words.text("Notes"), key="open-notes", type="tertiary"):
                    show_notes_of(opened)
            with st.popover(words.text("Decide"), key="open-decision", width="content"):
                _decision_form(here, board, number, opened.code)
        show_large_slide(opened, words)


def _as_json(one: Decision, words: Words) -> Json:
    owner = one.owner_name or (words.term(one.owner_role) if one.owner_role else None)
    return {"text": one.text, "owner": owner, "due": one.due.isoformat() if one.due else None}


def _bar(here: Here, snapshot: Json, decisions: list[Json], number: int) -> None:
    words = here.words
    with st.container(key="meeting-bar", horizontal=True, vertical_alignment="center", gap="small"):
        taken = datetime.fromisoformat(snapshot["taken"])
        frozen = words.text(
            "Frozen on {day} at {time}, generation {generation}",
            day=words.day(taken.date(), year=True),
            time=f"{taken:%H:%M}",
            generation=snapshot["generation"],
        )
        st.caption(plain(f"{snapshot['shop']} · {frozen}"), width="stretch")
        with st.popover(words.text("Take along"), icon=":material/download:", key="open-pack"):
            for form, mime in KINDS.items():
                st.download_button(
                    form[1:].upper(),
                    data=partial(pack_of, snapshot, words, form, decisions),
                    file_name=f"meeting_{snapshot['week']['start']}{form}",
                    mime=mime,
                    on_click="ignore",
                    key=f"pack-{number}-{form}",
                )
        large = st.session_state.get(LARGE) == "large"
        st.button(
            words.text("Usual type") if large else words.text("Large type"),
            key="turn-large",
            icon=":material/fullscreen_exit:" if large else ":material/fullscreen:",
            on_click=_set_large,
            args=(not large,),
        )
        st.button(words.text("All meetings"), key="close-meeting", type="tertiary", on_click=_close)


def _close() -> None:
    st.session_state["meeting"] = ""


def _set_large(large: bool) -> None:
    st.session_state[LARGE] = "large" if large else ""


def _decision_form(here: Here, board: Board, number: int, slide: str) -> None:
    if not may_write():
        return
    words = here.words
    token = st.session_state.setdefault("_decision_token", uuid4().hex)
    with st.form(f"decision-{token}", border=True):
        text = st.text_input(words.text("What is decided"), max_chars=500, key=f"decided-{token}")
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            role = st.selectbox(
                words.text("Who does it"),
                tuple(Role),
                index=None,
                format_func=words.term,
                placeholder=words.text("not stated"),
                key=f"decided-role-{token}",
            )
            name = st.text_input(words.text("Name"), max_chars=60, key=f"decided-name-{token}")
            due = st.date_input(
                words.text("Until"),
                value=_today(here) + USUAL_DUE,
                format=words.typed_day,
                key=f"decided-due-{token}",
            )
            sent = st.form_submit_button(words.text("Write it down"), type="primary")
    if sent:
        _decide(here, board, Decision(0, number, None, slide, text, str(role or ""), name.strip(), due), token)


def _decide(here: Here, board: Board, decision: Decision, token: str) -> None:
    try:
        made = decide(board, decision, who(), token)
    except FunnelError as problem:
        st.warning(plain(here.words.said(problem.told)))
        return
    del st.session_state["_decision_token"]
    say_after(here.words.text("Card {number} is on the board.", number=str(made)))
    st.rerun()


def _today(here: Here) -> date:
    return datetime.now(ZoneInfo(here.store.settings.zone)).date()
