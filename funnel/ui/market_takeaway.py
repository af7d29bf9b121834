"""The sentence on top of the marketplaces screen: how much of the money comes from where."""

from collections.abc import Sequence

import streamlit as st

from funnel.answers.listing import ListAnswer, ListQuestion, ListRow
from funnel.answers.side_by_side import OWN_SITE
from funnel.errors import WrongUse
from funnel.ui.cached import list_answer
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.words import Words


def show_market_takeaway(here: Here, question: ListQuestion) -> None:
    """The sentence; nothing where the places of sale cannot be asked, which their list says itself."""
    try:
        answer = list_answer(here.store, "marketplaces", "side_by_side", question)
    except WrongUse:
        return
    with st.container(key="takeaway"):
        st.title(plain(market_takeaway(answer, here.words)), anchor=False)


def market_takeaway(answer: ListAnswer, words: Words) -> str:
    """Share of the marketplaces in the money of all places of sale, and the largest of them."""
    place = answer.metrics.index("sold_money")
    sold = [row for row in answer.rows if row.values[place] is not None]
    markets = [row for row in sold if row.key[0] != OWN_SITE]
    if not sold:
        return words.text("What each place of sale brings is not measured yet.")
    everything = words.money(_money(sold, place), answer.currency)
    if not markets:
        return words.text("All {amount} come from the own site; nothing of a marketplace is held.", amount=everything)
    largest = max(markets, key=lambda row: _money([row], place))
    whole = _money(sold, place)
    return words.text(
        "{share} of {amount} come from marketplaces, most of it from {place}.",
        share=words.percent(_money(markets, place) / whole if whole else None, 0),
        amount=everything,
        place=words.term(largest.key[0]),
    )


def _money(rows: Sequence[ListRow], place: int) -> float:
    return sum(float(row.values[place] or 0) for row in rows)
