"""Files on their way in, in a real browser: sent with progress, stopped, asked about, imported, told of."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.conftest import Screen, Server, start_server, stop_server

pytestmark = pytest.mark.browser
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1}
BLOCK = 10_000
NUMBER = re.compile(r"\d")


def left_on_disk(server: Server) -> list[str]:
    """Names of what was sent and is not imported."""
    return [path.name for path in (server.store / "waiting").glob("*/*")]


def soon(asked: object, wanted: object, patience: float = 60) -> None:
    """Wait until `asked()` is `wanted`."""
    end = time.monotonic() + patience
    while (found := asked()) != wanted:  # type: ignore[operator]
        assert time.monotonic() < end, f"{found!r} is not {wanted!r}"
        time.sleep(0.1)


@pytest.fixture
def slow(screen: Screen) -> Iterator[CDPSession]:
    """The page's network, sending 300 kB a second."""
    session = screen.page.context.new_cdp_session(screen.page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {**SLOW, "uploadThroughput": 300_000})
    yield session
    session.detach()


def upload_line(screen: Screen, name: str) -> Locator:
    """The line of the drop zone about one file."""
    return screen.page.locator("li.file").filter(has_text=name)


def drop(screen: Screen, *files: Path) -> None:
    """Choose the files in the drop zone."""
    screen.page.locator("input[type=file]").set_input_files(list(files))


def event_log(path: Path, rows: int) -> Path:
    """An event log of so many rows; its moments are written in two ways, so that it takes the patient way."""
    block = "".join(map(_row, range(BLOCK)))
    with path.open("w", encoding="utf-8") as file:
        file.write("timestamp,event,session_id,user_id,page\n")
        file.writelines(block.replace(",s", f",s{number}-") for number in range(rows // BLOCK))
    return path


def _row(number: int) -> str:
    moment = f"2026-10-{1 + number % 28:02}T10:{number % 60:02}:00{'.000' * (number % 3 == 0)}Z"
    return f"{moment},page_view,s{number // 3},u{number // 5},/p/{number % 97}\n"


def test_a_slow_upload_shows_how_far_it_is_and_cancel_leaves_nothing(
    empty_server: Server, screen: Screen, slow: CDPSession, tmp_path: Path
) -> None:
    screen.open(empty_server, "/imports")
    log = event_log(tmp_path / "big log.csv", 600_000)
    drop(screen, log)
    line = upload_line(screen, "big log.csv")
    expect(line.locator(".state")).to_have_text(re.compile(r"[1-9]\d? ?%"))
    assert left_on_disk(empty_server) == ["big log.csv.part"]
    line.get_by_role("button", name="Cancel the upload of big log.csv").click()
    expect(line).to_have_count(0)
    soon(lambda: left_on_disk(empty_server), [])
    assert not list((empty_server.store / "imports").glob("*"))
    screen.complaints.clear()  # the request that was stopped


def test_the_zone_is_worked_by_keys_alone_and_refuses_what_is_empty(
    empty_server: Server, screen: Screen, tmp_path: Path
) -> None:
    screen.open(empty_server, "/imports?lang=pl")
    choose = screen.page.get_by_role("button", name="Wybierz pliki")
    expect(choose).to_be_visible()
    with screen.page.expect_file_chooser() as chooser:
        choose.press("Enter")
    (tmp_path / "pusty.csv").write_bytes(b"")
    chooser.value.set_files([tmp_path / "pusty.csv"])
    line = upload_line(screen, "pusty.csv")
    expect(line).to_contain_text("Plik jest pusty.")
    choose.press("Tab")
    dismiss = line.get_by_role("button", name="Zamknij komunikat o pliku pusty.csv")
    expect(dismiss).to_be_focused()
    dismiss.press("Enter")
    expect(line).to_have_count(0)


def test_an_import_under_way_is_seen_after_a_reload_and_stopped(
    empty_server: Server, screen: Screen, tmp_path: Path
) -> None:
    screen.open(empty_server, "/imports")
    drop(screen, event_log(tmp_path / "log.csv", 1_800_000))
    job = screen.page.locator("[class*=st-key-card-job]")
    expect(job).to_be_visible()
    screen.page.reload()
    screen.settled()
    expect(job.get_by_role("progressbar")).to_be_visible()
    expect(job).to_contain_text(NUMBER)
    job.get_by_role("button", name="Cancel").click()
    expect(screen.page.get_by_text("The import was stopped; nothing of it is kept.")).to_be_visible()
    expect(job).to_have_count(0)
    assert left_on_disk(empty_server) == []
    assert not [path for name in ("imports", "aside") for path in (empty_server.store / name).glob("*")]


def test_an_answered_question_imports_the_file(empty_server: Server, screen: Screen, tmp_path: Path) -> None:
    log = tmp_path / "orders.csv"
    rows = [f"0{day}/10/2026 10:00:00,session_start,s{day},u1,/p" for day in range(1, 8)]
    log.write_text("\n".join(["timestamp,event,session_id,user_id,page", *rows]) + "\n", encoding="utf-8")
    screen.open(empty_server, "/imports")
    drop(screen, log)
    card = screen.page.locator("[class*=st-key-card-question]")
    expect(card).to_contain_text("01/10/2026 10:00:00 → 2026-10-01")
    assert left_on_disk(empty_server) == ["orders.csv"]
    card.locator("label", has_text="the day first").first.click()
    card.get_by_role("button", name="Import with this answer").click()
    expect(screen.page.locator("[class*=st-key-card-loaded]")).to_contain_text("7 accepted")
    assert left_on_disk(empty_server) == []


def test_an_unknown_table_leads_to_the_screen_that_asks_for_its_columns(
    empty_server: Server, screen: Screen, tmp_path: Path
) -> None:
    table = tmp_path / "nobody knows.csv"
    table.write_text("Alfa,Beta\n1,2\n3,4\n", encoding="utf-8")
    screen.open(empty_server, "/imports")
    drop(screen, table)
    screen.page.get_by_role("button", name="Say what its columns are").click()
    screen.page.wait_for_url(re.compile(r"/mapping\?.*file=[0-9a-f]{16}"))
    expect(screen.page.locator(".st-key-takeaway h1")).to_contain_text("nobody knows.csv")


def test_a_killed_server_leaves_nothing(empty_server: Server, screen: Screen, tmp_path: Path) -> None:
    screen.open(empty_server, "/imports")
    drop(screen, event_log(tmp_path / "log.csv", 1_800_000))
    expect(screen.page.locator("[class*=st-key-card-job]").get_by_role("progressbar")).to_be_visible()
    left = left_on_disk(empty_server)
    empty_server.process.kill()
    assert left == ["log.csv"]
    empty_server.process.wait(timeout=20)
    screen.page.goto("about:blank")
    again = start_server(empty_server.store)
    try:
        places = [empty_server.store / name for name in ("waiting", "aside", "imports")]
        soon(lambda: [path.name for place in places for path in place.rglob("*") if path.is_file()], [])
        assert "Nothing to show yet" in screen.open(again).page.locator("[data-testid=stMain]").inner_text()
    finally:
        stop_server(again)
    screen.complaints.clear()  # the server that was gone


def test_a_file_in_the_inbox_is_imported_while_the_page_is_open(
    empty_server: Server, screen: Screen, exports: Path
) -> None:
    screen.open(empty_server, "/imports")
    source = max((exports / "support").iterdir())
    (empty_server.store / "inbox" / source.name).write_bytes(source.read_bytes())
    card = screen.page.locator(".st-key-card-inbox")
    expect(card.locator("[data-testid=stDataFrame]")).to_be_visible()
    done = empty_server.store / "inbox" / "done"
    refused = empty_server.store / "inbox" / "refused"
    soon(lambda: [path.name for path in done.glob("*/*")], [source.name])
    assert [why.read_text() for why in refused.rglob("*.why.txt")] == []
