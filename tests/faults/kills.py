"""Checks 1 and 2: processes killed at any moment of an import or a rebuild."""

import os
import random
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.faults.ground import VISITS, Result, Worker, empty_store, run, worker, write_events

ROUNDS_A_STORE = 10


def kill_imports(folder: Path, rounds: int = 200, seed: int = 1) -> Result:
    """No acknowledged import is lost, none half there, none doubled when the killed import is tried again."""
    result, chance = Result("kills (check 1)"), random.Random(seed)
    with worker() as hand:
        for first in range(0, rounds, ROUNDS_A_STORE):
            store = empty_store(folder / f"store{first}")
            takes = _time_of_an_import(hand, store, write_events(folder / "first.csv", 9_000))
            for number in range(first, min(rounds, first + ROUNDS_A_STORE)):
                files = [write_events(folder / f"{number}-{twin}.csv", 2 * number + twin) for twin in range(2)]
                _one_killed_import(result, hand, store, files, takes * chance.uniform(0, 1.4))
            found = hand.do("look", store)
            wanted = (min(rounds, first + ROUNDS_A_STORE) - first) * 2 * VISITS + VISITS
            result.expect(found["seen"]["visits"] == wanted, f"{found['seen']['visits']} visits instead of {wanted}")
            result.so_far()
    return result


def _time_of_an_import(hand: Worker, store: Path, path: Path) -> float:
    began = time.monotonic()
    hand.do("command", store, [path])
    return time.monotonic() - began


def _one_killed_import(result: Result, hand: Worker, store: Path, files: list[Path], delay: float) -> None:
    before = hand.do("look", store)
    work = "page" if result.figures.get("kills", 0) % 2 else "command"
    told = _killed(hand, work, store, files, delay)
    result.count("kills")
    result.count("acknowledged before the kill", bool(told))
    found = hand.do("look", store)
    names = list(found["held"].values())
    result.expect(set(before["held"]) <= set(found["held"]), "an acknowledged import is gone")
    result.expect(sorted(found["held"]) == found["told"], "shelf and ledger disagree")
    result.expect(len(names) == len(set(names)), "an import is there twice")
    result.expect(found["adds_up"] and not found["damaged"] and not found["lost"], f"half there: {found}")
    result.expect("problem" not in found["seen"], f"a page failed: {found['seen']}")
    result.expect(found["seen"]["visits"] == VISITS * len(found["seen"]["imports"]), "a page shows half an import")
    result.count("on the shelf unpublished", set(found["seen"]["imports"]) != set(found["held"]))
    again = hand.do(work, store, files)
    held = {"loaded", "already_loaded"}
    result.expect(set(again.get("verdicts", [again.get("problem")])) <= held, f"tried again: {again}")


def kill_rebuilds(folder: Path, rounds: int = 100, seed: int = 2) -> Result:
    """Pages show one whole generation whenever a rebuild is killed, and the next start publishes the same tables."""
    result, chance = Result("rebuilds killed (check 2)"), random.Random(seed)
    store = empty_store(folder / "store")
    with worker() as hand:
        hand.do("command", store, [write_events(folder / f"{number}.csv", number) for number in range(4)])
        whole = hand.do("start", store)
        began = time.monotonic()
        hand.do("rebuild", store)
        takes = time.monotonic() - began
        for number in range(rounds):
            told = _killed(hand, "rebuild", store, [], takes * chance.uniform(0, 1.2))
            result.count("kills")
            result.count("ended before the kill", bool(told))
            seen = hand.do("look", store)["seen"]
            same = (seen["visits"], seen["imports"]) == (whole["visits"], whole["imports"])
            result.expect(same, f"a page showed {seen}")
            if number % 10 == 9 or number == rounds - 1:
                after = hand.do("start", store)
                result.expect(after["digests"] == whole["digests"], "the tables differ after a start")
                result.count("starts with equal tables")
                result.so_far()
    return result


def _killed(hand: Worker, work: str, store: Path, files: list[Path], delay: float) -> dict[str, object]:
    pid = hand.begin(work, store, files)
    time.sleep(delay)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return hand.end()


if __name__ == "__main__":
    sys.exit(
        run(
            [kill_imports, kill_rebuilds],
            [lambda folder: kill_imports(folder, 20), lambda folder: kill_rebuilds(folder, 10)],
        )
    )
