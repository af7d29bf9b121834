"""Looks at every screen in every size, theme and language, over the sample shop, an empty store and a shop of long
names and large sums: texts that do not fit, figures without words or without a table, what axe finds, controls that
Tab alone does not come to.

make looks ARGS="[--shop full …] [--only SCREEN …] [--language ru …] [--size zoomed …] [--theme dark …] [--keep FOLDER]"
exits 1 naming each fault with its screen; --gallery writes docs/gallery.md and its pictures instead.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from funnel.store import Store
from funnel.ui.router import SCREENS
from funnel.words import LANGUAGES
from tests.browser.conftest import ROOT, new_to_axe, start_server, stop_server
from tests.browser.login import guarded
from tests.chromium import find_chromium
from tests.conftest import QUIET
from tests.looks import (
    NAMES,
    OPENED,
    PLACES,
    SIZES,
    at_rest,
    misfits,
    mute_figures,
    out_of_reach,
    reader_of,
    shown,
    shown_next,
)
from tests.looks.ground import full_shop, long_shop, waiting_file

PICTURES = ROOT / "docs" / "pictures"
THEMES = ("light", "dark")
SHOPS = ("full", "empty", "long")
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


def looked_at(browser: Browser, address: str, asked: argparse.Namespace, kind: str, places: dict[str, str]) -> int:
    """Number of faults, each printed with its screen. Texts are as long in the dark: one language is enough there."""
    wrong = 0
    for size in asked.size:
        for theme in asked.theme:
            languages = asked.language if theme == "light" or len(asked.theme) == 1 else asked.language[:1]
            with opened(browser, size, theme) as page:
                for name, path in places.items():
                    for language in languages:
                        first = language == languages[0]
                        found = faults_at(page, address, path, language, first=first)
                        if first and theme == asked.theme[0]:
                            found += out_of_reach(page)
                        wrong += len(found)
                        for each in found:
                            print(f"{kind} {name} {language} {size} {theme}: {each}", flush=True)
                        if asked.keep:
                            whole_picture(page, asked.keep / f"{kind}-{name}-{language}-{size}-{theme}.png", size)
    return wrong


def faults_at(page: Page, address: str, path: str, language: str, *, first: bool) -> list[str]:
    """Faults of a screen, which is loaded in its first language and switched to the others."""
    try:
        screen = shown(page, address, path, language) if first else shown_next(page, path, language)
        return faults_of(screen, axe=first)
    except Error as problem:
        return [f"never stood still: {problem.message.splitlines()[0]}"]


def faults_of(page: Page, *, axe: bool) -> list[str]:
    """What does not fit, figures without words or table and, with `axe`, what bars people."""
    return [*misfits(page), *mute_figures(page), *(new_to_axe(page) if axe else ())]


def look_at_login(browser: Browser, store: Path, asked: argparse.Namespace) -> int:
    """The page of who is not logged in, and that of who has no role."""
    wrong = 0
    with guarded(store) as server:
        for size in asked.size:
            for theme in asked.theme:
                with opened(browser, size, theme) as page:
                    for language in asked.language:
                        page.goto(f"{server.address}/losses?lang={language}")
                        found = faults_of(page, axe=True)
                        wrong += len(found)
                        for each in found:
                            print(f"login {language} {size} {theme}: {each}", flush=True)
                        if asked.keep:
                            page.screenshot(path=asked.keep / f"login-{language}-{size}-{theme}.png")
    return wrong


def whole_picture(page: Page, target: Path, size: str) -> None:
    """The screen from top to bottom."""
    width, height = SIZES[size]
    tall = int(page.evaluate("() => (document.querySelector('[data-testid=stMain]') || document.body).scrollHeight"))
    page.set_viewport_size({"width": width, "height": min(max(tall, height), 6000)})
    at_rest(page)
    page.screenshot(path=target)
    page.set_viewport_size({"width": width, "height": height})


def draw_gallery(browser: Browser, address: str) -> None:
    """One picture a screen, and the page that shows them."""
    PICTURES.mkdir(exist_ok=True)
    titles = {name: title for screens in SCREENS.values() for name, title in screens}
    with opened(browser, "laptop", "light") as page:
        for name in NAMES:
            shown(page, address, PLACES[name], "en").screenshot(path=PICTURES / f"{name}.jpeg", type="jpeg", quality=80)
    parts = [f"\n## {titles[name]}\n\n![{titles[name]}](pictures/{name}.jpeg)\n" for name in NAMES]
    (ROOT / "docs" / "gallery.md").write_text(HEAD + "".join(parts), encoding="utf-8")


def asked_of(arguments: list[str]) -> argparse.Namespace:
    """What is to be looked at."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks", description=__doc__)
    parser.add_argument("--shop", nargs="+", choices=SHOPS, default=SHOPS)
    parser.add_argument("--only", nargs="+", choices=(*PLACES, *OPENED, "mapping"))
    parser.add_argument("--language", nargs="+", choices=tuple(LANGUAGES), default=tuple(LANGUAGES))
    parser.add_argument("--size", nargs="+", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=THEMES)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--gallery", action="store_true")
    return parser.parse_args(arguments)


def prepared(kind: str, folder: Path) -> tuple[Path, dict[str, str]]:
    """A store of this kind, and the address of everything that can be looked at over it."""
    if kind == "empty":
        folder.mkdir()
        return folder, {**PLACES, "mapping": "mapping"}
    if kind == "full":
        full_shop(folder)
    else:
        long_shop(folder, folder.parent)
    return folder, {**PLACES, **OPENED, "mapping": "mapping"}


def main(arguments: list[str]) -> int:
    """Look, and say what is wrong."""
    asked = asked_of(arguments)
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        for kind in ("full",) if asked.gallery else asked.shop:
            store, places = prepared(kind, Path(folder) / kind)
            chosen = {name: path for name, path in places.items() if not asked.only or name in asked.only}
            with served(store) as address:
                if kind != "empty" and "mapping" in chosen:  # a server that starts clears what waited
                    chosen["mapping"] += f"?file={waiting_file(Store(store), store.parent)}"
                if asked.gallery:
                    draw_gallery(browser, address)
                    return 0
                wrong += looked_at(browser, address, asked, kind, chosen)
            if kind == "empty" and not asked.only:
                wrong += look_at_login(browser, store, asked)
        browser.close()
    print(f"{wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
