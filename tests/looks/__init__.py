"""How every screen looks: pictures of it, and texts that do not fit their place."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from funnel.ui.router import OPENED_FROM_A_SCREEN, SCREENS

OVERFLOW = (Path(__file__).parent / "overflow.js").read_text(encoding="utf-8")
NAMES = tuple(name for screens in SCREENS.values() for name, _ in screens if name not in OPENED_FROM_A_SCREEN)
SIZES = {"laptop": (1440, 900), "projector": (1920, 1080), "phone": (390, 844)}
PATIENCE = 60_000
"""Milliseconds a screen may take on a busy machine."""
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Mobile Safari/537.36"
)
STANDS = "[data-testid=stApp][data-test-script-state=notRunning]"


def reader_of(size: str) -> dict[str, Any]:
    """A browser context of that size; a phone says that it is one."""
    width, height = SIZES[size]
    return {"viewport": {"width": width, "height": height}, **({"user_agent": PHONE} if size == "phone" else {})}


def shown(page: Page, address: str, name: str, language: str) -> Page:
    """The screen `name`, once its script has run and its figures are drawn."""
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/{'' if name == NAMES[0] else name}?lang={language}")
    page.wait_for_selector(STANDS)
    page.locator("[data-testid=stMain] h1, [data-testid=stMain] h2").first.wait_for()
    page.wait_for_function("() => !document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner]')")
    page.wait_for_timeout(700)
    return page


def misfits(page: Page) -> list[str]:
    """Texts of the screen that are cut off, spill out of their card, or lie on one another."""
    return [str(each) for each in page.evaluate(OVERFLOW)]
