"""The Chromium of the browser tests: the one named, the system's, or Playwright's own.

`python tests/chromium.py` installs one if none is found; the suite itself only looks.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""  # a process of its own: the suite may already run a Playwright, and two in one thread refuse each other
NONE_FOUND = (
    "No Chromium was found for the browser tests: run `make test`, which installs one, "
    "or set CHROMIUM to the program of yours."
)


def find_chromium() -> Path | None:
    """The first Chromium that starts: the one named by CHROMIUM, the system's, Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named) if _starts(named) else None
    found = [place for place in (*map(shutil.which, NAMES), *MAC_PLACES) if place and _starts(place)]
    return Path(found[0]) if found else _of_playwright()


def install_chromium() -> None:
    """Bring a Chromium: Debian's package where there is one, else (Ubuntu, macOS) Playwright's own."""
    if shutil.which("apt-get"):
        _install_with_apt()
    if find_chromium() is None:
        _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _starts(program: str) -> bool:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def _of_playwright() -> Path | None:
    told = subprocess.run([sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False)
    own = Path(told.stdout.strip() or "none")
    return own if _starts(str(own)) else None


def _install_with_apt() -> None:
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    if as_root and shutil.which("sudo") is None:
        return
    quiet = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _run([*quiet, "update"])
    _run([*quiet, "install", "-y", "chromium"])


def _run(command: list[str]) -> None:
    subprocess.run(command, check=False, stdout=sys.stderr)


def main() -> int:
    """Find a Chromium or install one; 1 with a sentence when neither works."""
    if find_chromium() is None:
        print("Installing Chromium for the browser tests ...", file=sys.stderr)
        install_chromium()
    if find_chromium() is None:
        print(NONE_FOUND, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
