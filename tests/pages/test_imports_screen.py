"""The Imports screen: what came of a file, what it asks, what it changed; and nothing of the file stays behind."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.arrivals.jobs import Importer, Job, State, importer_of
from funnel.arrivals.waiting import Waiting
from funnel.errors import sentence
from funnel.intake import Outcome, Question, Reading, RejectedRow, Verdict
from funnel.store import Store
from funnel.ui.downloads import csv_bytes
from funnel.ui.receipts import rejected_table
from funnel.words import Words

Open = Callable[..., AppTest]
PATIENCE = 60


@pytest.fixture
def importer(empty: Store) -> Iterator[Importer]:
    """The importer of the empty store."""
    found = importer_of(empty.folder)
    yield found
    found.stop()


def waiting_file(store: Store, name: str, content: bytes) -> Path:
    with Waiting(store.folder).arrival(name) as arrival:
        arrival.write(content)
        return arrival.finish().path


def ended(importer: Importer, job_id: str) -> Job:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        job = importer.job(job_id)
        if job and job.ended:
            return job
        time.sleep(0.02)
    raise AssertionError("the job did not end")


def brought_in(importer: Importer, store: Store, path: Path) -> Job:
    copy = waiting_file(store, path.name, path.read_bytes())
    return ended(importer, importer.submit([copy]))


def traffic(exports: Path) -> Path:
    return min((exports / "traffic").iterdir())


def told(app: AppTest) -> str:
    assert not app.exception
    return " ".join(each.value for kind in (app.markdown, app.caption, app.warning, app.info) for each in kind)


def test_the_screen_tells_the_receipt_of_a_dropped_file_and_its_copy_is_gone(
    open_page: Open, empty: Store, importer: Importer, exports: Path
) -> None:
    path = traffic(exports)
    assert brought_in(importer, empty, path).state is State.DONE
    shown = told(open_page(empty, "imports"))
    for each in ("accepted", "loaded", "can be seen now", "recognised by its header"):
        assert each in shown
    assert path.name not in [file.name for file in empty.folder.rglob("*") if file.is_file()]


def test_the_screen_lists_every_problem_of_a_refused_file(open_page: Open, empty: Store, importer: Importer) -> None:
    path = waiting_file(empty, "a.csv", b"<!doctype html><html><body>Log in</body></html>")
    assert ended(importer, importer.submit([path])).outcomes[0].verdict is Verdict.REFUSED
    assert not path.exists()
    assert "not loaded; nothing of it was kept" in told(open_page(empty, "imports"))


def test_a_table_nobody_knows_waits_for_its_columns_to_be_named(
    open_page: Open, empty: Store, importer: Importer
) -> None:
    path = waiting_file(empty, "a.csv", b"a,b\n1,2\n")
    assert ended(importer, importer.submit([path])).outcomes[0].verdict is Verdict.QUESTION
    assert "No known source has these columns" in told(open_page(empty, "imports"))
    assert path.exists()
    Waiting(empty.folder).let_go_of(path)
    assert "No known source" not in told(open_page(empty, "imports"))


def test_what_came_of_files_can_be_hidden(open_page: Open, empty: Store, importer: Importer, exports: Path) -> None:
    job = brought_in(importer, empty, traffic(exports))
    app = open_page(empty, "imports")
    app.button(key=f"hide-{job.id}").click().run()
    assert importer.jobs() == ()
    assert empty.shelf.receipts()


def asking(importer: Importer, path: Path) -> Job:
    """An ended job whose file asks for the order of day and month."""
    rows = ((1, "01/10/2026", "2026-10-01"), (2, "02/10/2026", "2026-10-02"))
    readings = (
        Reading("dmy", sentence("Rejected:"), rows),
        Reading("mdy", sentence("Set aside:"), ((1, "01/10/2026", "2026-01-10"),)),
    )
    question = Question("date_order:Created at", "Created at", readings, sentence("The file is empty."))
    outcome = Outcome(path.name, Verdict.QUESTION, questions=(question,), source="shopify_orders")
    job = Job("0" * 16, (path,), state=State.DONE, outcomes=(outcome,))
    importer._jobs[job.id] = job
    return job


def test_a_question_shows_every_reading_on_real_rows_and_the_answer_imports(
    open_page: Open, empty: Store, importer: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, str]] = []

    def import_it(_store: Store, paths: tuple[Path, ...], *, answers: dict[str, str], **_: object) -> list[Outcome]:
        given.append(answers)
        return [Outcome(path.name, Verdict.REFUSED, problems=("No.",), source="x") for path in paths]

    monkeypatch.setattr("funnel.arrivals.jobs.bring_in", import_it)
    path = waiting_file(empty, "orders.csv", b"a,b\n1,2\n")
    asking(importer, path)
    app = open_page(empty, "imports")
    radio = app.radio[0]
    assert radio.options == ["Rejected\\:", "Set aside\\:"]
    submit = next(button for button in app.button if button.label == "Import with this answer")
    app = submit.click().run()
    assert "Choose an answer" in told(app)
    app.radio[0].set_value("mdy")
    next(button for button in app.button if button.label == "Import with this answer").click().run()
    ended(importer, importer.jobs()[0].id)
    assert given == [{"date_order:Created at": "mdy"}]
    assert not path.exists()


def test_rejected_rows_are_written_without_formulas() -> None:
    rows = (RejectedRow(3, "price", "=HYPERLINK(1)", "unreadable_number"), RejectedRow(4, None, "x", "late"))
    lines = list(csv.reader(io.StringIO(csv_bytes(rejected_table(rows, Words()), "en").decode("utf-8-sig"))))
    assert lines[1] == ["3", "price", "'=HYPERLINK(1)", "a number cannot be read"]
    assert lines[2] == ["4", "", "x", "late"]


def test_an_import_can_be_undone_and_the_history_tells_it(
    open_page: Open, empty: Store, importer: Importer, exports: Path
) -> None:
    brought_in(importer, empty, traffic(exports))
    app = open_page(empty, "imports")
    app.session_state["imports-held"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="undo-yes").click().run()
    assert empty.shelf.receipts() == ()
    assert "Taken back since" in told(app)
    history = app.dataframe[0].value
    assert list(history.iloc[:, 1]) == ["taken back", "imported"]


@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_the_inbox_says_where_it_is_and_what_became_of_its_files(open_page: Open, empty: Store, language: str) -> None:
    refused = empty.folder / "inbox" / "refused" / "2026-11-20"
    refused.mkdir(parents=True)
    (refused / "a.csv").write_text("x")
    (refused / "a.csv.why.txt").write_text("Nothing can be read.")
    (empty.folder / "inbox" / "next.csv").write_text("x")
    app = open_page(empty, "imports", lang=language)
    assert "next" in told(app)
    assert app.code[0].value == str(empty.folder / "inbox")
    assert "Nothing can be read." in app.dataframe[0].value.to_string()
