"""The health route: 200 while the store can be shown, 503 and a sentence when it cannot."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from funnel.store.shelf import FORMAT, FORMAT_FILE
from funnel.ui.health_route import health


def asked() -> Response:
    # A thread of its own: the browser tests leave a running event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, health(Request({"type": "http"}))).result(timeout=60)


def test_an_empty_store_is_healthy_and_one_that_cannot_be_read_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNEL_STORE", str(tmp_path))
    found = asked()
    assert found.status_code == 200
    told = {"store_opens": True, "generation": 0, "stale_sources": [], "trouble": ""}
    assert json.loads(bytes(found.body)) == told
    (tmp_path / "generations").mkdir()
    (tmp_path / "generations" / "current").write_text("1", encoding="ascii")
    (tmp_path / FORMAT_FILE).write_text(str(FORMAT + 1), encoding="ascii")
    found = asked()
    assert found.status_code == 503
    assert "newer release" in json.loads(bytes(found.body))["trouble"]
