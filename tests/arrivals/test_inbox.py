"""The inbox: what stopped growing is imported and moved, with its reason; the rest is left alone."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from funnel.arrivals.inbox import Inbox, InboxWatch
from funnel.arrivals.jobs import Importer
from funnel.cli import main
from funnel.errors import sentence
from funnel.intake import Outcome, Question, Verdict
from funnel.store import Store
from tests.arrivals.exports import EVENTS, ended

PAGE = "<!doctype html><html><body>Please log in.</body></html>"
QUESTION = Question("zone", None, (), sentence("The file is empty."))


@pytest.fixture
def importer(tmp_path: Path) -> Iterator[Importer]:
    found = Importer(tmp_path)
    yield found
    found.stop()


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    found = Inbox(Store(tmp_path))
    found.folder.mkdir()
    return found


def lay(inbox: Inbox, name: str, content: str = EVENTS, age: float = 60) -> Path:
    path = inbox.folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def looked_twice(importer: Importer) -> InboxWatch:
    watch = InboxWatch(Store(importer.folder), importer)
    watch.look()
    assert not importer.busy()
    watch.look()
    ended(importer)
    return watch


def names(inbox: Inbox, place: str) -> list[str]:
    return sorted(path.name for path in (inbox.folder / place).glob("*/*"))


def test_only_whole_files_are_taken(inbox: Inbox, tmp_path: Path) -> None:
    taken = [lay(inbox, "a.csv"), lay(inbox, "week/b.csv")]
    lay(inbox, "growing.csv", age=0)
    for left in ("c.csv.part", ".hidden.csv", "~$book.xlsx", "done/2026-11-01/d.csv", "refused/2026-11-01/e.csv"):
        lay(inbox, left)
    (tmp_path / "secret.csv").write_text(EVENTS)
    (inbox.folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    assert inbox.still_files() == tuple(taken)


def test_a_look_imports_and_moves_each_file_with_its_reason(importer: Importer, inbox: Inbox) -> None:
    lay(inbox, "good.csv")
    lay(inbox, "bad.csv", PAGE)
    looked_twice(importer)
    assert names(inbox, "done") == ["good.csv"]
    assert names(inbox, "refused") == ["bad.csv", "bad.csv.why.txt"]
    assert inbox.files() == ()
    lately = {each.path.name: (each.refused, bool(each.why)) for each in inbox.put_away_lately()}
    assert lately == {"good.csv": (False, False), "bad.csv": (True, True)}
    assert [receipt.file_name for receipt in Store(importer.folder).shelf.receipts()] == ["good.csv"]


def test_two_files_of_one_name_are_both_kept(importer: Importer, inbox: Inbox) -> None:
    for _ in range(2):
        lay(inbox, "good.csv")
        looked_twice(importer)
    assert names(inbox, "done") == ["good-2.csv", "good.csv"]


def test_a_file_that_asks_stays_and_is_not_read_again_and_again(
    importer: Importer, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lay(inbox, "asks.csv")
    asked = (Outcome(path.name, Verdict.QUESTION, questions=(QUESTION,), source="x"),)
    monkeypatch.setattr("funnel.arrivals.jobs.bring_in", lambda *_, **__: asked)
    watch = looked_twice(importer)
    watch.look()
    ended(importer)
    assert path.exists()
    assert len(importer.jobs()) == 1
    refused = (Outcome(path.name, Verdict.REFUSED, problems=("No.",), source="x"),)
    monkeypatch.setattr("funnel.arrivals.jobs.bring_in", lambda *_, **__: refused)
    importer.answer(importer.jobs()[0].id, path, {"zone": "UTC"})
    ended(importer)
    assert names(inbox, "refused") == ["asks.csv", "asks.csv.why.txt"]


def test_the_command_line_reads_the_inbox_once(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> int:
        with pytest.raises(SystemExit) as stopped:
            main(["import", str(inbox.folder), "--store", str(inbox.folder.parent)])
        return int(stopped.value.code or 0)

    assert run() == 0
    lay(inbox, "good.csv")
    lay(inbox, "growing.csv", age=0)
    assert run() == 0
    assert names(inbox, "done") == ["good.csv"]
    assert [path.name for path in inbox.files()] == ["growing.csv"]
    assert "good.csv" in capsys.readouterr().out


def test_a_file_that_asked_is_read_again_once_something_was_learned(importer: Importer, inbox: Inbox) -> None:
    path = lay(inbox, "asks.csv", "a,b\n1,2\n")
    watch = looked_twice(importer)
    assert (path.exists(), len(importer.jobs())) == (True, 1)
    (first,) = importer.jobs()
    (importer.folder / "answers.json").write_text("{}", encoding="utf-8")
    for _ in range(3):
        watch.look()
        ended(importer)
    (second,) = importer.jobs()
    assert (second.paths, second.id == first.id) == ((path,), False)
