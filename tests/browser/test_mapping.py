"""A file nobody knows, in a real browser: dropped, said what it is, seen in the numbers; the next one asks nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Screen, Server

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
STEPS = ("session start", "product page", "added to cart", "checkout started", "order completed")


def visits_log(path: Path, month: int, visits: int) -> Path:
    """The log of a home-made shop: every third visit goes one step further than the one before."""
    lines = ["when,visit,who,what,sku,device,utm_source,utm_medium,order_no,order_value,note to courier"]
    for visit in range(visits):
        for number, step in enumerate(STEPS[: 1 + visit % len(STEPS)]):
            order = f"{month}{visit},19.90" if step == STEPS[-1] else ","
            moment = f"2026-{month:02}-{1 + visit % 28:02}T10:{number:02}:00Z"
            lines.append(
                f"{moment},v{month}-{visit},u{visit},{step},LI-0{visit % 3},phone,google,cpc,{order},ring twice"
            )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def drop(screen: Screen, file: Path) -> None:
    """Choose the file in the drop zone, once the screen before has left."""
    expect(screen.page.locator("input[type=file]")).to_have_count(1)
    screen.page.locator("input[type=file]").set_input_files([file])


def test_an_unknown_file_is_mapped_once_and_the_next_goes_in_by_itself(
    empty_server: Server, screen: Screen, tmp_path: Path
) -> None:
    screen.open(empty_server, "/imports")
    drop(screen, visits_log(tmp_path / "september.csv", 9, 60))
    screen.page.get_by_role("button", name="Say what its columns are").click()
    screen.page.wait_for_url("**/mapping?**kind=traffic_events**")
    expect(screen.page.locator(".st-key-takeaway h1")).to_contain_text("september.csv")
    fields = screen.page.locator(".st-key-card-fields")
    expect(fields.get_by_text("usually means this").first).to_be_visible()
    expect(screen.page.get_by_text("ring twice")).to_have_count(0)
    expect(screen.page.locator(".st-key-card-preview [data-testid=stDataFrame]")).to_be_visible()
    screen.page.get_by_role("button", name="Save and import").click()
    expect(screen.page.locator("[class*=st-key-card-loaded]")).to_have_count(1)
    expect(screen.page.get_by_text("Your own mappings").first).to_be_visible()
    screen.settled()
    drop(screen, visits_log(tmp_path / "october.csv", 10, 50))
    loaded = screen.page.locator("[class*=st-key-card-loaded]")
    expect(loaded.filter(has_text="october.csv").get_by_text("read by your own mapping")).to_be_visible()
    screen.page.get_by_role("link", name="Funnel").click()
    expect(screen.page.locator(".st-key-takeaway h1")).to_have_text(re.compile(r"^Of [\d\s]+ visits, \d+ ended"))
    assert not [path for path in empty_server.store.rglob("*.csv") if path.parent.parent.name == "waiting"]


def test_the_screen_fits_a_phone_and_is_worked_by_keys(empty_server: Server, screen: Screen, tmp_path: Path) -> None:
    screen.page.set_viewport_size(PHONE)
    screen.open(empty_server, "/imports")
    drop(screen, visits_log(tmp_path / "september.csv", 9, 30))
    screen.page.get_by_role("button", name="Say what its columns are").click()
    screen.page.wait_for_url("**/mapping?**kind=**")
    save = screen.page.get_by_role("button", name="Save and import")
    expect(save).to_be_enabled()
    expect(save).to_be_in_viewport()
    assert screen.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]
    choice = screen.page.get_by_role("combobox", name=re.compile("What “sku” is"))
    choice.focus()
    choice.press("Enter")
    choice.press_sequentially("not used")
    choice.press("Enter")
    screen.page.wait_for_url("**field=**")
    screen.settled()
    expect(save).to_be_enabled()
    save.focus()
    screen.page.keyboard.press("Enter")
    expect(screen.page.locator("[class*=st-key-card-loaded]")).to_have_count(1)
