"""Looks at every screen in every size, theme and language, over the sample shop and over an empty store.

make looks ARGS="[--only SCREEN …] [--language ru …] [--size phone …] [--theme dark …] [--keep FOLDER]"
exits 1 naming the texts that do not fit; --gallery writes docs/gallery.md and its pictures instead.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from funnel.answers.bring_in import bring_in_sample
from funnel.places import app_folder
from funnel.store import Store
from funnel.ui.router import SCREENS
from funnel.words import LANGUAGES
from tests.browser.conftest import ROOT, start_server, stop_server
from tests.chromium import find_chromium
from tests.conftest import QUIET
from tests.looks import NAMES, SIZES, misfits, reader_of, shown

PICTURES = ROOT / "docs" / "pictures"
THEMES = ("light", "dark")
HEAD = "# Every screen over the sample shop\n\nMade by `make looks ARGS=--gallery`; do not edit by hand.\n"


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Address of a dashboard over `store`."""
    server = start_server(store)
    try:
        yield server.address
    finally:
        stop_server(server)


@contextmanager
def opened(browser: Browser, size: str, theme: str) -> Iterator[Page]:
    """A page of that size and theme."""
    context = browser.new_context(**reader_of(size), color_scheme="dark" if theme == "dark" else "light")
    try:
        yield context.new_page()
    finally:
        context.close()


def looked_at(browser: Browser, address: str, asked: argparse.Namespace, kind: str) -> int:
    """Number of texts that do not fit, each printed with its screen."""
    wrong = 0
    for size in asked.size:
        for theme in asked.theme:
            with opened(browser, size, theme) as page:
                for name in asked.only:
                    for language in asked.language:
                        found = misfits(shown(page, address, name, language))
                        wrong += len(found)
                        for each in found:
                            print(f"{kind} {name} {language} {size} {theme}: {each}", flush=True)
                        if asked.keep:
                            whole_picture(page, asked.keep / f"{kind}-{name}-{language}-{size}-{theme}.png", size)
    return wrong


def whole_picture(page: Page, target: Path, size: str) -> None:
    """The screen from top to bottom."""
    width, height = SIZES[size]
    tall = int(page.evaluate("() => (document.querySelector('[data-testid=stMain]') || document.body).scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(tall, height), 6000)})
    page.wait_for_timeout(700)
    page.screenshot(path=target)
    page.set_viewport_size({"width": width, "height": height})


def draw_gallery(browser: Browser, address: str) -> None:
    """One picture a screen, and the page that shows them."""
    PICTURES.mkdir(exist_ok=True)
    titles = {name: title for screens in SCREENS.values() for name, title in screens}
    with opened(browser, "laptop", "light") as page:
        for name in NAMES:
            shown(page, address, name, "en").screenshot(path=PICTURES / f"{name}.jpeg", type="jpeg", quality=80)
    parts = [f"\n## {titles[name]}\n\n![{titles[name]}](pictures/{name}.jpeg)\n" for name in NAMES]
    (ROOT / "docs" / "gallery.md").write_text(HEAD + "".join(parts), encoding="utf-8")


def asked_of(arguments: list[str]) -> argparse.Namespace:
    """What is to be looked at."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=NAMES, default=NAMES)
    parser.add_argument("--language", nargs="+", choices=tuple(LANGUAGES), default=tuple(LANGUAGES))
    parser.add_argument("--size", nargs="+", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--gallery", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Look, and say what does not fit."""
    asked = asked_of(arguments)
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        empty.mkdir()
        bring_in_sample(Store(full), app_folder() / "data" / "sample")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        with served(full) as address:
            if asked.gallery:
                draw_gallery(browser, address)
                return 0
            wrong += looked_at(browser, address, asked, "full")
        with served(empty) as address:
            wrong += looked_at(browser, address, asked, "empty")
        browser.close()
    print(f"{wrong} texts do not fit")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
