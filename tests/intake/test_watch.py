"""An import tells how far it is, stops wherever it is, and then leaves nothing."""

from pathlib import Path
from threading import Timer
from time import monotonic

import pytest

from funnel.answers.progress_line import progress_line
from funnel.errors import ImportCancelled, sentence
from funnel.intake import import_paths
from funnel.intake.watch import CHECKING, FINDING, KEEPING, PUBLISHING, READING, STAGING, Progress, Stage, Watch
from funnel.store import Store
from funnel.store.door import staging_connection
from tests.intake.exports import store_at

HEAD = "event_time,event_type,product_id,price,user_id,user_session\n"
ROW = "2019-10-01 00:00:{second:02} UTC,view,{number},10.00,u{number},s{number}\n"


def _file(folder: Path, rows: int = 200, head: str = HEAD) -> Path:
    path = folder / "events.csv"
    path.write_text(head + "".join(ROW.format(number=number, second=number % 60) for number in range(rows)))
    return path


def _all_files(store: Store) -> list[str]:
    found = [path.relative_to(store.folder) for path in store.folder.rglob("*") if path.is_file()]
    return sorted(str(path) for path in found if path.suffix != ".lock")


def test_a_file_is_told_of_from_its_first_byte_to_its_last_row(tmp_path: Path) -> None:
    seen: list[Progress] = []
    import_paths(store_at(tmp_path / "store"), [_file(tmp_path)], watch=Watch(seen.append))
    inside = [progress for progress in seen if progress.file_name == "events.csv"]
    assert [progress.share for progress in inside] == sorted(progress.share for progress in inside)
    assert (inside[0].share, inside[-1].share, inside[-1].rows) == (0.0, 1.0, 200)
    assert {READING.sentence, KEEPING.sentence} <= {progress.stage for progress in inside}
    assert seen[-1].stage == PUBLISHING.sentence


@pytest.mark.parametrize("stage", [READING, FINDING, STAGING, CHECKING, KEEPING, PUBLISHING])
def test_an_import_stopped_at_any_stage_leaves_nothing(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    store = Store(tmp_path / "store")
    store.shelf.hmac_key()
    before = _all_files(store)
    watch = Watch(lambda progress: watch.cancel() if progress.stage == stage.sentence else None)
    with pytest.raises(ImportCancelled, match="nothing of it is kept"):
        import_paths(store, [_file(tmp_path, head=HEAD if stage != FINDING else "a note\n\n" + HEAD)], watch=watch)
    assert [name for name in _all_files(store) if "ledger" not in name and name != "format"] == before
    assert (store.shelf.receipts(), store.generation()) == ((), 0)


def test_a_running_statement_is_stopped_from_another_thread(tmp_path: Path) -> None:
    watch, started = Watch(), monotonic()
    Timer(0.3, watch.cancel).start()
    with staging_connection(tmp_path) as connection, pytest.raises(ImportCancelled):
        watch.over(connection).execute("select sum(a.range * b.range) from range(10000000) a, range(100000) b")
    assert monotonic() - started < 10


def test_a_failing_statement_fails_as_it_would_without_a_watch(tmp_path: Path) -> None:
    with staging_connection(tmp_path) as connection:
        watched = Watch().over(connection)
        assert watched.execute("select $a + 1", {"a": 1}).fetchone() == (2,)
        assert watched.execute("select 1 where false").fetchone() is None
        with pytest.raises(Exception, match="no_such_table"):
            watched.execute("select * from no_such_table")


def test_a_watch_cancelled_before_the_import_lets_nothing_begin(tmp_path: Path) -> None:
    watch = Watch()
    watch.cancel()
    with pytest.raises(ImportCancelled):
        import_paths(store_at(tmp_path / "store"), [_file(tmp_path)], watch=watch)


@pytest.mark.parametrize(
    ("progress", "line"),
    [
        (Progress("a.csv", sentence("reading the file"), 0.42, 0, None, None), " 42% a.csv: reading the file"),
        (
            Progress("a.csv", sentence("keeping the rows"), 0.8, 9, 310_000.4, 12.2),
            " 80% a.csv: keeping the rows · 310,000 rows/s · 12 s left",
        ),
        (Progress("", sentence("building the numbers"), 0.5, 0, None, 240.0), " 50% building the numbers · 4 min left"),
    ],
)
def test_a_terminal_shows_one_line(progress: Progress, line: str) -> None:
    assert progress_line(progress) == line
