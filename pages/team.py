"""Team: who answers for what, what each role's figures say, which losses nobody owns, what sags."""

import streamlit as st

from funnel.answers.result import ShopState
from funnel.board import board_of
from funnel.board.owners import owners
from funnel.errors import WrongUse
from funnel.ui.corner import show_corner
from funnel.ui.goal_cards import show_annotations, show_targets
from funnel.ui.here import Here, opened
from funnel.ui.me import show_me
from funnel.ui.owner_cards import show_owners
from funnel.ui.review_card import show_review
from funnel.ui.states import cannot_be_asked, nothing_imported
from funnel.ui.team_kpis import show_kpis
from funnel.ui.team_losses import TeamLosses, show_unowned, subtitle, takeaway, team_losses, unowned
from funnel.ui.team_pulls import show_pulls


def show(here: Here, shop: ShopState) -> None:
    """Sentence, owners beside figures, losses of nobody beside the pair, review."""
    with st.container(key="filters", horizontal=True, vertical_alignment="center", gap="small"):
        show_me(here.words)
        show_corner(shop, here.words)
    try:
        losses = team_losses(here)
    except WrongUse as problem:
        cannot_be_asked(problem, here.words)
        show_owners(here, owners(board_of(here.store)))
        show_review(here, board_of(here.store), 0)
        show_targets(here, shop)
        show_annotations(here)
        return
    _show_all(here, shop, losses)


def _show_all(here: Here, shop: ShopState, losses: TeamLosses) -> None:
    words, board = here.words, board_of(here.store)
    held = owners(board)
    nobodys = unowned(losses.by_problem, held)
    with st.container(key="takeaway"):
        st.title(takeaway(losses, nobodys, words).replace("$", r"\$"), anchor=False)
        st.caption(subtitle(losses, words))
    left, right = st.columns((1, 1), gap="medium")
    with left:
        show_owners(here, held)
        show_targets(here, shop)
        show_annotations(here)
    with right:
        show_unowned(losses, nobodys, words)
        show_kpis(here, losses)
    show_pulls(here, losses)
    show_review(here, board, len(nobodys))


here = opened("team")
if here.shop is None or here.shop.newest_day is None:
    nothing_imported(here.words)
else:
    show(here, here.shop)
