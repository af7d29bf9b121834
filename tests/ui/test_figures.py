"""Figures: small, escaped, honest about holes and small numbers, told in words as well."""

from dataclasses import replace
from datetime import date

import pytest

from funnel.answers.result import StepCount
from funnel.periods import Period
from funnel.terms import Dimension, Step
from funnel.ui.bars import bars_alt, bars_figure, rows_of
from funnel.ui.heat import ALL, Cut, drilled, grid_of, heat_figure, tint
from funnel.ui.marks import CARD, PHONE
from funnel.ui.measures import Form, Reading, Sides, measure_codes, measure_name, reading, reading_text
from funnel.ui.stock_figures import Both, conflict_reach
from funnel.ui.theme import DARK, LIGHT, Paint
from funnel.ui.traffic_figures import room_of
from funnel.ui.trend import trend_alt, trend_figure, weeks_of
from funnel.words import LANGUAGES, Words
from tests.ui.answers import WALK, answer, line

EVIL = "<b>evil</b>"
TOTAL = line((), (1000, 200, 150, 80), (1000, 200, 150, 100), 80)


def cut(cells: tuple, total=TOTAL) -> Cut:
    rows = tuple(
        line((code,), (500, 100, 75, 40), (500, 100, 75, 50)) for code in ("email", EVIL, "other", "not_stated")
    )
    columns = tuple(line((code,), (500, 100, 75, 40), (500, 100, 75, 50)) for code in ("mobile", "desktop"))
    return Cut(
        answer(total, cells, (Dimension.CHANNEL, Dimension.DEVICE)),
        answer(total, rows, (Dimension.CHANNEL,)),
        answer(total, columns, (Dimension.DEVICE,)),
    )


NOW = cut((line(("email", "mobile"), (400, 80, 60, 20)), line((EVIL, "desktop"), (29, 5, 4, 2))))
BEFORE = cut((line(("email", "mobile"), (400, 80, 60, 60)), line((EVIL, "desktop"), (29, 5, 4, 2))))


@pytest.mark.parametrize(("phone", "width"), [(True, PHONE), (False, CARD)])
@pytest.mark.parametrize("ends", [1, 2])
def test_a_large_sum_fits_beside_its_bar(monkeypatch: pytest.MonkeyPatch, phone: bool, width: int, ends: int) -> None:
    monkeypatch.setattr("funnel.ui.traffic_figures.narrow", lambda: phone)
    room = room_of(["7 zł", "202 889 211 zł"], 106, ends=ends)
    assert room / (1 + ends * room) * (width - 106) >= 14 * 6
    assert room_of(["7 zł"], 106, ends=ends) == (0.35 if phone else 0.14)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sums_of_both_sides_of_a_stock_fit_on_a_phone(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    monkeypatch.setattr("funnel.ui.stock_figures.narrow", lambda: True)
    both = (Both("A", 5e6, (5e6, 5e6), 2_365_330, (2e6, 3e6)), Both("B", 149_739_912, (149_739_912,) * 2, 0, (0, 0)))
    left, right = conflict_reach(both, 120, Words(language), "PLN")
    pixel = (right - left) / (PHONE - 120)
    assert (-149_739_912 - left) / pixel >= 14 * 5.6
    assert (right - 3e6) / pixel >= 12 * 5.6


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_stay_small(language: str, colours: Paint) -> None:
    words = Words(language)
    rows = rows_of(answer(TOTAL), words, 14, {Step.PURCHASE: -0.1})
    grid = grid_of(NOW, NOW, BEFORE, "all.purchase", words)
    for figure in (bars_figure(rows, True, words, colours), heat_figure(grid, words, colours)):
        assert len(figure.checked().to_json()) < 100_000


def test_a_hole_is_drawn_as_not_measured_and_not_as_zero() -> None:
    hole = answer(line((), (1000, None, 150, 80)))
    rows = rows_of(hole, Words(), 14, {})
    assert rows[1].told == ("—", "", "", "not measured")
    figure = bars_figure(rows, True, Words(), LIGHT).checked()
    assert any(shape.type == "rect" for shape in figure.layout.shapes)


def test_kept_orders_say_when_they_ripen() -> None:
    kept = StepCount(Step.KEPT, None, None, None)
    told = replace(answer(replace(TOTAL, steps=(*TOTAL.steps, kept))), kept_until=date(2026, 11, 1))
    assert rows_of(told, Words(), 14, {})[-1].told[3].replace("\xa0", " ") == "matures 29 Nov"


def test_bars_are_told_in_words() -> None:
    rows = rows_of(answer(TOTAL), Words(), 14, {})
    assert "payment 80" in bars_alt(rows, Words())


def test_only_a_change_outside_chance_is_coloured_in_the_bars() -> None:
    rows = rows_of(answer(TOTAL), Words(), 14, {Step.PURCHASE: -0.13})
    figure = bars_figure(rows, True, Words(), LIGHT).checked()
    (coloured,) = (trace.text for trace in figure.data[1:] if trace.textfont.color == LIGHT.worse_text)
    assert len(coloured) == 1
    assert coloured[0].endswith("pp")


def test_heat_keeps_other_and_not_stated_apart_and_last() -> None:
    assert grid_of(NOW, NOW, BEFORE, "all.purchase", Words()).rows == ("email", EVIL, "other", "not_stated", ALL)


def test_heat_escapes_names_of_the_shop() -> None:
    figure = heat_figure(grid_of(NOW, NOW, BEFORE, "all.purchase", Words()), Words(), LIGHT).checked()
    said = [*figure.layout.yaxis9.ticktext, *figure.data[0].hovertext, *figure.data[1].text]
    assert any("&lt;b&gt;evil" in text for text in said)
    assert not any("<b>evil" in text for text in said)


def test_heat_cannot_tell_below_thirty() -> None:
    cells = {(cell.row, cell.column): cell for cell in grid_of(NOW, NOW, BEFORE, "all.purchase", Words()).cells}
    assert cells[EVIL, "desktop"].text == "cannot tell"
    assert cells[EVIL, "desktop"].change == ""
    assert cells["email", "mobile"].text.replace("\xa0", " ") == "5.0 %"
    assert cells["email", "mobile"].change == "−10.0"


def test_strong_colour_stands_for_a_change_outside_chance() -> None:
    grid = grid_of(NOW, NOW, BEFORE, "all.purchase", Words())
    assert ("email", "mobile") in grid.real
    found = Reading(0.05, 0.15, 400, Form.SHARE, 0.05, 400, 400)
    strong, pale = tint(found, True, LIGHT), tint(found, False, LIGHT)
    assert strong != pale
    assert tint(Reading(0.05, None, 400, Form.SHARE), False, LIGHT) is None


def test_a_clicked_cell_stands_for_its_row_and_column() -> None:
    assert drilled("email|mobile") == {"channel": "email", "device": "mobile"}
    assert drilled("|mobile") == {"device": "mobile"}
    assert drilled("|") == {}


def test_every_measure_has_a_name_and_a_reading_in_every_language() -> None:
    for code in measure_codes(WALK):
        for language in LANGUAGES:
            words = Words(language)
            assert measure_name(code, WALK, words)
            assert reading_text(reading(Sides(TOTAL), code), words, "PLN")


def test_revenue_per_visit_is_money_over_visits() -> None:
    found = reading(Sides(TOTAL), "revenue_per_visit")
    assert str(found.value) == "8"
    assert reading_text(found, Words(), "PLN").replace("\xa0", " ") == "8.00 zł"


def test_trend_leaves_out_weeks_without_a_base_and_marks_the_unfinished() -> None:
    weeks = (
        line(("2026-11-09",), (100, 20, 10, 5)),
        line(("2026-11-02",), (0, 0, 0, 0)),
        line(("2026-10-26",), (100, 20, 10, 8)),
    )
    told = answer(
        TOTAL,
        weeks,
        (Dimension.WEEK,),
        immature_from=date(2026, 11, 14),
        period=Period(date(2026, 10, 26), date(2026, 11, 15)),
    )
    found = weeks_of(told, TOTAL.steps[-1])
    assert [(week.monday.day, week.full) for week in found] == [(26, True), (9, False)]
    assert len(trend_figure(found, Words(), LIGHT).checked().to_json()) < 100_000
    assert "8.00" in trend_alt(found, Words())
