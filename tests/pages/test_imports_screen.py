"""The Imports screen: a dropped file becomes numbers or a list of problems, and nothing of it stays behind."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from funnel.intake import Outcome, RejectedRow, Verdict
from funnel.intake.watch import Watch
from funnel.store import Store
from funnel.ui.downloads import csv_bytes
from funnel.ui.receipts import rejected_table
from funnel.ui.uploads import import_dropped
from funnel.words import Words

Open = Callable[..., AppTest]


class Dropped(io.BytesIO):
    """A file as the browser hands it over."""

    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def traffic(exports: Path) -> Path:
    return min((exports / "traffic").iterdir())


def test_a_dropped_export_is_imported_and_its_copy_deleted(empty: Store, exports: Path) -> None:
    path = traffic(exports)
    seen: list[float] = []
    outcomes = import_dropped(
        empty, [Dropped(path.name, path.read_bytes())], Watch(lambda progress: seen.append(progress.share))
    )
    assert [(outcome.file_name, outcome.verdict) for outcome in outcomes] == [(path.name, "loaded")]
    assert seen
    left = [file.name for file in empty.folder.rglob("*") if file.is_file()]
    assert path.name not in left
    assert not list(empty.folder.glob("dropped-*"))


def test_copies_a_killed_server_left_behind_go_with_the_next_upload(empty: Store) -> None:
    old = empty.folder / "dropped-old"
    old.mkdir(parents=True)
    os.utime(old, (0, 0))
    import_dropped(empty, [Dropped("a.csv", b"a,b\n1,2\n")])
    assert not old.exists()


def test_a_name_is_never_a_path(empty: Store) -> None:
    outcomes = import_dropped(empty, [Dropped("../../etc/..\\passwd", b"a,b\n1,2\n")])
    assert outcomes[0].file_name == "passwd"
    assert outcomes[0].verdict == "refused"


def test_two_files_of_one_name_are_both_read(empty: Store) -> None:
    outcomes = import_dropped(empty, [Dropped("a.csv", b"a,b\n1,2\n"), Dropped("a.csv", b"c,d\n1,2\n")])
    assert [outcome.file_name for outcome in outcomes] == ["a.csv", "a.csv"]


def test_the_screen_tells_the_receipt_of_a_dropped_file(open_page: Open, empty: Store, exports: Path) -> None:
    path = traffic(exports)
    app = open_page(empty, "imports")
    app.file_uploader[0].upload(path.name, path.read_bytes()).run()
    app.button(key="import-now").click().run()
    assert not app.exception
    told = " ".join(each.value for each in app.markdown)
    assert "accepted" in told
    assert "loaded" in told


def test_the_screen_lists_every_problem_of_a_refused_file(open_page: Open, empty: Store) -> None:
    app = open_page(empty, "imports")
    app.session_state["_outcomes"] = (
        Outcome("a.csv", Verdict.REFUSED, None, ("No *day* column.", "No event column.")),
    )
    app.run()
    told = [each.value for each in app.markdown]
    assert any(r"No \*day\* column" in each for each in told)
    assert any("No event column" in each for each in told)


def test_rejected_rows_are_written_without_formulas() -> None:
    rows = (RejectedRow(3, "price", "=HYPERLINK(1)", "no_number"), RejectedRow(4, None, "x", "late"))
    lines = list(csv.reader(io.StringIO(csv_bytes(rejected_table(rows, Words()), "en").decode("utf-8-sig"))))
    assert lines[1] == ["3", "price", "'=HYPERLINK(1)", "no_number"]
    assert lines[2] == ["4", "", "x", "late"]


def test_an_import_can_be_undone(open_page: Open, empty: Store, exports: Path) -> None:
    path = traffic(exports)
    import_dropped(empty, [Dropped(path.name, path.read_bytes())])
    app = open_page(empty, "imports")
    app.session_state["imports-held"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    app.run()
    app.button(key="undo-yes").click().run()
    assert empty.shelf.receipts() == ()
