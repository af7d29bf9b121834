"""Who looks is asked at every run of a screen: a role that is gone or an end of the session counts in an open tab."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from funnel.rights import Access
from funnel.store import Store
from funnel.ui import signed_in
from funnel.ui.visitor import Visitor

ENDED = "Your session has ended"


@pytest.mark.parametrize("then", [None, Visitor(Access.NONE, "3f2a91c07d5e")])
def test_an_open_screen_shows_nothing_more_once_the_role_is_gone(
    open_page: Callable[..., AppTest], normal: Store, monkeypatch: pytest.MonkeyPatch, then: Visitor | None
) -> None:
    here: list[Visitor | None] = [Visitor(Access.VIEW, "3f2a91c07d5e")]
    monkeypatch.setattr(signed_in, "login_is_on", lambda: True)
    monkeypatch.setattr(signed_in, "visitor_here", lambda: here[0])
    app = open_page(normal, "imports")
    assert ENDED not in [header.value for header in app.header]
    here[0] = then
    app.run()
    assert [header.value for header in app.main.header] == [ENDED]
    assert not [*app.main.title, *app.main.dataframe, *app.main.metric, *app.exception]
