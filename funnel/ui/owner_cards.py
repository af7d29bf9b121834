"""The card of owners on the Team screen: a row for each group, and for each problem with an owner of its own."""

from collections.abc import Sequence

import streamlit as st

from funnel.board import board_of
from funnel.board.owners import Owned, Owner, set_owner
from funnel.errors import FunnelError
from funnel.factors import BY_CODE, FACTORS
from funnel.terms import Group, Role
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.plain import plain
from funnel.ui.signed_in import may_write
from funnel.words import Words

REFUSED = "_owner_refused"
READ = "_owners_read"
WIDTHS = (4, 5, 5, 4)


def show_owners(here: Here, held: Sequence[Owner]) -> None:
    """Card with the owner of every group and of problems that have their own."""
    words = here.words
    named = {(one.kind, one.code): one for one in held}
    hint = words.text("Who answers for a group answers for all its problems that have no owner of their own.")
    with card("owners", words.text("Who answers for what"), hint):
        _told_if_refused(words)
        show = _show_row if may_write() else _tell_row
        for group in Group:
            show(here, named.get((Owned.GROUP, group)) or _nobody(Owned.GROUP, group))
        own = [one for one in held if one.kind is Owned.FACTOR and one.code in BY_CODE and (one.role or one.name)]
        for one in own:
            show(here, one)
        if may_write():
            _show_choice(here, named, {one.code for one in own})


def _nobody(kind: Owned, code: str) -> Owner:
    return Owner(0, 0, kind, code, "", "")


def _told_if_refused(words: Words) -> None:
    problem = st.session_state.pop(REFUSED, None)
    if problem:
        st.warning(plain(words.said(problem)))


def _show_choice(here: Here, named: dict[tuple[Owned, str], Owner], own: set[str]) -> None:
    """A problem to give an owner of its own."""
    words = here.words
    chosen = st.selectbox(
        words.text("A problem with an owner of its own"),
        [rule.code for rule in FACTORS if rule.code not in own],
        index=None,
        format_func=words.term,
        placeholder="—",
        key="owner-problem",
    )
    if chosen:
        _show_row(here, named.get((Owned.FACTOR, chosen)) or _nobody(Owned.FACTOR, chosen))


def _tell_row(here: Here, now: Owner) -> None:
    """The same row for who may only look."""
    words = here.words
    what, role, name, _ = st.columns(WIDTHS, vertical_alignment="center")
    what.markdown(f"**{plain(words.term(now.code))}**")
    role.markdown(words.term(now.role) if now.role else "—")
    name.markdown(plain(now.name) if now.name else "")


def as_read(now: Owner) -> Owner:
    """The owner as this reader first saw it: a change made on it is refused when somebody was faster."""
    read: dict[tuple[Owned, str], Owner] = st.session_state.setdefault(READ, {})
    return read.setdefault((now.kind, now.code), now)


def _show_row(here: Here, now: Owner) -> None:
    words, read = here.words, as_read(now)
    with st.form(f"owner-{read.kind}-{read.code}-{read.revision}", border=False):
        what, role, name, save = st.columns(WIDTHS, vertical_alignment="center")
        what.markdown(f"**{plain(words.term(read.code))}**")
        chosen = _role_choice(role, read, words)
        typed = name.text_input(
            words.text("Owner’s name"),
            read.name,
            max_chars=60,
            placeholder=words.text("who"),
            label_visibility="collapsed",
        )
        pressed = save.form_submit_button(words.text("Save"), width="stretch")
    if now.revision != read.revision:
        told = " · ".join(part for part in (words.term(now.role) if now.role else "", now.name) if part)
        st.caption(plain(words.text("Changed meanwhile: {now}", now=told or "—")))
    if pressed:
        _save(here, Owner(read.number, read.revision, read.kind, read.code, chosen, typed))


def _role_choice(place: st.delta_generator.DeltaGenerator, read: Owner, words: Words) -> str:
    roles = [str(role) for role in Role]
    chosen = place.selectbox(
        words.text("Owner’s role"),
        roles,
        index=roles.index(read.role) if read.role in roles else None,
        format_func=words.term,
        placeholder=words.text("role"),
        label_visibility="collapsed",
    )
    return str(chosen or "")


def _save(here: Here, owner: Owner) -> None:
    """Keep it; when it was refused, both versions are told and the row shows what is kept."""
    try:
        set_owner(board_of(here.store), owner, who())
    except FunnelError as problem:
        st.session_state[REFUSED] = problem.args[0]
    st.session_state[READ].pop((owner.kind, owner.code), None)
    st.rerun()
