"""What every test may use: the browser the machine has, started so that it calls nobody."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from funnel.store import door
from tests.chromium import NONE_FOUND, find_chromium

QUIET = (
    "--no-sandbox",  # a container's root may not sandbox
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)

settings.register_profile("long", max_examples=1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test in a browser on a machine that is busy with others gets one more chance; the summary names it."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own arguments with the Chromium found; fails, never skips, when there is none."""
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(NONE_FOUND, pytrace=False)
    return {**browser_type_launch_args, "executable_path": str(chromium), "args": list(QUIET)}


@pytest.fixture(scope="module", autouse=True)
def _generations_are_let_go() -> Iterator[None]:
    """Every store opened by a module is closed after it: hundreds of open databases fill the memory."""
    yield
    for folder in {path.parent for path in door._READERS}:
        door.close_readers(folder)
