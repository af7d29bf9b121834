"""The cards of the Imports screen: drop files, what they make visible."""

import streamlit as st

from funnel.answers.coverage import CoverageLine
from funnel.ui.cached import coverage_lines
from funnel.ui.cards import card
from funnel.ui.drop_zone import show_drop_zone
from funnel.ui.here import Here
from funnel.ui.signed_in import may_write
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.words import Words, msgid
from funnel.words.fields import column_label
from funnel.words.questions import QUESTIONS

QUESTION, STATE, NEEDED, ALL_NEEDED = 360, 110, 340, 430
"""Pixels of what is read in them in any language (a table measures its first lines only); the last without a file."""
STATUS = {"shown": msgid("shown"), "partly": msgid("partly"), "missing": msgid("missing")}


def show_drop(here: Here) -> None:
    """Card with the drop zone; what is dropped is imported at once. Nothing for a reader who may only look."""
    words = here.words
    if not may_write():
        return
    with card("drop", words.text("Drop your exports")):
        show_drop_zone(here)
        st.caption(
            words.text(
                "Names, e-mails, phones, addresses and free texts are never kept; "
                "the dropped copy is deleted after the import."
            )
        )


def show_coverage(here: Here) -> None:
    """Card of questions and what would answer them."""
    words, lines = here.words, coverage_lines(here.store)
    with card(
        "coverage",
        words.text("What can be seen"),
        words.text("Each question, whether your files answer it, and what is missing."),
    ):
        show_table(
            coverage_table(lines, words),
            words,
            key="coverage",
            alt=words.text("Questions and whether the imported files answer them."),
        )


def coverage_table(lines: tuple[CoverageLine, ...], words: Words) -> Table:
    """One line a question."""
    needed = NEEDED if any(line.feeds for line in lines) else ALL_NEEDED
    return Table(
        (
            Column(
                words.text("question"),
                Kind.TEXT,
                tuple(words.text(QUESTIONS.get(line.question, line.question)) for line in lines),
                wide=QUESTION,
            ),
            Column(
                words.text("state"),
                Kind.TEXT,
                tuple(words.text(STATUS.get(line.status, line.status)) for line in lines),
                wide=STATE,
            ),
            Column(words.text("needs"), Kind.TEXT, tuple(_needs(line, words) for line in lines), wide=needed),
            Column(
                words.text("where from"), Kind.TEXT, tuple(", ".join(map(words.term, line.feeds)) for line in lines)
            ),
        )
    )


def _needs(line: CoverageLine, words: Words) -> str:
    if line.status == "shown":
        return ""
    kinds = words.text(" or ").join(words.term(kind) for kind in line.kinds)
    columns = "; ".join(words.text(column_label(column, line.kinds[0])) for column in line.missing_columns)
    return f"{kinds}: {columns}" if columns else kinds
