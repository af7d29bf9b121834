"""The login as the screens see it: whether this reader may still look, the role at the foot, the way out."""

import streamlit as st

from funnel.rights import Access, may
from funnel.ui.visitor import login_is_on, visitor_here
from funnel.words import Words, msgid

ROLES = {
    Access.VIEW: msgid("You may look"),
    Access.EDIT: msgid("You may look and write"),
    Access.ADMIN: msgid("You are an administrator"),
}
SIGN = {Access.VIEW: "visibility", Access.EDIT: "edit", Access.ADMIN: "shield_person"}


def still_welcome(words: Words) -> bool:
    """Whether this run may show a screen; otherwise the reader is told and offered the login again."""
    if not login_is_on():
        return True
    visitor = visitor_here()
    if visitor is not None and visitor.access >= Access.VIEW:
        return True
    with st.container(border=True, key="card-ended"):
        st.header(words.text("Your session has ended"), anchor=False)
        st.write(words.text("Log in again to go on where you were."))
        if st.button(words.text("Log in"), type="primary", key="log-in-again"):
            st.login()
    return False


def show_signed_in(words: Words) -> None:
    """What this reader may do, and the way out, under the navigation."""
    visitor = visitor_here() if login_is_on() else None
    if visitor is None:
        return
    with st.sidebar, st.container(key="signed-in", gap="small"):
        st.caption(f":material/{SIGN[visitor.access]}: {words.text(ROLES[visitor.access])}")
        st.button(words.text("Log out"), type="tertiary", key="log-out", on_click=st.logout)


def may_write() -> bool:
    """Whether this reader may write on the board and bring files in; what refuses the rest is not the screen."""
    return may(Access.EDIT)


def own_key() -> str:
    """The key that stands for this reader in the history, "" without a login."""
    visitor = visitor_here() if login_is_on() else None
    return visitor.key if visitor else ""
