"""What somebody who is not logged in sees: one page of our own, no script, no word of what is inside; and the way back
to the address that was asked for.
"""

from html import escape
from typing import Final
from urllib.parse import quote, unquote, urlencode, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from streamlit.user_info import generate_login_redirect_url

from funnel.ui.base_path import base_path, own_path
from funnel.words import Words

LOGIN_PATH: Final = "/house/login"
LOGOUT_PATH: Final = "/auth/logout"
RETURN_COOKIE: Final = "funnel_return"
RETURN_SECONDS: Final = 900
LONGEST: Final = 2000
POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
PAGE: Final = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="{base}/house/login.css"></head>
<body><main><h1>{title}</h1><p>{told}</p><p><a href="{href}">{label}</a></p></main></body></html>
"""


def please_log_in(connection: HTTPConnection, words: Words) -> Response:
    """The page in place of a screen; its button leads to the login service and back to this address."""
    query = connection.url.query
    asked = connection.url.path + (f"?{query}" if query else "")
    return _page(
        words,
        words.text("Please log in to see this dashboard."),
        f"{base_path()}{LOGIN_PATH}?{urlencode({'to': asked})}",
        words.text("Log in"),
        401,
    )


def without_role(words: Words, key: str) -> Response:
    """The page for somebody who logged in and was given no role; the key is what an administrator needs."""
    told = words.text(
        "You are logged in, but have no role in this dashboard. Give its administrator this key: {key}", key=key
    )
    return _page(words, told, f"{base_path()}{LOGOUT_PATH}", words.text("Log out"), 403)


def _page(words: Words, told: str, href: str, label: str, status: int) -> Response:
    page = PAGE.format(
        language=words.language,
        title=escape(words.text("Click to payment")),
        base=escape(base_path()),
        told=escape(told),
        href=escape(href),
        label=escape(label),
    )
    return HTMLResponse(page, status_code=status, headers={"cache-control": "no-store"})


def log_in(request: Request) -> Response:
    """On to the login service; where to come back to is kept in a short-lived cookie."""
    answer = RedirectResponse(generate_login_redirect_url("default"), status_code=302)
    keep_return(answer, request.query_params.get("to", ""))
    return answer


def keep_return(answer: Response, asked: str) -> None:
    """Remember the address in the browser, if it is one of ours."""
    if is_ours(asked):
        answer.set_cookie(
            RETURN_COOKIE,
            quote(asked, safe=""),
            max_age=RETURN_SECONDS,
            path=base_path() or "/",
            httponly=True,
            samesite="lax",
        )


def returning_to(request: HTTPConnection) -> str:
    """The address asked for before the login, "" when there is none of ours."""
    asked = unquote(request.cookies.get(RETURN_COOKIE, ""))
    return quote(asked, safe="/?&=%:,+-._~") if is_ours(asked) else ""


def is_ours(asked: str) -> bool:
    """Whether this is a screen of this dashboard and cannot lead to another host."""
    plain = asked.isprintable() and "\\" not in asked and len(asked) <= LONGEST
    parts = urlsplit(asked) if plain else urlsplit("")
    inside = parts.path == base_path() or parts.path.startswith(f"{base_path()}/")
    screen = not own_path(parts.path).startswith(("/auth/", "/house/", "/_stcore/", "/oauth2callback"))
    return plain and inside and screen and asked.startswith("/") and not asked.startswith("//") and not parts.netloc


LOGIN_ROUTES: Final = [Route(LOGIN_PATH, log_in)]
