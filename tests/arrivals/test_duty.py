"""What a server does for its store while it runs goes on, whatever one look met."""

from pathlib import Path
from typing import Any

import pytest

from funnel.arrivals.duty import Duty
from funnel.arrivals.inbox import InboxWatch
from funnel.errors import DamagedNumbers
from funnel.store import Store
from funnel.store.generations import generation_file
from funnel.terms import Kind
from tests.shop import published, visit


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = published(Store(tmp_path / "store"), Kind.TRAFFIC_EVENTS, visit("2026-09-01 10:00:00", "s1"))
    path = generation_file(store.folder, 1)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(DamagedNumbers), store.reading():
        pass
    return store


def test_damage_met_while_an_import_runs_is_mended_after_it(store: Store) -> None:
    duty = Duty(store.folder)
    with store.shelf.writing():
        duty._calmly(duty._mend)
    assert store.generation() == 1
    duty._calmly(duty._mend)
    assert store.generation() == 2
    assert store.is_whole()


def test_whatever_goes_wrong_the_next_look_comes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def look(_: Any) -> None:
        looks.append(1)
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(InboxWatch, "look", look)
    (store.folder / "settings.toml").write_text("inbox_seconds = 1", encoding="utf-8")
    duty = Duty(store.folder)
    assert duty.start()
    try:
        for _ in range(200):
            duty._stop.wait(0.1)
            if len(looks) > 1:
                break
    finally:
        duty.stop()
    assert len(looks) > 1
