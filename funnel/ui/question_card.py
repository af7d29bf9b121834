"""A file that asks: every way to read it on real rows of the file; the answer imports it and is remembered."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import available_timezones

import streamlit as st

from funnel.arrivals.jobs import Job, importer_of
from funnel.intake import Outcome, Question, Reading
from funnel.ui.here import Here
from funnel.ui.plain import plain
from funnel.words import Words

ZONES = (*sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")), "UTC")


def show_questions(here: Here, job: Job, path: Path, outcome: Outcome, key: str) -> None:
    """The questions of one file as a form; what was answered before is kept."""
    words = here.words
    with st.container(border=True, key=f"card-question-{key}"):
        st.markdown(f"**{plain(outcome.file_name)}** — {words.text('one answer is needed before it can be imported')}")
        for problem in outcome.problems:
            st.markdown("- " + plain(words.said(problem)))
        with st.form(f"questions-{key}", border=False):
            told = {each.id: _asked(here, each, f"{key}-{place}") for place, each in enumerate(outcome.questions)}
            ready = st.form_submit_button(words.text("Import with this answer"), type="primary")
        st.caption(words.text("The answer is remembered for files of this source; the file waits here for a day."))
        if ready:
            _answered(here, job, path, told)


def _answered(here: Here, job: Job, path: Path, told: Mapping[str, str | None]) -> None:
    answers = {question: answer for question, answer in told.items() if answer}
    if len(answers) < len(told):
        st.warning(here.words.text("Choose an answer to every question first."))
        return
    importer_of(here.store.folder).answer(job.id, path, answers)
    st.rerun()


def _asked(here: Here, question: Question, key: str) -> str | None:
    """The widget of one question; None while nothing is chosen."""
    words = here.words
    st.markdown(plain(words.said(question.sentence)))
    label = words.text("Answer")
    offered = [reading for reading in question.readings if reading.answer]
    if offered:
        return _choice(offered, words, label, key)
    for reading in question.readings:
        st.caption(examples_text(reading, words))
    return _free_value(here, question, label, key)


def _choice(offered: list[Reading], words: Words, label: str, key: str) -> str | None:
    named = {reading.answer: reading for reading in offered}
    return st.radio(
        label,
        list(named),
        index=None,
        format_func=lambda answer: plain(words.said(named[answer].sentence)),
        captions=[examples_text(reading, words) for reading in offered],
        label_visibility="collapsed",
        key=f"answer-{key}",
    )


def _free_value(here: Here, question: Question, label: str, key: str) -> str | None:
    what = question.id.partition(":")[0]
    if what == "zone":
        zone = here.store.settings.zone
        return st.selectbox(label, ZONES, index=ZONES.index(zone) if zone in ZONES else None, key=f"answer-{key}")
    if what == "day":
        day = st.date_input(label, value=None, max_value=date.max, key=f"answer-{key}")
        return day.isoformat() if isinstance(day, date) else None
    return st.text_input(label, key=f"answer-{key}").strip() or None


def examples_text(reading: Reading, words: Words) -> str:
    """Real rows as this reading takes them: record, the text of the file, what it becomes."""
    return " · ".join(
        words.text("row {n}: {text} → {read}", n=words.number(record), text=plain(text), read=plain(read))
        for record, text, read in reading.examples
    )
