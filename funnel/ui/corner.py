"""The corner of every screen: whose numbers, of which zone, how fresh, and whether they are invented."""

import streamlit as st

from funnel.answers.result import Age, Freshness, ShopState
from funnel.ui.plain import plain
from funnel.words import Words
from funnel.words.forms import NBSP

MOST_NAMED = 2
"""Of sources that are late; every stale one is named."""


def corner_text(shop: ShopState, words: Words) -> str:
    """One line of Markdown: shop · zone · newest traffic · what is late, the oldest first, what is stale in colour."""
    parts = [plain(shop.shop), plain(shop.zone)]
    if shop.newest_day is not None:
        parts.append(words.text("data until {day}", day=words.day(shop.newest_day)))
    old = sorted((each for each in shop.freshness if each.age is not Age.FRESH), key=lambda each: -each.age_days)
    named = max(MOST_NAMED, sum(each.stale for each in old))
    parts += [_late(each, words) for each in old[:named]]
    if len(old) > named:
        parts.append(words.plural("{n} more source is late", "{n} more sources are late", len(old) - named))
    return " · ".join(parts)


def _late(each: Freshness, words: Words) -> str:
    told = f"{plain(words.term(each.feed))}: {age_text(each, words)}"
    return f":orange[{told}]" if each.stale else told


def age_text(each: Freshness, words: Words) -> str:
    """How far the source is behind, on one line."""
    return words.plural("{n} day behind", "{n} days behind", each.age_days).replace(" ", NBSP)


def show_corner(shop: ShopState, words: Words) -> None:
    """Write the corner; invented data carry a mark nobody overlooks."""
    mark = f":orange-badge[{words.text('sample data')}] " if shop.is_sample else ""
    with st.container(key="corner"):
        st.caption(mark + corner_text(shop, words), text_alignment="right")
