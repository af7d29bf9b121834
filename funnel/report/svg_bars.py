"""Horizontal bars as SVG: names left, figures at the end, ranges as thin lines."""

from html import escape

from funnel.report.slide import Bar, Chart

WIDTH, NAME, FIGURE, ROW, THICK = 900, 250, 120, 30, 18


def svg_bars(chart: Chart, told: str) -> str:
    """The picture; `told` is its text for those who cannot see it."""
    low, high = _span(chart)
    height = ROW * len(chart.bars) + 4
    rows = "".join(_row(bar, place, (low, high)) for place, bar in enumerate(chart.bars))
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(told, quote=True)}" '
        f'preserveAspectRatio="xMinYMin meet">{rows}</svg>'
    )


def _span(chart: Chart) -> tuple[float, float]:
    """Ends of the scale; a waterfall's begins near its amounts, so that its steps can be seen."""
    ends = [value for bar in chart.bars for value in (bar.start, bar.end, bar.low, bar.high) if value is not None]
    if not ends:
        return 0.0, 1.0
    if chart.floats:
        reached = [bar.end for bar in chart.bars]
        least, most = min(reached), max(reached)
        return max(0.0, least - 0.6 * (most - least)), most or 1.0
    return min(0.0, *ends), max(ends) or 1.0


def _row(bar: Bar, place: int, span: tuple[float, float]) -> str:
    top = place * ROW + (ROW - THICK) / 2
    left, right = sorted(_at(value, span) for value in (bar.start, bar.end))
    middle = top + THICK / 2
    whisker = ""
    if bar.low is not None and bar.high is not None:
        ends = (_at(bar.low, span), _at(bar.high, span))
        whisker = f'<line class="range" x1="{ends[0]:.1f}" x2="{ends[1]:.1f}" y1="{middle}" y2="{middle}"/>'
        right = max(right, *ends)
    return (
        f'<text class="name" x="{NAME - 10}" y="{middle + 5}" text-anchor="end">{escape(bar.name)}</text>'
        f'<rect class="bar {escape(bar.colour)}" x="{left:.1f}" y="{top}" '
        f'width="{max(1.0, abs(_at(bar.end, span) - _at(bar.start, span))):.1f}" height="{THICK}"/>{whisker}'
        f'<text class="value" x="{right + 8:.1f}" y="{middle + 5}">{escape(bar.text)}</text>'
    )


def _at(value: float, span: tuple[float, float]) -> float:
    low, high = span
    share = (min(max(value, low), high) - low) / (high - low or 1.0)
    return NAME + share * (WIDTH - NAME - FIGURE)
