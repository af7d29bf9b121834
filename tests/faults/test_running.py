"""The running dashboard under hostile words, files at once and many readers; long forms: `make faults`."""

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from funnel.arrivals.jobs import importer_of
from funnel.arrivals.waiting import Waiting
from funnel.store import Store
from tests.faults.conftest import Running
from tests.faults.hostile import PEOPLE, SQL, orders_of_people, visits
from tests.faults.monkey import PARAMETERS, SCREENS
from tests.faults.reader import PATIENCE, import_sent, reader, send_file
from tests.faults.sending import three_at_once
from tests.faults.viewers import many_at_once

Told = TypeVar("Told")
DAYS = (("from", "2026-11-09"), ("to", "2026-11-10"))
ASKED = (
    ("funnel", DAYS),
    ("funnel", (*DAYS, ("device", "mobile"))),
    ("funnel", (*DAYS, ("channel", "paid_search"), ("lang", "ru"))),
)
INNARDS = ("Traceback", 'File "', ".py", "SELECT ", "select count", "site-packages", "duckdb")


def run(work: Coroutine[Any, Any, Told]) -> Told:
    """Run it in a thread of its own: the browser tests leave a running event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result(timeout=240)


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder.parent)) for path in folder.parent.rglob("*") if path.is_file()}


def test_words_of_sql_in_every_address_change_nothing_and_show_a_screen(running: Running) -> None:
    store = Store(running.server.store)
    before, files = store.edition(), files_of(store.folder)
    troubles = run(_hostile_addresses(running.server.address))
    assert troubles == []
    assert store.edition() == before
    assert {name for name in files_of(store.folder) - files if "board.db" not in name and "log" not in name} == set()


async def _hostile_addresses(address: str) -> list[str]:
    found = []
    async with reader(address) as session:
        for place, screen in enumerate(SCREENS):
            told = {name: SQL[(place * 3 + n) % len(SQL)].replace("\x00", "") for n, name in enumerate(PARAMETERS)}
            shown = await session.open(screen, **told)
            found += [f"{screen}: {trouble}" for trouble in shown.troubles]
            found += [f"{screen} shows nothing"] if not shown.texts else []
            found += [f"{screen}: {word}" for word in INNARDS if any(word in text for text in shown.alerts)]
    return found


def test_readers_see_whole_numbers_of_their_own_question_while_an_import_runs(running: Running) -> None:
    wrong = run(many_at_once(running.server, running.next_export, viewers=4, runs=3, asked=ASKED))
    assert wrong == []


def test_one_file_from_five_at_once_is_imported_once(running: Running) -> None:
    store = Store(running.server.store)
    before = len(store.shelf.receipts())
    run(_same_file_from_five(running.server.address))
    end = time.monotonic() + PATIENCE
    while list((store.folder / "waiting").rglob("same.csv")) and time.monotonic() < end:
        time.sleep(0.2)
    assert list((store.folder / "waiting").rglob("same.csv")) == []
    assert len(store.shelf.receipts()) == before + 1


async def _same_file_from_five(address: str) -> None:
    content = visits(600, 30, "2026-11-12")
    async with reader(address) as session:
        ticket = (await session.open("imports")).ticket()
        sent = await asyncio.gather(*(send_file(address, ticket, "same.csv", [content]) for _ in range(5)))
        tokens = [answer.json()["token"] for answer in sent]
        begun = await asyncio.gather(*(import_sent(address, ticket, [token]) for token in tokens))
        assert [answer.status_code for answer in begun] == [200] * 5


def test_five_who_send_one_file_are_told_once_loaded_and_four_times_already_here(tmp_path: Path) -> None:
    importer, waiting = importer_of(tmp_path), Waiting(tmp_path)
    files = []
    for _ in range(5):
        with waiting.arrival("same.csv") as arrival:
            arrival.write(visits(600, 30, "2026-11-12"))
            files.append(arrival.finish(None))
    with ThreadPoolExecutor(5) as threads:
        ids = list(threads.map(lambda file: importer.submit([file.path]), files))
    end = time.monotonic() + PATIENCE
    while importer.busy() and time.monotonic() < end:
        time.sleep(0.05)
    importer.stop()
    jobs = [importer.job(one) for one in ids]
    verdicts = sorted(str(outcome.verdict) for job in jobs if job for outcome in job.outcomes)
    assert verdicts == sorted([*["already_loaded"] * 4, "loaded"])


def test_large_files_at_once_do_not_fill_the_memory_and_screens_go_on(running: Running) -> None:
    assert run(three_at_once(running.server, megabytes=12)).grown < 30 * 2**20


def test_nothing_of_people_reaches_disk_log_or_page(running: Running) -> None:
    store = Store(running.server.store)
    pages = run(_orders_and_every_screen(running.server.address, store))
    kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    kept += running.log.read_bytes() + pages.encode()
    found = [what for what, told in PEOPLE.items() if told.encode() in kept or told.replace(" ", "").encode() in kept]
    assert found == []


async def _orders_and_every_screen(address: str, store: Store) -> str:
    before = len(store.shelf.receipts())
    async with reader(address) as session:
        ticket = (await session.open("imports")).ticket()
        sent = await send_file(address, ticket, "orders.csv", [orders_of_people()])
        assert (await import_sent(address, ticket, [sent.json()["token"]])).status_code == 200
        for _ in range(300):
            if len(store.shelf.receipts()) > before and not list((store.folder / "waiting").rglob("orders.csv")):
                break
            await asyncio.sleep(0.2)
        assert len(store.shelf.receipts()) == before + 1
        seen = [await session.open(screen) for screen in SCREENS]
    return "\n".join(text for shown in seen for text in (*shown.texts, *shown.data, *map(str, shown.numbers)))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/_stcore/upload_file/a/b", 403),
        ("PUT", "/house/waiting?name=a.csv", 403),
        ("POST", "/house/waiting", 403),
        ("GET", "/media/nothing.csv", 404),
        ("GET", "/component/..%2f..%2fetc/passwd", 400),
        ("GET", "/component/none/passwd", 404),
    ],
)
def test_refusals_tell_nothing_of_the_inside(running: Running, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, running.server.address + path, content=b"x" * 100, timeout=60)
    assert answer.status_code == status
    assert [word for word in INNARDS if word in answer.text] == []


def test_the_log_of_all_this_holds_no_traceback(running: Running) -> None:
    assert "Traceback" not in running.log.read_text(encoding="utf-8", errors="replace")
