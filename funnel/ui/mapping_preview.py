"""The preview of a mapping: the file read by the importer itself, shown as it would be stored, nothing kept."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from funnel.answers.imports import take_back
from funnel.arrivals.jobs import importer_of
from funnel.arrivals.waiting import Waiting
from funnel.intake import Preview, Question, preview_path
from funnel.intake.drafts import text_of
from funnel.intake.saved import save_mapping
from funnel.store import Receipt
from funnel.ui.cards import card
from funnel.ui.here import Here
from funnel.ui.mapping_cards import label_of
from funnel.ui.mapping_state import Choice
from funnel.ui.mapping_subject import ANSWERS, Subject, forget
from funnel.ui.plain import plain
from funnel.ui.question_card import asked
from funnel.ui.receipts import accounting, day_told, rejected_table
from funnel.ui.tables import Column, Kind, Table, show_table
from funnel.words import Words

PREVIEWED = "_mapping_preview"
AT_ONCE_BYTES = 8 * 2**20
ROWS_SEEN, REJECTS_SEEN = 8, 5


def show_preview(here: Here, subject: Subject, choice: Choice) -> Preview | None:
    """First rows as they would be stored, rejected rows, open questions; None while there is nothing to show."""
    words = here.words
    with card(
        "preview",
        words.text("How it will be read"),
        words.text("Read by the importer itself: what stands here is what would be stored."),
    ):
        if choice.lacking:
            st.caption(words.text("Choose the columns that are still needed to see the rows."))
            return None
        preview = _preview_of(here, subject, choice)
        if preview is None:
            return None
        _show_outcome(here, subject, choice, preview)
        return preview


def _preview_of(here: Here, subject: Subject, choice: Choice) -> Preview | None:
    """The preview of exactly this mapping; a large file is read when it is asked for."""
    text = text_of(choice.draft)
    told = sha256(f"{subject.token}\n{here.store.edition()}\n{text}".encode()).hexdigest()
    held: tuple[str, Preview] | None = st.session_state.get(PREVIEWED)
    if held and held[0] == told:
        return held[1]
    at_once = subject.path.stat().st_size <= AT_ONCE_BYTES
    if not at_once and not st.button(here.words.text("Read the file"), icon=":material/visibility:"):
        st.caption(here.words.text("The file is large: it is read when you ask for it."))
        return None
    with st.spinner(here.words.text("Reading the file …")), TemporaryDirectory() as aside:
        mapping = Path(aside) / f"{choice.identity}.toml"
        mapping.write_text(text, encoding="utf-8")
        preview = preview_path(here.store, subject.path, mapping=mapping, answers=choice.draft.answers)
    st.session_state[PREVIEWED] = (told, preview)
    return preview


def _show_outcome(here: Here, subject: Subject, choice: Choice, preview: Preview) -> None:
    words, outcome = here.words, preview.outcome
    for problem in outcome.problems:
        st.warning(plain(words.said(problem)))
    if outcome.questions:
        _ask(here, subject, outcome.questions)
    if outcome.receipt is None:
        return
    st.markdown(plain(accounting(outcome.receipt, words)))
    st.caption(_facts(outcome.receipt, words))
    if preview.rows:
        st.caption(words.text("The first rows as they would be stored"))
        alt = words.text("The first rows as they would be stored.")
        show_table(_rows_table(preview, choice, words), words, key="preview-rows", alt=alt)
    if preview.rejects:
        st.caption(words.text("Rows that would be rejected, with the reason"))
        table = rejected_table(preview.rejects[:REJECTS_SEEN], words)
        show_table(table, words, key="preview-rejects", alt=words.text("Rejected rows and their reasons."))


def _facts(receipt: Receipt, words: Words) -> str:
    parts = [
        words.text(
            "Days: {first} to {last}", first=day_told(receipt.first_day, words), last=day_told(receipt.last_day, words)
        ),
        receipt.zone,
        receipt.currency or "",
    ]
    return plain(" · ".join(part for part in parts if part))


def _rows_table(preview: Preview, choice: Choice, words: Words) -> Table:
    """Rows on end: every field a column, values as they would be stored."""
    told = [name for name in preview.columns if name != "record"]
    rows = preview.rows[:ROWS_SEEN]
    places = {name: preview.columns.index(name) for name in told}

    def column(name: str) -> Column:
        cells = tuple(_written(row[places[name]], words) for row in rows)
        return Column(label_of(words, name, choice.kind), Kind.TEXT, cells)

    return Table(tuple(map(column, told)))


def _written(value: object, words: Words) -> str:
    if value is None:
        return words.number(None)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S} UTC"
    return str(value)


def _ask(here: Here, subject: Subject, questions: tuple[Question, ...]) -> None:
    words = here.words
    with st.form("mapping-questions", border=False):
        told = {each.id: asked(here, each, f"map-{place}") for place, each in enumerate(questions)}
        if st.form_submit_button(words.text("Take this answer")):
            answers = {question: answer for question, answer in told.items() if answer}
            held = st.session_state.setdefault(ANSWERS, {}).setdefault(subject.token, {})
            held.update(answers)
            st.rerun()


def show_save(here: Here, subject: Subject, choice: Choice, preview: Preview | None) -> None:
    """Keep the mapping and import the file, or let go of it."""
    words = here.words
    ready = preview is not None and preview.outcome.receipt is not None
    with st.container(key="mapping-save", horizontal=True, vertical_alignment="center", gap="small"):
        if st.button(words.text("Save and import"), type="primary", disabled=not ready, key="save-mapping"):
            _save(here, subject, choice)
        if st.button(words.text("Let go of the file"), key="drop-mapping"):
            Waiting(here.store.folder).let_go(subject.token)
            forget()
            st.switch_page(st.session_state["_pages"]["imports"])
        told = words.text("Kept as “{id}”: files with these columns go in without a click.", id=plain(choice.identity))
        st.caption(told)


def _save(here: Here, subject: Subject, choice: Choice) -> None:
    save_mapping(here.store.folder, text_of(choice.draft), choice.identity)
    if subject.earlier and here.store.shelf.has(subject.earlier.import_id):
        take_back(here.store, subject.earlier.import_id)  # a file is here once, read in one way
    importer, path = importer_of(here.store.folder), subject.path
    asking = next((job for job in importer.jobs() if job.ended and path in job.paths), None)
    if asking is not None:
        importer.answer(asking.id, path, {})
    else:
        importer.submit([path])
    forget()
    st.switch_page(st.session_state["_pages"]["imports"])
