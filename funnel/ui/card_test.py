"""On the page of a card: how long a split test takes to see what the card wants to win back."""

import streamlit as st

from funnel.answers.experiment_plan import Needed
from funnel.answers.listing import Where
from funnel.board import Board
from funnel.board.card import Card, Evidence
from funnel.board.cards import evidence_of
from funnel.errors import WrongUse
from funnel.terms import Dimension
from funnel.ui.cached import needed_to_win_back
from funnel.ui.cards import card as framed
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.words import Words

TOO_LONG = 365


def show_days_needed(here: Here, board: Board, card: Card) -> None:
    """Card with the visits and days; nothing on a card that was not made from a loss of orders."""
    evidence, words = evidence_of(board, card.number), here.words
    if evidence is None or evidence.orders.mid is None or evidence.orders.mid <= 0 or not card.win_back_percent:
        return
    with framed("card-test", words.text("How long a split test takes")):
        for line in _told(_asked(here, evidence, card.win_back_percent), card.win_back_percent, words):
            st.write(plain(line))


def _asked(here: Here, evidence: Evidence, share: int) -> Needed | None:
    a_day = float(evidence.orders.mid or 0) / evidence.days * share / 100
    where: Where = tuple((Dimension(name), codes) for name, codes in evidence.segment if name in tuple(Dimension))
    if len(where) < len(evidence.segment):
        return None
    try:
        return needed_to_win_back(here.store, a_day, where)
    except WrongUse:
        return None


def _told(needed: Needed | None, share: int, words: Words) -> list[str]:
    if needed is None or needed.days is None:
        return [words.text("How long it takes cannot be told without visits and orders of the last four weeks.")]
    told = words.text(
        "Winning back {share} of this loss is {change} orders per visit. To see it four times of five takes {visits} "
        "visits in two arms: {days} at today’s traffic of the segment.",
        share=words.percent(share / 100, 0),
        change=f"+{words.percent(needed.relative, 1)}",
        visits=words.number(needed.visits),
        days=words.plural("{n} day", "{n} days", needed.days),
    )
    if needed.days <= TOO_LONG:
        return [told]
    return [
        told,
        words.text("That is over a year: compare segments day by day instead, or mend several things at once."),
    ]
