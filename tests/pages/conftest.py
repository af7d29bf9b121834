"""Stores a screen must cope with, and a way to run a screen without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.store import Store
from funnel.terms import Kind
from funnel.ui.launcher import ROUTER
from tests.shop import published, shop
from tests.small_sample import small_exports, small_store

Open = Callable[..., AppTest]
PAGES = Path(__file__).parents[2] / "pages"


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of a small invented shop."""
    return small_exports(tmp_path_factory)


@pytest.fixture(scope="session")
def normal(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with traffic, orders, support, stock and ad cost."""
    return small_store(tmp_path_factory)


@pytest.fixture(scope="session")
def one_row(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with a single event."""
    store = shop(tmp_path_factory.mktemp("one-row"))
    return published(
        store, Kind.TRAFFIC_EVENTS, [{"moment": "2026-11-10T10:00:00", "event": "view_item", "session_id": "s1"}]
    )


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    """A store nobody has imported anything into."""
    return Store(tmp_path / "empty")


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Run one screen over a store, with these values in its address."""

    def open_it(store: Store, page: str = "funnel", **address: str | list[str]) -> AppTest:
        monkeypatch.setenv("FUNNEL_STORE", str(store.folder))
        app = AppTest.from_file(str(ROUTER), default_timeout=60)
        for name, value in address.items():
            app.query_params[name.rstrip("_")] = value
        if page != "funnel":
            app.switch_page(str(PAGES / f"{page}.py"))
        return app.run()

    return open_it
