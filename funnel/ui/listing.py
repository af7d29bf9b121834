"""A department's list on the screen: its table, what a chosen row opens, its CSV, or why it is not measured."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from funnel.answers.listing import ListAnswer, ListRow, ListRule
from funnel.factors import EVENT
from funnel.metrics import metric
from funnel.terms import NOT_STATED, OTHER
from funnel.ui.cards import card
from funnel.ui.downloads import csv_button, file_stem
from funnel.ui.here import Here
from funnel.ui.list_actions import key_name, show_actions
from funnel.ui.list_figures import show_picture
from funnel.ui.notes import show_notes
from funnel.ui.plain import plain
from funnel.ui.tables import Column, Kind, Table, choose_line, kind_of
from funnel.words import Words
from funnel.words.fields import column_label

AS_WRITTEN: Final = frozenset(
    {"page", "landing", "error", "search_term", "product", "promotion", "campaign", "seller", "location", "agent_group"}
)
"""Keys whose values are the source’s own: paths, codes, names, shown letter by letter."""
CUT: Final = frozenset({OTHER, NOT_STATED, ""})
CLOCKS: Final = frozenset({"clock_never_stops", "clock_of_service"})
"""Notes without which the figures cannot be read: they stand above them."""


def show_list(here: Here, department: str, rule: ListRule, answer: ListAnswer) -> None:
    """Card of one list: what a row is, the table, what the chosen row opens, the CSV; or why it is not measured."""
    words = here.words
    with card(f"list-{rule.code}", words.text(rule.name), words.text(rule.told)):
        if not answer.rows:
            _show_nothing(answer, words)
            return
        _show_lacking(answer, words)
        for note in answer.notes:
            if note.code in CLOCKS:
                st.caption(plain(words.note(note.code, note.values)))
        show_picture(department, answer, words)
        table = list_table(answer, words)
        alt = words.text("Table: {name}.", name=words.text(rule.name))
        chosen = choose_line(table, words, key=f"table-{department}-{rule.code}", alt=alt)
        if chosen is not None and chosen < len(answer.rows):
            show_actions(here, department, rule, answer, answer.rows[chosen])
        stem = f"{department}_{rule.code}"
        csv_button(table, words, file_stem(stem, answer.period) if answer.period else stem, key=f"csv-{rule.code}")
        show_notes([note for note in answer.notes if note.code not in CLOCKS], words)


def list_table(answer: ListAnswer, words: Words) -> Table:
    """The rows and, last, their total; a range stands in two columns beside its figure."""
    lines = [*answer.rows, *([answer.total] if answer.total else [])]
    keys = [_key_column(answer, place, lines, words) for place in range(len(answer.keys))]
    titles = [_title_column(lines, words)] if any(line.title for line in lines) else []
    figures = [
        column for place in range(len(answer.metrics)) for column in _figure_columns(answer, place, lines, words)
    ]
    return Table((*keys, *titles, *figures), answer.currency)


def _key_column(answer: ListAnswer, place: int, lines: Sequence[ListRow], words: Words) -> Column:
    codes = [line.key[place] if line.key else ("" if place else None) for line in lines]
    raw = answer.keys[place] in AS_WRITTEN
    told = tuple(
        words.text("all") if code is None else code if raw and code not in CUT else words.term(code) for code in codes
    )
    return Column(key_name(answer.keys[place], words), Kind.TEXT, told)


def _title_column(lines: Sequence[ListRow], words: Words) -> Column:
    return Column(words.text("title"), Kind.TEXT, tuple(line.title or "" for line in lines))


def _figure_columns(answer: ListAnswer, place: int, lines: Sequence[ListRow], words: Words) -> list[Column]:
    about = metric(answer.metrics[place])
    values = tuple(line.values[place] for line in lines)
    ends = [line.ranges[place] if line.ranges else None for line in lines]
    kind = Kind.ESTIMATE if any(ends) and kind_of(about) is Kind.MONEY else kind_of(about)
    figure = Column(words.text(about.name), kind, values, words.text(about.definition))
    return [figure] if not any(ends) else [figure, *_range_columns(ends, kind, words)]


def _range_columns(ends: Sequence[tuple[Decimal, Decimal] | None], kind: Kind, words: Words) -> list[Column]:
    heads = (words.text("from"), words.text("to"))
    return [Column(head, kind, tuple(end[side] if end else None for end in ends)) for side, head in enumerate(heads)]


def _show_lacking(answer: ListAnswer, words: Words) -> None:
    if answer.lacking:
        what = ", ".join(missing_column(one, words) for one in answer.lacking)
        st.caption(plain(words.text("Not measured, because this is missing: {what}.", what=what)))


def missing_column(code: str, words: Words) -> str:
    """What “kind.column” stands for: the kind of export and, in brackets, the column it lacks."""
    kind, _, column = code.partition(".")
    if column.startswith(EVENT):
        return f"{words.term(kind)} ({words.term(column.removeprefix(EVENT))})"
    return f"{words.term(kind)} ({words.text(column_label(column, kind))})" if column else words.term(kind)


def _show_nothing(answer: ListAnswer, words: Words) -> None:
    _show_lacking(answer, words)
    if not answer.lacking:
        st.write(words.text("Nothing of this kind in these days."))
