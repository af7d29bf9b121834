"""The quarterly review: cards nobody moved, losses nobody owns, promises that were not kept."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import streamlit as st

from funnel.board import Board
from funnel.board.experiments import MiniCase, mini_cases
from funnel.board.review import QuietCard, broken_promises, quiet_cards
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.words import Words

MOST_LISTED = 10


def show_review(here: Here, board: Board, nobodys: int) -> None:
    """Card of what sags; `nobodys` is the number of losses without an owner, which have a card of their own."""
    words = here.words
    quiet, broken = quiet_cards(board, datetime.now(UTC)), broken_promises(mini_cases(board))
    with card("review", words.text("Quarterly review: what sags")):
        if not (quiet or broken or nobodys):
            st.write(words.text("Nothing sags: cards move, losses have owners, finished work kept its promises."))
        _show_quiet(quiet, words)
        _show_broken(broken, words)
        if nobodys:
            told = words.plural("{n} loss without an owner", "{n} losses without an owner", nobodys)
            st.markdown(f"**{plain(told)}** — {words.text('listed above')}")


def _show_quiet(quiet: Sequence[QuietCard], words: Words) -> None:
    if not quiet:
        st.caption(words.text("No open card has stood still for 90 days."))
        return
    st.markdown(f"**{words.plural('{n} card unchanged for 90 days', '{n} cards unchanged for 90 days', len(quiet))}**")
    for one in quiet[:MOST_LISTED]:
        st.page_link(
            st.session_state["_pages"]["card"],
            label=plain(_quiet_told(one, words)),
            icon=":material/hourglass_empty:",
            query_params={"card": str(one.card.number)},
        )
    _and_more(len(quiet), words)


def _quiet_told(one: QuietCard, words: Words) -> str:
    title = one.card.title or words.term(one.card.factor or one.card.group)
    since = words.text("unchanged since {day}", day=words.day(one.changed_at.date(), year=True))
    return f"#{one.card.number} {title} · {words.term(one.card.stage)} · {since}"


def _show_broken(broken: Sequence[MiniCase], words: Words) -> None:
    if not broken:
        st.caption(words.text("No finished case earned less than half of its promise."))
        return
    said = words.plural(
        "{n} case earned under half its promise", "{n} cases earned under half their promise", len(broken)
    )
    st.markdown(f"**{said}**")
    st.markdown("\n".join(f"- {plain(line)}" for line in _broken_told(broken[:MOST_LISTED], words)))
    _and_more(len(broken), words)


def _broken_told(broken: Iterable[MiniCase], words: Words) -> Iterable[str]:
    for case in broken:
        figures = words.text(
            "earned {earned} a week ({ends}), promised {promised}",
            earned=words.money(case.earned.mid, case.currency),
            ends=f"{words.number(case.earned.low)} … {words.number(case.earned.high)}",
            promised=words.money(case.promised.mid, case.currency),
        )
        yield f"{case.title} · {words.day(case.finished_on, year=True)} · {figures}"


def _and_more(found: int, words: Words) -> None:
    if found > MOST_LISTED:
        st.caption(words.text("and {n} more", n=words.number(found - MOST_LISTED)))
