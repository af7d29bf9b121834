"""Memory of the server while a large CSV goes through the browser: `python -m benchmarks.upload --gigabytes 1`.

Starts a dashboard over an empty store, drops the file in real Chromium, samples the server's resident memory, and
stops the import that follows; `--import` lets it end and samples that too.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import Server, start_server, stop_server
from tests.chromium import find_chromium

BLOCK = 100_000
SAMPLED_EVERY = 0.05
HEADER = "timestamp,event,session_id,user_id,page,device,utm_source,utm_medium\n"


def event_log(path: Path, size: int) -> Path:
    """An event log of at least `size` bytes."""
    with path.open("w", encoding="utf-8") as file:
        written, start = file.write(HEADER), 0
        while written < size:
            written += file.write("".join(map(_row, range(start, start + BLOCK))))
            start += BLOCK
    return path


def _row(number: int) -> str:
    event = ("session_start", "view_item", "add_to_cart", "page_view")[number % 4]
    moment = f"2026-10-{1 + number // 500_000 % 28:02}T{number % 24:02}:{number % 60:02}:{number % 59:02}Z"
    return f"{moment},{event},s{number // 4},u{number // 9},/product/{number % 997},mobile,google,cpc\n"


def resident_megabytes(process_id: int) -> float:
    """Resident memory of a process, in MB."""
    lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) * 1024 / 1e6


@dataclass
class Sampled:
    """Resident memory before and at most, and how long it took."""

    before: float
    peak: float
    seconds: float


def sampled(server: Server, work: Callable[[], None]) -> Sampled:
    """The server's memory while `work` runs."""
    before = resident_megabytes(server.process.pid)
    found, done = Sampled(before, before, 0.0), Event()

    def sample() -> None:
        while not done.wait(SAMPLED_EVERY):
            found.peak = max(found.peak, resident_megabytes(server.process.pid))

    sampler = Thread(target=sample)
    sampler.start()
    start = time.monotonic()
    try:
        work()
    finally:
        found.seconds = time.monotonic() - start
        done.set()
        sampler.join()
    return found


def told(what: str, found: Sampled, size: int) -> None:
    """One line of the result."""
    print(
        f"{what}: {size / 1e9:.2f} GB in {found.seconds:.1f} s; server {found.before:.0f} MB before, "
        f"{found.peak:.0f} MB at most (+{found.peak - found.before:.0f})"
    )


def run(page: Page, server: Server, log: Path, whole: bool) -> None:
    """Drop the file, sample, stop or end the import."""
    page.set_default_timeout(1_800_000)
    page.goto(f"{server.address}/imports")
    page.wait_for_selector("input[type=file]", state="attached")
    page.wait_for_timeout(3000)
    job = page.locator("[class*=st-key-card-job]")

    def send() -> None:
        page.locator("input[type=file]").set_input_files(log)
        job.wait_for()

    told("upload", sampled(server, send), log.stat().st_size)
    if whole:
        loaded = page.locator("[class*=st-key-card-loaded]")
        told("import", sampled(server, loaded.wait_for), log.stat().st_size)
    else:
        job.get_by_role("button", name="Cancel").click()
        job.wait_for(state="detached")
    left = [path for name in ("waiting", "aside") for path in (server.store / name).rglob("*") if path.is_file()]
    print(f"left on disk: {len(left)} files")


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--import", dest="whole", action="store_true")
    asked = parser.parse_args()
    chromium = find_chromium() or sys.exit("No Chromium was found.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        log = event_log(Path(folder) / "log.csv", int(asked.gigabytes * 1e9))
        (Path(folder) / "store").mkdir()
        server = start_server(Path(folder) / "store")
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        try:
            run(browser.new_page(), server, log, asked.whole)
        finally:
            browser.close()
            stop_server(server)


if __name__ == "__main__":
    main()
