"""A whole week as a team runs it: exports in, a loss becomes a card, a test is read, a mini-case, a meeting, a pack."""

import re
from html import unescape
from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import Locator, expect

from funnel.board import board_of
from funnel.board.cards import all_cards
from funnel.store import Store
from tests.browser.conftest import PATIENCE, Screen, Server

pytestmark = pytest.mark.browser
FOLDERS = ("traffic", "orders", "support", "stock", "ads")


def bring_in(screen: Screen, server: Server, exports: Path) -> None:
    """Every export of the shop through the drop zone."""
    screen.open(server, "/imports")
    files = [file for folder in FOLDERS for file in sorted((exports / folder).iterdir())]
    screen.page.locator("input[type=file]").set_input_files(files)
    expect(screen.page.locator("[class*=st-key-card-loaded]")).to_have_count(len(files))
    screen.settled()


def card_on_board(screen: Screen) -> Locator:
    """The only card of the board."""
    if "/backlog" not in screen.page.url:
        screen.go_on("/backlog")
    card = screen.page.locator(".card")
    expect(card).to_have_count(1)
    expect(screen.page.locator(".board")).to_have_attribute("data-moves", "0")
    return card


def carry(screen: Screen, server: Server, stage: str) -> None:
    """Move the only card one column to the right, by keys alone, and wait until the board has it."""
    card = card_on_board(screen)
    card.focus()
    card.press("Shift+ArrowRight")
    expect(card).to_have_attribute("data-stage", stage)
    board = board_of(Store(server.store))
    end = monotonic() + PATIENCE
    while all_cards(board)[0].stage != stage:
        assert monotonic() < end, "the board never had the move"
        sleep(0.2)


def plan_and_end_the_test(screen: Screen) -> None:
    """The split test of the export, of card 1, from its plan to its mini-case."""
    page = screen.page
    screen.go_on("/experiments")
    page.get_by_label("What is tried").fill("One-page checkout")
    page.get_by_label("What is tried").press("Tab")
    screen.settled()
    page.get_by_role("combobox", name=re.compile("Card it belongs to")).click()
    page.get_by_role("option", name=re.compile("^1 ·")).click()
    screen.settled()
    page.get_by_role("button", name="Plan it").click()
    tried = page.locator(".st-key-card-experiment-1")
    expect(tried.get_by_text(re.compile("orders per visit [+−]"))).to_be_visible()
    tried.get_by_text("End it and write the mini-case").click()
    tried.get_by_label("What we did").fill("One page instead of three")
    tried.get_by_label("What we did").press("Tab")
    screen.settled()
    tried.get_by_role("button", name="Keep the result").click()
    case = page.locator(".st-key-card-case-1")
    expect(case.get_by_text("One page instead of three")).to_be_visible()
    expect(case.get_by_text(re.compile("^Earned .* a week"))).to_be_visible()


def take_the_pack(screen: Screen, folder: Path) -> str:
    """The pack of the open meeting as the reader downloads it, as plain text."""
    screen.page.get_by_role("button", name="Take along").click()
    with screen.page.expect_download() as found:
        screen.page.get_by_role("button", name="HTML").click()
    found.value.save_as(folder / "pack.html")
    told = unescape((folder / "pack.html").read_text(encoding="utf-8"))
    return told.replace("\N{NO-BREAK SPACE}", " ")


def test_a_week_from_exports_to_the_pack(empty_server: Server, screen: Screen, exports: Path, tmp_path: Path) -> None:
    page = screen.page
    bring_in(screen, empty_server, exports)
    screen.go_on("/losses")
    page.get_by_role("button", name="Make a card").first.click()
    expect(page.get_by_role("link", name=re.compile("Card 1 is on the board")).first).to_be_visible()
    carry(screen, empty_server, "in_progress")
    plan_and_end_the_test(screen)
    for stage in ("test", "done"):
        carry(screen, empty_server, stage)
    screen.go_on("/meeting")
    page.get_by_role("button", name="Freeze the numbers").click()
    page.wait_for_url("**slide=numbers**")
    numbers = screen.takeaway()
    screen.settled()
    expect(page.get_by_text("1 / 6")).to_be_visible()
    expect(page.locator(".st-key-slide-keys [data-listens]")).to_be_attached()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**slide=losses**")
    screen.settled()
    lost = page.locator(".st-key-takeaway h2").inner_text().replace("\N{NO-BREAK SPACE}", " ")
    page.get_by_label("What is decided").fill("Mend the payment page")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Card 2 is on the board.")).to_be_visible()
    told = take_the_pack(screen, tmp_path)
    assert [part for part in (numbers, lost, "Mend the payment page", "One-page checkout") if part not in told] == []
    assert not screen.outside
    late = page.context.new_page()
    late.goto(page.url)
    expect(late.locator(".st-key-takeaway h1")).to_have_text("Where money is lost")
    late.close()
