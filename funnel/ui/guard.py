"""The door of the server: every request passes here, before Streamlit and before our own routes.

It refuses names of other hosts, asks for a login where one is set up, lets each role as far as it reaches, and puts
safe headers on whatever goes out. What is not named here as open to everybody needs a login.
"""

import logging
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from funnel.errors import FunnelError
from funnel.rights import Access
from funnel.settings import Settings
from funnel.ui.base_path import base_path, own_path, without_base
from funnel.ui.exposure import host_is_ours
from funnel.ui.language_asked import language_asked
from funnel.ui.login_page import POLICY, RETURN_COOKIE, keep_return, please_log_in, returning_to, without_role
from funnel.ui.own_store import this_store
from funnel.ui.safe_headers import NOTHING, PRIVATE, safe
from funnel.ui.visitor import CALLBACK, Visitor, asked_by, end_session, login_is_on, visitor_of
from funnel.words import Words

LOG: Final = logging.getLogger("funnel")
OPEN: Final = frozenset(
    {
        "/_stcore/health",
        "/_stcore/host-config",
        "/favicon.png",
        "/house/house.css",
        "/house/language.js",
        "/house/login.css",
        "/house/login",
        "/auth/login",
        "/auth/logout",
        f"/{CALLBACK}",
    }
)
"""What answers everybody: whether the server lives, and what it takes to log in. Nothing here tells of the shop."""
ASSETS: Final = "/static/"
POLICY_OF_ASSETS: Final = "default-src 'self'; frame-ancestors 'none'"
NEEDS: Final = (("/_stcore/metrics", Access.ADMIN), ("/_stcore/agent/", Access.ADMIN), ("/house/waiting", Access.EDIT))
UPLOADED: Final = "/_stcore/upload_file"


@dataclass(frozen=True)
class Asked:
    """One request, and who sent it."""

    scope: Scope
    connection: HTTPConnection
    path: str
    """As it is seen from the base path."""
    settings: Settings

    @property
    def is_open(self) -> bool:
        """Whether it is answered without a login."""
        return self.path in OPEN or self.path.startswith(ASSETS)

    @property
    def needed(self) -> Access:
        """The least role it needs."""
        if self.path.startswith(UPLOADED):
            return Access.EDIT
        return next((access for start, access in NEEDS if self.path.startswith(start)), Access.VIEW)

    @property
    def wants_page(self) -> bool:
        """Whether a person waits for a page to look at."""
        return self.scope["type"] == "http" and "text/html" in self.connection.headers.get("accept", "")


class Guard:
    """ASGI middleware, the outermost of ours."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what may not pass; hand on the rest."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            settings = this_store().settings
        except FunnelError:
            LOG.exception("The settings cannot be read; nobody is let in")
            settings = None
        out = Outgoing(send, settings)
        if settings is None or not host_is_ours(connection.headers.get("host", ""), settings):
            status = 503 if settings is None else 421
            await _refuse(PlainTextResponse("", status), scope, receive, out.send)
            return
        await self._let_in(Asked(scope, connection, own_path(scope["path"]), settings), receive, out)

    async def _let_in(self, asked: Asked, receive: Receive, out: "Outgoing") -> None:
        refusal = _refusal(asked) if login_is_on() and not asked.is_open else None
        out.policy = POLICY_OF_ASSETS if asked.path.startswith(ASSETS) else POLICY if refusal is not None else NOTHING
        if refusal is not None:
            await _refuse(refusal, asked.scope, receive, out.send)
            return
        if login_is_on():
            out.change = _login_step(asked)
        try:
            await self.app(without_base(asked.scope), receive, out.send)
        except Exception:
            LOG.exception("A request ended in an error")
            if not out.began and asked.scope["type"] == "http":
                await PlainTextResponse("", 500)(asked.scope, receive, out.send)


async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await answer(scope, receive, send)


def _refusal(asked: Asked) -> Response | None:
    """The answer in place of what was asked for; None when the visitor's role reaches so far."""
    visitor = visitor_of(asked.connection.cookies, this_store())
    if visitor is not None and visitor.access >= asked.needed:
        asked_by(visitor.access)
        return None
    if not asked.wants_page:
        return PlainTextResponse("", 401 if visitor is None else 403)
    return _page_for(visitor, asked)


def _page_for(visitor: Visitor | None, asked: Asked) -> Response:
    words = Words(language_asked(asked.scope, asked.settings.language))
    if visitor is None:
        return please_log_in(asked.connection, words)
    if visitor.access is Access.NONE:
        return without_role(words, visitor.key)
    return PlainTextResponse("", 403)


def _login_step(asked: Asked) -> "Change":
    """What the steps of a login and a logout need beside Streamlit's own answer."""
    if asked.path == "/auth/logout":
        end_session(asked.connection.cookies, asked.settings.login_hours)
    if asked.path == "/auth/login":
        return _keep_where_it_began(asked)
    if asked.path == f"/{CALLBACK}":
        return _go_back(asked)
    return Change()


@dataclass(frozen=True)
class Change:
    """What to do to the head of an answer."""

    location: str = ""
    """Where a fresh login leads instead."""
    cookies: tuple[str, ...] = ()


def _keep_where_it_began(asked: Asked) -> Change:
    """A login that began on an open screen comes back to it: the browser tells which by its referrer."""
    if RETURN_COOKIE in asked.connection.cookies:
        return Change()
    public = urlsplit(asked.settings.public_url)
    own, referrer = f"{public.scheme}://{public.netloc}", asked.connection.headers.get("referer", "")
    answer = Response()
    keep_return(answer, referrer.removeprefix(own) if referrer.startswith(f"{own}/") else "")
    return Change(cookies=tuple(answer.headers.getlist("set-cookie")))


def _go_back(asked: Asked) -> Change:
    answer = Response()
    answer.delete_cookie(RETURN_COOKIE, path=base_path() or "/", httponly=True, samesite="lax")
    return Change(returning_to(asked.connection), tuple(answer.headers.getlist("set-cookie")))


class Outgoing:
    """One answer on its way out."""

    def __init__(self, send: Send, settings: Settings | None) -> None:
        self._send = send
        self._https = settings is not None and settings.public_url.startswith("https://")
        self._hours = settings.login_hours if settings else 1
        self.policy = NOTHING
        self.change = Change()
        self.began = False

    async def send(self, message: Message) -> None:
        """Pass it on, its head made safe."""
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            self.began = True
            message = {**message, "headers": self._headers(message)}
        await self._send(message)

    def _headers(self, message: Message) -> list[tuple[bytes, bytes]]:
        headers = [(name.lower(), value) for name, value in message.get("headers", [])]
        fresh = any(
            name == b"set-cookie" and value.startswith(f"{USER_COOKIE_NAME}=".encode()) and b"Max-Age=0" not in value
            for name, value in headers
        )
        if fresh and self.change.location:
            headers = [one for one in headers if one[0] != b"location"]
            headers.append((b"location", self.change.location.encode("latin-1")))
        headers += [(b"set-cookie", cookie.encode("latin-1")) for cookie in self.change.cookies]
        if not any(name == b"cache-control" for name, _ in headers):
            headers.append(PRIVATE)
        own = next((value.decode() for name, value in headers if name == b"content-security-policy"), self.policy)
        return safe(headers, https=self._https, hours=self._hours, policy=own)
