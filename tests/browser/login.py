"""A real login service on this machine and a dashboard that asks it who people are."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Page

from funnel.ui.login_page import LOGIN_PATH
from tests.browser.conftest import Server, free_port, start_server, stop_server

PEOPLE = {
    "vera": {"email": "vera@shop.example", "groups": ["shop"]},
    "edik": {"email": "edik@shop.example", "groups": ["shop", "shop-editors"]},
    "anna": {"email": "Anna@Shop.example", "groups": []},
    "mallory": {"email": "mallory@evil.example", "groups": ["others"]},
}
RULES = """
public_url = "{address}"
login_provider = "{provider}/.well-known/openid-configuration"
login_client = "funnel"
login_secret = "not-told-to-anybody"
login_viewers = "groups=shop"
login_editors = "groups=shop-editors"
login_admins = "email=anna@shop.example"
"""


@contextmanager
def guarded(store: Path, public: str = "", port: int | None = None) -> Iterator[Server]:
    """A dashboard over `store` with a login, and its login service; `public` is its address behind a proxy."""
    users = [User(sub=name, claims=claims) for name, claims in PEOPLE.items()]
    port = port or free_port()
    with run_server_in_thread(user_claims=users) as service:
        provider = f"http://localhost:{service.server_port}"
        told = RULES.format(address=public or f"http://127.0.0.1:{port}", provider=provider)
        (store / "settings.toml").write_text(told, encoding="utf-8")
        server = start_server(store, port)
        try:
            yield server
        finally:
            stop_server(server)


def log_in(page: Page, server: Server, who: str, path: str = "/") -> None:
    """Open `path`, say who one is at the login service, and come back."""
    page.goto(server.address + path)
    page.locator(f"a[href*='{LOGIN_PATH}']").click()
    page.wait_for_url("**/oauth2/authorize**")
    page.get_by_role("button", name=who, exact=True).click()
    page.wait_for_url(f"{server.address}/**")
