"""The dashboard in a real browser: what a person sees, clicks, shares and drops."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from funnel.terms import Kind
from funnel.words import Words
from tests.browser.conftest import ROOT, Screen, Server, new_to_axe, start_server, stop_server, watched
from tests.looks import at_rest
from tests.shop import published, shop

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
RUSSIAN_MONTH = re.compile("^(январь|февраль|март|апрель|май|июнь|июль|август|сентябрь|октябрь|ноябрь|декабрь)$")


def test_first_start_shows_the_sample_funnel(sample_server: Server, screen: Screen) -> None:
    screen.open(sample_server)
    assert re.match(r"Of [\d ]+ visits, \d+ ended in a payment \(\d+\.\d\d %\)\.", screen.takeaway())
    expect(screen.page.get_by_text("sample data")).to_be_visible()
    for card in ("bars", "heat", "trend"):
        expect(screen.page.locator(f".st-key-card-{card} .js-plotly-plot")).to_be_visible()


def test_a_link_to_a_screen_asks_for_nothing_that_is_not_there(sample_server: Server, screen: Screen) -> None:
    refused: list[str] = []
    screen.page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    screen.open(sample_server, "/losses")
    assert refused == []


def test_a_shared_address_shows_the_same_numbers(sample_server: Server, screen: Screen, browser: Browser) -> None:
    screen.open(sample_server)
    screen.page.locator(".st-key-open-device button").first.click()
    screen.page.locator("[data-testid=stPopoverBody]").get_by_text("mobile", exact=True).click()
    screen.page.wait_for_url("**device=mobile**")
    screen.settled()
    there = browser.new_context(locale="pl-PL")
    other = watched(there.new_page())
    other.page.goto(screen.page.url)
    assert other.settled().takeaway() == screen.takeaway()
    assert "device=mobile" in other.page.url
    there.close()


def test_a_clicked_cell_opens_its_funnel(sample_server: Server, screen: Screen) -> None:
    screen.open(sample_server)
    before = screen.takeaway()
    figure = screen.page.locator(".st-key-card-heat .js-plotly-plot")
    expect(figure.locator(".draglayer .nsewdrag")).to_be_attached()
    figure.scroll_into_view_if_needed()
    at_rest(screen.page)
    inner = figure.locator(".draglayer .nsewdrag").bounding_box()
    assert inner
    screen.page.mouse.move(inner["x"] + 30, inner["y"] + 20)
    screen.page.mouse.click(inner["x"] + 30, inner["y"] + 20)
    screen.page.wait_for_url("**channel=**")
    screen.settled()
    assert screen.takeaway() != before
    screen.page.get_by_role("button", name="show all").click()
    expect(screen.page.get_by_role("button", name="All channels")).to_be_visible()


def test_back_brings_the_filters_back(sample_server: Server, screen: Screen) -> None:
    screen.open(sample_server)
    whole = screen.takeaway()
    screen.page.wait_for_url("**from=**")
    screen.page.locator(".st-key-open-device button").first.click()
    screen.page.locator("[data-testid=stPopoverBody]").get_by_text("mobile", exact=True).click()
    screen.page.wait_for_url("**device=mobile**")
    screen.settled()
    mobile = screen.takeaway()
    assert mobile != whole
    screen.page.go_back()
    expect(screen.page.get_by_role("button", name="All devices")).to_be_visible()
    screen.settled()
    assert screen.takeaway() == whole
    screen.page.go_forward()
    expect(screen.page.get_by_role("button", name="show all")).to_be_visible()
    screen.settled()
    assert screen.takeaway() == mobile


def test_a_phone_shows_the_takeaway_and_never_scrolls_sideways(sample_server: Server, screen: Screen) -> None:
    screen.page.set_viewport_size(PHONE)
    screen.open(sample_server)
    assert screen.takeaway()
    expect(screen.page.locator(".st-key-takeaway h1")).to_be_in_viewport()
    expect(screen.page.locator(".st-key-card-reconcile")).to_be_attached()
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert screen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize(("language", "title"), [("RU", "Из "), ("PL", "Z ")])
def test_the_language_is_switched_and_remembered(
    sample_server: Server, screen: Screen, language: str, title: str
) -> None:
    words = Words(language.lower())
    screen.open(sample_server)
    screen.page.locator("[data-testid=stSidebar]").get_by_text(language, exact=True).click()
    expect(screen.page.locator(".st-key-takeaway h1")).to_have_text(re.compile(f"^{title}"))
    expect(screen.page.locator("html")).to_have_attribute("lang", language.lower())
    expect(screen.page).to_have_title(f"{words.text('Funnel')} · {words.text('Click to payment')}")
    screen.page.wait_for_url(f"**lang={language.lower()}**")
    screen.page.goto(sample_server.address + "/")
    assert screen.settled().takeaway().startswith(title)


def test_streamlits_own_words_are_translated(sample_server: Server, screen: Screen) -> None:
    screen.open(sample_server, "/imports?lang=ru")
    expect(screen.page.get_by_role("button", name="Выбрать файлы")).to_be_visible()
    expect(screen.page.get_by_role("button", name="Главное меню")).to_be_visible()
    screen.open(sample_server, "/experiments?lang=ru")
    screen.page.get_by_label("Выберите дату").first.click()
    expect(screen.page.get_by_text(RUSSIAN_MONTH).first).to_be_visible()


def test_four_exports_dropped_on_an_empty_store_end_in_a_funnel(
    empty_server: Server, screen: Screen, exports: Path
) -> None:
    screen.open(empty_server)
    expect(screen.page.get_by_text("Nothing to show yet")).to_be_visible()
    screen.page.get_by_role("button", name="Go to Imports").click()
    expect(screen.page.get_by_text("Drop your exports")).to_be_visible()
    files = [max((exports / folder).iterdir()) for folder in ("traffic", "orders", "support", "stock")]
    screen.page.locator("input[type=file]").set_input_files(files)
    expect(screen.page.locator("[class*=st-key-card-loaded]")).to_have_count(4)
    expect(screen.page.get_by_text(re.compile(r"rows = .* accepted")).first).to_be_visible()
    screen.page.get_by_role("link", name="Funnel").click()
    ended = re.compile(r"^Of [\d\s]+ visits, \d+ ended in a payment")
    expect(screen.page.locator(".st-key-takeaway h1")).to_have_text(ended)
    expect(screen.page.get_by_text("sample data")).to_have_count(0)
    assert not [path for path in empty_server.store.rglob("*") if path.name in {file.name for file in files}]


def test_an_import_on_the_command_line_shows_while_the_page_is_open(
    empty_server: Server, screen: Screen, exports: Path
) -> None:
    screen.open(empty_server)
    expect(screen.page.get_by_text("Nothing to show yet")).to_be_visible()
    traffic = max((exports / "traffic").iterdir())
    command = [sys.executable, "-m", "funnel", "import", "--store", str(empty_server.store), str(traffic)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    done = time.monotonic()
    screen.page.locator(".st-key-takeaway h1").wait_for(timeout=20_000)
    assert time.monotonic() - done < 10


def test_hostile_names_stay_text(tmp_path: Path, screen: Screen) -> None:
    names = ["![x](http://evil.example/p)", "<img src=http://evil.example/i>", "[a](http://evil.example)", "=1+1"]
    rows = [
        {"moment": "2026-11-10T10:00:00", "event": event, "session_id": f"{place}-{visit}", "channel": name}
        | {"device": name, "campaign": name, "category": name}
        for place, name in enumerate(names)
        for visit in range(40)
        for event in ("session_start", "view_item", "add_to_cart")
    ]
    published(shop(tmp_path / "store"), Kind.TRAFFIC_EVENTS, rows)
    server = start_server(tmp_path / "store")
    try:
        screen.open(server, "/?by=campaign")
        expect(screen.page.locator(".st-key-card-heat .js-plotly-plot")).to_be_visible()
        screen.page.locator(".st-key-open-channel button").first.click()
        screen.page.locator("[data-testid=stPopoverBody]").get_by_text("evil.example/p").click()
        screen.page.wait_for_url("**channel=**")
        screen.settled()
        assert screen.page.locator("a[href*='evil'], img[src*='evil']").count() == 0
    finally:
        stop_server(server)


def test_a_table_is_downloaded_as_it_is_shown(sample_server: Server, screen: Screen) -> None:
    screen.open(sample_server)
    with screen.page.expect_download() as found:
        screen.page.locator(".st-key-csv-breakdown button").click()
    assert re.fullmatch(r"funnel_by_channel_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.csv", found.value.suggested_filename)
    text = Path(found.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("channel,")
    assert text.splitlines()[-1].startswith("all,")


def test_a_picture_is_downloaded_under_a_telling_name(sample_server: Server, screen: Screen) -> None:
    screen.open(sample_server)
    screen.page.locator(".st-key-card-bars .js-plotly-plot").hover()
    with screen.page.expect_download() as found:
        screen.page.locator(".st-key-card-bars .modebar-btn").click()
    assert re.fullmatch(r"funnel_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d\.png", found.value.suggested_filename)
    assert Path(found.value.path()).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("path", ["/", "/imports", "/glossary"])
def test_axe_finds_nothing_of_ours(sample_server: Server, screen: Screen, path: str) -> None:
    screen.open(sample_server, path)
    screen.page.locator(".st-key-takeaway h1").wait_for()
    at_rest(screen.page)
    assert new_to_axe(screen.page) == []
