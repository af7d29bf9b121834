"""A file that asks: every way to read it on real rows of the file; the answer imports it and is remembered."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import streamlit as st

from funnel.arrivals.jobs import Job, importer_of
from funnel.intake import Outcome, Question, Reading
from funnel.intake.asking import PASSING
from funnel.ui.here import Here
from funnel.ui.mapping_link import link_to_mapping
from funnel.ui.plain import plain
from funnel.ui.signed_in import may_write
from funnel.words import Words

SOURCE = "source"
"""The question what a file is; the mapping screen answers it too."""


def show_questions(here: Here, job: Job, path: Path, outcome: Outcome, key: str) -> None:
    """The questions of one file as a form; what was answered before is kept."""
    words = here.words
    with st.container(key=f"card-question-{key}"):
        needed = words.plural(
            "{n} answer is needed before it can be imported",
            "{n} answers are needed before it can be imported",
            len(outcome.questions),
        )
        st.markdown(f"**{plain(outcome.file_name)}** — {needed}")
        for problem in outcome.problems:
            st.markdown("- " + plain(words.said(problem)))
        if may_write() and all(each.readings for each in outcome.questions):
            _form(here, job, path, outcome, key)
        else:
            for each in outcome.questions:
                st.markdown(plain(words.said(each.sentence)))
        if any(each.id == SOURCE for each in outcome.questions):
            link_to_mapping(here, path, key)
        st.caption(" ".join(_what_follows(job, outcome, words)))


def _what_follows(job: Job, outcome: Outcome, words: Words) -> list[str]:
    told = []
    if any(question.id == SOURCE or question.id.partition(":")[0] not in PASSING for question in outcome.questions):
        told.append(words.text("The answer is remembered for files of this source."))
    where = words.text("The file stays in the inbox until then.") if job.from_inbox else None
    return [*told, where or words.text("The file waits here for a day.")]


def _form(here: Here, job: Job, path: Path, outcome: Outcome, key: str) -> None:
    with st.form(f"questions-{key}", border=False):
        told = {each.id: asked(here, each, f"{key}-{place}") for place, each in enumerate(outcome.questions)}
        ready = st.form_submit_button(here.words.text("Import with this answer"), type="primary")
    if ready:
        _answered(here, job, path, told)


def _answered(here: Here, job: Job, path: Path, told: Mapping[str, str | None]) -> None:
    answers = {question: answer for question, answer in told.items() if answer}
    if len(answers) < len(told):
        st.warning(here.words.text("Choose an answer to every question first."))
        return
    importer_of(here.store.folder).answer(job.id, path, answers)
    st.rerun()


def asked(here: Here, question: Question, key: str) -> str | None:
    """The widgets of one question; None while nothing is chosen. A value of one's own goes before a reading."""
    words = here.words
    st.markdown(plain(words.said(question.sentence)))
    offered = [reading for reading in question.readings if reading.answer]
    chosen = _choice(offered, words, f"answer-{key}") if offered else None
    own = [_own_value(question, reading, words, f"own-{key}") for reading in question.readings if not reading.answer]
    return next((value for value in own if value), chosen)


def _choice(offered: list[Reading], words: Words, key: str) -> str | None:
    named = {reading.answer: reading for reading in offered}
    return st.radio(
        words.text("Answer"),
        list(named),
        index=None,
        format_func=lambda answer: plain(words.said(named[answer].sentence)),
        captions=[examples_text(reading, words) for reading in offered],
        label_visibility="collapsed",
        key=key,
    )


def _own_value(question: Question, reading: Reading, words: Words, key: str) -> str | None:
    label = plain(words.said(reading.sentence))
    if question.id == "day":
        day = st.date_input(label, value=None, format=words.typed_day, key=key)
        return day.isoformat() if isinstance(day, date) else None
    return st.text_input(label, key=key).strip() or None


def examples_text(reading: Reading, words: Words) -> str:
    """Real rows as this reading takes them: record, the text of the file, what it becomes."""
    return " · ".join(
        words.text("row {n}: {text} → {read}", n=words.number(record), text=plain(text), read=plain(read))
        for record, text, read in reading.examples
    )
