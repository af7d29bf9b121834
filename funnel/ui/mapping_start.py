"""Before a mapping can be made: the file itself, or which of its tables is meant."""

import streamlit as st

from funnel.arrivals.waiting import Waiting
from funnel.errors import RefusedFile
from funnel.intake.outcome import AskedFile
from funnel.ui.cards import card
from funnel.ui.here import Here, show_address
from funnel.ui.mapping_subject import ANSWERS, Subject, earlier_reading, kept_token, subject_of, wait_for
from funnel.ui.plain import plain
from funnel.ui.question_card import asked
from funnel.ui.signed_in import may_write

CHUNK = 8 * 2**20
MOST_MEGABYTES = 200


def subject_or_question(here: Here) -> Subject | None:
    """The file to be mapped; None when there is none yet, after saying what stands in the way."""
    try:
        return subject_of(here)
    except AskedFile as problem:
        _ask_first(here, problem)
        st.stop()
    except RefusedFile as problem:
        for told in problem.problems:
            st.warning(plain(here.words.said(told)))
        return None


def _ask_first(here: Here, problem: AskedFile) -> None:
    words, token = here.words, kept_token()
    show_address({"file": token})
    with card("sheet", plain(problem.file_name)), st.form("mapping-first", border=False):
        told = {each.id: asked(here, each, f"first-{place}") for place, each in enumerate(problem.questions)}
        if st.form_submit_button(words.text("Take this answer"), type="primary"):
            held = st.session_state.setdefault(ANSWERS, {}).setdefault(token, {})
            held.update({question: answer for question, answer in told.items() if answer})
            st.rerun()


def show_start(here: Here) -> None:
    """The whole screen while no file waits: drop one."""
    words, earlier = here.words, earlier_reading(here)
    with st.container(key="takeaway"):
        st.title(words.text("Say what the columns of a file are"), anchor=False)
        if earlier is not None:
            show_address({"import": earlier.import_id})
            told = words.text(
                "Drop “{file}” again to read it differently: no copy of it was kept. "
                "Saving takes the earlier reading back.",
                file=plain(earlier.file_name),
            )
        else:
            told = words.text("For exports nobody recognises: once said, files of that shape go in by themselves.")
        st.caption(told)
    if not may_write():
        return
    with card("map-drop", words.text("The file")):
        told = words.text("One file of up to {n} MB", n=MOST_MEGABYTES)
        dropped = st.file_uploader(told, key="mapping-file", max_upload_size=MOST_MEGABYTES)
    if dropped is not None:
        with Waiting(here.store.folder).arrival(dropped.name) as arrival:
            while piece := dropped.read(CHUNK):
                arrival.write(piece)
            token = arrival.finish().token
        wait_for(token)
        st.rerun()
