"""The door: what needs which role, where a login leads back to, which headers go out."""

import asyncio
import json
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from funnel.rights import Access, need
from funnel.store import Store
from funnel.ui import visitor
from funnel.ui.launcher import MIDDLEWARE, ROUTES
from funnel.ui.login_page import is_ours
from funnel.ui.visitor import switch_login_off, switch_login_on
from tests.house import ROOT

SECRET = "0123456789abcdef0123456789abcdef"
HOST = "funnel.shop.example"
SETTINGS = f"""
public_url = "https://{HOST}"
login_provider = "https://login.shop.example/.well-known/openid-configuration"
login_client = "funnel"
login_secret = "told-to-nobody"
login_viewers = "email=*@shop.example"
login_editors = "groups=editors, realm_access.roles=editor"
login_admins = "email=anna@shop.example"
"""
NOBODY: dict[str, object] = {"sub": "9", "email": "mallory@evil.example"}
VIEWER: dict[str, object] = {"sub": "1", "email": "vera@shop.example"}
EDITOR: dict[str, object] = {"sub": "2", "groups": ["editors"]}
NESTED: dict[str, object] = {"sub": "2", "realm_access": {"roles": ["editor"]}}
ADMIN: dict[str, object] = {"sub": "3", "email": "Anna@shop.example"}
RANKED = (
    (NOBODY, Access.NONE),
    (VIEWER, Access.VIEW),
    (EDITOR, Access.EDIT),
    (NESTED, Access.EDIT),
    (ADMIN, Access.ADMIN),
)


def screen(_: Request) -> Response:
    return HTMLResponse("<html lang='en'><head><script>a=1</script></head></html>")


def plain(_: Request) -> Response:
    return PlainTextResponse("inside")


def broken(_: Request) -> Response:
    raise RuntimeError("SELECT secret FROM /etc/passwd")


def came_back(_: Request) -> Response:
    answer = RedirectResponse("/", status_code=302)
    answer.set_cookie("_streamlit_user", "fresh", max_age=2_592_000, httponly=True, samesite="lax")
    return answer


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


INSIDE = ("/media/{name}", "/component/{name}", "/_stcore/metrics", "/_stcore/upload_file/{name}", "/app/static/{name}")
APP = Starlette(
    routes=[
        *ROUTES,
        *(Route(path, plain, methods=["GET", "PUT"]) for path in INSIDE),
        Route("/_stcore/health", plain),
        Route("/static/{name}", plain),
        Route("/broken", broken),
        Route("/oauth2callback", came_back),
        Route("/auth/logout", plain),
        WebSocketRoute("/_stcore/stream", stream),
        Route("/{name}", screen),
    ],
    middleware=MIDDLEWARE,
)


@dataclass
class Answer:
    """What came out."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""

    def header(self, name: str) -> str:
        return next((value for told, value in self.headers if told == name), "")


def ask(path: str, who: dict[str, object] | None = None, method: str = "GET", **headers: str) -> Answer:
    """Ask the way a browser behind the proxy does, logged in as `who`."""
    told = {"host": HOST, "accept": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
    if who is not None:
        told["cookie"] = "; ".join(filter(None, (cookie_of(who), told.get("cookie", ""))))
    return _asked(path, method, [(name.encode(), value.encode()) for name, value in told.items()])


def cookie_of(who: dict[str, object]) -> str:
    claims = json.dumps({**who, "is_logged_in": True})
    return f"_streamlit_user={create_signed_value(SECRET, '_streamlit_user', claims).decode()}"


def _asked(path: str, method: str, headers: list[tuple[bytes, bytes]]) -> Answer:
    sent: list[Message] = []
    socket = path.startswith("/_stcore/stream")

    async def receive() -> Message:
        return {"type": "websocket.connect"} if socket else {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        sent.append(message)

    bare, _, query = path.partition("?")
    scope = {
        "type": "websocket" if socket else "http",
        "method": method,
        "scheme": "ws" if socket else "http",
        "path": bare,
        "query_string": query.encode(),
        "headers": headers,
    }
    # A thread of its own: the browser tests leave a running event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, APP(scope, receive, send)).result(timeout=20)
    if socket:
        return Answer(101 if sent[0]["type"] == "websocket.accept" else 403)
    told = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return Answer(sent[0]["status"], told, b"".join(message.get("body", b"") for message in sent).decode())


@pytest.fixture
def guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose settings ask for a login."""
    (tmp_path / "settings.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.setenv("FUNNEL_STORE", str(tmp_path))
    monkeypatch.setattr(visitor, "get_cookie_secret", lambda: SECRET)
    store = Store(tmp_path)
    assert switch_login_on(store)
    yield store
    switch_login_off()


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/losses", Access.VIEW),
        ("/media/abc.csv", Access.VIEW),
        ("/component/kanban.js", Access.VIEW),
        ("/app/static/a.png", Access.VIEW),
        ("/_stcore/stream", Access.VIEW),
        ("/_stcore/upload_file/1", Access.EDIT),
        ("/house/waiting", Access.EDIT),
        ("/_stcore/metrics", Access.ADMIN),
    ],
)
def test_each_route_is_open_from_its_role_on(guarded: Store, path: str, least: Access) -> None:
    for who, access in RANKED:
        refused = ask(path, who, accept="*/*").status == 403
        assert refused == (access < least), (who, path)
    assert ask(path, accept="*/*").status in (401, 403)


@pytest.mark.parametrize("path", ["/_stcore/health", "/static/index.js", "/house/house.css", "/house/language.js"])
def test_what_tells_nothing_of_the_shop_answers_everybody(guarded: Store, path: str) -> None:
    assert ask(path).status == 200


def test_somebody_who_is_not_logged_in_sees_a_page_that_leads_back(guarded: Store) -> None:
    answer = ask("/losses?device=mobile&lang=ru")
    assert answer.status == 401
    assert "Войти" in answer.text
    assert quote("/losses?device=mobile&lang=ru", safe="") in answer.text
    assert "script" not in answer.text
    without = ask("/losses", NOBODY)
    assert (without.status, "mallory" in without.text) == (403, False)


def test_a_login_comes_back_to_where_it_was_asked_for(guarded: Store) -> None:
    kept = f"funnel_return={quote('/losses?device=mobile&q=a%20b', safe='')}"
    assert ask("/oauth2callback", cookie=kept).header("location") == "/losses?device=mobile&q=a%20b"
    elsewhere = f"funnel_return={quote('//evil.example/x', safe='')}"
    assert ask("/oauth2callback", cookie=elsewhere).header("location") == "/"
    assert ask("/oauth2callback").header("location") == "/"


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "/a\nb", "evil", "", "/auth/logout", "/house/login"],
)
def test_no_login_leads_elsewhere(address: str) -> None:
    assert not is_ours(address)


def test_a_login_ends_and_a_logout_counts_at_once(guarded: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    told = cookie_of(VIEWER)
    assert ask("/media/a", cookie=told).status == 200
    assert ask("/auth/logout", cookie=told).status == 200
    assert ask("/media/a", cookie=told).status == 401
    monkeypatch.setenv("FUNNEL_LOGIN_HOURS", "1")
    claims = json.dumps({**EDITOR, "is_logged_in": True})
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 1_790_000_000)
    old = f"_streamlit_user={create_signed_value(SECRET, '_streamlit_user', claims).decode()}"
    assert ask("/media/a", cookie=old).status == 200
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: 1_790_000_000 + 3_700)
    assert ask("/media/a", cookie=old).status == 401


def test_a_logout_counts_after_a_restart(guarded: Store) -> None:
    told = cookie_of(VIEWER)
    assert ask("/media/a", cookie=told).status == 200
    assert ask("/auth/logout", cookie=told).status == 200
    switch_login_off()
    assert switch_login_on(guarded)
    assert ask("/media/a", cookie=told).status == 401
    kept = guarded.folder / "ended_sessions.json"
    assert kept.stat().st_mode & 0o077 == 0
    kept.write_text("[", encoding="utf-8")
    switch_login_off()
    assert switch_login_on(guarded)
    assert ask("/media/a", cookie=told).status == 200


def test_a_cookie_of_ones_own_making_is_worth_nothing(guarded: Store) -> None:
    claims = json.dumps({**ADMIN, "is_logged_in": True})
    forged = create_signed_value("another secret", "_streamlit_user", claims).decode()
    assert ask("/media/a", cookie=f"_streamlit_user={forged}").status == 401
    tokens = create_signed_value(SECRET, "_streamlit_user_tokens", claims).decode()
    assert ask("/media/a", cookie=f"_streamlit_user={tokens}").status == 401


def test_an_address_nobody_verified_gives_no_role(guarded: Store) -> None:
    assert ask("/media/a", {**VIEWER, "email_verified": False}).status == 403


def test_a_role_taken_away_is_gone_at_the_next_request(guarded: Store) -> None:
    assert ask("/media/a", VIEWER).status == 200
    told = SETTINGS.replace('login_viewers = "email=*@shop.example"', 'login_viewers = ""')
    (guarded.folder / "settings.toml").write_text(told, encoding="utf-8")
    assert ask("/media/a", VIEWER).status == 403
    (guarded.folder / "settings.toml").write_text("", encoding="utf-8")
    assert ask("/media/a").status in (401, 421)
    (guarded.folder / "settings.toml").write_text("nonsense", encoding="utf-8")
    assert ask("/media/a", VIEWER).status == 503


@pytest.mark.parametrize("host", ["evil.example", "", "127.0.0.1.evil.example", "[", "shop.example"])
def test_a_name_that_is_not_ours_is_refused(guarded: Store, host: str) -> None:
    assert ask("/_stcore/health", host=host).status == 421
    assert ask("/_stcore/stream", ADMIN, host=host).status == 403


def test_every_answer_carries_safe_headers(guarded: Store) -> None:
    for path, who in [
        ("/losses", VIEWER),
        ("/losses", None),
        ("/media/a", VIEWER),
        ("/broken", VIEWER),
        ("/x", NOBODY),
    ]:
        answer = ask(path, who)
        policy = answer.header("content-security-policy")
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("x-frame-options") == "DENY"
        assert answer.header("referrer-policy") == "same-origin"
        assert "camera=()" in answer.header("permissions-policy")
        assert answer.header("strict-transport-security")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "*" not in policy
    scripts = ask("/losses", VIEWER).header("content-security-policy").partition("script-src")[2].partition(";")[0]
    assert "unsafe-inline" not in scripts
    assert "sha256-" in scripts


def test_an_error_tells_nothing(guarded: Store) -> None:
    answer = ask("/broken", VIEWER)
    assert (answer.status, answer.text) == (500, "")


def test_cookies_are_sent_home_only(guarded: Store) -> None:
    told = [value for name, value in ask("/oauth2callback").headers if name == "set-cookie"]
    fresh = next(value for value in told if value.startswith("_streamlit_user="))
    assert "HttpOnly" in fresh
    assert "SameSite=lax" in fresh
    assert "; Secure" in fresh
    assert "Max-Age=43200" in fresh


def test_a_request_carries_its_right_to_where_something_is_written(guarded: Store) -> None:
    found: list[bool] = []

    def write(_: Request) -> Response:
        need(Access.EDIT)
        found.append(True)
        return PlainTextResponse("")

    APP.router.routes.insert(0, Route("/component/write", write))
    assert ask("/component/write", VIEWER).status == 500
    assert ask("/component/write", EDITOR).status == 200
    assert found == [True]


def test_without_a_login_only_this_machine_is_let_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUNNEL_STORE", str(tmp_path))
    monkeypatch.setattr("funnel.ui.exposure.get_option", lambda _: "127.0.0.1")
    assert ask("/_stcore/metrics", host="127.0.0.1:8501").status == 200
    assert ask("/_stcore/metrics", host="localhost").status == 200
    assert ask("/_stcore/metrics", host="rebound.evil.example").status == 421


def test_the_login_of_streamlit_is_told_what_it_needs(guarded: Store) -> None:
    told = switch_login_on(guarded)
    assert told
    assert told["auth"]["redirect_uri"] == f"https://{HOST}/oauth2callback"
    assert len(told["auth"]["cookie_secret"]) == 64
    assert "told-to-nobody" not in repr(guarded.settings)


def test_tables_offer_no_export_of_their_own() -> None:
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert told["client"]["disableDataExport"] is True
    assert told["client"]["showErrorDetails"] == "none"
    assert told["server"]["enableXsrfProtection"] is True
    assert told["server"]["address"] == "127.0.0.1"
