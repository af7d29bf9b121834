"""The page of one card: where it stands, the hypothesis, the frozen evidence, what was said and changed."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st

from funnel.board import Board, board_of
from funnel.board.card import FIELDS, Card, Change, Evidence
from funnel.board.cards import comment_on, comments_of, evidence_of, move_card, put_away, rank_by_priority
from funnel.board.history import changes_of
from funnel.board.records import track_records
from funnel.board.standing import Standing, standings
from funnel.errors import FunnelError
from funnel.maths.losses import Measure
from funnel.periods import Period
from funnel.terms import Stage
from funnel.ui.backlog import today
from funnel.ui.cards import card as framed
from funnel.ui.here import Here
from funnel.ui.kanban import a_week, between, per_day, title_of
from funnel.ui.loss_figures import Scale
from funnel.ui.me import person, show_me, who
from funnel.ui.plain import plain
from funnel.ui.signed_in import may_write
from funnel.words import Words

REFUSED = "_card_refused"
READ = "_card_read"


def told_if_refused(here: Here) -> None:
    """Says once why the last change was not saved."""
    problem = st.session_state.pop(REFUSED, None)
    if problem:
        st.warning(plain(here.words.said(problem)))


def as_read(card: Card) -> Card:
    """The card as this reader first saw it: a change made on it is refused when somebody was faster."""
    held = st.session_state.get(READ)
    if not isinstance(held, Card) or held.number != card.number:
        st.session_state[READ] = held = card
    return held


def look_again() -> None:
    """Forget what was read; the next run shows the card as it is now."""
    st.session_state.pop(READ, None)


def show_head(here: Here, read: Card, now: Card) -> None:
    """Way back, title, figures, stage."""
    words = here.words
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        st.page_link(st.session_state["_pages"]["backlog"], label=words.text("Backlog"), icon=":material/view_kanban:")
        show_me(words)
    stood = standings((now,), track_records(board_of(here.store)))[0]
    with st.container(key="takeaway"):
        st.title(plain(title_of(now, words)), anchor=False)
        st.caption(plain(_standing_told(stood, words)))
        st.markdown(f"**{plain(hypothesis(now, words))}**")
    if now.revision != read.revision:
        st.info(words.text("This card was changed meanwhile. What you type now was read before that."))
        st.button(words.text("Show it as it is now"), on_click=look_again)
    told_if_refused(here)
    _show_stage(here, read, now)


def _standing_told(stood: Standing, words: Words) -> str:
    card, record = stood.card, stood.record
    parts = [
        f"#{card.number}",
        words.term(card.group) if card.group else "",
        a_week(stood.expected, card.currency, words),
    ]
    parts += [between(stood.expected, card.currency, words), per_day(stood, words)]
    if record.cases:
        ends = (words.percent(end, 0) for end in (record.low, record.high))
        parts.append(
            words.text(
                "the group earned {ratio} of what it promised ({low}–{high}, {n})",
                ratio=words.percent(record.ratio, 0),
                low=next(ends),
                high=next(ends),
                n=words.plural("{n} case", "{n} cases", record.cases),
            )
        )
    return " · ".join(part for part in parts if part)


def hypothesis(card: Card, words: Words) -> str:
    """The sentence of the team's own words; a dotted place where a word is missing."""
    blank = "…"
    return words.text(
        "We believe {change} for {whom} will {outcome}, because {reason}.",
        change=card.we_believe or blank,
        whom=card.for_whom or blank,
        outcome=card.outcome or blank,
        reason=card.because or blank,
    ).replace("….", blank)


def _show_stage(here: Here, read: Card, now: Card) -> None:
    words, place = here.words, (read.number, read.revision)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="stage-row"):
        chosen = st.segmented_control(
            words.text("Stage"),
            tuple(Stage),
            default=now.stage,
            format_func=words.term,
            required=True,
            key=f"stage-{now.number}-{now.revision}",
            label_visibility="collapsed",
            disabled=not may_write(),
        )
        if now.by_hand is not None:
            st.markdown(f":orange-badge[{plain(words.text('by hand: {reason}', reason=now.by_hand_reason))}]")
            if may_write() and st.button(words.text("Rank by priority again"), type="tertiary"):
                carried_out(lambda board: rank_by_priority(board, place, who()), here)
        away = words.text("Bring it back") if now.dropped_on else words.text("Put it away")
        if may_write() and st.button(away, type="tertiary", key="put-away"):
            on = None if now.dropped_on else today(here)
            carried_out(lambda board: put_away(board, place, on, who()), here)
    if chosen and Stage(chosen) is not now.stage:
        carried_out(lambda board: move_card(board, place, Stage(chosen), today(here), who()), here)


def carried_out(change: Callable[[Board], object], here: Here) -> None:
    """Do it and show the card anew; when it was refused, say why and keep what was typed."""
    try:
        change(board_of(here.store))
        look_again()
    except FunnelError as problem:
        st.session_state[REFUSED] = problem.args[0]
    st.rerun()


def show_evidence_of(here: Here, board: Board, card: Card) -> None:
    """The loss as it stood when the card was made, and the way back to it."""
    evidence, words = evidence_of(board, card.number), here.words
    if evidence is None:
        return
    days = Period(evidence.start, evidence.end)
    with framed("card-evidence", words.text("Evidence, frozen when the card was made")):
        for line in _evidence_told(evidence, days, words):
            st.write(plain(line))
        st.caption(
            plain(
                words.text(
                    "Generation {n} · {zone} · from: {files}.",
                    n=words.number(evidence.generation),
                    zone=evidence.zone,
                    files=", ".join(words.term(code) for code in evidence.files) or "—",
                )
            )
        )
        screen = st.session_state["_pages"].get(evidence.screen)
        if screen is not None:
            st.page_link(
                screen,
                label=words.text("Open it as it is now"),
                icon=":material/arrow_outward:",
                query_params={name: list(values) for name, values in evidence.address},
            )


def _evidence_told(evidence: Evidence, days: Period, words: Words) -> list[str]:
    money = Scale(Measure.MONEY, 1.0, evidence.currency)
    orders = Scale(Measure.ORDERS, 1.0, evidence.currency)
    where = ", ".join(words.term(code) for _, codes in evidence.segment for code in codes) or words.text("everywhere")
    problem = " · ".join(part for part in (words.term(evidence.factor), evidence.culprit) if part)
    lost = words.text(
        "{problem}, {where}, {period}: lost {amount} ({range}), {orders}.",
        problem=problem,
        where=where,
        period=words.period(days),
        amount=money.amount(evidence.money.mid, words),
        range=between(evidence.money, evidence.currency, words) or "—",
        orders=orders.amount(evidence.orders.mid, words),
    )
    seen = [
        words.text(
            "→ {step}: {met} visits met it, {share} went on; of {like} like visits {like_share}.",
            step=words.term(one.step),
            met=words.number(one.met),
            share=words.percent(one.share_met),
            like=words.number(one.like),
            like_share=words.percent(one.share_like),
        )
        for one in evidence.compared
    ]
    hedge = [words.term(f"firmness_{evidence.firmness}")] if evidence.firmness else []
    return [lost, *seen, *hedge]


def show_talk(here: Here, board: Board, card: Card) -> None:
    """Comments and everything that was changed."""
    words = here.words
    with framed("card-talk", words.text("Comments")):
        if may_write():
            _comment_form(board, card, words)
        for one in comments_of(board, card.number):
            st.markdown(plain(one.text))
            st.caption(plain(f"{person(one.who, words)} · {moment(one.written_at, here)}"))
    changes = changes_of(board, "cards", card.number)
    with st.expander(words.plural("History: {n} change", "History: {n} changes", len(changes))):
        for change in changes:
            st.caption(
                plain(f"{moment(change.changed_at, here)} · {person(change.who, words)} · {_changed(change, words)}")
            )


def _comment_form(board: Board, card: Card, words: Words) -> None:
    with st.form("comment", border=False, clear_on_submit=True):
        text = st.text_area(words.text("Comment"), key="comment-text", max_chars=4000, height=80)
        if st.form_submit_button(words.text("Say it")) and text.strip():
            comment_on(board, card.number, text, who(), st.session_state.pop("_comment", uuid4().hex))
            st.rerun()


def moment(at: datetime, here: Here) -> str:
    """Day and time in the shop's zone."""
    there = at.astimezone(ZoneInfo(here.store.settings.zone))
    return f"{here.words.day(there.date(), year=True)}, {there:%H:%M}"


def _changed(change: Change, words: Words) -> str:
    if not change.field:
        return words.text("made the card")
    name = words.said(FIELDS[change.field]) if change.field in FIELDS else change.field
    was, becomes = (words.term(each) if each else "—" for each in (change.was, change.becomes))
    return f"{name}: {was} → {becomes}"
