"""What stands around Streamlit: the page shell in the reader's language, our style sheet, safe headers.

Streamlit has English strings and `<html lang="en">` built in. The middleware sets the language of the shell and adds
two files of ours; the script replaces Streamlit's strings in the browser as they appear.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option

from funnel.arrivals.duty import Duty
from funnel.errors import FunnelError
from funnel.ui.base_path import base_path
from funnel.ui.exposure import refuse_to_be_public
from funnel.ui.guard import Guard
from funnel.ui.health_route import health
from funnel.ui.language_asked import language_asked
from funnel.ui.login_page import LOGIN_ROUTES
from funnel.ui.own_store import language_of_shop, this_store
from funnel.ui.safe_headers import policy_of_shell
from funnel.ui.upload_route import UPLOAD_ROUTES
from funnel.ui.visitor import switch_login_on
from funnel.upkeep.log import level_of_log, start_log
from funnel.words import LANGUAGES, Words
from funnel.words.catalogue import catalogue

HERE: Final = Path(__file__).parent
ROUTER: Final = HERE / "router.py"


def language_script(_: Request) -> Response:
    """The script that puts Streamlit's own strings into the reader's language."""
    tables = {language: catalogue(language).streamlit for language in LANGUAGES if language != "en"}
    script = (HERE / "shell" / "language.js").read_text(encoding="utf-8")
    text = script.replace("/*TABLES*/{}", json.dumps(tables, ensure_ascii=False))
    return Response(text, media_type="text/javascript", headers={"cache-control": "no-cache"})


def style_sheet(request: Request) -> Response:
    """Our style sheets: of the screens, and of the page before the login."""
    name = Path(request.url.path).name
    text = (HERE / "shell" / name).read_text(encoding="utf-8")
    return Response(text, media_type="text/css", headers={"cache-control": "no-cache"})


def secrets_of_login() -> dict[str, Any] | None:
    """What Streamlit's login must know, None without one; ends the program where it would be open to everybody."""
    store = this_store()
    try:
        refuse_to_be_public(str(get_option("server.address") or ""), store.settings)
        return switch_login_on(store)
    except FunnelError as problem:
        raise SystemExit(Words(language_of_shop()).said(problem.told)) from None


@asynccontextmanager
async def on_duty(_: Starlette) -> AsyncIterator[None]:
    """What the server does beside its pages, from its start to its end."""
    folder = this_store().folder
    start_log(folder, level_of_log(folder))
    duty = Duty(folder)
    await asyncio.to_thread(duty.start)
    try:
        yield
    finally:
        await asyncio.to_thread(duty.stop)


ROUTES: Final = [
    Route("/house/language.js", language_script),
    Route("/house/house.css", style_sheet),
    Route("/house/health", health),
    Route("/house/login.css", style_sheet),
    *LOGIN_ROUTES,
    *UPLOAD_ROUTES,
]


def shell_in_language(shell: str, language: str) -> str:
    """Streamlit's index.html with our language, title, style sheet and script."""
    title = Words(language).text("Click to payment")
    shell = re.sub(r'<html lang="[^"]*"', f'<html lang="{language}"', shell, count=1)
    shell = re.sub(r"<title>[^<]*</title>", f"<title>{title}</title>", shell, count=1)
    root = f"{base_path()}/house"
    before = f'<head><script src="{root}/language.js"></script>'  # Streamlit's own scripts ask the browser's language
    after = f'<link rel="stylesheet" href="{root}/house.css"></head>'
    return shell.replace("<head>", before, 1).replace("</head>", after, 1)


class Shell:
    """ASGI middleware: rewrites the HTML shell and says what it may load."""

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
            await self._started(message)
        elif message["type"] == "http.response.body" and self._start is not None:
            await self._gathered(message)
        else:
            await self._send(message)

    async def _started(self, message: Message) -> None:
        headers = dict(message.get("headers", ()))
        plain_html = headers.get(b"content-type", b"").startswith(b"text/html")
        if plain_html and message["status"] == 200 and b"content-encoding" not in headers:
            self._start = message
        else:
            await self._send(message)

    async def _gathered(self, message: Message) -> None:
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        shell = shell_in_language(self._body.decode("utf-8"), self._language)
        body = shell.encode("utf-8")
        kept = [(name, value) for name, value in self._start["headers"] if name not in (b"content-length", b"etag")]
        kept += [(b"content-length", str(len(body)).encode()), (b"vary", b"cookie")]
        kept.append((b"content-security-policy", policy_of_shell(shell).encode()))
        await self._send({**self._start, "headers": kept})
        await self._send({"type": "http.response.body", "body": body})


MIDDLEWARE: Final = [Middleware(Guard), Middleware(Shell)]
