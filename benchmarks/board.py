"""How long a card takes to move on a full board, in real Chromium: `python -m benchmarks.board --cards 1000 --check`.

From letting go of the card (or the key) to the board drawn again from what the server kept.
"""

import argparse
import statistics
import sys
import tempfile
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from funnel.board import board_of
from funnel.board.card import Draft
from funnel.board.cards import make_card
from funnel.store import Store
from funnel.terms import Group, Stage
from tests.browser.conftest import start_server, stop_server
from tests.chromium import find_chromium

AT_MOST = 0.5
MEASURE = """
() => new Promise((done) => {
  const roots = [...document.querySelectorAll("*")].map((each) => each.shadowRoot);
  const board = roots.map((each) => each?.querySelector(".board")).find(Boolean);
  const before = performance.now();
  const drawn = () => requestAnimationFrame(() => done(performance.now() - before));
  new MutationObserver((_, seen) => { seen.disconnect(); drawn(); })
    .observe(board, { attributes: true, attributeFilter: ["data-change"] });
})
"""


def full_board(folder: Path, cards: int) -> Store:
    """A store whose board holds so many cards in all columns."""
    store = Store(folder)
    board, groups, stages = board_of(store), tuple(Group), tuple(Stage)
    for number in range(cards):
        money = {end: Decimal(number + part) for part, end in enumerate(("low", "mid", "high"))}
        draft = Draft(
            title=f"Card {number}",
            group=groups[number % 4],
            stage=stages[number % 4],
            more={**money, "currency": "PLN", "effort_days": Decimal(1 + number % 9)},
        )
        make_card(board, draft, "benchmark", str(number))
    return store


def seconds_of_moves(page: Page, moves: int) -> list[float]:
    """Seconds of each move: dragged by the pointer from the first column to the second, and by keys back."""
    found = []
    for number in range(moves):
        card = page.locator(f".list[data-stage={'backlog' if number % 2 == 0 else 'in_progress'}] .card").first
        if number % 2 == 0:
            _lift(page, card.bounding_box() or {}, page.locator(".list[data-stage=in_progress]").bounding_box() or {})
        else:
            card.focus()
        page.evaluate("(measure) => { window.__moved = eval(measure)(); }", MEASURE)
        page.mouse.up() if number % 2 == 0 else page.keyboard.press("Shift+ArrowLeft")
        found.append(page.evaluate("() => window.__moved") / 1000)
        page.wait_for_timeout(800)
    return found


def _lift(page: Page, card: dict[str, float], there: dict[str, float]) -> None:
    page.mouse.move(card["x"] + 60, card["y"] + 20)
    page.mouse.down()
    page.mouse.move(card["x"] + 90, card["y"] + 40, steps=3)
    page.mouse.move(there["x"] + 80, there["y"] + 60, steps=3)


def measured(cards: int, moves: int) -> list[float]:
    """Seconds of each move on a board of `cards` cards."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        full_board(Path(folder) / "store", cards)
        server = start_server(Path(folder) / "store")
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(120_000)
            page.goto(f"{server.address}/backlog")
            page.locator(".card").nth(cards - 1).wait_for(state="attached")
            page.wait_for_timeout(3000)
            return seconds_of_moves(page, moves)
        finally:
            browser.close()
            stop_server(server)


def main() -> int:
    """Print the median and the slowest; with --check 1 when the median is above half a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--moves", type=int, default=10)
    parser.add_argument("--check", action="store_true")
    told = parser.parse_args()
    seconds = measured(told.cards, told.moves)
    median = statistics.median(seconds)
    print(f"{told.cards} cards, {len(seconds)} moves: median {median:.2f} s, slowest {max(seconds):.2f} s")
    return 1 if told.check and median > AT_MOST else 0


if __name__ == "__main__":
    sys.exit(main())
