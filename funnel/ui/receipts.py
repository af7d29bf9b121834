"""Receipts of imports: what a file was taken for, what became of every row, what it makes visible."""

from decimal import Decimal

import pandas as pd
import streamlit as st

from funnel.answers.imports import rejected_rows, take_back
from funnel.intake import Outcome
from funnel.store import Receipt, Store
from funnel.ui.downloads import csv_button
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table
from funnel.words import Words, msgid

RECOGNISED = {
    "header": msgid("recognised by its header"),
    "alias": msgid("recognised by column names that mean the same"),
    "mapping": msgid("read by a mapping file"),
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
    if outcome.status == "refused" or outcome.receipt is None:
        with st.container(border=True, key=f"card-refused-{outcome.file_name}"):
            st.markdown(f"**{name}** — {words.text('not loaded; nothing of it was kept')}")
            for problem in outcome.problems:
                st.markdown("- " + plain(words.text(problem)))
        return
    told = words.text("already here, nothing changed") if outcome.status == "already" else words.text("loaded")
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
    for note in receipt.notes:
        st.caption(plain(words.text(note)))
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
        words.text(
            "Days: {first} to {last}", first=plain(receipt.first_day or "—"), last=plain(receipt.last_day or "—")
        ),
    ]
    lines += _reasons(words.text("Rejected:"), receipt.reject_reasons, words)
    lines += _reasons(words.text("Set aside:"), receipt.set_aside_reasons, words)
    lines += _control_sums(receipt, words)
    if receipt.columns:
        lines.append(words.text("Columns used:") + " " + plain(", ".join(receipt.columns.values())))
    if receipt.ignored_columns:
        lines.append(words.text("Columns left out:") + " " + plain(", ".join(receipt.ignored_columns)))
    if receipt.not_measured:
        lines.append(
            words.text("Not measured, for want of a column:")
            + " "
            + plain(", ".join(map(words.term, receipt.not_measured)))
        )
    return lines


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


def rejected_table(frame: pd.DataFrame, words: Words) -> Table:
    """Rejected rows as a table: record number, column, what stood there, reason."""
    heads = (words.text("record"), words.text("column"), words.text("value"), words.text("reason"))
    columns = [
        Column(heads[0], Kind.COUNT, tuple(int(value) for value in frame["record"])),
        *(
            Column(head, Kind.TEXT, tuple("" if pd.isna(value) else str(value) for value in frame[name]))
            for head, name in zip(heads[1:], ("column", "value", "reason"), strict=True)
        ),
    ]
    return Table(tuple(columns))


def show_past_imports(here: Here, receipts: tuple[Receipt, ...]) -> None:
    """Every import on the shelf, newest first, each to open and to undo."""
    words = here.words
    if not receipts:
        st.caption(words.text("Nothing is imported yet."))
    for receipt in receipts:
        title = f"{plain(receipt.file_name)} · {words.term(receipt.kind)} · {words.number(receipt.accepted)}"
        with st.expander(title):
            receipt_facts(here, receipt, key="past")
            if st.button(words.text("Undo this import"), key=f"undo-{receipt.import_id}"):
                confirm_undo(here, receipt)


def confirm_undo(here: Here, receipt: Receipt) -> None:
    """Ask once more, then take the import back."""
    words = here.words

    @st.dialog(words.text("Undo this import?"))
    def ask() -> None:
        st.write(plain(receipt.file_name))
        st.write(words.text("Its rows leave every number at once. The file can be imported again later."))
        if st.button(words.text("Yes, undo it"), type="primary", key="undo-yes"):
            take_back(here.store, receipt.import_id)
            st.rerun()

    ask()
