"""A running dashboard on a free port, and pages that tell on themselves."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from funnel.settings import read_settings
from tests.looks import GO
from tests.small_sample import small_exports, small_store

ROOT = Path(__file__).parents[2]
START = (
    "import sys; from pathlib import Path; from funnel.ui.serve import serve; "
    "serve(Path(sys.argv[1]), port=int(sys.argv[2]), open_browser=False)"
)
PATIENCE = 60
# Streamlit's own, seen on any page of it; ours would be new.
KNOWN_TO_AXE = {"list", "listitem", "presentation-role-conflict", "empty-table-header"}

expect.set_options(timeout=PATIENCE * 1000)


@dataclass
class Server:
    """One running dashboard."""

    address: str
    store: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_server(store: Path, port: int | None = None, log: Path | None = None) -> Server:
    """Serve `store`; returns when the server answers. What it says goes to `log`, else nowhere."""
    port = port or free_port()
    with (log or Path(os.devnull)).open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", START, str(store), str(port)],
            cwd=store.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=said,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_it_answers(address + base_of(store), process)
    except BaseException:
        process.kill()
        raise
    return Server(address, store, process)


def base_of(store: Path) -> str:
    """The path the dashboard over this store lives under."""
    return urlsplit(read_settings(store).public_url).path.rstrip("/")


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 3 * PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "the server stopped at once"
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {address} within {3 * PATIENCE} s")


def stop_server(server: Server) -> None:
    """End the server that was started."""
    server.process.terminate()
    server.process.wait(timeout=20)


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of a small invented shop."""
    return small_exports(tmp_path_factory)


@pytest.fixture(scope="session")
def sample_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard as it looks on first start: filled with the sample shop."""
    server = start_server(small_store(tmp_path_factory).folder)
    yield server
    stop_server(server)


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[Server]:
    """A dashboard over an empty store."""
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "settings.toml").write_text("inbox_seconds = 1\n", encoding="utf-8")
    server = start_server(tmp_path / "store")
    yield server
    stop_server(server)


@dataclass
class Screen:
    """One browser page, and everything it complained about or asked of the outside."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def open(self, server: Server, path: str = "/") -> "Screen":
        """Go to `path` and wait until the screen stands still."""
        self.page.goto(server.address + path)
        return self.settled()

    def go_on(self, path: str) -> "Screen":
        """Go to another screen as Back and Forward do, without loading the app again, and wait until it stands."""
        before = self.page.title()
        self.page.evaluate(GO, path)
        self.page.wait_for_function("(before) => document.title !== before", arg=before, timeout=PATIENCE * 1000)
        return self.settled()

    def settled(self) -> "Screen":
        """Wait until the script has run and nothing is grey."""
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=PATIENCE * 1000)
        return self

    def takeaway(self) -> str:
        """The sentence on top."""
        title = self.page.locator(".st-key-takeaway h1")
        title.wait_for(timeout=PATIENCE * 1000)
        return title.inner_text().replace("\N{NO-BREAK SPACE}", " ")

    def said_at(self, message: ConsoleMessage) -> None:
        """Remember an error of the console, and what the browser does not understand of our headers."""
        if message.type == "error" or " header: " in message.text:
            self.complaints.append(message.text)

    def asked_for(self, request: Request) -> None:
        """Remember a request that leaves this machine."""
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.outside.append(request.url)


def new_to_axe(page: Page) -> list[str]:
    """What the accessibility checker finds on `page` that is not Streamlit's own."""
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in Axe().run(page).response["violations"]
        if each["id"] not in KNOWN_TO_AXE
        for node in each["nodes"]
    ]


def watched(page: Page) -> Screen:
    """`page` with an ear at its console and its network."""
    screen = Screen(page)
    page.set_default_timeout(PATIENCE * 1000)
    page.on("console", screen.said_at)
    page.on("pageerror", lambda error: screen.complaints.append(str(error)))
    page.on("request", screen.asked_for)
    return screen


@pytest.fixture
def screen(context: BrowserContext) -> Iterator[Screen]:
    """A page that must neither complain nor ask anything of the outside."""
    found = watched(context.new_page())
    yield found
    assert found.complaints == []
    assert found.outside == []
