"""Receipts of imports: what a file was taken for, what became of every row, what it makes visible."""

from datetime import date
from decimal import Decimal

import streamlit as st

from funnel.answers.imports import rejected_rows
from funnel.intake import RejectedRow
from funnel.intake.receipt import REASONS
from funnel.store import Receipt, Store
from funnel.ui.after_import_lines import show_changes, show_links
from funnel.ui.downloads import csv_button
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table
from funnel.words import Words, msgid

RECOGNISED = {
    "header": msgid("recognised by its header"),
    "alias": msgid("recognised by column names that mean the same"),
    "mapping": msgid("read by a mapping file"),
    "saved": msgid("read by your own mapping"),
    "named": msgid("read as the source you named"),
}
FATES = {
    "accepted": msgid("accepted"),
    "rejected": msgid("rejected"),
    "duplicate": msgid("duplicate"),
    "set_aside": msgid("set aside"),
}


def show_receipt(here: Here, receipt: Receipt, *, key: str, with_links: bool = True) -> None:
    """Everything a receipt states, most asked for first."""
    words = here.words
    st.markdown(plain(accounting(receipt, words)))
    for line in _lines(receipt, words):
        st.caption(line)
    for note in receipt.notes:
        st.caption(plain(words.said(note)))
    show_changes(here, receipt)
    if with_links:
        show_links(here, (receipt.kind,))
    with st.expander(words.text("Columns and control sums")):
        for line in (*_columns(receipt, words), *_sums_of_columns(receipt, words)):
            st.caption(line)
    if receipt.rejected:
        _rejected_button(here.store, receipt, words, key)
    screen = st.session_state.get("_pages", {}).get("mapping")
    if screen is not None:
        link = words.text("Read it differently")
        icon = ":material/conversion_path:"
        st.page_link(screen, label=link, icon=icon, query_params={"import": receipt.import_id})


def accounting(receipt: Receipt, words: Words) -> str:
    """Rows in = accepted + rejected + duplicate + set aside, as one line."""
    return words.text(
        "{rows_in} rows = {accepted} accepted + {rejected} rejected + {duplicate} duplicate + {set_aside} set aside",
        rows_in=words.number(receipt.rows_in),
        accepted=words.number(receipt.accepted),
        rejected=words.number(receipt.rejected),
        duplicate=words.number(receipt.duplicate),
        set_aside=words.number(receipt.set_aside),
    )


def _lines(receipt: Receipt, words: Words) -> list[str]:
    recognised = words.text(RECOGNISED.get(receipt.recognised_by, receipt.recognised_by))
    lines = [
        " · ".join(
            (
                plain(words.term(receipt.source)),
                words.term(receipt.kind),
                recognised,
                plain(receipt.encoding),
                words.text("header in line {n}", n=words.number(receipt.header_line)),
                plain(receipt.zone),
            )
        ),
        words.text(
            "Days: {first} to {last}", first=day_told(receipt.first_day, words), last=day_told(receipt.last_day, words)
        ),
    ]
    lines += _reasons(words.text("Rejected:"), receipt.reject_reasons, words)
    lines += _reasons(words.text("Set aside:"), receipt.set_aside_reasons, words)
    lines += _control_sums(receipt, words)
    return lines


def day_told(stated: str | None, words: Words) -> str:
    """A day of a receipt in the reader's language."""
    return words.day(date.fromisoformat(stated) if stated else None, year=True)


def _columns(receipt: Receipt, words: Words) -> list[str]:
    told = (
        (words.text("Columns used:"), receipt.columns.values()),
        (words.text("Columns left out:"), receipt.ignored_columns),
        (words.text("Not measured, for want of a column:"), map(words.term, receipt.not_measured)),
    )
    return [f"{head} {plain(names)}" for head, held in told if (names := ", ".join(held))]


def _reasons(head: str, reasons: dict[str, int], words: Words) -> list[str]:
    told = ", ".join(f"{plain(reason_text(code, words))} ({words.number(count)})" for code, count in reasons.items())
    return [f"{head} {told}"] if told else []


def reason_text(code: str, words: Words) -> str:
    """What the code of a reason means; a code of which nothing is written is made readable."""
    return words.said(REASONS[code]) if code in REASONS else words.term(code)


def _control_sums(receipt: Receipt, words: Words) -> list[str]:
    told = ", ".join(
        f"{words.text(FATES.get(name, name))} {words.money(Decimal(amount), receipt.currency or '', 2)}"
        for name, amount in receipt.money.items()
        if amount is not None and (name == "accepted" or Decimal(amount))
    )
    return [f"{words.text('Control sums:')} {told}"] if told else []


def _sums_of_columns(receipt: Receipt, words: Words) -> list[str]:
    """Exact sum of every numeric column of the accepted rows."""
    told = ", ".join(
        f"{words.term(name)} {words.number(Decimal(amount), _digits(amount))}"
        for name, amount in receipt.control.items()
    )
    return [f"{words.text('Sums of the accepted rows:')} {plain(told)}"] if told else []


def _digits(amount: str) -> int:
    return len(amount.partition(".")[2])


def _rejected_button(store: Store, receipt: Receipt, words: Words, key: str) -> None:
    table = rejected_table(rejected_rows(store, receipt.import_id), words)
    csv_button(
        table,
        words,
        f"rejected_{receipt.import_id}",
        key=f"rejected-{key}-{receipt.import_id}",
        label=words.text("Download rejected rows (CSV)"),
    )


def rejected_table(rows: tuple[RejectedRow, ...], words: Words) -> Table:
    """Rejected rows as a table: record number, column, what stood there, reason."""
    heads = (words.text("record"), words.text("column"), words.text("value"), words.text("reason"))
    columns = [
        Column(heads[0], Kind.COUNT, tuple(row.record for row in rows)),
        Column(heads[1], Kind.TEXT, tuple(row.column or "" for row in rows)),
        Column(heads[2], Kind.TEXT, tuple(row.value or "" for row in rows)),
        Column(heads[3], Kind.TEXT, tuple(reason_text(row.reason, words) for row in rows)),
    ]
    return Table(tuple(columns))
