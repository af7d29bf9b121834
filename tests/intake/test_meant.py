"""Columns under a name their source is not known to use are asked about; what the name says of its times counts."""

from pathlib import Path

import pytest

from funnel.intake import Outcome, import_paths
from funnel.intake.header import matches, normalised, zone_in
from funnel.store import Store
from funnel.store.remembered import remembered_answers
from tests.intake.exports import accepted_text, store_at

ORDERS = """order_id,order_source,date_add,order_status,order_total,currency,sku,{pieces},price_brutto
70001,shop,2026-10-03 10:00:00,new,99.98,PLN,KUB-1,2,49.99
70002,shop,2026-10-14 10:00:00,new,49.99,PLN,KUB-1,1,49.99
"""
PIECES = "product_pieces_quantity"
CHATS = """ID чата;Дата;Операторы;{reply}
1;01.10.2026 10:00:00;Ольга;3
2;14.10.2026 10:00:00;Ольга;5
"""
TALKS = """Conversation ID,{started},Channel,Conversation state,First response time (seconds)
1,2026-10-01 10:00:00,Chat,closed,95
2,2026-10-14 10:00:00,Email,open,60
"""


def _read(folder: Path, text: str, answers: dict[str, str] | None = None) -> tuple[Store, Outcome]:
    store = store_at(folder / "store")
    (folder / "export.csv").write_text(text, encoding="utf-8")
    (outcome,) = import_paths(store, [folder / "export.csv"], answers=answers)
    return store, outcome


def _asked(outcome: Outcome) -> list[tuple[str, tuple[str, ...]]]:
    return [(question.id, question.tokens) for question in outcome.questions]


def test_a_column_that_is_missed_under_another_name_is_asked_about_and_remembered(tmp_path: Path) -> None:
    text = ORDERS.format(pieces=PIECES)
    store, outcome = _read(tmp_path, text)
    assert _asked(outcome) == [(f"means:{PIECES}", ("quantity", "none"))]
    assert outcome.questions[0].readings[0].examples == ((1, "2", "2"), (2, "1", "1"))
    _, outcome = _read(tmp_path, text, {f"means:{PIECES}": "quantity"})
    assert outcome.receipt is not None
    assert outcome.receipt.control["quantity"] == "3"
    assert [one.answer for one in remembered_answers(store.folder)] == ["quantity"]
    _, outcome = _read(tmp_path, text.replace("7000", "8000"))
    assert outcome.receipt is not None
    assert outcome.receipt.control["quantity"] == "3"


def test_a_column_that_is_something_else_is_left_out(tmp_path: Path) -> None:
    _, outcome = _read(tmp_path, ORDERS.format(pieces=PIECES), {f"means:{PIECES}": "none"})
    assert outcome.receipt is not None
    assert "quantity" not in outcome.receipt.control
    assert outcome.receipt.ignored_columns == (PIECES,)


@pytest.mark.parametrize("name", ["Uwagi", "quantity_previous", "quantity_note"])
def test_what_is_called_or_filled_otherwise_is_not_asked_about(name: str, tmp_path: Path) -> None:
    text = ORDERS.format(pieces=name)
    text = text if name != "quantity_note" else text.replace("KUB-1,2", "KUB-1,two").replace("KUB-1,1", "KUB-1,one")
    _, outcome = _read(tmp_path, text)
    assert outcome.questions == ()


def test_a_needed_time_is_asked_about_before_the_file_is_refused(tmp_path: Path) -> None:
    text = TALKS.format(started="Talk started at")
    _, outcome = _read(tmp_path, text, {"source": "intercom"})
    assert _asked(outcome) == [("means:Talk started at", ("moment", "none"))]
    _, outcome = _read(tmp_path, text, {"source": "intercom", "means:Talk started at": "moment"})
    assert outcome.receipt is not None
    assert outcome.receipt.first_day == "2026-10-01"


def test_the_source_of_files_of_the_same_columns_is_asked_once(tmp_path: Path) -> None:
    text = TALKS.format(started="Talk started at")
    store, _ = _read(tmp_path, text, {"source": "intercom", "means:Talk started at": "moment"})
    _, outcome = _read(tmp_path, text.replace("\n1,", "\n3,").replace("\n2,", "\n4,"))
    assert outcome.receipt is not None, outcome.questions
    assert outcome.receipt.source == "intercom"
    assert len(store.shelf.receipts()) == 2
    (kept,) = [one for one in remembered_answers(store.folder) if one.id.startswith("source:")]
    assert kept.answer == "intercom"
    _, outcome = _read(tmp_path, text.replace("Channel", "Way"))
    assert [question.id for question in outcome.questions] == ["source"]


def test_durations_under_an_unknown_name_are_asked_with_their_unit(tmp_path: Path) -> None:
    text = CHATS.format(reply="Среднее время ответа")
    store, outcome = _read(tmp_path, text)
    units = tuple(f"first_reply_seconds:{unit}" for unit in ("seconds", "minutes", "hours"))
    assert _asked(outcome) == [("means:Среднее время ответа", (*units, "none"))]
    _, outcome = _read(tmp_path, text, {"means:Среднее время ответа": "first_reply_seconds:minutes"})
    assert outcome.receipt is not None
    assert outcome.receipt.control["first_reply_seconds"] == "480"
    assert len(store.shelf.receipts()) == 1


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("Conversation started at (UTC)", "2026-10-01 10:00:00"),
        ("Conversation started at (America/New_York)", "2026-10-01 14:00:00"),
        ("Conversation started at (GMT+3)", "2026-10-01 07:00:00"),
        ("Conversation started at", "2026-10-01 08:00:00"),
    ],
)
def test_the_zone_behind_the_name_of_a_time_is_the_zone_of_its_clock(name: str, moment: str, tmp_path: Path) -> None:
    store, outcome = _read(tmp_path, TALKS.format(started=name))
    assert outcome.receipt is not None, outcome
    assert accepted_text(store, outcome).splitlines()[1].split(",")[2] == moment


def test_a_name_that_only_ends_like_a_zone_states_none() -> None:
    assert [zone_in(name) for name in ("ym:s:dateTimeUTC", "Date/time", "Created at (Nowhere/City)")] == [None] * 3


def test_commas_and_dots_behind_words_do_not_make_another_header() -> None:
    assert matches("Показы, всего", normalised("Показы всего"))
    assert matches("Order no.", normalised("Order no"))
    assert not matches("Показы, всего", normalised("Показы всего товара"))
