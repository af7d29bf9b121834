"""The pack on paper: one slide a sheet of A4 landscape, however full it is."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from funnel.report.as_html import pack_html
from funnel.report.slide import Bar, Cell, Chart, Slide, SlideTable
from funnel.words import Words

pytestmark = pytest.mark.browser


def table(rows: int, columns: int) -> SlideTable:
    heads = tuple(f"column {place}" for place in range(columns))
    return SlideTable("Where", heads, tuple(tuple(Cell(f"cell {row}") for _ in heads) for row in range(rows)))


def test_a_slide_is_a_sheet(page: Page, tmp_path: Path) -> None:
    bars = tuple(Bar(f"step {place}", 0.0, 10.0 - place, str(place)) for place in range(8))
    full = Slide(
        "a", "Losses", "Lead.", (table(4, 9), table(8, 5)), Chart("Losses", "PLN", bars), "Small.", ("one",) * 3
    )
    slides = [full, Slide("b", "Nothing", "Nothing yet."), Slide("c", "Promises", "Lead.", (table(20, 5),))]
    file = tmp_path / "pack.html"
    file.write_text(pack_html(slides, "Week", Words("ru")), encoding="utf-8")
    page.goto(file.as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == len(slides)
