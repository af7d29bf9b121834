"""How every screen looks: pictures, texts that do not fit, what bars people who cannot see, point or tell colours."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from funnel.ui.list_figures import FIGURES as DRAWN_LISTS
from funnel.ui.router import OPENED_FROM_A_SCREEN, SCREENS

OVERFLOW = (Path(__file__).parent / "overflow.js").read_text(encoding="utf-8")
MUTE = (Path(__file__).parent / "figures.js").read_text(encoding="utf-8")
CONTROLS = (Path(__file__).parent / "controls.js").read_text(encoding="utf-8")
FOCUSED = """() => {
  const numbers = [];
  for (let one = document.activeElement; one; one = one.parentElement)
    if (one.dataset.number) numbers.push(Number(one.dataset.number));
  return numbers;
}"""
NAMES = tuple(name for screens in SCREENS.values() for name, _ in screens if name not in OPENED_FROM_A_SCREEN)
SLIDES = ("numbers", "losses", "change", "experiments", "promises", "decisions")
PLACES = {name: "" if name == NAMES[0] else name for name in NAMES}
"""Address of every screen of the navigation."""
OPENED = {
    "card": "card?card=1",
    **{f"slide-{one}": f"meeting?meeting=1&slide={one}" for one in SLIDES},
    **{name.replace("_", "-", 1): name.replace("_", "?list=", 1) for name in DRAWN_LISTS},
}
"""Address of what one comes to from a screen, over a shop with a board in use: card, slides, lists with a picture."""
SIZES = {"laptop": (1440, 900), "projector": (1920, 1080), "phone": (390, 844), "zoomed": (720, 450)}
"""CSS pixels; "zoomed" is the laptop at 200 %, which leaves half of them."""
PATIENCE = 60_000
"""Milliseconds a screen may take on a busy machine."""
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Mobile Safari/537.36"
)
DRAWN = """() => [...document.querySelectorAll("[data-testid=stPlotlyChart]")].every((place) => {
  const drawn = place.querySelector(".main-svg");
  return drawn && Math.abs(drawn.getBoundingClientRect().width - place.getBoundingClientRect().width) < 3;
})"""
"""Whether every figure is drawn, and as wide as its place."""
GO = "(to) => { history.pushState({}, '', to); dispatchEvent(new PopStateEvent('popstate')); }"
AT_REST = """async () => {
  const now = () => [document.querySelectorAll("*").length, document.body.innerText.length,
    ...[...document.querySelectorAll("[data-testid=stMain] *")].map((one) => one.getBoundingClientRect().bottom),
  ].join();
  const end = performance.now() + 5000;
  for (let before = "", equal = 0; equal < 2 && performance.now() < end; ) {
    await new Promise((go) => setTimeout(go, 80));
    const found = now();
    equal = found === before ? equal + 1 : 0;
    before = found;
  }
}"""
"""Waits until every element of the screen stays where it is, five seconds at most."""
STANDS = "[data-testid=stApp][data-test-script-state=notRunning]"


def reader_of(size: str) -> dict[str, Any]:
    """A browser context of that size; a phone says that it is one."""
    width, height = SIZES[size]
    told: dict[str, Any] = {"viewport": {"width": width, "height": height}}
    return told | {"phone": {"user_agent": PHONE}, "zoomed": {"device_scale_factor": 2}}.get(size, {})


def shown(page: Page, address: str, path: str, language: str) -> Page:
    """The screen at `path`, once its script has run and its figures are drawn."""
    page.set_default_timeout(PATIENCE)
    page.goto(address + _asked(path, language))
    return _drawn(page)


def shown_next(page: Page, path: str, language: str) -> Page:
    """Another screen of the app that `page` has open, as the browser's Back comes to it: without loading it anew."""
    before = page.title()
    page.evaluate(GO, _asked(path, language))
    page.wait_for_function("(before) => document.title !== before", arg=before)
    return _drawn(page)


def _asked(path: str, language: str) -> str:
    return f"/{path}{'&' if '?' in path else '?'}lang={language}"


def _drawn(page: Page) -> Page:
    """Once its script has run and its figures are drawn."""
    page.wait_for_selector(STANDS)
    page.locator("[data-testid=stMain] h1, [data-testid=stMain] h2").first.wait_for()
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')")
    page.wait_for_function(DRAWN)
    return at_rest(page)


def at_rest(page: Page) -> Page:
    """Once nothing on it moves any more."""
    page.evaluate(AT_REST)
    return page


def misfits(page: Page) -> list[str]:
    """Texts of the screen that are cut off, spill out of their card, or lie on one another."""
    return [str(each) for each in page.evaluate(OVERFLOW)]


def mute_figures(page: Page) -> list[str]:
    """Figures of the screen without words for who cannot see them, or without the same figures as a table."""
    return [str(each) for each in page.evaluate(MUTE)]


def out_of_reach(page: Page) -> list[str]:
    """Controls of the screen that Tab alone does not come to."""
    names = page.evaluate(CONTROLS)
    page.evaluate("() => document.activeElement.blur()")
    reached: set[int] = set()
    for _ in range(3 * len(names)):
        page.keyboard.press("Tab")
        reached.update(page.evaluate(FOCUSED))
        if len(reached) == len(names):
            break
    return [f"Tab never comes to {name}" for number, name in enumerate(names) if number not in reached]
