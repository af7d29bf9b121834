"""How long our screens take to answer changed days beside the same figures on a page of Dash, in real Chromium.

`python -m benchmarks.beside_dash` (the sample shop) or `--store DIR`; needs `dash`, which `make engines` sets up with
its engines. Every list that has a figure is asked new days on both, as many as often; from the key or click that
changes the first day to the figure redrawn and two frames more. Ours shows more than the figure and the table: filters,
what the department loses, notes. Beside the seconds on the clock stand the CPU seconds of the server and of the page’s
main thread; the ratio is of the clock where most changes of both were quiet, else of both CPU seconds together.
`--check` ends with 1 when the median ratio is above the bar.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright

from benchmarks.dash_page import PAGES
from benchmarks.screens import PATIENCE, SETTLED, Change, Seat, changes_of, measured_change, new_periods, told
from funnel.answers.bring_in import bring_in_sample
from funnel.answers.market_ground import days_of_store
from funnel.periods import Period
from funnel.places import sample_folder
from funnel.store import Store
from tests.browser.conftest import ROOT, Server, free_port, start_server, stop_server
from tests.chromium import find_chromium

MOST = 1.6
MEASURE = """
() => { window.__changed = new Promise((done) => {
  const answered = document.querySelector("#answered"), asked = answered.textContent;
  let before = 0, drawn = false;
  document.addEventListener("keydown", () => { before = performance.now(); }, { capture: true, once: true });
  document.querySelector("#figure .js-plotly-plot").on("plotly_afterplot", () => { drawn = before > 0; });
  const again = () => {
    if (!drawn || answered.textContent === asked) requestAnimationFrame(again);
    else requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - before)));
  };
  requestAnimationFrame(again);
}); }
"""


@contextmanager
def dash_over(store: Path) -> Iterator[Server]:
    """The page of Dash over `store`."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.dash_page", str(store), str(port)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = Server(f"http://127.0.0.1:{port}", store, process)
    try:
        _wait_for(server)
        yield server
    finally:
        stop_server(server)


def _wait_for(server: Server) -> None:
    for _ in range(240):
        try:
            with urlopen(server.address, timeout=2):  # noqa: S310  our own server
                return
        except (URLError, OSError):
            if server.process.poll() is not None:
                raise SystemExit("the page of Dash does not start: is dash installed?") from None
            time.sleep(0.5)
    raise SystemExit("the page of Dash does not answer")


def seat_before(server: Server, page: Page, periods: Iterator[Period]) -> Seat:
    """A page and the means to tell what it used."""
    page.set_default_timeout(PATIENCE)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    return Seat(server, page, cdp, periods, periods)


def changes_on_dash(seat: Seat, code: str, times: int) -> list[Change]:
    """The same as on ours: a first day later by one, as often."""
    page, period = seat.page, next(seat.periods)
    page.goto(f"{seat.server.address}/{code}?{period.start}..{period.end}")
    page.wait_for_function("() => document.querySelector('#answered')?.textContent")
    page.wait_for_selector("#figure .js-plotly-plot .main-svg")
    page.wait_for_timeout(500)
    return [_changed(seat, period, later) for later in range(1, times + 1)]


def _changed(seat: Seat, period: Period, later: int) -> Change:
    seat.page.locator("#first").fill((period.start + timedelta(days=later)).isoformat())
    return measured_change(seat, MEASURE, lambda: seat.page.keyboard.press("Enter"))


def ratios_over(store: Path, times: int, only: Sequence[str]) -> list[float]:
    """Print both for every list, and their ratio."""
    held = days_of_store(Store(store))
    if held is None:
        raise SystemExit(f"nothing is published in {store}")
    ratios: list[float] = []
    server = start_server(store)
    try:
        with dash_over(store) as other, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
            ours, theirs = (
                seat_before(one, browser.new_page(viewport={"width": 1440, "height": 900}), new_periods(held, times))
                for one in (server, other)
            )
            for code, (screen, name) in PAGES.items():
                if not only or {code, screen, name} & set(only):
                    ratios.append(_beside((ours, theirs), (code, screen, name), times))
            browser.close()
    finally:
        stop_server(server)
    return ratios


def _beside(seats: tuple[Seat, Seat], page: tuple[str, str, str], times: int) -> float:
    (ours, theirs), (code, screen, name) = seats, page
    ours.page.goto(f"{ours.server.address}/{screen}")
    ours.page.wait_for_selector(SETTLED)
    changes_on_dash(theirs, code, 1)  # both warm
    found = changes_of(ours, screen, name, times)["days"]
    dash = changes_on_dash(theirs, code, times)
    print(told(f"{screen} {name}", "ours", found))
    print(told(f"{screen} {name}", "Dash", dash))
    quiet = all(2 * sum(one.quiet for one in each) > len(each) for each in (found, dash))
    ratio = _median(found, quiet=quiet) / _median(dash, quiet=quiet)
    print(f"{screen} {name}: ours ÷ Dash {ratio:.2f} ({'clock' if quiet else 'CPU'})", flush=True)
    return ratio


def _median(found: Sequence[Change], *, quiet: bool) -> float:
    return statistics.median(one.clock if quiet else one.server + one.page for one in found)


def main() -> int:
    """The ratios and their median; with --check 1 when it is above the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store to measure; the sample shop without it")
    parser.add_argument("--times", type=int, default=5, help="changes on each list")
    parser.add_argument("--only", nargs="*", default=(), help="screens or lists; all with a figure without it")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sample = sample_folder()
        if asked.store is None and sample is not None:
            bring_in_sample(Store(Path(folder) / "store"), sample)
        ratios = ratios_over((asked.store or Path(folder) / "store").resolve(), asked.times, asked.only)
    middle = statistics.median(ratios)
    print(f"ours ÷ Dash: median {middle:.2f}, largest {max(ratios):.2f}, bar {MOST}")
    return 1 if asked.check and middle > MOST else 0


if __name__ == "__main__":
    sys.exit(main())
