"""How long a department's screen takes to answer a changed filter, in real Chromium: `python -m benchmarks.screens`.

From the click on another period or device to the script's end and two frames more, when the figures are redrawn.
Warm: server and browser have shown the screen before; the question asked is a new one, so no kept answer helps.
Beside the seconds stand the CPU seconds of the server and of the page's main thread, which a busy machine leaves alone.
`--store DIR` measures another store than the sample's, `--check` ends with 1 when a median is above the bar.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from funnel.answers.bring_in import bring_in_sample
from funnel.answers.departments import DEPARTMENTS
from funnel.places import sample_folder
from funnel.store import Store
from tests.browser.conftest import Server, start_server, stop_server
from tests.chromium import find_chromium

AT_MOST = 0.7
PATIENCE = 120_000
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
IN_POPOVER = "[data-testid=stPopoverBody]"
FILTERS = {
    "period": f"{IN_POPOVER} [data-testid=stRadio] label",
    "device": f"{IN_POPOVER} [data-testid=stButtonGroup] button",
}
MEASURE = """
() => new Promise((done) => {
  const app = document.querySelector("[data-testid=stApp]");
  let before = 0, ran = false;
  document.addEventListener("click", () => { before = performance.now(); }, { capture: true, once: true });
  const seen = new MutationObserver(() => {
    const state = app.getAttribute("data-test-script-state");
    ran = ran || state === "running";
    if (!ran || state !== "notRunning") return;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - before)));
  });
  seen.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
})
"""


@dataclass(frozen=True)
class Change:
    """Seconds of one changed filter: on the clock, and of CPU in the server and in the page's main thread."""

    clock: float
    server: float
    page: float


@dataclass(frozen=True)
class Seat:
    """A page before a running dashboard."""

    server: Server
    page: Page
    cdp: CDPSession

    def cpu(self) -> tuple[float, float]:
        """CPU seconds so far of the server and of the page's main thread."""
        stat = Path(f"/proc/{self.server.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks = int(stat[11]) + int(stat[12])
        metrics = {each["name"]: each["value"] for each in self.cdp.send("Performance.getMetrics")["metrics"]}
        return ticks / os.sysconf("SC_CLK_TCK"), float(metrics["TaskDuration"])


def changes_of(seat: Seat, screen: str, name: str) -> list[Change]:
    """What each choice of one filter takes on one screen; empty where the screen has no such filter."""
    page = seat.page
    page.goto(f"{seat.server.address}/{screen}")
    _settle(page)
    if not page.locator(f".st-key-open-{name} button").count():
        return []
    found = []
    _open(page, name)
    choices = page.locator(FILTERS[name]).count() - (name == "period")
    for place in range(choices):
        _open(page, name)
        choice = page.locator(FILTERS[name]).nth(place)
        if choice.locator("input:checked").count():
            continue
        found.append(_measured(seat, choice.click))
    return found


def _measured(seat: Seat, click: object) -> Change:
    before = seat.cpu()
    seat.page.evaluate("(measure) => { window.__changed = eval(measure)(); }", MEASURE)
    click()  # type: ignore[operator]
    clock = seat.page.evaluate("() => window.__changed") / 1000
    _settle(seat.page)
    after = seat.cpu()
    return Change(clock, after[0] - before[0], after[1] - before[1])


def _settle(page: Page) -> None:
    page.wait_for_selector(SETTLED, timeout=PATIENCE)
    page.wait_for_timeout(1000)


def _open(page: Page, name: str) -> None:
    if not page.locator(FILTERS[name]).first.is_visible():
        page.locator(f".st-key-open-{name} button").click()
        page.locator(FILTERS[name]).first.wait_for()


@contextmanager
def seated(store: Path) -> Iterator[Seat]:
    """A browser before a dashboard over `store`; both end with it."""
    server = start_server(store)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(PATIENCE)
            cdp = page.context.new_cdp_session(page)
            cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
            yield Seat(server, page, cdp)
            browser.close()
    finally:
        stop_server(server)


def measured(store: Path) -> float:
    """Print the medians of every screen and filter; the largest of them."""
    slowest = 0.0
    with seated(store) as seat:
        for screen in DEPARTMENTS:
            seat.page.goto(f"{seat.server.address}/{screen}")
            _settle(seat.page)
        for screen in DEPARTMENTS:
            for name in FILTERS:
                found = changes_of(seat, screen, name)
                if not found:
                    continue
                clock, server, page = (
                    statistics.median([getattr(one, part) for one in found]) for part in ("clock", "server", "page")
                )
                slowest = max(slowest, clock)
                print(
                    f"{screen:13} {name:7} {len(found)} changes: median {clock:.2f} s, slowest "
                    f"{max(one.clock for one in found):.2f} s; CPU: server {server:.2f} s, page {page:.2f} s",
                    flush=True,
                )
    return slowest


def main() -> int:
    """Medians by screen and filter; with --check 1 when one is above the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store to measure; the sample shop without it")
    parser.add_argument("--bar", type=float, default=AT_MOST, help="seconds a median may take")
    parser.add_argument("--check", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = told.store or Path(folder) / "store"
        sample = sample_folder()
        if told.store is None and sample is not None:
            bring_in_sample(Store(store), sample)
        slowest = measured(store.resolve())
    print(f"slowest median {slowest:.2f} s, bar {told.bar} s")
    return 1 if told.check and slowest > told.bar else 0


if __name__ == "__main__":
    sys.exit(main())
