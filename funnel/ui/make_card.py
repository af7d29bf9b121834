"""“Make a card” wherever a loss is shown: one click keeps the figures as they stand, two clicks make one card."""

import json
from hashlib import sha256

import streamlit as st

from funnel.board import Board, board_of
from funnel.board.card import Card, Draft, Evidence
from funnel.board.cards import card_made_with, make_card
from funnel.board.frozen import frozen
from funnel.board.owners import owner_among, owners
from funnel.ui.here import Here
from funnel.ui.me import who
from funnel.ui.signed_in import may_write

SAME_LOSS = ("group", "factor", "segment", "culprit", "start", "end", "generation")
"""What makes two clicks, of whomever, one card."""


def make_card_button(here: Here, evidence: Evidence, *, win_back: int | None = None, title: str = "") -> None:
    """A button that makes a card from `evidence`; where that card exists already, the way to it.

    `win_back` is the share in % the reader chose; None takes the setting.
    """
    board, token = board_of(here.store), token_of(evidence)
    held = card_made_with(board, token)
    key = f"make-card-{token[:12]}"
    if held is None and may_write() and st.button(here.words.text("Make a card"), key=key, type="primary"):
        share = here.store.settings.win_back_percent if win_back is None else win_back
        make_card(board, _draft(board, evidence, share, title), who(), token)
        st.rerun()
    if held is not None:
        show_way_to_card(here, held)


def show_way_to_card(here: Here, card: Card) -> None:
    """A link to the page of a card."""
    st.page_link(
        st.session_state["_pages"]["card"],
        label=here.words.text("Card {number} is on the board: open it", number=str(card.number)),
        icon=":material/view_kanban:",
        query_params={"card": str(card.number)},
    )


def token_of(evidence: Evidence) -> str:
    """The same text for the same loss in the same published numbers."""
    held = frozen(evidence)
    return sha256(json.dumps([held[name] for name in SAME_LOSS], sort_keys=True).encode()).hexdigest()


def _draft(board: Board, evidence: Evidence, share: int, title: str) -> Draft:
    owner = owner_among(owners(board), evidence.group, evidence.factor)
    owned = {"owner_role": owner.role, "owner_name": owner.name} if owner else {}
    return Draft(
        origin="loss",
        title=title,
        group=evidence.group,
        step=evidence.steps[0] if evidence.steps else "",
        factor=evidence.factor,
        evidence=evidence,
        win_back_percent=share,
        more=dict(owned),
    )
