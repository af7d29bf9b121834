"""What happened in the shop, in the reader's language where we wrote it ourselves."""

from dataclasses import replace
from datetime import date
from typing import Final

from funnel.board import board_of
from funnel.board.annotations import Annotation
from funnel.board.happenings import happened_between
from funnel.ui.here import Here, is_sample_shop
from funnel.words import msgid

IN_SAMPLE: Final = (
    msgid("New product page"),
    msgid("New payment page"),
    msgid("Autumn sale"),
    msgid("November sale"),
    msgid("Address service down for two hours"),
    msgid("Assumption Day"),
    msgid("All Saints’ Day"),
    msgid("Independence Day"),
)
"""Happenings of the invented shop, as its truth names them."""


def happened(here: Here, start: date = date.min, end: date = date.max) -> tuple[Annotation, ...]:
    """On any day from `start` to `end`, earliest first; those of the invented shop have number 0."""
    held = happened_between(board_of(here.store), start, end, in_sample=is_sample_shop(here))
    return tuple(one if one.number else replace(one, text=here.words.text(one.text)) for one in held)
