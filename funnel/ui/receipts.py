"""Receipts of imports: what a file was taken for, what became of every row, what it makes visible."""

from datetime import date
from decimal import Decimal

import streamlit as st

from funnel.answers.imports import rejected_rows, take_back
from funnel.intake import Outcome, RejectedRow, Verdict
from funnel.store import Receipt, Store
from funnel.ui.downloads import csv_button
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table, choose_line
from funnel.words import Words, msgid

RECOGNISED = {
    "header": msgid("recognised by its header"),
    "alias": msgid("recognised by column names that mean the same"),
    "mapping": msgid("read by a mapping file"),
    "saved": msgid("read by your own mapping"),
    "named": msgid("read as the source you named"),
}
CONTROL_SUMS = {
    "accepted": msgid("accepted"),
    "rejected": msgid("rejected"),
    "duplicate": msgid("duplicate"),
    "set_aside": msgid("set aside"),
}


def show_outcome(here: Here, outcome: Outcome) -> None:
    """What became of one dropped file."""
    words, name = here.words, plain(outcome.file_name)
    if outcome.receipt is None:
        with st.container(border=True, key=f"card-refused-{outcome.file_name}"):
            st.markdown(f"**{name}** — {words.text('not loaded; nothing of it was kept')}")
            for told in (*outcome.problems, *(question.sentence for question in outcome.questions)):
                st.markdown("- " + plain(words.said(told)))
        return
    told = words.text("already here, nothing changed") if outcome.verdict is Verdict.ALREADY else words.text("loaded")
    with st.container(border=True, key=f"card-loaded-{outcome.receipt.import_id}"):
        st.markdown(f"**{name}** — {told}")
        receipt_facts(here, outcome.receipt, key="new")


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


def receipt_facts(here: Here, receipt: Receipt, *, key: str) -> None:
    """Everything a receipt states, most asked for first."""
    words = here.words
    st.markdown(plain(accounting(receipt, words)))
    for line in _lines(receipt, words):
        st.caption(line)
    with st.expander(words.text("Columns")):
        for line in _columns(receipt, words):
            st.caption(line)
    for note in receipt.notes:
        st.caption(plain(words.said(note)))
    if receipt.rejected:
        _rejected_button(here.store, receipt, words, key)


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
        words.text("Days: {first} to {last}", first=_day(receipt.first_day, words), last=_day(receipt.last_day, words)),
    ]
    lines += _reasons(words.text("Rejected:"), receipt.reject_reasons, words)
    lines += _reasons(words.text("Set aside:"), receipt.set_aside_reasons, words)
    lines += _control_sums(receipt, words)
    return lines


def _day(stated: str | None, words: Words) -> str:
    return words.day(date.fromisoformat(stated) if stated else None, year=True)


def _columns(receipt: Receipt, words: Words) -> list[str]:
    told = (
        (words.text("Columns used:"), receipt.columns.values()),
        (words.text("Columns left out:"), receipt.ignored_columns),
        (words.text("Not measured, for want of a column:"), map(words.term, receipt.not_measured)),
    )
    return [f"{head} {plain(names)}" for head, held in told if (names := ", ".join(held))]


def _reasons(head: str, reasons: dict[str, int], words: Words) -> list[str]:
    told = ", ".join(f"{plain(words.term(reason))} {words.number(count)}" for reason, count in reasons.items())
    return [f"{head} {told}"] if told else []


def _control_sums(receipt: Receipt, words: Words) -> list[str]:
    told = ", ".join(
        f"{words.text(CONTROL_SUMS.get(name, name))} {words.money(Decimal(amount), receipt.currency or '', 2)}"
        for name, amount in receipt.money.items()
        if amount is not None
    )
    return [f"{words.text('Control sums:')} {told}"] if told else []


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
        Column(heads[3], Kind.TEXT, tuple(row.reason for row in rows)),
    ]
    return Table(tuple(columns))


def show_past_imports(here: Here, receipts: tuple[Receipt, ...]) -> None:
    """Every import on the shelf, newest first; the chosen one opens below and can be undone."""
    words = here.words
    if not receipts:
        st.caption(words.text("Nothing is imported yet."))
        return
    st.caption(words.text("Choose a line to see its receipt or to undo it."))
    table = imports_table(receipts, words)
    place = choose_line(table, words, key="imports-held", alt=words.text("Every import with what became of its rows."))
    if place is None:
        return
    receipt = receipts[place]
    with st.container(border=True, key=f"card-receipt-{receipt.import_id}"):
        st.markdown(f"**{plain(receipt.file_name)}**")
        receipt_facts(here, receipt, key="past")
        confirm_undo(here, receipt)


def imports_table(receipts: tuple[Receipt, ...], words: Words) -> Table:
    """One line an import: the file, what it is, what became of its rows, which days it covers."""

    def counts(head: str, field: str) -> Column:
        return Column(head, Kind.COUNT, tuple(int(getattr(receipt, field)) for receipt in receipts))

    return Table(
        (
            Column(words.text("file"), Kind.TEXT, tuple(receipt.file_name for receipt in receipts)),
            Column(words.text("what it is"), Kind.TEXT, tuple(words.term(receipt.kind) for receipt in receipts)),
            Column(words.term("source"), Kind.TEXT, tuple(words.term(receipt.source) for receipt in receipts)),
            counts(words.text("rows"), "rows_in"),
            counts(words.text("accepted"), "accepted"),
            counts(words.text("rejected"), "rejected"),
            counts(words.text("duplicate"), "duplicate"),
            counts(words.text("set aside"), "set_aside"),
            Column(words.text("first day"), Kind.TEXT, tuple(receipt.first_day or "" for receipt in receipts)),
            Column(words.text("last day"), Kind.TEXT, tuple(receipt.last_day or "" for receipt in receipts)),
        )
    )


def confirm_undo(here: Here, receipt: Receipt) -> None:
    """Ask once more, then take the import back."""
    words = here.words
    with st.popover(words.text("Undo this import"), key=f"undo-{receipt.import_id}"):
        st.write(words.text("Its rows leave every number at once. The file can be imported again later."))
        if st.button(words.text("Yes, undo it"), type="primary", key="undo-yes"):
            take_back(here.store, receipt.import_id)
            st.rerun()
