"""Imports as jobs of the server process: whoever opens the page sees them, whoever leaves does not stop them.

One importer a store folder; its batches wait for their turn, one is read at a time. Nothing of it survives the
process: what a killed server left aside is removed by the next import and by the next start.
"""

import logging
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from threading import Lock, Thread
from time import sleep

from funnel.answers.bring_in import bring_in
from funnel.arrivals.waiting import Waiting
from funnel.errors import FunnelError, ImportCancelled, ImportRunning, sentence
from funnel.intake import Outcome, Verdict
from funnel.intake.watch import Progress, Watch
from funnel.rights import Access, NotAllowed, need
from funnel.store import Store
from funnel.store.remembered import remembered_answers

LOG = logging.getLogger(__name__)
REMEMBERED = 12
"""Ended jobs whose receipts are still shown."""
AGAIN = 1.0
"""Seconds until an import that another process keeps waiting asks again."""


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


ENDED = (State.DONE, State.CANCELLED, State.FAILED)


@dataclass(frozen=True)
class Job:
    """One batch of files as it stands now."""

    id: str
    paths: tuple[Path, ...]
    source: str | None = None
    mapping: Path | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    from_inbox: bool = False
    again: bool = False
    """Whether it reads files once more because the same was answered for another one."""
    state: State = State.WAITING
    progress: Progress | None = None
    outcomes: tuple[Outcome, ...] = ()
    """One a path, in their order, once the job is done."""
    problem: str | None = None
    """Why nothing was imported."""
    ended_at: datetime | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in ENDED

    def results(self) -> tuple[tuple[Path, Outcome], ...]:
        """Each path with what became of it."""
        return tuple(zip(self.paths, self.outcomes, strict=False))


After = Callable[[Job], None]


class Importer:
    """The jobs of one store folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = Lock()
        self._jobs: dict[str, Job] = {}
        self._watches: dict[str, Watch] = {}
        self._after: dict[str, After] = {}
        self._thread: Thread | None = None

    def submit(
        self,
        paths: Sequence[Path],
        *,
        source: str | None = None,
        mapping: Path | None = None,
        answers: Mapping[str, str] | None = None,
        after: After | None = None,
        from_inbox: bool = False,
        again: bool = False,
    ) -> str:
        """Import these together as soon as it is their turn; returns the id of the job.

        Waiting files are let go when they are read; `after` hears of the job once it ended, whatever came of it.
        Raises NotAllowed when the person behind it may only look.
        """
        need(Access.EDIT)
        job = Job(secrets.token_hex(8), tuple(paths), source, mapping, dict(answers or {}), from_inbox, again)
        with self._lock:
            self._leave_out(job.paths)
            self._jobs[job.id] = job
            self._watches[job.id] = Watch(lambda progress: self._change(job.id, progress=progress))
            if after:
                self._after[job.id] = after
            if self._thread is None:
                self._thread = Thread(target=self._work, name="importer", daemon=True)
                self._thread.start()
        return job.id

    def jobs(self) -> tuple[Job, ...]:
        """Everything known, oldest first."""
        with self._lock:
            return tuple(self._jobs.values())

    def job(self, job_id: str) -> Job | None:
        """One job, None when it was dismissed."""
        with self._lock:
            return self._jobs.get(job_id)

    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return any(not job.ended for job in self.jobs())

    def at_work(self) -> bool:
        """Whether the thread that imports is alive: it outlives the last job by what follows it."""
        with self._lock:
            return self._thread is not None

    def cancel(self, job_id: str) -> None:
        """Stop a job; nothing of it is kept."""
        need(Access.EDIT)
        with self._lock:
            watch = self._watches.get(job_id)
        if watch:
            watch.cancel()

    def dismiss(self, job_id: str) -> None:
        """Do not show an ended job any more; files that wait for an answer to it are let go."""
        need(Access.EDIT)
        job = self.job(job_id)
        if job and job.ended:
            with self._lock:
                self._jobs.pop(job_id, None)
                self._after.pop(job_id, None)
            for path in job.paths:
                Waiting(self.folder).let_go_of(path)

    def answer(self, job_id: str, path: Path, answers: Mapping[str, str], *, again: bool = False) -> str | None:
        """Read one file of an ended job again with these answers beside those it had; the id of the new job.

        `again`: nobody answered for this file, but for another one.
        """
        job = self.job(job_id)
        if job is None or path not in job.paths:
            return None
        with self._lock:
            after = self._after.get(job_id)
        return self.submit(
            [path],
            source=job.source,
            mapping=job.mapping,
            answers={**job.answers, **answers},
            after=after,
            from_inbox=job.from_inbox,
            again=again,
        )

    def _leave_out(self, paths: Collection[Path]) -> None:
        """Files that are read again are shown by their new job only."""
        for job in [job for job in self._jobs.values() if job.ended and set(job.paths) & set(paths)]:
            left = [(path, outcome) for path, outcome in job.results() if path not in paths]
            self._jobs[job.id] = replace(
                job, paths=tuple(path for path, _ in left), outcomes=tuple(outcome for _, outcome in left)
            )
            if not left:
                del self._jobs[job.id]
                self._after.pop(job.id, None)

    def stop(self) -> None:
        """Stop everything; returns when nothing runs."""
        for job in self.jobs():
            self.cancel(job.id)
        thread = self._thread
        if thread:
            thread.join(timeout=30)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self._run(job)

    def _next(self) -> Job | None:
        with self._lock:
            found = next((job for job in self._jobs.values() if not job.ended), None)
            if found is None:
                self._thread = None
            return found

    def _run(self, job: Job) -> None:
        try:
            ended = replace(job, state=State.DONE, outcomes=self._imported(job))
        except ImportCancelled:
            ended = replace(job, state=State.CANCELLED)
        except FunnelError as problem:
            ended = replace(job, state=State.FAILED, problem=problem.told)
        except Exception:
            LOG.exception("An import ended in an error")
            problem_told = sentence("The import ended in an error; nothing was kept. The server's log holds the cause.")
            ended = replace(job, state=State.FAILED, problem=problem_told)
        self._end(ended)

    def _imported(self, job: Job) -> tuple[Outcome, ...]:
        watch = self._watches[job.id]
        while True:
            self._change(job.id, state=State.RUNNING)
            try:
                return bring_in(
                    Store(self.folder),
                    job.paths,
                    source=job.source,
                    mapping=job.mapping,
                    answers=job.answers,
                    watch=watch,
                )
            except ImportRunning:  # the command line imports just now
                self._change(job.id, state=State.WAITING)
                watch.go_on()
                sleep(AGAIN)

    def _end(self, ended: Job) -> None:
        for path in _needed_no_more(ended):
            Waiting(self.folder).let_go_of(path)
        with self._lock:
            self._jobs[ended.id] = replace(ended, progress=None, ended_at=datetime.now(UTC))
            self._watches.pop(ended.id, None)
            after = self._after.get(ended.id)
            old = [job.id for job in self._jobs.values() if job.ended][:-REMEMBERED]
        for job_id in old:
            self.dismiss(job_id)
        if after:
            with suppress(Exception):
                after(ended)
        if ended.answers and not ended.again:
            self._read_again(ended)

    def _read_again(self, answered: Job) -> None:
        """Files that wait for what a person has just answered for another one are read with that."""
        for job in [job for job in self.jobs() if job.ended and job.state is State.DONE]:
            for path, outcome in job.results():
                if needs_a_person(outcome) and path.exists() and self._is_answered(outcome, answered):
                    with suppress(NotAllowed):
                        self.answer(job.id, path, {}, again=True)

    def _is_answered(self, outcome: Outcome, answered: Job) -> bool:
        kept = {one.id for one in remembered_answers(self.folder) if one.source == outcome.source}
        held = any(one.verdict.is_held and one.source in (None, outcome.source) for one in answered.outcomes)
        return held and all(question.id in kept or question.id in answered.answers for question in outcome.questions)

    def _change(self, job_id: str, **told: object) -> None:
        with self._lock:
            if job_id in self._jobs:
                self._jobs[job_id] = replace(self._jobs[job_id], **told)  # type: ignore[arg-type]


def _needed_no_more(job: Job) -> list[Path]:
    """Files that were read, refused for good, or of a job that came to nothing; what a person must answer stays."""
    if job.state is not State.DONE:
        return list(job.paths)
    return [path for path, outcome in job.results() if not needs_a_person(outcome)]


def needs_a_person(outcome: Outcome) -> bool:
    """Whether the file waits for an answer."""
    return outcome.verdict is Verdict.QUESTION


_IMPORTERS: dict[Path, Importer] = {}
_IMPORTERS_LOCK = Lock()


def importer_of(folder: Path) -> Importer:
    """The importer of this store folder; the same for every session of the process."""
    with _IMPORTERS_LOCK:
        return _IMPORTERS.setdefault(folder.resolve(), Importer(folder.resolve()))
