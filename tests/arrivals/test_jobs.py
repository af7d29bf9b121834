"""Imports as jobs: in turn, cancelled without a trace, asked about, let go of when read."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from funnel.arrivals.duty import Duty
from funnel.arrivals.jobs import REMEMBERED, Importer, State, importer_of
from funnel.arrivals.waiting import Waiting
from funnel.errors import StoreProblem, sentence
from funnel.intake import Outcome, Question, Verdict
from funnel.intake.watch import Watch
from funnel.store import Store
from tests.arrivals.exports import EVENTS, ended

BRING_IN = "funnel.arrivals.jobs.bring_in"
QUESTION = Question("zone", None, (), sentence("The file is empty."))


@pytest.fixture
def importer(tmp_path: Path) -> Iterator[Importer]:
    found = Importer(tmp_path)
    yield found
    found.stop()


def waiting(importer: Importer, name: str, content: str = EVENTS) -> Path:
    with Waiting(importer.folder).arrival(name) as arrival:
        arrival.write(content.encode())
        return arrival.finish().path


def test_a_job_imports_lets_go_of_the_copy_and_keeps_the_receipt(importer: Importer) -> None:
    path = waiting(importer, "a.csv")
    importer.submit([path])
    (job,) = ended(importer)
    assert (job.state, [outcome.verdict for outcome in job.outcomes]) == (State.DONE, [Verdict.LOADED])
    assert job.ended_at
    assert not path.parent.exists()
    importer.dismiss(job.id)
    assert importer.jobs() == ()
    assert Store(importer.folder).shelf.receipts()


def test_jobs_wait_for_their_turn(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    go, order, together = threading.Event(), [], []

    def slowly(_: Store, paths: tuple[Path, ...], **__: object) -> tuple[Outcome, ...]:
        order.append(paths[0].name)
        together.append(sum(job.state is State.RUNNING for job in importer.jobs()))
        go.wait(10)
        return ()

    monkeypatch.setattr(BRING_IN, slowly)
    for name in ("a.csv", "b.csv", "c.csv"):
        importer.submit([waiting(importer, name)])
    go.set()
    ended(importer)
    assert (order, together) == (["a.csv", "b.csv", "c.csv"], [1, 1, 1])


def test_cancel_leaves_nothing_and_the_next_runs(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = threading.Event()

    def endless(_: Store, __: tuple[Path, ...], *, watch: Watch, **___: object) -> tuple[Outcome, ...]:
        begun.set()
        while True:
            watch.at(0.5)

    real = importer_of.__globals__["bring_in"]
    monkeypatch.setattr(BRING_IN, endless)
    first = importer.submit([waiting(importer, "a.csv")])
    assert begun.wait(10)
    monkeypatch.setattr(BRING_IN, real)
    second, third = (importer.submit([waiting(importer, name)]) for name in ("b.csv", "c.csv"))
    importer.cancel(second)
    importer.cancel(first)
    states = {job.id: job.state for job in ended(importer)}
    assert states == {first: State.CANCELLED, second: State.CANCELLED, third: State.DONE}
    assert Waiting(importer.folder).files() == ()
    assert [receipt.file_name for receipt in Store(importer.folder).shelf.receipts()] == ["c.csv"]


def test_an_import_of_another_process_is_waited_for(importer: Importer) -> None:
    with Store(importer.folder).shelf.writing():
        importer.submit([waiting(importer, "a.csv")])
        time.sleep(0.5)
        assert importer.busy()
    assert [job.state for job in ended(importer)] == [State.DONE]


def test_what_waits_for_another_process_can_be_cancelled(importer: Importer) -> None:
    with Store(importer.folder).shelf.writing():
        importer.cancel(importer.submit([waiting(importer, "a.csv")]))
        assert [job.state for job in ended(importer)] == [State.CANCELLED]


@pytest.mark.parametrize("problem", [StoreProblem("The disk is gone."), RuntimeError("secret")])
def test_a_failed_job_says_why_without_a_trace(
    importer: Importer, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def failing(*_: object, **__: object) -> tuple[Outcome, ...]:
        raise problem

    monkeypatch.setattr(BRING_IN, failing)
    importer.submit([waiting(importer, "a.csv")])
    (job,) = ended(importer)
    assert job.state is State.FAILED
    assert job.problem
    assert "secret" not in job.problem
    assert Waiting(importer.folder).files() == ()


def test_a_file_that_asks_waits_and_the_answer_is_added(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def asks_twice(_: Store, paths: tuple[Path, ...], *, answers: dict[str, str], **__: object) -> tuple[Outcome, ...]:
        given.append(answers)
        asked = Outcome(paths[0].name, Verdict.QUESTION, questions=(QUESTION,), source="x")
        return (asked if len(given) < 3 else Outcome(paths[0].name, Verdict.REFUSED, source="x"),)

    monkeypatch.setattr(BRING_IN, asks_twice)
    path = waiting(importer, "a.csv")
    importer.submit([path])
    (job,) = ended(importer)
    assert path.exists()
    importer.answer(job.id, path, {"zone": "UTC"})
    (job,) = ended(importer)
    importer.answer(job.id, path, {"currency": "PLN"})
    ended(importer)
    assert given == [{}, {"zone": "UTC"}, {"zone": "UTC", "currency": "PLN"}]
    assert not path.exists()


def test_what_is_answered_for_one_file_is_not_asked_of_its_twin(importer: Importer) -> None:
    text = EVENTS.replace("2026-10-01T", "01/10/2026 ").replace("Z", "")
    first, twin, other = (
        waiting(importer, name, content)
        for name, content in (("a.csv", text), ("b.csv", text), ("c.csv", text.replace("s1", "s2")))
    )
    importer.submit([first, twin])
    importer.submit([other])
    job, _ = ended(importer)
    assert [outcome.verdict for outcome in job.outcomes] == [Verdict.QUESTION, Verdict.QUESTION]
    importer.answer(job.id, first, {"date_order:timestamp": "dmy"})
    became = {path.name: outcome.verdict for job in ended(importer) for path, outcome in job.results()}
    assert became == {"a.csv": Verdict.LOADED, "b.csv": Verdict.ALREADY, "c.csv": Verdict.LOADED}
    assert Waiting(importer.folder).files() == ()


def test_only_the_latest_jobs_are_remembered(importer: Importer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BRING_IN, lambda *_, **__: ())
    for number in range(REMEMBERED + 3):
        importer.submit([waiting(importer, f"{number}.csv")])
    assert len(ended(importer)) == REMEMBERED


def test_a_start_removes_what_a_killed_server_left_and_only_one_server_is_on_duty(tmp_path: Path) -> None:
    left = Path(waiting(Importer(tmp_path), "a.csv"))
    aside = tmp_path / "aside" / "half"
    aside.mkdir(parents=True)
    duty, second = Duty(tmp_path), Duty(tmp_path)
    assert duty.start()
    try:
        assert not left.exists()
        assert not second.start()
        Waiting(tmp_path).clear()
        new = waiting(Importer(tmp_path), "b.csv")
        second.stop()
        assert new.exists()
    finally:
        duty.stop()
    assert not aside.exists()
    assert not new.exists()
    assert second.start()
    second.stop()
    shutil.rmtree(tmp_path / "inbox")


def test_every_session_of_a_store_has_the_same_importer(tmp_path: Path) -> None:
    assert importer_of(tmp_path) is importer_of(tmp_path / "x" / "..")
