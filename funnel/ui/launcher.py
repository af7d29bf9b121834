"""What stands around Streamlit: the page shell in the reader's language, our style sheet, safe headers.

Streamlit has English strings and `<html lang="en">` built in. The middleware sets the language of the shell and adds
two files of ours; the script replaces Streamlit's strings in the browser as they appear.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option

from funnel.arrivals.duty import Duty
from funnel.ui.own_store import this_store
from funnel.ui.upload_route import UPLOAD_ROUTES
from funnel.words import LANGUAGES, Words
from funnel.words.catalogue import catalogue

HERE: Final = Path(__file__).parent
ROUTER: Final = HERE / "router.py"
LANGUAGE_COOKIE: Final = "funnel_language"
HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
)


def language_script(_: Request) -> Response:
    """The script that puts Streamlit's own strings into the reader's language."""
    tables = {language: catalogue(language).streamlit for language in LANGUAGES if language != "en"}
    script = (HERE / "shell" / "language.js").read_text(encoding="utf-8")
    text = script.replace("/*TABLES*/{}", json.dumps(tables, ensure_ascii=False))
    return Response(text, media_type="text/javascript", headers={"cache-control": "no-cache"})


def style_sheet(_: Request) -> Response:
    """Our style sheet: tabular figures, cards, quiet captions."""
    text = (HERE / "shell" / "house.css").read_text(encoding="utf-8")
    return Response(text, media_type="text/css", headers={"cache-control": "no-cache"})


@asynccontextmanager
async def on_duty(_: Starlette) -> AsyncIterator[None]:
    """What the server does beside its pages, from its start to its end."""
    duty = Duty(this_store().folder)
    await asyncio.to_thread(duty.start)
    try:
        yield
    finally:
        await asyncio.to_thread(duty.stop)


ROUTES: Final = [
    Route("/house/language.js", language_script),
    Route("/house/house.css", style_sheet),
    *UPLOAD_ROUTES,
]


def language_asked(scope: Scope) -> str:
    """Language of a request: of its address, else of its cookie, else English."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[-1]
    if asked in LANGUAGES:
        return asked
    cookies = SimpleCookie()
    for name, value in scope.get("headers", ()):
        if name == b"cookie":
            cookies.load(value.decode("latin-1"))
    found = cookies.get(LANGUAGE_COOKIE)
    return found.value if found and found.value in LANGUAGES else "en"


def shell_in_language(shell: str, language: str) -> str:
    """Streamlit's index.html with our language, title, style sheet and script."""
    title = Words(language).text("Click to payment")
    shell = re.sub(r'<html lang="[^"]*"', f'<html lang="{language}"', shell, count=1)
    shell = re.sub(r"<title>[^<]*</title>", f"<title>{title}</title>", shell, count=1)
    base = str(get_option("server.baseUrlPath")).strip("/")
    root = f"/{base}/house" if base else "/house"
    ours = f'<link rel="stylesheet" href="{root}/house.css"><script src="{root}/language.js" defer></script></head>'
    return shell.replace("</head>", ours, 1)


class Shell:
    """ASGI middleware: rewrites the HTML shell and adds headers to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; hold back only HTML answers until they are whole."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await self.app(_readable(scope), receive, _Answer(send, language_asked(scope)).send)


def _readable(scope: Scope) -> Scope:
    """The request, its page asked for uncompressed, for compressed HTML cannot be rewritten."""
    headers = scope.get("headers", ())
    if not any(name == b"accept" and b"text/html" in value for name, value in headers):
        return scope
    return {**scope, "headers": [(name, value) for name, value in headers if name != b"accept-encoding"]}


class _Answer:
    """One answer on its way out."""

    def __init__(self, send: Send, language: str) -> None:
        self._send = send
        self._language = language
        self._start: Message | None = None
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._started({**message, "headers": [*message.get("headers", []), *HEADERS]})
        elif message["type"] == "http.response.body" and self._start is not None:
            await self._gathered(message)
        else:
            await self._send(message)

    async def _started(self, message: Message) -> None:
        headers = dict(message["headers"])
        plain_html = headers.get(b"content-type", b"").startswith(b"text/html")
        if plain_html and message["status"] == 200 and b"content-encoding" not in headers:
            self._start = message
        else:
            await self._send(message)

    async def _gathered(self, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        body = shell_in_language(self._body.decode("utf-8"), self._language).encode("utf-8")
        kept = [(name, value) for name, value in self._start["headers"] if name not in (b"content-length", b"etag")]
        kept += [(b"content-length", str(len(body)).encode()), (b"vary", b"cookie")]
        await self._send({**self._start, "headers": kept})
        await self._send({"type": "http.response.body", "body": body})


MIDDLEWARE: Final = [Middleware(Shell)]
