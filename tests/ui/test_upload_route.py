"""The upload route: only our pages, only so much, nothing left of what broke off."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.types import Message

from funnel.arrivals.jobs import importer_of
from funnel.arrivals.waiting import Waiting
from funnel.ui import upload_route
from funnel.ui.upload_route import PATH, UPLOAD_ROUTES, is_good, new_ticket

APP = Starlette(routes=UPLOAD_ROUTES)
HOST = "shop.example"


@dataclass
class Answer:
    """Status and JSON of one answer."""

    status: int
    told: dict[str, Any]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUNNEL_STORE", str(tmp_path / "store"))
    monkeypatch.setattr(upload_route, "RESERVE", 0)
    return tmp_path / "store"


def ask(method: str, path: str, body: Iterator[bytes] | bytes = b"", broken: bool = False, **headers: str) -> Answer:
    """Ask the app the way a server does; `broken`: the browser goes away before the end."""
    told = {"host": HOST, "origin": f"https://{HOST}", "x-funnel-ticket": new_ticket(), **headers}
    pieces = [body] if isinstance(body, bytes) else list(body)
    messages: list[Message] = [{"type": "http.request", "body": each, "more_body": True} for each in pieces]
    messages.append({"type": "http.disconnect"} if broken else {"type": "http.request", "body": b""})
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    bare, _, query = path.partition("?")
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in told.items() if value]
    scope = {"type": "http", "method": method, "path": bare, "query_string": query.encode(), "headers": raw}
    # A thread of its own: the browser tests leave a running event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, APP(scope, receive, send)).result()
    whole = b"".join(message.get("body", b"") for message in sent)
    return Answer(sent[0]["status"], json.loads(whole))


def put(name: str, *pieces: bytes, **more: Any) -> Answer:
    return ask("PUT", f"{PATH}?name={quote(name)}", iter(pieces), **more)


def left(store: Path) -> list[Path]:
    return list((store / "waiting").glob("*"))


def test_a_file_is_written_as_it_comes(store: Path) -> None:
    answer = put("../Заказы.csv", b"a,b\n", b"1," * 700_000, b"2\n")
    assert (answer.status, answer.told["name"], answer.told["bytes"]) == (200, "Заказы.csv", 1_400_006)
    file = Waiting(store).file(answer.told["token"])
    assert file
    assert file.path.stat().st_size == 1_400_006
    assert ask("DELETE", f"{PATH}/{file.token}").status == 200
    assert left(store) == []


@pytest.mark.parametrize(
    ("told", "kept"), [("1790000000000", 1_790_000_000.0), ("5", None), ("99999999999999", None), ("x", None)]
)
def test_the_file_keeps_the_time_it_was_written(store: Path, told: str, kept: float | None) -> None:
    before = time.time()
    token = ask("PUT", f"{PATH}?name=a.csv&written={told}", b"a").told["token"]
    file = Waiting(store).file(token)
    assert file
    written = file.path.stat().st_mtime
    assert written == kept if kept else written >= before - 1


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": f"https://{HOST}.evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"x_funnel_ticket": ""},
        {"x_funnel_ticket": "made-up"},
        {"x_funnel_ticket": "0.99999999999.00"},
    ],
)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_only_our_own_pages_with_a_ticket_are_heard(store: Path, method: str, headers: dict[str, str]) -> None:
    if "x_funnel_ticket" in headers:
        headers = {"x-funnel-ticket": headers["x_funnel_ticket"]}
    path = f"{PATH}/0123456789abcdef" if method == "DELETE" else PATH
    answer = ask(method, path, b"a", **headers)
    assert (answer.status, answer.told) == (403, {"problem": "not_ours"})
    assert left(store) == []


def test_a_ticket_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = new_ticket()
    assert is_good(ticket)
    assert not is_good(ticket[:-1] + ("0" if ticket[-1] != "0" else "1"))
    monkeypatch.setattr(upload_route, "LIFE", 0)
    assert not is_good(ticket)


def test_no_more_is_taken_than_the_cap(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_route, "GIGABYTE", 1)
    monkeypatch.setenv("FUNNEL_UPLOAD_GIGABYTES", "10")
    assert put("a.csv", b"0123456789").status == 200
    announced = put("a.csv", b"0123456789+", content_length="11")
    unannounced = put("a.csv", b"0123456789+")
    assert [(each.status, each.told) for each in (announced, unannounced)] == [(413, {"problem": "too_big"})] * 2
    assert len(left(store)) == 1


def test_the_disk_is_never_filled(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Waiting, "free_bytes", lambda _: 10)
    answer = put("a.csv", b"0123456789+")
    assert (answer.status, answer.told) == (507, {"problem": "no_room"})
    assert left(store) == []


def test_a_broken_upload_and_an_empty_file_leave_nothing(store: Path) -> None:
    assert put("a.csv", b"0123", broken=True).told == {"problem": "broken"}
    assert put("a.csv").told == {"problem": "empty"}
    assert left(store) == []


def test_files_of_one_drop_are_imported_together(store: Path) -> None:
    tokens = [put(name, b"a,b\n1,2\n").told["token"] for name in ("a.csv", "b.csv")]
    answer = ask("POST", PATH, json.dumps({"tokens": [*tokens, "0" * 16, "../x"]}).encode())
    assert answer.status == 200
    job = importer_of(store).job(answer.told["job"])
    assert job
    assert [path.name for path in job.paths] == ["a.csv", "b.csv"]
    importer_of(store).stop()


@pytest.mark.parametrize(("body", "problem"), [(b"no", "broken"), (b"[]", "broken"), (b'{"tokens": ["x"]}', "gone")])
def test_nonsense_begins_nothing(store: Path, body: bytes, problem: str) -> None:
    assert ask("POST", PATH, body).told == {"problem": problem}
    assert importer_of(store).jobs() == ()
