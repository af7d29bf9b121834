"""The Backlog screen: filters, the sentence on top, the board, a reason for a place by hand, a card of one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from time import monotonic
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st

from funnel.board import Board, board_of
from funnel.board.card import Card, Draft
from funnel.board.cards import make_card, move_card, place_card
from funnel.board.history import last_change
from funnel.board.newest import newest
from funnel.board.standing import Standing, between, columns, total
from funnel.errors import FunnelError
from funnel.factors import LOSS_STEPS
from funnel.terms import Group, Role, Stage
from funnel.ui import address, kanban
from funnel.ui.card_files import show_exchange
from funnel.ui.here import Here
from funnel.ui.kanban import Moved, show_kanban
from funnel.ui.live import watch
from funnel.ui.me import show_me, who
from funnel.ui.plain import plain
from funnel.ui.signed_in import may_write
from funnel.ui.theme import paint

NOBODY = "nobody"
REFUSED = "_move_refused"
SAID_FOR_SECONDS = 30
"""So long a refusal stays, whatever the board is drawn again for meanwhile."""
CHOICES = {
    "card_group": tuple(Group),
    "card_owner": (*Role, NOBODY),
    "card_step": LOSS_STEPS,
}


@dataclass(frozen=True)
class BoardFilters:
    """Codes chosen; () is everything."""

    groups: tuple[str, ...]
    owners: tuple[str, ...]
    steps: tuple[str, ...]

    def lets(self, card: Card) -> bool:
        """Whether the card is shown."""
        return (
            (not self.groups or card.group in self.groups)
            and (not self.owners or (card.owner_role or NOBODY) in self.owners)
            and (not self.steps or card.step in self.steps)
        )

    def state(self) -> dict[str, str | tuple[str, ...]]:
        """What the address must hold."""
        return {"card_group": self.groups, "card_owner": self.owners, "card_step": self.steps}


def settle_board_filters() -> BoardFilters:
    """The filters from session and address."""
    return BoardFilters(*(address.some_of(name, tuple(map(str, codes))) for name, codes in CHOICES.items()))


def show_board_filters(filters: BoardFilters, here: Here) -> None:
    """Group, owner, step; who is at the screen; a card of one's own."""
    words = here.words
    named = (words.text("All groups"), words.text("All owners"), words.text("All steps"))
    for (name, codes), every in zip(CHOICES.items(), named, strict=True):
        chosen = filters.state()[name]
        told = ", ".join(words.term(code) for code in chosen)
        with st.popover(told or every, key=f"open-{name}"):
            st.pills(
                every,
                tuple(map(str, codes)),
                selection_mode="multi",
                format_func=words.term,
                key=name,
                persist_state="session",
            )
            st.caption(words.text("None chosen means all."))
    show_me(words)
    show_exchange(here)
    if may_write() and st.button(words.text("New card"), icon=":material/add:", key="new-card"):
        _ask_for_card(here)


@st.fragment
def show_board(here: Here, filters: BoardFilters) -> None:
    """Sentence, board and what a move asks for; only this part runs again after a move."""
    board = board_of(here.store)
    with st.container(key="kanban-top", gap="small"):
        top = st.container(key="takeaway")
        _told_if_refused(here)
        place = st.container()
    now = newest(board)
    stood = tuple(one for one in now.stood if filters.lets(one.card))
    with top:
        _show_takeaway(stood, here)
    with place:
        moved, opened = show_kanban(
            columns(stood), now.change, paint(), here.words, lambda move: _carry_out(here, board, move)
        )
    watch("board", lambda: last_change(board), now.change)
    if opened:
        st.switch_page(st.session_state["_pages"]["card"], query_params={"card": str(opened)})
    if moved and moved.stays:
        _ask_for_reason(here, moved, stood)


def _refuse(problem: FunnelError) -> None:
    st.session_state[REFUSED] = (problem.told, monotonic())


def _told_if_refused(here: Here) -> None:
    told, at = st.session_state.get(REFUSED, (None, 0.0))
    if told is not None and monotonic() - at < SAID_FOR_SECONDS:
        st.warning(plain(here.words.said(told)))


def _show_takeaway(stood: tuple[Standing, ...], here: Here) -> None:
    words = here.words
    work = [one for one in stood if one.card.stage is not Stage.DONE]
    summed = total(work)
    currency = next((one.card.currency for one in work if one.card.currency), "")
    cards = words.plural("{n} open card", "{n} open cards", len(work))
    money = kanban.a_week(summed.expected, currency, words)
    ends = kanban.between(summed.expected, currency, words)
    st.title(words.text("{cards}, {money}", cards=cards, money=f"{money} ({ends})") if money else cards, anchor=False)
    st.caption(
        words.text(
            "Expected: the loss a week when the card was made, times the share to win back; 90 % ranges, ends added. "
            "Order: money per person-day, discounted by what the group’s finished cases earned of their promises."
        )
    )


def _carry_out(here: Here, board: Board, moved: Moved) -> bool:
    try:
        move_card(board, (moved.number, moved.revision), moved.to, today(here), who())
    except FunnelError as problem:
        _refuse(problem)
        return False
    st.session_state.pop(REFUSED, None)
    return True


def today(here: Here) -> date:
    """The day it is in the shop's zone."""
    return datetime.now(ZoneInfo(here.store.settings.zone)).date()


def _ask_for_reason(here: Here, moved: Moved, stood: Iterable[Standing]) -> None:
    words = here.words

    @st.dialog(words.text("A place by hand"))
    def ask() -> None:
        st.write(
            words.text("Cards stand by priority. To place this one by hand, say why; the reason stays on the card.")
        )
        reason = st.text_input(words.text("Reason"), max_chars=300, key="by-hand-reason")
        if st.button(words.text("Place it here"), type="primary", disabled=not reason.strip()):
            held = {one.card.number: one for one in stood}
            at = between(held.get(moved.above or 0), held.get(moved.below or 0))
            _placed(here, moved, at, reason)
            st.rerun()

    ask()


def _placed(here: Here, moved: Moved, at: tuple[Decimal, float], reason: str) -> None:
    try:
        place_card(board_of(here.store), (moved.number, moved.revision), at, reason, who())
    except FunnelError as problem:
        _refuse(problem)


def _ask_for_card(here: Here) -> None:
    words = here.words
    token = st.session_state.setdefault("_new_card", uuid4().hex)

    @st.dialog(words.text("New card"))
    def ask() -> None:
        title = st.text_input(words.text("What is to be done"), max_chars=200, key="new-title")
        group = st.selectbox(
            words.text("Group"), tuple(Group), index=None, format_func=words.term, key="new-group", placeholder="—"
        )
        if st.button(words.text("Make a card"), type="primary", disabled=not title.strip()):
            draft = Draft(
                origin="idea",
                title=title.strip(),
                group=str(group or ""),
                win_back_percent=here.store.settings.win_back_percent,
            )
            number = make_card(board_of(here.store), draft, who(), token)
            del st.session_state["_new_card"]
            st.switch_page(st.session_state["_pages"]["card"], query_params={"card": str(number)})

    ask()
