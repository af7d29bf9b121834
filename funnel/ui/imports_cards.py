"""The cards of the Imports screen: drop files, what became of them, past imports, coverage."""

from collections.abc import Sequence

import streamlit as st

from funnel.answers.coverage import CoverageLine
from funnel.answers.imports import imports_shown
from funnel.errors import FunnelError
from funnel.intake import Outcome
from funnel.intake.watch import Progress, Watch
from funnel.ui.cached import coverage_lines
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.receipts import show_outcome, show_past_imports
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.ui.uploads import Dropped, import_dropped
from funnel.words import Words, msgid
from funnel.words.questions import QUESTIONS

OUTCOMES, ROUND = "_outcomes", "_upload_round"
MOST_MEGABYTES = 200
STATUS = {"shown": msgid("shown"), "partly": msgid("partly"), "missing": msgid("missing")}


def show_drop(here: Here) -> None:
    """Card with the drop zone and, after an import, what became of each file."""
    words = here.words
    with card("drop", words.text("Drop your exports")):
        dropped = st.file_uploader(
            words.text(
                "Traffic, orders, support, stock, ad cost: CSV, TSV, XLSX, also gzip or zip. "
                "Up to {n} MB a file; larger ones with “funnel import”.",
                n=MOST_MEGABYTES,
            ),
            accept_multiple_files=True,
            key=f"dropped-{st.session_state.get(ROUND, 0)}",
        )
        st.caption(
            words.text(
                "Names, e-mails, phones, addresses and free texts are never kept; "
                "the dropped copy is deleted after the import."
            )
        )
        if dropped and st.button(words.text("Import"), type="primary", key="import-now"):
            _import(here, list(dropped))
    for outcome in st.session_state.get(OUTCOMES, ()):
        show_outcome(here, outcome)


def _import(here: Here, dropped: Sequence[Dropped]) -> None:
    words = here.words
    with st.status(words.text("Reading the files …"), expanded=True) as status:
        bar = st.progress(0.0)

        def told(progress: Progress) -> None:
            what = f"{progress.file_name} · " if progress.file_name else ""
            bar.progress(min(1.0, progress.share), text=plain(what + words.said(progress.stage)))

        try:
            outcomes = import_dropped(here.store, dropped, Watch(told))
        except FunnelError as problem:
            status.update(label=plain(words.text(str(problem))), state="error")
            return
        status.update(label=words.text("Done"), state="complete")
    keep_outcomes(outcomes)
    st.rerun()


def keep_outcomes(outcomes: tuple[Outcome, ...]) -> None:
    """Show these from now on, and empty the drop zone, which lets go of the files held in memory."""
    st.session_state[OUTCOMES] = outcomes
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def show_past(here: Here) -> None:
    """Card of everything on the shelf."""
    with card("past", here.words.text("What is imported")):
        show_past_imports(here, imports_shown(here.store))


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
    return Table(
        (
            Column(
                words.text("question"),
                Kind.TEXT,
                tuple(words.text(QUESTIONS.get(line.question, line.question)) for line in lines),
            ),
            Column(
                words.text("state"),
                Kind.TEXT,
                tuple(words.text(STATUS.get(line.status, line.status)) for line in lines),
            ),
            Column(words.text("needs"), Kind.TEXT, tuple(_needs(line, words) for line in lines)),
            Column(words.text("from"), Kind.TEXT, tuple(", ".join(map(words.term, line.feeds)) for line in lines)),
        )
    )


def _needs(line: CoverageLine, words: Words) -> str:
    if line.status == "shown":
        return ""
    kinds = words.text(" or ").join(words.term(kind) for kind in line.kinds)
    columns = ", ".join(words.term(column) for column in line.missing_columns)
    return f"{kinds}: {columns}" if columns else kinds
