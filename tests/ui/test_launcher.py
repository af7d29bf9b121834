"""The shell around Streamlit speaks the reader's language and carries safe headers."""

import asyncio
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message

from funnel.ui.language_asked import language_asked
from funnel.ui.launcher import MIDDLEWARE, ROUTES
from tests.house import ROOT

PAGE = '<html lang="en"><head><title>Streamlit</title></head><body></body></html>'


def home(_: Request) -> Response:
    return HTMLResponse(PAGE)


def plain(_: Request) -> Response:
    return PlainTextResponse(PAGE)


APP = Starlette(routes=[Route("/", home), Route("/plain", plain), *ROUTES], middleware=MIDDLEWARE)


@dataclass
class Answer:
    """Headers and text of one answer."""

    headers: dict[str, str]
    text: str


def get(path: str, query: str = "", accept: str = "*/*") -> Answer:
    """Ask the app the way a server does."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost"), (b"accept", accept.encode()), (b"accept-encoding", b"gzip")]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}
    # A thread of its own: the browser tests leave a running event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, APP(scope, receive, send)).result()
    body = b"".join(message.get("body", b"") for message in sent)
    return Answer({name.decode(): value.decode() for name, value in sent[0]["headers"]}, body.decode())


@pytest.mark.parametrize(("language", "title"), [("en", "Click to payment"), ("ru", "От клика до оплаты")])
def test_page_is_rewritten_in_the_language_asked(language: str, title: str) -> None:
    answer = get("/", f"lang={language}", "text/html")
    assert f'<html lang="{language}"' in answer.text
    assert f"<title>{title}</title>" in answer.text
    assert "/house/house.css" in answer.text
    assert int(answer.headers["content-length"]) == len(answer.text.encode())


def test_everything_else_is_passed_on_with_safe_headers() -> None:
    answer = get("/plain")
    assert answer.text == PAGE
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"


def test_our_two_files_are_served() -> None:
    script = get("/house/language.js")
    assert "Menu główne" in script.text
    assert "/*TABLES*/" not in script.text
    assert "st-key-card" in get("/house/house.css").text


@pytest.mark.parametrize(
    ("query", "cookie", "language"),
    [
        (b"lang=pl", b"funnel_language=ru", "pl"),
        (b"", b"funnel_language=ru", "ru"),
        (b"lang=xx", b"funnel_language=<script>", "en"),
        (b"", b"", "en"),
    ],
)
def test_language_is_the_address_then_the_cookie_then_english(query: bytes, cookie: bytes, language: str) -> None:
    assert language_asked({"query_string": query, "headers": [(b"cookie", cookie)]}) == language


def test_no_page_offers_skills_for_an_agent_s_programming() -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    # Read by streamlit.web.skills, which withholds the offer where the welcome is hidden.
    assert told["logger"]["hideWelcomeMessage"] is True
