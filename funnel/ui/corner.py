"""The corner of every screen: whose numbers, of which zone, how fresh, and whether they are invented."""

import streamlit as st

from funnel.answers.result import Freshness, ShopState
from funnel.ui.plain import plain
from funnel.words import Words
from funnel.words.forms import NBSP


def corner_text(shop: ShopState, words: Words) -> str:
    """One line, Markdown-safe: shop · zone · newest traffic · what is late."""
    parts = [plain(shop.shop), plain(shop.zone)]
    if shop.newest_day is not None:
        parts.append(words.text("data until {day}", day=words.day(shop.newest_day)))
    parts += [_late(each, words) for each in shop.freshness if each.stale]
    return " · ".join(parts)


def _late(each: Freshness, words: Words) -> str:
    days = words.plural("{n} day behind", "{n} days behind", each.age_days)
    return f"{plain(words.term(each.feed))}: {days.replace(' ', NBSP)}"


def show_corner(shop: ShopState, words: Words) -> None:
    """Write the corner; invented data carry a mark nobody overlooks."""
    mark = f":orange-badge[{words.text('sample data')}] " if shop.is_sample else ""
    with st.container(key="corner"):
        st.caption(mark + corner_text(shop, words), text_alignment="right")
