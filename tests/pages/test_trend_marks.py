"""What the team wrote stands on the trend: happenings, the target of exactly these filters and the gap to it."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import plotly.graph_objects as go
import pytest
from streamlit.testing.v1 import AppTest

from funnel.board import Board, board_of
from funnel.board.annotations import Annotation, Happening, annotations_between, keep_annotation
from funnel.board.targets import Target, set_target, targets
from funnel.board.where import Where
from funnel.store import Store
from funnel.ui.theme import LIGHT
from funnel.ui.trend import Week, trend_figure
from funnel.ui.trend_marks import TrendMarks, draw_marks, gap_told
from funnel.words import Words

Open = Callable[..., AppTest]
MOBILE: Where = (("device", ("mobile",)),)
WEEKS = (Week(date(2026, 10, 26), 1000, 30, full=True), Week(date(2026, 11, 2), 1000, 20, full=True))


@pytest.fixture
def board(normal: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Board:
    """An empty board of the small shop."""
    monkeypatch.setenv("FUNNEL_BOARD_URL", f"sqlite:///{tmp_path / 'board.db'}")
    return board_of(Store(normal.folder))


def target(value: float, where: Where = ()) -> Target:
    return Target("visit_conversion", where, value, date(2026, 1, 1))


def captions(app: AppTest) -> str:
    return " ".join(each.value for each in app.caption).replace("\\", "").replace("\xa0", " ")


def test_a_happening_and_a_target_stand_under_the_trend(open_page: Open, normal: Store, board: Board) -> None:
    keep_annotation(board, Annotation(date(2026, 11, 4), date(2026, 11, 5), Happening.OUTAGE, "<b>bank</b> down"), "")
    set_target(board, target(0.9), "")
    app = open_page(normal)
    assert not app.exception
    assert "4 Nov – 5 Nov · outage: <b>bank</b> down" in captions(app)
    assert "against the target of 90.00 %" in captions(app).replace("90.00%", "90.00 %")


def test_a_target_of_other_filters_is_not_shown(open_page: Open, normal: Store, board: Board) -> None:
    set_target(board, target(0.9, MOBILE), "")
    assert "target" not in captions(open_page(normal))
    assert "target" in captions(open_page(normal, device="mobile"))
    assert "target" not in captions(open_page(normal, device="mobile", counting="closed"))


def test_both_are_written_on_the_team_page(open_page: Open, normal: Store, board: Board) -> None:
    app = open_page(normal, "team")
    next(one for one in app.number_input if one.label == "Share, %").set_value(3.5)
    next(one for one in app.button if one.label == "Set the target").click().run()
    next(one for one in app.text_input if one.label == "What happened").set_value("New cart")
    next(one for one in app.button if one.label == "Write it on the trend").click().run()
    assert not app.exception
    assert [(one.value, one.where) for one in targets(board)] == [(0.035, ())]
    assert [one.text for one in annotations_between(board, date.min, date.max)] == ["New cart"]
    next(one for one in app.number_input if one.label == "Share, %").set_value(4.0)
    next(one for one in app.button if "edit-target" in str(one.key) and one.label == "Save").click().run()
    next(one for one in app.text_input if one.label == "What happened").set_value("New checkout")
    next(one for one in app.button if "edit-annotation" in str(one.key) and one.label == "Save").click().run()
    assert not app.exception
    assert [one.value for one in targets(board)] == [0.04]
    assert [one.text for one in annotations_between(board, date.min, date.max)] == ["New checkout"]
    next(one for one in app.button if str(one.key).startswith("take-target")).click().run()
    assert targets(board) == ()


def test_the_gap_is_told_in_points_orders_and_money() -> None:
    told = gap_told(WEEKS[1], 0.05, (Decimal(100), "PLN"), Words()).replace("\xa0", " ")
    assert "2.00%" in told.replace(" %", "%")
    assert "3.00 pp below = about 30 orders (" in told
    assert "3 000 zł" in told.replace(",", " ")
    assert "above" in gap_told(WEEKS[1], 0.001, None, Words())
    assert "within chance" in gap_told(WEEKS[1], 0.021, None, Words())


def test_the_figure_carries_lines_and_makes_room_for_a_high_target() -> None:
    figure: go.Figure = trend_figure(WEEKS, Words(), LIGHT)
    one = Annotation(date(2026, 11, 4), date(2026, 11, 4), Happening.RELEASE, "<b>cart</b>")
    draw_marks(figure, WEEKS, TrendMarks((one,), (target(0.5),)), Words(), LIGHT)
    drawn = json.loads(figure.to_json())["layout"]
    assert drawn["shapes"][0]["x0"] == "2026-11-02"
    assert drawn["yaxis"]["range"][1] == pytest.approx(0.6)
    texts = [each["text"] for each in drawn["annotations"]]
    assert any("&lt;b&gt;cart" in text for text in texts)
    assert any("50.00" in text for text in texts)
