"""What is imported: every import with how fresh its source is, its receipt, undo, and the history."""

from datetime import datetime

import streamlit as st

from funnel.answers.imports import imports_shown, take_back
from funnel.answers.result import Age, Freshness
from funnel.rights import Access, may
from funnel.store import LedgerLine, Receipt
from funnel.ui.cards import card
from funnel.ui.corner import age_text
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.receipts import FATES, show_receipt
from funnel.ui.tables import Column, Kind, Table, choose_line, show_table
from funnel.words import Words, msgid

ACTIONS = {"import": msgid("imported"), "undo": msgid("taken back")}
MOST_LINES = 200


def show_past(here: Here) -> None:
    """Card of everything on the shelf; the chosen line opens below and can be undone."""
    words, receipts = here.words, imports_shown(here.store)
    with card("past", words.text("What is imported")):
        if not receipts:
            st.caption(words.text("Nothing is imported yet."))
        else:
            st.caption(words.text("Choose a line to see its receipt or to undo it."))
            freshness = {each.feed: each for each in (here.shop.freshness if here.shop else ())}
            table = imports_table(receipts, freshness, words)
            told = words.text("Every import with what became of its rows.")
            place = choose_line(table, words, key="imports-held", alt=told)
            if place is not None:
                _open(here, receipts[place])
        _show_history(here.store.shelf.ledger_lines(), words)


def _open(here: Here, receipt: Receipt) -> None:
    with st.container(border=True, key=f"card-receipt-{receipt.import_id}"):
        st.markdown(f"**{plain(receipt.file_name)}**")
        show_receipt(here, receipt, key="past")
        confirm_undo(here, receipt)


def imports_table(receipts: tuple[Receipt, ...], freshness: dict[str, Freshness], words: Words) -> Table:
    """One line an import: the file, what it is, how fresh its source is, its rows, its days."""

    def counts(head: str, field: str) -> Column:
        return Column(head, Kind.COUNT, tuple(int(getattr(receipt, field)) for receipt in receipts))

    def texts(head: str, values: list[str], help_: str = "") -> Column:
        return Column(head, Kind.TEXT, tuple(values), help_)

    return Table(
        (
            texts(words.text("file"), [receipt.file_name for receipt in receipts]),
            texts(words.text("what it is"), [words.term(receipt.kind) for receipt in receipts]),
            texts(words.term("source"), [words.term(receipt.source) for receipt in receipts]),
            texts(
                words.text("source is"),
                [freshness_text(freshness.get(receipt.feed), words) for receipt in receipts],
                words.text("Days from the newest day of the source to today."),
            ),
            texts(words.text("first day"), [receipt.first_day or "" for receipt in receipts]),
            texts(words.text("last day"), [receipt.last_day or "" for receipt in receipts]),
            counts(words.text("rows"), "rows_in"),
            *(counts(words.text(told), fate) for fate, told in FATES.items()),
        )
    )


def freshness_text(each: Freshness | None, words: Words) -> str:
    """Fresh, or how far behind; stale sources carry a mark."""
    if each is None:
        return ""
    if each.age is Age.FRESH:
        return words.text("fresh")
    return f"⚠ {age_text(each, words)}" if each.stale else age_text(each, words)


def _show_history(lines: tuple[LedgerLine, ...], words: Words) -> None:
    if not lines:
        return
    with st.expander(words.text("History")):
        table = history_table(lines[::-1][:MOST_LINES], words)
        show_table(table, words, key="imports-history", alt=words.text("Every import and undo, the latest first."))


def history_table(lines: tuple[LedgerLine, ...], words: Words) -> Table:
    """One line an import or undo: when, what, which file, how many rows."""
    return Table(
        (
            Column(words.text("when (UTC)"), Kind.TEXT, tuple(_minute(line.at) for line in lines)),
            Column(words.text("what"), Kind.TEXT, tuple(_action(line, words) for line in lines)),
            Column(words.text("file"), Kind.TEXT, tuple(line.file_name for line in lines)),
            Column(words.text("accepted"), Kind.COUNT, tuple(line.accepted for line in lines)),
        )
    )


def _action(line: LedgerLine, words: Words) -> str:
    return words.text(ACTIONS.get(line.action, line.action))


def _minute(at: str) -> str:
    return f"{datetime.fromisoformat(at):%Y-%m-%d %H:%M}"


def confirm_undo(here: Here, receipt: Receipt) -> None:
    """Ask once more, then take the import back."""
    words = here.words
    if not may(Access.ADMIN):
        return
    with st.popover(words.text("Undo this import"), key=f"undo-{receipt.import_id}"):
        st.write(words.text("Its rows leave every number at once. The file can be imported again later."))
        if st.button(words.text("Yes, undo it"), type="primary", key="undo-yes"):
            take_back(here.store, receipt.import_id)
            st.rerun()
