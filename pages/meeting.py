"""Meeting: the week's numbers frozen, slide by slide, and what the team decides on them."""

from funnel.board import board_of
from funnel.board.meetings import meetings
from funnel.ui import meeting_cards as cards
from funnel.ui.corner import show_corner
from funnel.ui.here import Here, opened, show_address
from funnel.ui.states import nothing_imported


def show(here: Here) -> None:
    """The open meeting, or the way into one."""
    board = board_of(here.store)
    held = meetings(board)
    number = cards.settle_meeting(held)
    if number is not None:
        cards.show_meeting(here, board, number)
        return
    show_address({"meeting": ""})
    if not held and (here.shop is None or here.shop.newest_day is None):
        nothing_imported(here.words)
        return
    if here.shop is not None:
        show_corner(here.shop, here.words)
    cards.show_start(here, board, held)


show(opened("meeting"))
