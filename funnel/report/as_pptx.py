"""The meeting pack as PowerPoint: 16:9, native tables and charts whose figures can be edited."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from funnel.report.slide import Chart, Slide, SlideTable, Written

WIDE, HIGH, MARGIN = 13.333, 7.5, 0.5
MOST_ROWS = 9
BLANK = 6
COLOURS = {
    "": "4F6080", "traffic": "3A6FB7", "site": "72367E", "assortment": "C47D16", "service": "268E84",
    "worse": "BE4034", "better": "247A88",
}  # fmt: skip
QUIET, TEXT = RGBColor.from_string("5B6475"), RGBColor.from_string("1B2230")


def pack_pptx(slides: Sequence[Slide]) -> bytes:
    """The whole file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    for slide in slides:
        _add(deck, slide)
    held = BytesIO()
    deck.save(held)
    return held.getvalue()


def _add(deck: Any, slide: Slide) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[BLANK])
    _text(page, slide.title, 0.35, 28, TEXT)
    _text(page, slide.lead, 0.95, 18, TEXT)
    left, wide = MARGIN, WIDE - 2 * MARGIN
    if slide.chart is not None:
        _chart(page, slide.chart, (left, 1.7, wide / 2 - 0.2, 4.9))
        left, wide = left + wide / 2, wide / 2
    room = 4.9 / max(1, len(slide.tables))
    for place, table in enumerate(slide.tables):
        _table(page, table, (left, 1.7 + place * room, wide))
    _text(page, slide.small, 6.85, 11, QUIET)
    if slide.notes:
        page.notes_slide.notes_text_frame.text = "\n".join(slide.notes)


def _text(page: Any, text: str, top: float, size: int, colour: RGBColor) -> None:
    box = page.shapes.add_textbox(Inches(MARGIN), Inches(top), Inches(WIDE - 2 * MARGIN), Inches(0.6))
    box.text_frame.word_wrap = True
    box.text_frame.text = text
    run = box.text_frame.paragraphs[0].font
    run.size, run.color.rgb = Pt(size), colour


def _chart(page: Any, chart: Chart, place: tuple[float, float, float, float]) -> None:
    """Bars from 0, or, for a waterfall, bars that stand on an invisible one."""
    data = CategoryChartData()
    data.categories = [bar.name for bar in chart.bars]
    if chart.floats:
        data.add_series("", [min(bar.start, bar.end) for bar in chart.bars])
    data.add_series(f"{chart.title}, {chart.unit}", [abs(bar.end - bar.start) for bar in chart.bars])
    kind = XL_CHART_TYPE.BAR_STACKED if chart.floats else XL_CHART_TYPE.BAR_CLUSTERED
    made = page.shapes.add_chart(kind, *(Inches(one) for one in place), data).chart
    made.has_legend = made.has_title = False
    made.font.size, made.font.color.rgb = Pt(12), TEXT
    made.category_axis.reverse_order = True
    made.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    made.category_axis.format.line.fill.background()
    made.value_axis.visible = made.value_axis.has_major_gridlines = False
    plot = made.plots[0]
    plot.gap_width = 45
    if chart.floats:
        plot.overlap = 100
        plot.series[0].format.fill.background()
    _paint(plot.series[-1], chart)


def _paint(series: Any, chart: Chart) -> None:
    for place, bar in enumerate(chart.bars):
        point = series.points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = RGBColor.from_string(COLOURS.get(bar.colour, COLOURS[""]))
        label = point.data_label
        label.has_text_frame = True
        label.text_frame.text = bar.text
        label.text_frame.paragraphs[0].font.size = Pt(12)
        if not chart.floats:
            label.position = XL_LABEL_POSITION.OUTSIDE_END


def _table(page: Any, table: SlideTable, place: tuple[float, float, float]) -> None:
    left, top, wide = place
    lines = table.rows[:MOST_ROWS]
    high = 0.3 * (len(lines) + 1)
    shape = page.shapes.add_table(
        len(lines) + 1, len(table.heads), Inches(left), Inches(top), Inches(wide), Inches(high)
    )
    for column, head in enumerate(table.heads):
        _fill(shape.table.cell(0, column), head, right=False)
    for number, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            _fill(shape.table.cell(number, column), cell.text, right=cell.written is not Written.TEXT)


def _fill(cell: Any, text: str, *, right: bool) -> None:
    cell.text = text
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size = Pt(11)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
