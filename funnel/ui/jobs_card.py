"""Imports of this server as everybody sees them: under way with progress and Cancel, ended with what became of them."""

from pathlib import Path

import streamlit as st

from funnel.arrivals.jobs import Importer, Job, State, importer_of, needs_a_person
from funnel.intake import Outcome, Verdict
from funnel.intake.watch import Progress
from funnel.ui.after_import_lines import show_links
from funnel.ui.here import Here
from funnel.ui.live import watch
from funnel.ui.plain import plain
from funnel.ui.question_card import show_questions
from funnel.ui.receipts import show_receipt
from funnel.ui.signed_in import may_write
from funnel.words import Words

WHILE_BUSY = 1.0
"""Seconds between two looks at the jobs under way; the page's own watch looks for new ones."""
Stamp = tuple[tuple[str, str, int], ...]


def show_jobs(here: Here) -> None:
    """Every job the importer knows, the newest first."""
    importer = importer_of(here.store.folder)
    shown = stamp(importer)
    watch("jobs", lambda: stamp(importer), shown)
    if importer.busy():
        st.fragment(_under_way, run_every=WHILE_BUSY)(here, shown)
    ended = [job for job in reversed(importer.jobs()) if job.ended]
    newest = next((job for job in ended if not job.again), None)
    for job in ended:
        _ended(here, importer, job, whole=job is newest and not (job.from_inbox and job.state is State.DONE))


def stamp(importer: Importer) -> Stamp:
    """What makes the page draw its jobs anew."""
    return tuple((job.id, job.state.value, len(job.outcomes)) for job in importer.jobs())


def _under_way(here: Here, shown: Stamp) -> None:
    importer = importer_of(here.store.folder)
    if stamp(importer) != shown:
        st.rerun(scope="app")
    for job in importer.jobs():
        if not job.ended:
            _running(here.words, importer, job)


def _running(words: Words, importer: Importer, job: Job) -> None:
    with st.container(border=True, key=f"card-job-{job.id}"):
        names = ", ".join(plain(path.name) for path in job.paths[:3])
        more = f" +{len(job.paths) - 3}" if len(job.paths) > 3 else ""
        left, right = st.columns((5, 1), vertical_alignment="center")
        left.markdown(f"**{names}{more}** — {_state(job, words)}")
        right.button(
            words.text("Cancel"),
            key=f"cancel-{job.id}",
            on_click=importer.cancel,
            args=(job.id,),
            help=words.text("Stop this import. Nothing of it is kept."),
            width="stretch",
            disabled=not may_write(),
        )
        if job.progress:
            st.progress(min(1.0, max(0.0, job.progress.share)), text=plain(progress_text(job.progress, words)))


def _state(job: Job, words: Words) -> str:
    if job.state is State.RUNNING:
        return words.text("is being imported")
    return words.text("waits until the import before it ends")


def progress_text(progress: Progress, words: Words) -> str:
    """File · stage · rows · speed · time left, as far as known."""
    parts = [progress.file_name] if progress.file_name else []
    parts.append(words.said(progress.stage))
    if progress.rows:
        parts.append(words.plural("{n} row", "{n} rows", progress.rows))
    if progress.rows_per_second:
        parts.append(words.text("{n} rows a second", n=words.number(round(progress.rows_per_second))))
    if progress.seconds_left is not None:
        parts.append(words.text("about {time} left", time=time_text(progress.seconds_left, words)))
    return " · ".join(parts)


def time_text(seconds: float, words: Words) -> str:
    """Seconds below a minute and a half, else minutes."""
    if seconds < 90:
        return words.text("{n} s", n=words.number(max(1, round(seconds))))
    return words.text("{n} min", n=words.number(round(seconds / 60)))


def _ended(here: Here, importer: Importer, job: Job, *, whole: bool) -> None:
    """What became of the files of a job; not `whole`: only of those that wait for a person."""
    words = here.words
    results = [each for each in job.results() if _is_shown(*each, whole=whole)]
    if not results and (job.state is State.DONE or not whole):
        return
    with st.container(border=True, key=f"card-ended-{job.id}", gap="small"):
        if job.state is State.CANCELLED:
            st.info(words.text("The import was stopped; nothing of it is kept."))
        elif job.problem:
            st.warning(plain(words.said(job.problem)))
        for place, (path, outcome) in enumerate(results):
            if place:
                st.divider()
            _result(here, job, path, outcome, key=f"{job.id}-{place}")
        show_links(here, {outcome.receipt.kind for _, outcome in results if outcome.receipt})
        st.button(
            words.text("Hide"),
            key=f"hide-{job.id}",
            type="tertiary",
            icon=":material/close:",
            on_click=importer.dismiss,
            args=(job.id,),
            help=words.text("Receipts stay under “What is imported”. Files that wait for an answer are deleted."),
        )


def _is_shown(path: Path, outcome: Outcome, *, whole: bool) -> bool:
    return path.exists() if needs_a_person(outcome) else whole


def _result(here: Here, job: Job, path: Path, outcome: Outcome, key: str) -> None:
    if outcome.receipt is not None:
        told = here.words.text("loaded")
        if outcome.verdict is Verdict.ALREADY:
            told = here.words.text("already here, nothing changed")
        with st.container(key=f"card-loaded-{key}"):
            st.markdown(f"**{plain(outcome.file_name)}** — {told}")
            if here.store.shelf.has(outcome.receipt.import_id):
                show_receipt(here, outcome.receipt, key=f"new-{key}", with_links=False)
            else:
                st.caption(here.words.text("Taken back since."))
    elif outcome.verdict is Verdict.QUESTION:
        show_questions(here, job, path, outcome, key)
    else:
        _refused(here, outcome, key)


def _refused(here: Here, outcome: Outcome, key: str) -> None:
    words = here.words
    with st.container(key=f"card-refused-{key}"):
        st.markdown(f"**{plain(outcome.file_name)}** — {words.text('not loaded; nothing of it was kept')}")
        for told in (*outcome.problems, *(question.sentence for question in outcome.questions)):
            st.markdown("- " + plain(words.said(told)))
