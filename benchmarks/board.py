"""How long a card takes to move on a full board, in real Chromium: `python -m benchmarks.board --cards 1000 --check`.

Every move is timed twice: until the card is seen in its column, and until the board shows that the database has it;
then card, column and database are compared. The same moves on a board of one card tell what of it is the browser's and
the machine's own: on a busy machine read the ratio and the CPU seconds of the server. Linux only.
"""

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from funnel.board import Board, board_of
from funnel.board.card import Draft
from funnel.board.cards import card_of, make_card_in
from funnel.store import Store
from funnel.terms import Group, Stage
from tests.browser.conftest import start_server, stop_server
from tests.chromium import find_chromium

AT_MOST = 0.5
PATIENCE_MS = 60_000
WATCH = """
([number, stage]) => {
  const roots = [...document.querySelectorAll("*")].map((each) => each.shadowRoot);
  const board = roots.map((each) => each?.querySelector(".board")).find(Boolean);
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  const there = () => board.querySelector(`.list[data-stage=${stage}] > .card[data-id="${number}"]`) !== null;
  const told = { seen: null, kept: null };
  window.__moved = new Promise((done) => {
    const look = () => {
      if (there() && told.seen === null) told.seen = since();
      if (there() && board.dataset.moves === "0") {
        told.kept = since();
        watch.disconnect();
        requestAnimationFrame(() => done(told));
      }
    };
    const watch = new MutationObserver(look);
    watch.observe(board, { attributes: true, childList: true, subtree: true });
  });
}
"""


@dataclass
class Moves:
    """Seconds of each move, CPU seconds of the server and bytes to the browser for each."""

    seen: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)
    received: list[int] = field(default_factory=list)


@dataclass
class Table:
    """One board, its server and the page that shows it."""

    board: Board
    page: Page
    server: int
    """Number of its process."""
    moves: Moves = field(default_factory=Moves)
    received: int = 0

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        told = Path(f"/proc/{self.server}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def full_board(folder: Path, cards: int) -> Board:
    """A store whose board holds so many cards, in all columns; a single one stands in the first."""
    board, groups, stages = board_of(Store(folder)), tuple(Group), tuple(Stage)
    with board.writing() as connection:
        for number in range(cards):
            money = {end: Decimal(number + part) for part, end in enumerate(("low", "mid", "high"))}
            draft = Draft(
                title=f"Card {number}",
                group=groups[number % 4],
                stage=stages[number % 4],
                more={**money, "currency": "PLN", "effort_days": Decimal(1 + number % 9)},
            )
            make_card_in(connection, draft, "benchmark", str(number))
    return board


@contextmanager
def opened(folder: Path, cards: int, browser: Browser) -> Iterator[Table]:
    """A board of so many cards, served and on a page."""
    board = full_board(folder, cards)
    server = start_server(folder)
    try:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE_MS)
        table = Table(board, page, server.process.pid)
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: _count(table, frame)))
        page.goto(f"{server.address}/backlog")
        page.locator(".card").nth(cards - 1).wait_for(state="attached")
        page.wait_for_timeout(2000)
        yield table
    finally:
        stop_server(server)


def _count(table: Table, frame: str | bytes) -> None:
    table.received += len(frame)


def move_one(table: Table, *, back: bool) -> None:
    """Drag a card from the first column to the second, or carry it back by keys; fails where it did not really move."""
    page, here, there = (
        table.page,
        *((Stage.IN_PROGRESS, Stage.BACKLOG) if back else (Stage.BACKLOG, Stage.IN_PROGRESS)),
    )
    card = page.locator(f".list[data-stage={here}] .card").first
    number = int(card.get_attribute("data-id") or 0)
    if back:
        card.focus()
    else:
        _lift(page, card.bounding_box() or {}, page.locator(f".list[data-stage={there}]").bounding_box() or {})
    cpu, received = table.cpu(), table.received
    page.evaluate(WATCH, [number, str(there)])
    page.keyboard.press("Shift+ArrowLeft") if back else page.mouse.up()
    told = page.evaluate("() => window.__moved")
    table.moves.seen.append(told["seen"])
    table.moves.kept.append(told["kept"])
    page.wait_for_timeout(300)
    table.moves.server.append(table.cpu() - cpu)
    table.moves.received.append(table.received - received)
    if card_of(table.board, number).stage is not there:
        raise SystemExit(f"the database does not have card {number} in {there}")
    page.locator(f".list[data-stage={there}] > .card[data-id='{number}']").wait_for(state="attached", timeout=1000)


def _lift(page: Page, card: dict[str, float], there: dict[str, float]) -> None:
    page.mouse.move(card["x"] + 60, card["y"] + 20)
    page.mouse.down()
    page.mouse.move(card["x"] + 90, card["y"] + 40, steps=3)
    page.mouse.move(there["x"] + 80, there["y"] + 60, steps=3)


def measured(cards: int, moves: int) -> tuple[Moves, Moves]:
    """Moves on a board of `cards` cards and, in turn with them, on a board of one."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=["--no-sandbox"])
        try:
            with opened(Path(folder) / "full", cards, browser) as full, opened(Path(folder) / "one", 1, browser) as one:
                for number in range(moves):
                    move_one(full, back=number % 2 == 1)
                    move_one(one, back=number % 2 == 1)
                return full.moves, one.moves
        finally:
            browser.close()


def _print(name: str, told: Moves) -> None:
    print(
        f"{name}: seen {statistics.median(told.seen):.3f} s, kept {statistics.median(told.kept):.3f} s "
        f"(fastest {min(told.kept):.3f}, slowest {max(told.kept):.3f}), "
        f"server {statistics.median(told.server):.3f} CPU s, {statistics.median(told.received) / 1000:.0f} kB"
    )


def main() -> int:
    """Print both boards; with --check 1 when the median until kept is above half a second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=1000)
    parser.add_argument("--moves", type=int, default=10)
    parser.add_argument("--check", action="store_true")
    told = parser.parse_args()
    full, one = measured(told.cards, told.moves)
    load, *_ = os.getloadavg()
    _print(f"{told.cards} cards, {len(full.kept)} moves, load {load:.0f}", full)
    _print("1 card", one)
    median = statistics.median(full.kept)
    print(f"a full board takes {median / statistics.median(one.kept):.2f} of what a board of one card takes")
    return 1 if told.check and median > AT_MOST else 0


if __name__ == "__main__":
    sys.exit(main())
