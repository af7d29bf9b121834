"""The corner of every screen: whose numbers, of which zone, how fresh, and whether they are invented."""

import streamlit as st

from funnel.answers.result import Age, Freshness, ShopState
from funnel.ui.plain import plain
from funnel.words import Words
from funnel.words.forms import NBSP

MOST_NAMED = 4
"""Stale sources named in the line; all of them stand in its help."""


def corner_text(shop: ShopState, words: Words) -> str:
    """One line of Markdown: shop · zone · newest traffic · the stalest sources in colour · how many more are late."""
    parts = [plain(shop.shop), plain(shop.zone)]
    if shop.newest_day is not None:
        parts.append(words.text("data until {day}", day=words.day(shop.newest_day)))
    stale = [f":orange[{_late(each, words)}]" for each in _old(shop) if each.stale][:MOST_NAMED]
    late = len(_old(shop)) - len(stale)
    if late and stale:
        return " · ".join((*parts, *stale, words.plural("{n} more source is late", "{n} more sources are late", late)))
    if late:
        parts.append(words.plural("{n} source is late", "{n} sources are late", late))
    return " · ".join((*parts, *stale))


def _old(shop: ShopState) -> list[Freshness]:
    return sorted((each for each in shop.freshness if each.age is not Age.FRESH), key=lambda each: -each.age_days)


def all_late(shop: ShopState, words: Words) -> str:
    """Every source that is late, one a line, the oldest first."""
    return "  \n".join(_late(each, words) for each in _old(shop))


def _late(each: Freshness, words: Words) -> str:
    return f"{plain(words.term(each.feed))}: {age_text(each, words)}"


def age_text(each: Freshness, words: Words) -> str:
    """How far the source is behind, on one line."""
    return words.plural("{n} day behind", "{n} days behind", each.age_days).replace(" ", NBSP)


def show_corner(shop: ShopState, words: Words) -> None:
    """Write the corner; invented data carry a mark nobody overlooks."""
    mark = f":orange-badge[{words.text('sample data')}] " if shop.is_sample else ""
    with st.container(key="corner"):
        st.caption(mark + corner_text(shop, words), text_alignment="right", help=all_late(shop, words) or None)
