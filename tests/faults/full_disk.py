"""Check 4: a disk of 48 MB fills up in the middle of an import; the same process goes on when there is room again."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from funnel.answers.funnel import ask_funnel
from funnel.answers.imports import take_back
from funnel.answers.question import FunnelQuestion
from funnel.arrivals.jobs import Job, State, importer_of
from funnel.store import Store
from funnel.store.disk import NO_ROOM
from tests.faults.ground import PATIENCE, VISITS, Result, empty_store, run, write_events

LEFT: tuple[int, ...] = (0, 8_192, 65_536, 300_000, 1_000_000, 2_000_000, 4_000_000, 6_000_000)
"""Bytes the disk has left when the import begins."""
SIZE = "48m"


def fill_the_disk(folder: Path, left: tuple[int, ...] = LEFT) -> Result:
    """One plain sentence, old numbers still shown, and the next import works without a restart."""
    result = Result("disk full (check 4)")
    files = [write_events(folder / f"{number}.csv", number) for number in range(2)]
    disk = folder / "disk"
    disk.mkdir()
    with _mounted(disk) as why_not:
        if why_not:
            result.skipped = why_not
            return result
        store = empty_store(disk / "store")
        _imported(store, files[0])
        for room in left:
            _one_full_disk(result, store, files[1], room)
        Store(store).close()
    return result


def _one_full_disk(result: Result, folder: Path, path: Path, room: int) -> None:
    store, ballast = Store(folder), folder.parent / "ballast"
    generation = store.generation()
    _fill(ballast, room)
    job = _imported(folder, path)
    result.count("imports on a full disk")
    result.count("refused in a sentence", job.problem == NO_ROOM)
    result.count("found room", job.state is State.DONE)
    if job.state is not State.DONE:
        result.expect(job.problem == NO_ROOM, f"{room} bytes left: {job.problem}")
        result.expect(len(store.shelf.receipts()) == 1, f"{room} bytes left: the import stayed on the shelf")
        result.expect(store.generation() == generation, f"{room} bytes left: a generation was published")
        result.expect(_visits(store) == VISITS, f"{room} bytes left: the old numbers are not shown")
    ballast.unlink()
    again = _imported(folder, path)
    verdicts = [outcome.verdict.value for outcome in again.outcomes]
    result.expect(verdicts in (["loaded"], ["already_loaded"]), f"{room} bytes left, then room: {again.problem}")
    result.expect(_visits(Store(folder)) == 2 * VISITS, f"{room} bytes left, then room: other numbers")
    result.count("went on without a restart", _visits(Store(folder)) == 2 * VISITS)
    taken = next(one for one in store.shelf.receipts() if one.file_name == path.name)
    take_back(store, taken.import_id)


def _visits(store: Store) -> int:
    return ask_funnel(store, FunnelQuestion(compare=False)).total.steps[1].count or 0


def _imported(folder: Path, path: Path) -> Job:
    importer, ends = importer_of(folder), time.monotonic() + PATIENCE
    job_id = importer.submit([path])
    while (job := importer.job(job_id)) and not job.ended:
        assert time.monotonic() < ends, "the import hangs"
        time.sleep(0.02)
    assert job is not None
    return job


def _fill(ballast: Path, room: int) -> None:
    state = os.statvfs(ballast.parent)
    with ballast.open("wb") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, max(1, state.f_bavail * state.f_frsize - room))
        except OSError:
            file.truncate(0)
            raise


@contextmanager
def _mounted(disk: Path) -> Iterator[str]:
    """A small disk at the folder; the reason where none can be had."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", str(disk)]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except OSError as problem:
        yield f"no mount here ({problem.strerror})"
        return
    if told.returncode:
        yield f"mounting a small disk needs root ({told.stderr.strip()})"
        return
    try:
        yield ""
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False, timeout=30)


if __name__ == "__main__":
    sys.exit(run([fill_the_disk], [fill_the_disk]))
