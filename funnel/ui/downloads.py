"""Files a reader takes away: a CSV of the exact table that no spreadsheet mistakes for a formula."""

import csv
import io
import unicodedata
from decimal import Decimal

import streamlit as st

from funnel.periods import Period
from funnel.ui.tables import Table, Value
from funnel.words import Words

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\0")


def safe_text(text: str) -> str:
    """`text` as no spreadsheet will run it: an apostrophe before anything that begins like a formula."""
    begins = unicodedata.normalize("NFKC", text).lstrip(" \N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{BYTE ORDER MARK}")
    return f"'{text}" if begins.startswith(FORMULA_SIGNS) else text


def csv_bytes(table: Table, language: str) -> bytes:
    """UTF-8 with a mark; semicolons and decimal commas in Russian and Polish, as spreadsheets there expect."""
    comma = language in ("ru", "pl")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([safe_text(column.head) for column in table.columns])
    for line in zip(*(column.values for column in table.columns), strict=True):
        writer.writerow([_cell(value, comma) for value in line])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Value, comma: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    number = (
        f"{value:.6f}" if isinstance(value, float) else f"{value:.2f}" if isinstance(value, Decimal) else str(value)
    )
    return number.replace(".", ",") if comma else number


def file_stem(subject: str, period: Period) -> str:
    """Name of a download without its ending: what it shows and of which days."""
    return f"{subject}_{period.start.isoformat()}_{period.end.isoformat()}"


def csv_button(table: Table, words: Words, stem: str, *, key: str, label: str | None = None) -> None:
    """A button that downloads `table`; the file is written when it is asked for."""
    st.download_button(
        label or words.text("Download the table (CSV)"),
        data=lambda: csv_bytes(table, words.language),
        file_name=f"{stem}.csv",
        mime="text/csv",
        on_click="ignore",
        key=key,
        type="tertiary",
        icon=":material/download:",
    )
