"""The board in a real browser: dragged, used by keys alone, by several people at once, in both themes."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic, sleep

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from funnel.board import Board, board_of
from funnel.board.card import Card
from funnel.board.cards import all_cards, card_of, comments_of, make_card
from funnel.board.history import changes_of
from funnel.store import Store
from funnel.terms import Stage
from tests.board.cards import from_loss
from tests.browser.conftest import PATIENCE, Screen, Server, new_to_axe, start_server, stop_server, watched

pytestmark = pytest.mark.browser
PEOPLE = ("Anna", "Boris", "Chen", "Dora")
OWN = 2
"""Cards that one person alone moves."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard over a store without numbers."""
    folder = tmp_path_factory.mktemp("board") / "store"
    folder.mkdir()
    server = start_server(folder)
    yield server
    stop_server(server)


@pytest.fixture
def board(served: Server) -> Iterator[Board]:
    """Its board, cleared afterwards of what was put on it."""
    held = board_of(Store(served.store))
    yield held
    with held.writing() as connection:
        connection.exec_driver_sql("update cards set dropped_on = '2026-11-22', revision = revision + 1")
        connection.exec_driver_sql("delete from history")


def on_board(board: Board, titles: list[str]) -> dict[str, int]:
    """A card made from a loss for each title; their numbers."""
    made = f"{monotonic()}"
    return {title: make_card(board, from_loss(title=title), "", f"{title} {made}") for title in titles}


def face(page: Page, title: str) -> str:
    """Where a card is found on the board."""
    return f".card:has(.title:text-is('{title}'))"


def tab_to(wanted: Locator) -> None:
    """Press Tab from the top of the screen until `wanted` has the focus."""
    wanted.page.get_by_role("button", name="New card").focus()
    for _ in range(20):
        wanted.page.keyboard.press("Tab")
        if wanted.evaluate("(one) => one === one.getRootNode().activeElement"):
            return
    raise AssertionError("Tab never came to it")


def until_kept(board: Board, number: int, stage: Stage) -> Card:
    """The card, as soon as the database has it in this column."""
    end = monotonic() + PATIENCE
    while card_of(board, number).stage is not stage:
        assert monotonic() < end, "the board never had the move"
        sleep(0.1)
    return card_of(board, number)


def drag(page: Page, title: str, stage: Stage, *, down: int = 40) -> None:
    """Carry a card to `down` pixels under the head of a column, by the mouse, once no move is under way."""
    expect(page.locator(".board")).to_have_attribute("data-moves", "0")
    here = page.locator(face(page, title)).bounding_box()
    there = page.locator(f".list[data-stage={stage}]").bounding_box()
    assert here
    assert there
    page.mouse.move(here["x"] + 40, here["y"] + 15)
    page.mouse.down()
    page.mouse.move(here["x"] + 60, here["y"] + 30, steps=3)
    page.mouse.move(there["x"] + 60, there["y"] + down, steps=3)
    page.mouse.up()


def test_a_card_is_dragged_and_a_place_by_hand_asks_why(served: Server, board: Board, screen: Screen) -> None:
    numbers, page = on_board(board, ["first", "second", "third"]), screen.open(served, "/backlog").page
    expect(page.locator(".card")).to_have_count(3)
    drag(page, "second", Stage.TEST)
    expect(page.locator(f".list[data-stage=test] {face(page, 'second')}")).to_be_visible()
    assert until_kept(board, numbers["second"], Stage.TEST).revision == 2
    screen.settled()
    drag(page, "third", Stage.BACKLOG, down=5)
    page.get_by_label("Reason").fill("The law asks for it")
    page.get_by_label("Reason").press("Enter")
    page.get_by_role("button", name="Place it here").click()
    expect(page.locator(".list[data-stage=backlog] .card").first).to_contain_text("by hand: The law asks for it")
    assert page.locator(".list[data-stage=backlog] .title").all_inner_texts() == ["third", "first"]


def test_the_board_needs_no_mouse(served: Server, board: Board, screen: Screen) -> None:
    numbers, page = on_board(board, ["first", "second"]), screen.open(served, "/backlog").page
    expect(page.locator(".card")).to_have_count(2)
    tab_to(page.locator(face(page, "first")))
    page.keyboard.press("ArrowDown")
    expect(page.locator(face(page, "second"))).to_be_focused()
    for _ in range(2):  # faster than the server answers: the second move waits for the first
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".said")).to_have_text("“second” was put into “Test”.")
    assert until_kept(board, numbers["second"], Stage.TEST).revision == 3
    expect(page.locator(".board")).to_have_attribute("data-moves", "0")
    expect(page.locator(f".list[data-stage=test] {face(page, 'second')}")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**card={numbers['second']}**")


def test_a_card_of_ones_own_is_made_and_a_dialog_left_by_keys(served: Server, board: Board, screen: Screen) -> None:
    page = screen.open(served, "/backlog").page
    page.get_by_role("button", name="New card").press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="New card").press("Enter")
    page.get_by_label("What is to be done").fill("Ask buyers why they left")
    page.get_by_label("What is to be done").press("Tab")
    page.get_by_role("dialog").get_by_role("button", name="Make a card").click()
    page.wait_for_url("**/card?card=**")
    assert [card.title for card in all_cards(board)] == ["Ask buyers why they left"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_board_and_card(served: Server, board: Board, screen: Screen, theme: str) -> None:
    numbers, page = on_board(board, ["first", "second"]), screen.page
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    screen.open(served, "/backlog")
    expect(page.locator(".card")).to_have_count(2)
    assert new_to_axe(page) == []
    page.goto(f"{served.address}/card?card={numbers['first']}")
    expect(page.get_by_role("heading", name="first")).to_be_visible()
    screen.settled()
    assert new_to_axe(page) == []


def test_twenty_edits_from_four_browsers_at_once(served: Server, board: Board, browser: Browser) -> None:
    """Each moves two cards of its own and one all move, then saves and talks about that one, all without waiting."""
    own = [f"{person} {number}" for person in PEOPLE for number in range(OWN)]
    numbers = on_board(board, ["everyone’s", *own])
    with ExitStack() as stack:
        pages = [stack.enter_context(browser.new_context()).new_page() for _ in PEOPLE]
        for page in pages:
            watched(page).open(served, "/backlog")
        for page in pages:
            expect(page.locator(".card")).to_have_count(1 + len(own))
        _all_move(pages, numbers)
        _edits_are_kept(board, pages, numbers)
        _all_write(pages, board, numbers["everyone’s"])


def _all_move(pages: list[Page], numbers: dict[str, int]) -> None:
    for place in range(OWN):
        for person, page in zip(PEOPLE, pages, strict=True):
            page.locator(face(page, f"{person} {place}")).press("Shift+ArrowRight")
    for page in pages:
        page.locator(face(page, "everyone’s")).press("Shift+ArrowRight")
    for page in pages:
        expect(page.locator(".board")).to_have_attribute("data-moves", "0")


def _edits_are_kept(board: Board, pages: list[Page], numbers: dict[str, int]) -> None:
    """Own cards went one column on, once; of the card all moved every move is in the history or was refused aloud."""
    for title, number in numbers.items():
        if title != "everyone’s":
            card = card_of(board, number)
            assert (card.stage, card.revision) == (Stage.IN_PROGRESS, 2)
    shared = numbers["everyone’s"]
    kept = [change for change in changes_of(board, "cards", shared) if change.field == "stage"]
    column = "“[a-z_]+”"
    refusal = re.compile(
        f"Meanwhile somebody changed “stage” from {column} to {column}. Your “stage”: {column} was not"
    )
    assert kept
    if card_of(board, shared).stage is not Stage.DONE:
        until_told(pages, refusal, len(pages) - len(kept))
    assert card_of(board, shared).revision == 1 + len({change.revision for change in kept})


def until_told(pages: list[Page], words: re.Pattern[str], times: int) -> None:
    """Wait until these words stand on so many of the pages."""
    end = monotonic() + PATIENCE
    while (found := sum(page.get_by_text(words).count() for page in pages)) != times:
        assert monotonic() < end, f"told on {found} pages, not on {times}"
        sleep(0.1)


def _all_write(pages: list[Page], board: Board, number: int) -> None:
    """All open the shared card, type another title, save at once; then all comment at once."""
    for page in pages:
        page.locator(face(page, "everyone’s")).press("Enter")
    for person, page in zip(PEOPLE, pages, strict=True):
        expect(page.get_by_label("Title")).to_have_value("everyone’s")
        page.get_by_label("Title").fill(f"by {person}")
        page.get_by_label("Comment").fill(f"said by {person}")
    before = card_of(board, number).revision
    for page in pages:
        page.get_by_role("button", name="Save").click(no_wait_after=True)
    refused = re.compile(
        "changed “title” from “everyone’s” to “by [A-Z][a-z]+”. Your “title”: “by [A-Z][a-z]+” was not"
    )
    until_told(pages, refused, len(pages) - 1)
    card = card_of(board, number)
    assert card.revision == before + 1
    assert card.title in {f"by {person}" for person in PEOPLE}
    for page in pages:
        page.get_by_role("button", name="Say it").click(no_wait_after=True)
    end = monotonic() + PATIENCE
    while len(comments_of(board, number)) < len(pages):
        assert monotonic() < end, "a comment was lost"
        sleep(0.1)
    assert len({one.text for one in comments_of(board, number)}) == len(pages)
