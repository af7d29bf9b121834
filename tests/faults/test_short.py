"""The short form of every check of `make faults`; the long one has the figures."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.faults.backups import back_up_while_importing
from tests.faults.damage import flip_bits
from tests.faults.full_disk import fill_the_disk
from tests.faults.ground import Result
from tests.faults.healing import HARMS, heals, served
from tests.faults.kills import kill_imports, kill_rebuilds
from tests.faults.properties import random_imports, undo_random_imports
from tests.faults.rebuilds import rebuild_in_any_order


def holds(result: Result) -> None:
    assert not result.broken, result.line()


def test_killed_imports(tmp_path: Path) -> None:
    holds(kill_imports(tmp_path, 2))


def test_killed_rebuilds(tmp_path: Path) -> None:
    holds(kill_rebuilds(tmp_path, 2))


def test_flipped_bits(tmp_path: Path) -> None:
    holds(flip_bits(tmp_path, 8, rebuilds=0))


def test_damage_under_a_running_server(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as thread, served(tmp_path) as server:  # browser tests leave a running loop in this one
        holds(thread.submit(asyncio.run, heals(server, HARMS[:2])).result(timeout=240))


def test_full_disk(tmp_path: Path) -> None:
    """Where no small disk can be mounted (not root) the result says so and holds."""
    holds(fill_the_disk(tmp_path, left=(2_000_000,)))


def test_backups_under_imports(tmp_path: Path) -> None:
    holds(back_up_while_importing(tmp_path, 5, 2))


def test_rebuild_in_any_order(tmp_path: Path) -> None:
    holds(rebuild_in_any_order(tmp_path, 2, 1, at_once=1))


def test_random_imports(tmp_path: Path) -> None:
    holds(random_imports(tmp_path, 1))


def test_undone_imports(tmp_path: Path) -> None:
    holds(undo_random_imports(tmp_path, 1))
