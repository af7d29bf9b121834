"""Tables: the same frozen columns are shown on the page and written to the CSV."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pandas as pd
import streamlit as st
from pandas.io.formats.style import Styler

from funnel.answers.result import FunnelAnswer, Segment
from funnel.metric import Metric
from funnel.metrics import metric
from funnel.terms import Dimension, Step
from funnel.words import Words
from funnel.words.forms import rounded_estimate

# Streamlit writes every cell anew into a frame of texts: into arrays of Arrow that takes twice the time of the table.
pd.set_option("mode.string_storage", "python")

Value = str | int | float | Decimal | None
ROW = 35
MOST_ROWS_SEEN = 18


class Kind(StrEnum):
    """How a column is written."""

    TEXT = "text"
    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    ESTIMATE = "estimate"
    """Money that stands beside its range: written no finer than an estimate deserves, kept and sorted as it is."""
    DURATION = "duration"
    """Seconds."""
    NUMBER = "number"
    """A quotient that is no share: money earned for each one spent."""
    TENTHS = "tenths"
    """Orders expected, which are seldom whole."""
    WRITTEN = "written"
    """Figures already written out, several in a cell."""


DIGITS = {Kind.NUMBER: 2, Kind.TENTHS: 1}
KIND_OF_UNIT = {
    "%": Kind.SHARE,
    "orders lost": Kind.TENTHS,
    "money": Kind.MONEY,
    "seconds": Kind.DURATION,
    "times": Kind.NUMBER,
    "pieces a day": Kind.NUMBER,
    "stars": Kind.NUMBER,
    "contacts a day": Kind.NUMBER,
    "place": Kind.NUMBER,
}


def kind_of(about: Metric) -> Kind:
    """How a metric is written: as its unit says, else as a count."""
    return KIND_OF_UNIT.get(about.unit, Kind.COUNT)


@dataclass(frozen=True)
class Column:
    """One column: heading, tooltip, how it is written, its values."""

    head: str
    kind: Kind
    values: tuple[Value, ...]
    help: str = ""
    wide: int | None = None
    """Pixels; None: as wide as what it holds seems to be, which cuts long sentences."""


@dataclass(frozen=True)
class Table:
    """Columns of equal length; `currency` of its money."""

    columns: tuple[Column, ...]
    currency: str = ""

    def __len__(self) -> int:
        return len(self.columns[0].values) if self.columns else 0


def breakdown_table(answer: FunnelAnswer, words: Words, at_most: int | None = None) -> Table:
    """One line a segment and, last, all of them: counts of every step, conversion, orders and money."""
    lines = [*answer.rows[:at_most], answer.total]
    columns = [
        Column(words.term(dimension), Kind.TEXT, tuple(_code_text(line, place, dimension, words) for line in lines))
        for place, dimension in enumerate(answer.by)
    ]
    columns += [_step_column(step, lines, words) for step in answer.steps]
    columns += _amounts(lines, words)
    return Table(tuple(columns), answer.currency)


def _code_text(line: Segment, place: int, dimension: Dimension, words: Words) -> str:
    if not line.key:
        return words.text("all") if place == 0 else ""
    code = line.key[place]
    return code if dimension in (Dimension.WEEK, Dimension.DAY) else words.term(code)


def _step_column(step: Step, lines: Sequence[Segment], words: Words) -> Column:
    found = [line.step(step) for line in lines]
    return Column(
        words.term(step),
        Kind.COUNT,
        tuple(each.count if each else None for each in found),
        words.text(metric("step_count").definition),
    )


def _amounts(lines: Sequence[Segment], words: Words) -> list[Column]:
    def column(name: str, kind: Kind, read: Callable[[Segment], Value]) -> Column:
        about = metric(name)
        return Column(words.text(about.name), kind, tuple(read(line) for line in lines), words.text(about.definition))

    found = [
        column("visit_conversion", Kind.SHARE, _conversion),
        column("orders", Kind.COUNT, lambda line: line.money.orders),
        column("revenue", Kind.MONEY, lambda line: line.money.revenue),
        column("revenue_per_visit", Kind.MONEY, _per_visit),
        column("match_rate", Kind.SHARE, _match_rate),
        column("paid_orders", Kind.COUNT, lambda line: line.money.paid_orders),
        column("paid_revenue", Kind.MONEY, lambda line: line.money.paid_revenue),
        column("kept_orders", Kind.COUNT, lambda line: line.money.kept_orders),
        column("kept_revenue", Kind.MONEY, lambda line: line.money.kept_revenue),
    ]
    return [each for each in found if any(value is not None for value in each.values)]


def _conversion(line: Segment) -> float | None:
    found = line.step(Step.PURCHASE)
    return found.of_first if found else None


def _visits(line: Segment) -> int | None:
    found = line.step(Step.SESSION_START)
    return found.count if found else None


def _per_visit(line: Segment) -> Decimal | None:
    visits = _visits(line)
    return line.money.revenue / visits if line.money.revenue is not None and visits else None


def _match_rate(line: Segment) -> float | None:
    orders, matched = line.money.orders, line.money.matched_orders
    return matched / orders if matched is not None and orders else None


def written(value: Value, kind: Kind, words: Words, currency: str) -> str:
    """One value as the reader sees it."""
    if isinstance(value, str):
        return value
    if value is None or value != value:  # noqa: PLR0124 a missing figure in a frame is not equal to itself
        return words.number(None)
    if kind is Kind.SHARE:
        return words.percent(float(value), 2)
    if kind in (Kind.MONEY, Kind.ESTIMATE):
        estimate = kind is Kind.ESTIMATE
        return words.money(rounded_estimate(Decimal(str(value))) if estimate else value, currency, 0 if estimate else 2)
    if kind is Kind.DURATION:
        return words.duration(float(value))
    return words.number(value, DIGITS.get(kind, 0))


def show_table(table: Table, words: Words, *, key: str, alt: str) -> None:
    """The table on the page: figures sort as figures and are written in the reader's language."""
    st.dataframe(_styled(table, words), key=key, alt=alt, **_look(table, words))


def choose_line(table: Table, words: Words, *, key: str, alt: str) -> int | None:
    """The table on the page with a line to choose; number of the chosen line."""
    chosen = st.dataframe(
        _styled(table, words), key=key, alt=alt, on_select="rerun", selection_mode="single-row", **_look(table, words)
    )
    lines = chosen["selection"]["rows"]
    return lines[0] if lines and lines[0] < len(table) else None


def _styled(table: Table, words: Words) -> Styler:
    frame = pd.DataFrame({place: _sortable(column) for place, column in enumerate(table.columns)})
    return frame.style.format(
        {place: _writer(column.kind, words, table.currency) for place, column in enumerate(table.columns)}
    )


def _look(table: Table, words: Words) -> dict[str, Any]:
    """What all tables share: headings with their definitions, figures to the right, a dash for the unknown."""
    heads = {
        str(place): st.column_config.Column(
            column.head,
            help=column.help or None,
            width=column.wide,
            alignment="left" if column.kind is Kind.TEXT else "right",
            pinned=place == 0,
        )
        for place, column in enumerate(table.columns)
    }
    height = "content" if len(table) <= MOST_ROWS_SEEN else (MOST_ROWS_SEEN + 1) * ROW
    return {"hide_index": True, "placeholder": words.number(None), "height": height, "column_config": heads}


def _writer(kind: Kind, words: Words, currency: str) -> Callable[[Any], str]:
    return lambda value: written(value, kind, words, currency)


def _sortable(column: Column) -> list[str | float | None]:
    if column.kind in (Kind.TEXT, Kind.WRITTEN):
        return [str(value) for value in column.values]
    return [None if value is None else float(value) for value in column.values]
