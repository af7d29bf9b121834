"""Filters are kept under a name and chosen again; a segment the shop does not hold cannot be chosen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.board import Board, board_of
from funnel.board.segments import SavedSegment, keep_segment, saved_segments
from funnel.store import Store

Open = Callable[..., AppTest]


@pytest.fixture
def board(normal: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    """An empty board of the small shop."""
    monkeypatch.setenv("FUNNEL_BOARD_URL", f"sqlite:///{tmp_path / 'board.db'}")
    return board_of(Store(normal.folder))


def test_filters_are_kept_and_chosen_again(open_page: Open, normal: Store, board: Board) -> None:
    app = open_page(normal, device=["mobile"])
    next(one for one in app.text_input if one.label == "Keep these filters as").set_value("Phones")
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    assert [(one.name, one.where) for one in saved_segments(board)] == [("Phones", (("device", ("mobile",)),))]
    fresh = open_page(normal)
    fresh.button(key="segment-1").click().run()
    assert not fresh.exception
    assert fresh.query_params["device"] in ("mobile", ["mobile"])
    assert not [one for one in fresh.text_input if one.label == "Keep these filters as"]


@pytest.mark.parametrize("page", ["funnel", "losses"])
def test_a_segment_without_visits_in_this_shop_cannot_be_chosen(
    open_page: Open, normal: Store, board: Board, page: str
) -> None:
    keep_segment(board, SavedSegment("TVs", (("device", ("smart *tv*",)),)), "")
    app = open_page(normal, page)
    assert not app.exception
    assert app.button(key="segment-1").disabled


def test_a_name_that_is_taken_is_told(open_page: Open, normal: Store, board: Board) -> None:
    app = open_page(normal, device=["mobile"])
    keep_segment(board, SavedSegment("Phones", (("device", ("desktop",)),)), "")
    next(one for one in app.text_input if one.label == "Keep these filters as").set_value("Phones")
    next(one for one in app.button if one.label == "Save").click().run()
    assert "Somebody else wrote this" in " ".join(each.value for each in app.warning).replace("\\", "")
