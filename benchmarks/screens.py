"""How long a screen takes to answer a changed filter, in real Chromium: `python -m benchmarks.screens`.

From the key or click that changes the filter to the script's end and two frames more, when the figures are redrawn.
Warm: server and browser have shown the screen before. Every question is a new one: days nobody asked for yet, then
devices, for every list of every department and for the screens of funnel, losses and change.
Beside the seconds stand the CPU seconds of the server and of the page's main thread. Where others used the machine
meanwhile, the clock says nothing: a change counts as quiet when they took less than a tenth of its processors. Bars are
held against the clock of quiet changes, else against both CPU seconds together, and how many were quiet is printed.
`--store DIR` measures another store than the sample's, `--large DIR` that one after the sample's, with its own bar;
`--check` ends with 1 when a median is above the bar.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.processors import Used, used_now
from funnel.answers.bring_in import bring_in_sample
from funnel.answers.departments import DEPARTMENTS
from funnel.answers.market_ground import days_of_store
from funnel.periods import Period
from funnel.places import sample_folder
from funnel.store import Store
from tests.browser.conftest import Server, start_server, stop_server
from tests.chromium import find_chromium

AT_MOST, AT_MOST_LARGE = 0.7, 1.0
QUIET = 0.1
YOUNG = 4
"""Newest days that are left out of losses as still filling up, and one more: each end asks other days."""
PATIENCE = 60_000
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
DAY = ".st-key-days [role=spinbutton][aria-label^=day]"
BESIDE = (1100, 25)
DEVICES = ".st-key-device button[data-variant=pills]"
OTHERS: Sequence[tuple[str, str | None]] = (("", None), ("losses", None), ("change", None))
AGAINST_BEFORE = ("", "change")
"""Screens that compare with the days before: they are asked about the later half of what is held."""
SCREENS = (*OTHERS, *((name, rule.code) for name, rules in DEPARTMENTS.items() for rule in rules))
MEASURE = """
() => { window.__changed = new Promise((done) => {
  const app = document.querySelector("[data-testid=stApp]"), asked = location.search;
  let before = 0, ran = false, ended = false;
  document.addEventListener("pointerdown", () => { before = performance.now(); }, { capture: true, once: true });
  const look = () => {
    const state = app.getAttribute("data-test-script-state");
    ran = ran || state === "running" || (before > 0 && location.search !== asked);
    if (!ran || ended || state !== "notRunning") return;
    ended = true;
    seen.disconnect();
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - before)));
  };
  const seen = new MutationObserver(look);
  seen.observe(app, { attributes: true, attributeFilter: ["data-test-script-state"] });
  const again = () => { look(); if (!ended) requestAnimationFrame(again); };
  requestAnimationFrame(again);
}); }
"""
"""A run may be over before it is drawn as running: the address, which tells what was answered, is looked at, too."""


@dataclass(frozen=True)
class Change:
    """Seconds of one changed filter: on the clock, and of CPU in the server and in the page's main thread."""

    clock: float
    server: float
    page: float
    quiet: bool

    @property
    def judged(self) -> float:
        """The clock where nobody disturbed it, else the CPU seconds one after another."""
        return self.clock if self.quiet else self.server + self.page


@dataclass(frozen=True)
class Seat:
    """A page before a running dashboard, and periods nobody has asked for yet."""

    server: Server
    page: Page
    cdp: CDPSession
    periods: Iterator[Period]
    later: Iterator[Period]
    """Those with as many days before them."""

    def used(self) -> tuple[float, float, Used]:
        """CPU seconds so far: of the server, of the page's main thread, of everybody."""
        stat = Path(f"/proc/{self.server.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks = int(stat[11]) + int(stat[12])
        metrics = {each["name"]: each["value"] for each in self.cdp.send("Performance.getMetrics")["metrics"]}
        return ticks / os.sysconf("SC_CLK_TCK"), float(metrics["TaskDuration"]), used_now()


def new_periods(held: Period, times: int) -> Iterator[Period]:
    """Periods to start from, so that moving their first day on by `times` days never asks the same twice."""
    for place in count():
        end = held.end - timedelta(days=YOUNG + place % 14)
        yield Period(held.start + timedelta(days=1 + place // 14 * (times + 1)), end)


def later_half(held: Period) -> Period:
    """The days of `held` that have as many days before them."""
    return Period(held.end - timedelta(days=held.days // 2 - 1), held.end)


def changes_of(seat: Seat, screen: str, code: str | None, times: int) -> dict[str, list[Change]]:
    """What changes of days, and of the device where the screen has it, take on one screen and list."""
    page, shown = seat.page, next(seat.later if screen in AGAINST_BEFORE else seat.periods)
    asked = f"from={shown.start}&to={shown.end}" + (f"&list={code}" if code else "")
    page.goto(f"{seat.server.address}/{screen}?{asked}")
    _settle(page)
    found = {"days": [_measured(seat, _other_days(seat)) for _ in range(times)]}
    if page.locator(".st-key-open-device button").count():
        found["device"] = [_measured(seat, _other_device(page, place % 2)) for place in range(times)]
    return found


def _other_days(seat: Seat) -> Callable[[], None]:
    """A first day later by one, among the reader's own days: sent by a press beside the open choice."""
    page = seat.page
    _open(page, "period", DAY)
    page.locator(DAY).first.click()
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(300)
    return lambda: page.mouse.click(*BESIDE)


def _other_device(page: Page, place: int) -> Callable[[], None]:
    _open(page, "device", DEVICES)
    return page.locator(DEVICES).nth(place).click


def _open(page: Page, name: str, within: str) -> None:
    if not page.locator(within).first.is_visible():
        page.keyboard.press("Escape")
        page.locator(f".st-key-open-{name} button").click()
        page.locator(within).first.wait_for()


def _measured(seat: Seat, change: Callable[[], None]) -> Change:
    found = measured_change(seat, MEASURE, change)
    _settle(seat.page)
    return found


def measured_change(seat: Seat, measure: str, change: Callable[[], None]) -> Change:
    """What `change` takes until `measure` says that all is drawn."""
    before = seat.used()
    seat.page.evaluate(measure)
    change()
    clock = seat.page.evaluate("() => window.__changed") / 1000
    own, of_page, everybody = seat.used()
    quiet = everybody.others_since(before[2]) < QUIET
    return Change(clock, own - before[0], of_page - before[1], quiet)


def _settle(page: Page) -> None:
    page.wait_for_selector(SETTLED, timeout=PATIENCE)
    page.wait_for_timeout(500)


@contextmanager
def seated(store: Path, times: int) -> Iterator[Seat]:
    """A browser before a dashboard over `store`; both end with it."""
    held = days_of_store(Store(store))
    if held is None:
        raise SystemExit(f"nothing is published in {store}")
    server = start_server(store)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(PATIENCE)
            cdp = page.context.new_cdp_session(page)
            cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
            yield Seat(server, page, cdp, new_periods(held, times), new_periods(later_half(held), times))
            browser.close()
    finally:
        stop_server(server)


def measured(store: Path, screens: Sequence[tuple[str, str | None]], times: int) -> float:
    """Print the medians of every screen, list and filter; the largest of them."""
    slowest = 0.0
    with seated(store, times) as seat:
        for screen in dict.fromkeys(screen for screen, _ in screens):
            seat.page.goto(f"{seat.server.address}/{screen}")
            _settle(seat.page)
        for screen, code in screens:
            for name, found in changes_of(seat, screen, code, times).items():
                slowest = max(slowest, statistics.median(one.judged for one in found))
                print(told(f"{screen or 'funnel'} {code or ''}", name, found), flush=True)
    return slowest


def told(screen: str, name: str, found: Sequence[Change]) -> str:
    """One line: medians, the slowest, and which of them is judged."""
    clock, server, page = (
        statistics.median(getattr(one, part) for one in found) for part in ("clock", "server", "page")
    )
    quiet = sum(one.quiet for one in found)
    return (
        f"{screen:28} {name:7} clock {clock:.2f} s, slowest {max(one.clock for one in found):.2f} s; "
        f"CPU: server {server:.2f} s, page {page:.2f} s; {quiet} of {len(found)} quiet"
    )


def main() -> int:
    """Medians by screen, list and filter; with --check 1 when one is above the bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store to measure; the sample shop without it")
    parser.add_argument("--large", type=Path, help="a store to measure after it, against the bar of large ones")
    parser.add_argument("--bar", type=float, help="seconds a median may take")
    parser.add_argument("--times", type=int, default=3, help="changes of each filter")
    parser.add_argument("--only", nargs="*", default=(), help="screens or lists; all without it")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    screens = [one for one in SCREENS if not asked.only or {one[0] or "funnel", one[1]} & set(asked.only)]
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        sample = sample_folder()
        if asked.store is None and sample is not None:
            bring_in_sample(Store(Path(folder) / "store"), sample)
        small = (asked.store or Path(folder) / "store", asked.bar or (AT_MOST_LARGE if asked.store else AT_MOST))
        for store, bar in (small, *([(asked.large, AT_MOST_LARGE)] if asked.large else ())):
            print(f"store {store.name}", flush=True)
            slowest = measured(store.resolve(), screens, asked.times)
            print(f"slowest median {slowest:.2f} s, bar {bar} s", flush=True)
            missed = missed or slowest > bar
    return 1 if asked.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
