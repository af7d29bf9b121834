"""First response times on the shop's hours: the figures of every list that states them, and the clock beside them."""

from pathlib import Path

import pytest

from funnel.answers.departments import list_named
from funnel.answers.listing import ListAnswer, ListQuestion
from funnel.answers.result import Note
from funnel.store import Store
from funnel.terms import Kind
from tests.shop import published, shop

FRIDAY = {
    "contact_id": "1",
    "moment": "2026-11-20T16:50:00",
    "first_reply_seconds": 63 * 3600 + 20 * 60,
    "medium": "chat",
}
"""Opened on Friday at 17:50 by the clock of Warsaw, answered on Monday at 9:10."""


def desk(folder: Path, **settings: str) -> Store:
    return published(shop(folder, zone="Europe/Warsaw", **settings), Kind.CONTACTS, [FRIDAY], feed="desk")


def replies(store: Store, code: str) -> ListAnswer:
    return list_named("service", code).ask(store, ListQuestion())


@pytest.mark.parametrize("code", ["reply_hours", "teams", "topics"])
def test_a_weekend_between_is_no_wait_on_the_shops_hours(tmp_path: Path, code: str) -> None:
    answer = replies(desk(tmp_path, service_hours="09:00-18:00", service_days="mon-fri"), code)
    assert answer.total is not None
    for line in (*answer.rows, answer.total):
        assert line.values[:3] == (1, 20 * 60, 20 * 60)
    told = (("first", "mon"), ("last", "fri"), ("hours", "09:00–18:00"))
    assert answer.notes[0] == Note("clock_of_service", told)


def test_without_the_settings_the_clock_never_stops_and_says_so(tmp_path: Path) -> None:
    answer = replies(desk(tmp_path), "reply_hours")
    assert answer.rows[0].key == ("friday", "17:00")
    assert answer.rows[0].values[1] == 63 * 3600 + 20 * 60
    assert answer.notes[0] == Note("clock_never_stops")


def test_another_setting_is_another_clock_without_a_rebuild(tmp_path: Path) -> None:
    store = desk(tmp_path)
    generation = store.generation()
    again = shop(tmp_path, zone="Europe/Warsaw", service_days="mon-sat")
    answer = replies(again, "reply_hours")
    assert answer.rows[0].values[1] == 39 * 3600 + 20 * 60
    assert again.generation() == generation
    assert again.is_current()
