"""The login in a browser, against a real OpenID Connect service on this machine."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from funnel.board import board_of
from funnel.board.card import Draft
from funnel.board.cards import all_cards, card_of, make_card
from funnel.store import Store
from tests.browser.conftest import Screen, Server, watched
from tests.browser.login import PEOPLE, guarded, log_in

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, sample_server: Server) -> Iterator[Server]:
    """The sample shop behind a login, with one card on its board."""
    store = tmp_path_factory.mktemp("guarded") / "store"
    shutil.copytree(sample_server.store, store)
    make_card(board_of(Store(store)), Draft(origin="idea", title="Faster landing page"), "test", "first")
    with guarded(store) as running:
        yield running


@pytest.fixture
def screen(context: BrowserContext) -> Screen:
    """A page; its console is not judged, for the login service's pages are not ours."""
    return watched(context.new_page())


def status(server: Server, path: str, cookies: str = "") -> int:
    """What a plain request is answered with."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    try:
        connection.request("GET", path, headers={"cookie": cookies} if cookies else {})
        return connection.getresponse().status
    finally:
        connection.close()


def held_in(store: Path) -> Iterator[bytes]:
    """What every file of the store holds; one that its server clears away meanwhile holds nothing."""
    for path in store.rglob("*"):
        with suppress(FileNotFoundError, IsADirectoryError):
            if path.name != "settings.toml":
                yield path.read_bytes()


def cookies_of(page: Page) -> str:
    return "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies() if one["name"].startswith("_st"))


def test_a_viewer_comes_back_to_the_link_and_can_change_nothing(server: Server, screen: Screen) -> None:
    page = screen.page
    assert page.goto(server.address + "/losses?device=mobile&lang=ru").status == 401
    expect(page.get_by_role("link", name="Войти")).to_be_visible()
    log_in(page, server, "vera", "/losses?device=mobile&lang=ru")
    screen.settled()
    assert "/losses" in page.url
    assert "device=mobile" in page.url
    expect(page.get_by_text("Вы можете смотреть")).to_be_visible()
    expect(page.get_by_role("button", name="Создать карточку")).to_have_count(0)
    screen.go_on("/card?card=1&lang=en")
    expect(page.locator("[class*=st-key-stage-row] [role=radio]").first).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    expect(page.get_by_role("button", name="Put it away")).to_have_count(0)
    expect(page.get_by_label("Comment", exact=True)).to_have_count(0)
    expect(page.locator(".st-key-card-form input:enabled, .st-key-card-form textarea:enabled")).to_have_count(0)
    assert card_of(board_of(Store(server.store)), 1).revision == 1
    for path, absent in (("team", "Set the target"), ("experiments", "Plan it"), ("backlog", "New card")):
        screen.go_on(f"/{path}?lang=en")
        expect(page.get_by_role("button", name=absent)).to_have_count(0)
    expect(page.get_by_text("Arrows go to a card, Enter opens it.")).to_be_visible()
    expect(page.get_by_text("Who are you?")).to_have_count(0)
    card, stages = page.locator(".card"), page.locator(".list")
    card.focus()
    page.keyboard.press("Shift+ArrowRight")
    card.hover()
    page.mouse.down()
    stages.nth(2).hover()
    page.mouse.up()
    expect(stages.nth(0).locator(".card")).to_have_count(1)
    assert card_of(board_of(Store(server.store)), 1).revision == 1
    screen.go_on("/meeting?lang=en")
    expect(page.get_by_role("button", name="Freeze the numbers")).to_be_disabled()
    screen.go_on("/imports?lang=en")
    expect(page.locator("input[type=file]")).to_have_count(0)


def test_an_editor_writes_and_the_history_names_no_person(server: Server, screen: Screen) -> None:
    page = screen.page
    log_in(page, server, "edik", "/card?card=1")
    screen.settled()
    page.locator("[class*=st-key-stage-row]").get_by_text("Test", exact=True).click()
    expect(page.get_by_text(re.compile("History: [2-9] changes"))).to_be_visible()
    assert str(card_of(board_of(Store(server.store)), 1).stage) == "test"
    assert status(server, "/_stcore/metrics", cookies_of(page)) == 403
    kept = b"".join(held_in(server.store))
    told = json.dumps(PEOPLE).encode()
    assert [one for one in re.findall(rb"[\w.]+@[\w.]+", told) if one.lower() in kept.lower()] == []


def test_without_a_role_there_is_a_key_to_ask_for_one(server: Server, screen: Screen) -> None:
    log_in(screen.page, server, "mallory")
    expect(screen.page.get_by_text(re.compile("this key: [0-9a-f]{12}"))).to_be_visible()
    assert status(server, "/_stcore/stream", cookies_of(screen.page)) in (401, 403)


def test_nothing_but_the_login_answers_a_stranger(server: Server) -> None:
    for path in ("/", "/losses", "/imports", "/media/abc", "/_stcore/metrics", "/_stcore/stream", "/house/waiting"):
        assert status(server, path) == 401, path
    inside = (
        "/_stcore/upload_file/a/b",
        "/component/funnel_kanban/a.js",
        "/app/static/a",
        "/_stcore/agent/openapi.json",
    )
    for path in inside:
        assert status(server, path) == 401, path
    assert status(server, "/_stcore/health") == 200


def test_media_need_a_role_and_a_logout_ends_every_tab(server: Server, browser: Browser) -> None:
    context = browser.new_context()
    first, second = watched(context.new_page()), watched(context.new_page())
    log_in(first.page, server, "anna", "/meeting")
    first.takeaway()
    second.open(server, "/meeting").takeaway()
    told = cookies_of(second.page)
    assert status(server, "/_stcore/metrics", told) == 200
    assert status(server, "/_stcore/metrics") == 401
    first.page.get_by_role("button", name="Log out").click()
    expect(second.page.get_by_text("Your session has ended")).to_be_visible()
    expect(second.page.locator(".st-key-takeaway")).to_have_count(0)
    assert status(server, "/_stcore/metrics", told) == 401
    context.close()
    assert len(all_cards(board_of(Store(server.store)))) == 1
