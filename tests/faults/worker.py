"""Run by `ground.worker`: reads a piece of work a line, forks a child that does it, tells its pid and what it said.

It opens no database itself: a child of a process with database threads would hang.
"""

import faulthandler
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from funnel.answers.bring_in import bring_in, settle
from funnel.answers.funnel import ask_funnel
from funnel.answers.question import FunnelQuestion
from funnel.arrivals.jobs import importer_of
from funnel.errors import FunnelError
from funnel.store import Store
from funnel.store.digests import table_digests


def by_command(store: Path, files: list[Path]) -> dict[str, Any]:
    """What `funnel import` does."""
    return {"verdicts": [outcome.verdict.value for outcome in bring_in(Store(store), files)]}


def by_page(store: Path, files: list[Path]) -> dict[str, Any]:
    """What dropping files on the Imports screen does."""
    importer = importer_of(store)
    job_id = importer.submit(files)
    while (job := importer.job(job_id)) and not job.ended:
        time.sleep(0.01)
    assert job is not None
    assert job.problem is None, job.problem
    return {"verdicts": [outcome.verdict.value for outcome in job.outcomes]}


def rebuild(store: Path, _: list[Path]) -> dict[str, Any]:
    """What `funnel rebuild` does."""
    held = Store(store)
    with held.shelf.writing():
        return {"generation": held.publish()}


def look(store: Path, _: list[Path]) -> dict[str, Any]:
    """What a page sees before anything is mended, then the store after the next start."""
    held = Store(store)
    try:
        seen = _seen(held)
    except FunnelError as problem:
        seen = {"visits": 0, "imports": [], "problem": str(problem)}
    settle(held)
    receipts = held.shelf.receipts()
    return {
        "seen": seen,
        "held": {receipt.import_id: receipt.file_name for receipt in receipts},
        "told": sorted(held.shelf.told_by_ledger()),
        "adds_up": all(receipt.adds_up() for receipt in receipts),
        "damaged": list(held.shelf.damaged()),
        "lost": [line.file_name for line in held.shelf.lost()],
        "left": [str(path) for path in (store / "aside").glob("*")],
    }


def _seen(held: Store) -> dict[str, Any]:
    if held.generation() == 0:
        return {"visits": 0, "imports": []}
    with held.reading() as reader:
        imports = sorted(row["import_id"] for row in reader.ask("answers/published_imports"))
    step = ask_funnel(held, FunnelQuestion(compare=False)).total.steps[1]
    return {"visits": step.count or 0, "imports": imports}


def start(store: Path, _: list[Path]) -> dict[str, Any]:
    """What starting the dashboard does to a store, and the numbers after it."""
    held = Store(store)
    settle(held)
    mended = held.catch_up()
    told = {name: list(value) for name, value in table_digests(store, held.generation()).items()}
    return {"mended": mended, "digests": told, "current": held.is_current(), **_seen(held)}


WORK: dict[str, Callable[[Path, list[Path]], dict[str, Any]]] = {
    "command": by_command,
    "page": by_page,
    "rebuild": rebuild,
    "look": look,
    "start": start,
}


def main() -> None:
    """Until stdin ends."""
    patience = float(sys.argv[1])
    for line in sys.stdin:
        told = json.loads(line)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _child(told, writing, patience)
        os.close(writing)
        print(json.dumps({"pid": pid}), flush=True)
        print(json.dumps(_heard(pid, reading, patience)), flush=True)


def _child(told: dict[str, Any], writing: int, patience: float) -> None:
    faulthandler.dump_traceback_later(0.9 * patience, exit=True)  # where it stood, should it never end
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        said = WORK[told["work"]](Path(told["store"]), [Path(path) for path in told["files"]])
    except Exception as problem:  # noqa: BLE001  told to the check, which judges it
        said = {"problem": f"{type(problem).__name__}: {problem}"}
    os.write(writing, json.dumps(said).encode())
    os._exit(0)


def _heard(pid: int, reading: int, patience: float) -> dict[str, Any]:
    said, ends = b"", time.monotonic() + patience
    while True:
        ready = select.select([reading], [], [], max(0.0, ends - time.monotonic()))[0]
        piece = os.read(reading, 65_536) if ready else b""
        if not ready:
            os.kill(pid, signal.SIGKILL)
        if not piece:
            break
        said += piece
    os.close(reading)
    os.waitpid(pid, 0)
    try:
        return dict(json.loads(said)) if said else {}
    except ValueError:
        return {}


if __name__ == "__main__":
    main()
