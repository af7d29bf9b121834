"""Mini-cases and the track record: what finished work earned of what it had promised."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from funnel.board.experiments import MiniCase
from funnel.maths.priority import Record
from funnel.report.as_html import pack_html
from funnel.report.mini_case import mini_case_slide
from funnel.report.slide import Slide
from funnel.terms import Group
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.ui.slide_view import show_slide_parts
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.words import Words


def show_mini_cases(here: Here, cases: Sequence[MiniCase]) -> None:
    """Each case as one card with its picture and its page to take along."""
    words = here.words
    for case in cases:
        slide = slide_of(case, words)
        group = f"{words.term(case.group)} · " if case.group else ""
        hint = plain(f"{group}{words.day(case.finished_on, year=True)} · {case.measured_how}")
        with card(f"case-{case.number}", plain(case.title), hint):
            st.markdown(f"**{plain(slide.lead)}**")
            if case.what_we_did:
                st.write(plain(case.what_we_did))
            show_slide_parts(slide, f"case-{case.number}", words)
            st.download_button(
                words.text("Take the page along"),
                data=partial(pack_html, [slide], slide.title, words),
                file_name=f"mini_case_{case.number}.html",
                mime="text/html",
                on_click="ignore",
                key=f"take-case-{case.number}",
                icon=":material/download:",
                type="tertiary",
            )


def slide_of(case: MiniCase, words: Words) -> Slide:
    """The page of a mini-case."""
    told = {
        "title": case.title,
        "what_we_did": case.what_we_did,
        "measured_how": case.measured_how,
        "currency": case.currency,
        "snapshot": case.snapshot,
    }
    promised = (case.promised.low, case.promised.mid, case.promised.high)
    earned = (case.earned.low, case.earned.mid, case.earned.high)
    return mini_case_slide(told, promised, earned, words)


def show_track_record(records: Mapping[str, Record], words: Words) -> None:
    """What each group usually earns of what it promises: the backlog discounts new promises by it."""
    hint = words.text("Earned ÷ promised of finished mini-cases; the backlog multiplies new promises by it.")
    with card("track-record", words.text("Track record"), hint):
        held = [(group.value, records.get(group.value)) for group in Group]
        shown = [(words.term(group), record or Record()) for group, record in held]
        table = Table(
            (
                Column(words.text("group"), Kind.TEXT, tuple(name for name, _ in shown)),
                Column(words.text("mini-cases"), Kind.COUNT, tuple(record.cases for _, record in shown)),
                Column(words.text("earned ÷ promised"), Kind.WRITTEN, _written(shown, "ratio", words)),
                Column(words.text("from"), Kind.WRITTEN, _written(shown, "low", words)),
                Column(words.text("to"), Kind.WRITTEN, _written(shown, "high", words)),
            )
        )
        show_table(table, words, key="track-record", alt=words.text("Table: {name}.", name=words.text("Track record")))


def _written(shown: Sequence[tuple[str, Record]], name: str, words: Words) -> tuple[str, ...]:
    return tuple(words.percent(getattr(record, name) if record.cases else None, 0) for _, record in shown)
