"""A running dashboard over a small shop of real imports, for everything that asks it without a browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from funnel.answers.bring_in import bring_in
from funnel.store import Store
from tests.browser.conftest import Server, start_server, stop_server
from tests.faults.hostile import visits


@dataclass
class Running:
    """The server, what it says, and an export it does not hold yet."""

    server: Server
    log: Path
    next_export: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Two days of visits of two channels and devices; more visits of the first day wait in a file."""
    folder = tmp_path_factory.mktemp("running")
    first = {"channel": "Email", "device": "mobile"}
    second = {"channel": "Paid Search", "device": "desktop"}
    told = {
        "a.csv": visits(0, 120, "2026-11-09", **first),
        "b.csv": visits(200, 60, "2026-11-10", **second),
        "c.csv": visits(400, 40, "2026-11-09", **first),
    }
    for name, content in told.items():
        (folder / name).write_bytes(content)
    outcomes = bring_in(Store(folder / "store"), [folder / "a.csv", folder / "b.csv"])
    assert all(outcome.receipt for outcome in outcomes), outcomes
    server = start_server(folder / "store", log=folder / "server.log")
    yield Running(server, folder / "server.log", folder / "c.csv")
    stop_server(server)
