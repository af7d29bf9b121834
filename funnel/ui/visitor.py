"""Who asks, by the signed cookie of the login: what they may do, and a key that stands for them.

Read anew at every request and every run of a screen, so that a role taken away or a session that ended counts at once.
Claims (names, e-mails, groups) live in the reader's own cookie; here they are looked at and let go, never kept.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Event
from typing import Any, Final

import streamlit as st
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from funnel.rights import Access, ask_before_writing, ask_nobody, holds, rules_in
from funnel.settings import Settings
from funnel.store import Store
from funnel.ui.ended_sessions import EndedSessions
from funnel.ui.own_store import this_store

CALLBACK: Final = "oauth2callback"
KEY_LENGTH: Final = 12
HOURS_A_DAY: Final = 24
_ON: Final = Event()
_ASKED_BY: Final[ContextVar[Access | None]] = ContextVar("asked_by", default=None)
_ENDED: Final = EndedSessions()


@dataclass(frozen=True)
class Visitor:
    """Somebody who logged in; `key` tells people apart without saying who they are."""

    access: Access
    key: str


def login_is_on() -> bool:
    """Whether this server was started with a login; settings changed later cannot switch it off."""
    return _ON.is_set()


def switch_login_on(store: Store) -> dict[str, Any] | None:
    """What Streamlit's login must know of these settings, None when they ask for none; from then on it is asked for."""
    settings = store.settings
    if not settings.login_provider:
        return None
    _ON.set()
    _ENDED.keep_in(store.folder)
    ask_before_writing(access_of_asker)
    return {
        "auth": {
            "redirect_uri": f"{settings.public_url.rstrip('/')}/{CALLBACK}",
            "cookie_secret": _derived(store, "login cookies"),
            "client_id": settings.login_client,
            "client_secret": settings.login_secret,
            "server_metadata_url": settings.login_provider,
        }
    }


def switch_login_off() -> None:
    """Ask for no login any more: tests only."""
    _ON.clear()
    _ENDED.forget()
    ask_nobody()


def _derived(store: Store, purpose: str) -> str:
    return hmac.new(store.shelf.hmac_key(), purpose.encode(), hashlib.sha256).hexdigest()


def visitor_of(cookies: Mapping[str, str], store: Store) -> Visitor | None:
    """Who these cookies stand for; None when nobody is logged in, or not any more."""
    claims = _claims_of(cookies, store.settings.login_hours)
    if claims is None:
        return None
    key = _person(claims, store)
    return Visitor(access_of(claims, key, store.settings), key)


def access_of(claims: Mapping[str, object], key: str, settings: Settings) -> Access:
    """The highest role whose rules name the person with these claims."""
    ranked = (
        (Access.ADMIN, settings.login_admins),
        (Access.EDIT, settings.login_editors),
        (Access.VIEW, settings.login_viewers),
    )
    named = (access for access, told in ranked if any(holds(rule, claims, key) for rule in rules_in(told)))
    return next(named, Access.NONE)


def _claims_of(cookies: Mapping[str, str], hours: int) -> dict[str, Any] | None:
    raw = get_cookie_with_chunks(lambda name: _signed(cookies, name, hours), USER_COOKIE_NAME)
    if raw is None or _name_of_session(cookies) in _ENDED:
        return None
    try:
        claims = json.loads(raw)
    except ValueError:  # parts of two cookies
        return None
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") else None


def _signed(cookies: Mapping[str, str], name: str, hours: int) -> bytes | None:
    value = cookies.get(name)
    if not value:
        return None
    # Streamlit itself would take a cookie for a month; ours end after `login_hours`.
    return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"), max_age_days=hours / HOURS_A_DAY)


def _person(claims: Mapping[str, Any], store: Store) -> str:
    """The same short key for the same account of the same login service; says nothing without the store's secret."""
    told = f"person|{claims.get('iss', '')}|{claims.get('sub', '')}"
    return _derived(store, told)[:KEY_LENGTH]


def end_session(cookies: Mapping[str, str], hours: int) -> None:
    """A logout counts in every tab at once, also after a restart: from now on this cookie stands for nobody."""
    if cookies.get(USER_COOKIE_NAME):
        _ENDED.end(_name_of_session(cookies), time.time() + hours * 3600)


def _name_of_session(cookies: Mapping[str, str]) -> str:
    told = "|".join(f"{name}={cookies[name]}" for name in sorted(cookies) if name.startswith(USER_COOKIE_NAME))
    return hashlib.sha256(told.encode("latin-1", "replace")).hexdigest()


def visitor_here() -> Visitor | None:
    """Who looks at the screen that runs just now."""
    return visitor_of(st.context.cookies, this_store())


def asked_by(access: Access) -> None:
    """Say for the rest of this request what the person behind it may do."""
    _ASKED_BY.set(access)


def access_of_asker() -> Access:
    """What the person behind this call may do: of the request, else of the screen; the server's own work may do all."""
    told = _ASKED_BY.get()
    if told is not None:
        return told
    if get_script_run_ctx(suppress_warning=True) is None:
        return Access.ADMIN
    visitor = visitor_here()
    return visitor.access if visitor else Access.NONE
