"""Check 20: twenty scripts as product, category, channel, campaign, file and column names on every screen in Chromium.

python -m tests.faults.scripts
"""

import argparse
import csv
import io
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from funnel.answers.bring_in import bring_in
from funnel.store import Store
from tests.browser.conftest import Screen, Server, start_server, stop_server, watched
from tests.chromium import find_chromium
from tests.conftest import QUIET
from tests.faults.hostile import SCRIPTS
from tests.faults.monkey import SCREENS

HEAD = (
    "session_id", "timestamp", "event", "acquisition_channel", "platform", "campaign", "source", "product", "category",
    "page",
)  # fmt: skip
DRAWN_IN = ("href", "src", "action", "data")


def hostile_visits() -> str:
    """An event log whose every name is a script; two of its own columns are called like one."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = [
        "session_id",
        "timestamp",
        "event",
        "acquisition_channel",
        "platform",
        "campaign",
        "source",
        "product",
        "category",
        "page",
    ]
    writer.writerow([*head, *SCRIPTS[:2]])
    for place, script in enumerate(SCRIPTS):
        for visit in range(30):
            for minute, event in enumerate(("home", "product_view", "add_to_cart")):
                told = [f"{place}-{visit}", f"2026-11-10 10:{minute:02d}:00", event, script, "mobile", *[script] * 5]
                writer.writerow([*told, script, script])
    return out.getvalue()


def harm(screen: Screen) -> list[str]:
    """What came of the scripts on the screen that stands."""
    page = screen.page
    found = [f"asked {address}" for address in screen.outside]
    found += [f"{attribute} leads to evil" for attribute in DRAWN_IN if page.locator(f"[{attribute}*='evil']").count()]
    found += ["a script ran"] if "evil" in page.title() else []
    found += [] if page.locator("[data-testid=stMain]").is_visible() else ["the page is blank"]
    return found


def look_everywhere(page: Page, server: Server) -> list[str]:
    """Every screen, and what harm was found there."""
    screen, found = watched(page), []
    for name in SCREENS:
        screen.open(server, f"/{'' if name == 'funnel' else name}?by=campaign")
        page.wait_for_timeout(1500)
        found += [f"{name}: {told}" for told in harm(screen)]
        screen.outside.clear()
    return found


def main() -> int:
    """0 when every name stayed text."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="the same: it has no shorter form")
    parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        file = folder / "![x](http:~evil.example).csv"
        file.write_text(hostile_visits(), encoding="utf-8")
        (outcome,) = bring_in(Store(folder / "store"), [file], source="generic_events")
        assert outcome.receipt, outcome.problems
        server = start_server(folder / "store")
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=list(QUIET))
                found = look_everywhere(browser.new_page(), server)
                browser.close()
        finally:
            stop_server(server)
    print("\n".join(found) or f"{len(SCRIPTS)} scripts on {len(SCREENS)} screens: text everywhere.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
