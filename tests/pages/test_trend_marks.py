"""What the team wrote stands on the trend: happenings, the target of exactly these filters and the gap to it."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from funnel.answers.trends import TREND_METRICS, Chance, Week
from funnel.board import Board, board_of
from funnel.board.annotations import Annotation, Happening, annotations_between, keep_annotation
from funnel.board.happenings import happened_between
from funnel.board.targets import Target, set_target, targets
from funnel.board.where import Where
from funnel.store import Store
from funnel.ui.theme import LIGHT
from funnel.ui.trend import Drawn, trend_figure
from funnel.ui.trend_marks import TrendMarks, draw_marks, gap_told, newest_target, placed_labels
from funnel.words import Words

Open = Callable[..., AppTest]
MOBILE: Where = (("device", ("mobile",)),)
WORTH = Decimal(100_000)
WEEKS = (Week(date(2026, 10, 26), 1000, 30, full=True), Week(date(2026, 11, 2), 1000, 20, full=True, worth=WORTH))
PLN = Drawn(currency="PLN")
WEEK = timedelta(days=7)


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


def test_the_invented_shop_has_happenings_of_its_own_and_a_real_one_has_not(
    open_page: Open, normal: Store, one_row: Store, board: Board
) -> None:
    assert "release: New payment page" in captions(open_page(normal))
    assert "November sale" not in captions(open_page(one_row))
    planned = happened_between(board, date(2026, 10, 21), date(2026, 10, 21), in_sample=True)
    assert [(one.kind, one.text, one.number) for one in planned] == [(Happening.RELEASE, "New payment page", 0)]


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


def test_a_target_of_another_figure_is_set_on_the_team_page_and_drawn_on_its_trend(
    open_page: Open, normal: Store, board: Board
) -> None:
    app = open_page(normal, "team")
    app.selectbox(key="target-metric-en").set_value("revenue").run()
    next(one for one in app.number_input if one.label == "Figure, PLN").set_value(1_000_000.0)
    next(one for one in app.button if one.label == "Set the target").click().run()
    assert not app.exception
    assert [(one.metric, one.value) for one in targets(board)] == [("revenue", 1_000_000.0)]
    assert "against the target of" not in captions(open_page(normal))
    assert "against the target of 1,000,000 zł" in captions(open_page(normal, trend="revenue")).replace(" 000", ",000")


@pytest.mark.parametrize("name", TREND_METRICS)
def test_every_figure_has_a_trend_of_the_sample(open_page: Open, normal: Store, board: Board, name: str) -> None:
    app = open_page(normal, trend=name)
    assert not app.exception
    assert "Not measured" not in captions(app)


def test_figures_of_the_whole_shop_say_so_under_a_filter(open_page: Open, normal: Store, board: Board) -> None:
    assert "take the filters off" in captions(open_page(normal, trend="reply_p50", device="mobile"))


def test_the_gap_is_told_in_points_orders_and_money() -> None:
    told = gap_told(WEEKS[1], 0.05, PLN, Words()).replace("\xa0", " ")
    assert "2.00%" in told.replace(" %", "%")
    assert "3.00 pp below = about 30 orders (" in told
    assert "3 000 zł" in told.replace(",", " ")
    assert "above" in gap_told(replace(WEEKS[1], worth=None), 0.001, PLN, Words())
    assert "within chance" in gap_told(WEEKS[1], 0.021, PLN, Words())


@pytest.mark.parametrize(
    ("drawn", "week", "target", "said"),
    [
        (Drawn("orders", Chance.COUNT, "PLN"), (1, 100, 50), 200, "100 below = about 5 000 zł (4 140–5 790) in that"),
        (Drawn("orders", Chance.COUNT, "PLN"), (1, 100, 50), 105, "within chance"),
        (Drawn("revenue", Chance.NONE, "PLN"), (1, 9000, 1), 10_000, "1 000 zł below."),
        (Drawn("cpa", Chance.NONE, "PLN"), (20, 800, 20), 30, "10 zł above = 200 zł in that week."),
        (Drawn("roas", Chance.NONE, "PLN"), (100, 350, 100), 4, "0.50 below = 50 zł in that week."),
        (Drawn("kept_rate", Chance.SHARE, "PLN"), (1000, 800, 90_000), 0.9, "10.00 pp below = about 9 000 zł"),
        (Drawn("reply_p50", Chance.NONE), (10, 6000, None), 300, "5 min above."),
    ],
)
def test_a_gap_of_any_figure_is_told_in_its_unit_and_in_money_where_that_can_be_said(
    drawn: Drawn, week: tuple[int, int, int | None], target: float, said: str
) -> None:
    base, count, worth = week
    held = Week(date(2026, 11, 2), base, count, full=True, worth=None if worth is None else Decimal(worth))
    assert said in gap_told(held, target, drawn, Words()).replace("\xa0", " ")


def test_the_figure_carries_lines_and_makes_room_for_a_high_target() -> None:
    figure = trend_figure(WEEKS, Words(), LIGHT)
    one = Annotation(date(2026, 11, 4), date(2026, 11, 4), Happening.RELEASE, "<b>cart</b>")
    draw_marks(figure, WEEKS, TrendMarks((one,), (target(0.5),)), (PLN, Words()), LIGHT)
    drawn = json.loads(figure.checked().to_json())["layout"]
    assert drawn["shapes"][0]["x0"] == "2026-11-02"
    assert drawn["yaxis"]["range"][1] == pytest.approx(0.6)
    texts = [each["text"] for each in drawn["annotations"]]
    assert any("&lt;b&gt;cart" in text for text in texts)
    assert any("50.00" in text for text in texts)


@pytest.mark.parametrize(("value", "shift", "anchor"), [(0.5, -18, "bottom"), (0.001, 18, "top")])
def test_the_newest_value_and_the_target_stand_on_different_sides(value: float, shift: int, anchor: str) -> None:
    marks = TrendMarks((), (target(value),))
    figure = trend_figure(WEEKS, Words(), LIGHT, PLN, newest_target(WEEKS, marks))
    draw_marks(figure, WEEKS, marks, (PLN, Words()), LIGHT)
    newest, told = figure.laid("annotations")
    assert (newest["yshift"], told["yanchor"]) == (shift, anchor)


def test_labels_of_happenings_do_not_lie_on_each_other() -> None:
    weeks = [Week(date(2026, 8, 17) + number * WEEK, 1000, 30, full=True) for number in range(13)]
    days = [date(2026, 8, 20) + number * WEEK for number in range(12)]
    many = [Annotation(day, day, Happening.PROMOTION, f"sale of week {day.day}") for day in days]
    placed = placed_labels(many, weeks, Words(), 240)
    assert [label.row for label in placed] == sorted({label.row for label in placed})
    assert placed[0].monday == date(2026, 11, 2)
    assert len(placed_labels(many, weeks, Words(), 10_000)) == 12
