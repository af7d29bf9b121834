"""The Meeting and Experiments screens: what the board keeps is what they show, and numbers stay frozen."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.snapshot import take_snapshot
from funnel.board import Board, board_of
from funnel.board.experiments import Plan, experiments, mini_cases, plan_experiment
from funnel.board.meetings import decisions_of, freeze_meeting, meetings
from funnel.report.slide import Slide
from funnel.report.slides import slides_of
from funnel.store import Store
from funnel.words import Words

Open = Callable[..., AppTest]
TODAY = date(2026, 11, 16)


@pytest.fixture
def store(normal: Store, tmp_path: Path) -> Iterator[Store]:
    """The sample shop with a board of its own."""
    folder = tmp_path / "store"
    copytree(normal.folder, folder)
    held = Store(folder)
    held.__dict__["settings"] = replace(normal.settings)
    yield held
    board_of(held).engine.dispose()


@pytest.fixture
def board(store: Store) -> Board:
    """Its board."""
    return board_of(store)


@pytest.fixture
def meeting(store: Store, board: Board) -> int:
    """A meeting frozen before."""
    snapshot = take_snapshot(store, datetime(2026, 11, 16, 9, tzinfo=UTC))
    return freeze_meeting(board, json.loads(json.dumps(snapshot)), TODAY, "Anna", "t")


def test_freezing_keeps_the_numbers_and_opens_the_first_slide(open_page: Open, store: Store, board: Board) -> None:
    app = open_page(store, "meeting")
    app.button(key="freeze").click().run()
    assert not app.exception
    assert len(meetings(board)) == 1
    assert "numbers" in app.query_params["slide"]
    assert "Numbers of the week" in app.title[0].value


@pytest.mark.parametrize("slide", ["numbers", "losses", "change", "experiments", "promises", "decisions"])
@pytest.mark.parametrize("language", ["en", "ru", "pl"])
def test_every_slide_shows_the_frozen_words(
    open_page: Open, store: Store, meeting: int, slide: str, language: str
) -> None:
    app = open_page(store, "meeting", meeting=str(meeting), slide=slide, lang=language)
    assert not app.exception
    snapshot = take_snapshot(store, datetime(2026, 11, 16, 9, tzinfo=UTC))
    told = next(one for one in slides_of(snapshot, Words(language)) if one.code == slide)
    plainly = app.title[0].value.replace("\\", "")
    assert plainly == told.title


def test_a_decision_typed_on_a_slide_becomes_a_card(open_page: Open, store: Store, board: Board, meeting: int) -> None:
    app = open_page(store, "meeting", meeting=str(meeting), slide="losses")
    app.text_input[0].set_value("Mend the payment")
    next(button for button in app.button if button.label == "Write it down").click().run()
    assert not app.exception
    held = decisions_of(board, meeting)
    assert [(one.text, one.slide) for one in held] == [("Mend the payment", "losses")]
    assert held[0].card is not None


def test_a_planned_split_test_shows_its_reading_and_ends_in_a_mini_case(
    open_page: Open, store: Store, board: Board
) -> None:
    setup = {"control": "control", "treatment": "one_page"}
    plan_experiment(board, Plan("One page", "split", setup, date(2026, 10, 26), date(2026, 11, 15)), "Anna", "e")
    app = open_page(store, "experiments")
    assert not app.exception
    texts = " ".join(each.value for each in app.markdown)
    assert "orders per visit" in texts
    app.text_area[0].set_value("One page instead of three").run()
    app.button(key="end-1").click().run()
    assert not app.exception
    assert experiments(board)[0].ended
    assert mini_cases(board)[0].what_we_did == "One page instead of three"
    assert "One page" in [header.value for header in app.header]


def test_an_empty_store_has_both_screens(open_page: Open, empty: Store) -> None:
    for page in ("meeting", "experiments"):
        app = open_page(empty, page)
        assert not app.exception
        assert not app.error


@pytest.mark.parametrize("slide", ["numbers", "losses", "change", "promises"])
def test_in_large_type_a_slide_is_text_with_its_notes_apart(
    open_page: Open, store: Store, meeting: int, slide: str
) -> None:
    usual = open_page(store, "meeting", meeting=str(meeting), slide=slide)
    app = open_page(store, "meeting", meeting=str(meeting), slide=slide, type="large")
    assert not app.exception
    assert app.title[0].value == usual.title[0].value
    assert not app.dataframe
    cells = [cell.text for told in _slide(store, slide).tables for row in told.rows for cell in row]
    shown = " ".join(each.value for each in app.markdown).replace("\\", "").replace("\xa0", " ")
    assert [cell for cell in cells if " ".join(cell.split()) not in shown] == []


def _slide(store: Store, code: str) -> Slide:
    snapshot = take_snapshot(store, datetime(2026, 11, 16, 9, tzinfo=UTC))
    return next(one for one in slides_of(snapshot, Words()) if one.code == code)


def test_large_type_is_turned_on_and_off_by_a_button(open_page: Open, store: Store, meeting: int) -> None:
    app = open_page(store, "meeting", meeting=str(meeting))
    app.button(key="turn-large").click().run()
    assert app.query_params["type"] in ("large", ["large"])
    app.button(key="turn-large").click().run()
    assert "type" not in app.query_params
