"""A slide of a meeting on the shared screen: takeaway, bars, tables, all from the frozen snapshot."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from funnel.report.slide import Bar, Chart, Slide, SlideTable, Written
from funnel.ui.plain import figure_text, plain
from funnel.ui.theme import Paint, paint, picture, template
from funnel.words import Words
from funnel.words.forms import NBSP

ROW, LETTERS = 44, 18
LARGE = (48, 24)
LARGE_ROWS = 10
ON_ONE_LINE = 28
"""Letters of a cell up to which it is not broken."""
BAR_ENDS, LETTER = 1.26, 0.035
"""Width of a picture in that of its bars: at least, and what each letter of an amount beside them takes."""
BESIDE = 5
"""Columns of a table that still fits beside a picture."""


def show_slide(slide: Slide, words: Words) -> None:
    """Title, takeaway, picture, tables, small type, and notes for the presenter folded away."""
    with st.container(key="card-slide", border=True, gap="small"):
        with st.container(key="takeaway"):
            st.title(plain(slide.title), anchor=False)
            st.header(plain(slide.lead), anchor=False)
        show_slide_parts(slide, slide.code, words)
        if slide.small:
            st.caption(plain(slide.small))
        if slide.notes:
            with st.expander(words.text("For the presenter")):
                show_notes_of(slide)


def show_notes_of(slide: Slide) -> None:
    """What only the presenter reads."""
    st.markdown("\n".join(f"- {plain(note)}" for note in slide.notes))


def show_large_slide(slide: Slide, words: Words) -> None:
    """The same for the back of a room: letters grow with the screen, tables are text and no more than fit."""
    with st.container(key="card-slide-large", border=True, gap="small"):
        with st.container(key="takeaway"):
            st.title(plain(slide.title), anchor=False)
            st.subheader(plain(slide.lead), anchor=False)
        narrow = [table for table in slide.tables if len(table.heads) <= BESIDE]
        if slide.chart is not None and slide.chart.bars:
            left, right = st.columns((1, 1) if slide.chart.floats else (2, 3), gap="medium")
            with left:
                _show_chart(slide.chart, f"large-{slide.code}", LARGE)
            with right:
                for table in narrow:
                    _show_large_table(table, words)
        for table in slide.tables:
            if table not in narrow or slide.chart is None or not slide.chart.bars:
                _show_large_table(table, words)
        if slide.small:
            st.caption(plain(slide.small))


def _show_large_table(table: SlideTable, words: Words) -> None:
    """A plain table; figures to the right. What does not fit is counted, and stands in the pack."""
    right = [_is_figure(table, place) for place in range(len(table.heads))]
    lines = ["| " + " | ".join(plain(head) for head in table.heads) + " |"]
    lines.append("|" + "|".join("---:" if figure else ":---" for figure in right) + "|")
    lines += ["| " + " | ".join(_unbroken(cell.text) for cell in row) + " |" for row in table.rows[:LARGE_ROWS]]
    st.markdown("\n".join(lines))
    if len(table.rows) > LARGE_ROWS:
        st.caption(words.text("and {n} more", n=words.number(len(table.rows) - LARGE_ROWS)))


def show_slide_parts(slide: Slide, key: str, words: Words) -> None:
    """The picture with the narrow tables beside it, so that a slide fits a projector; wide tables under both."""
    numbered = [(f"{key}-{place}", table) for place, table in enumerate(slide.tables)]
    narrow = [(name, table) for name, table in numbered if len(table.heads) <= BESIDE]
    if slide.chart is not None and slide.chart.bars:
        left, right = st.columns((1, 1), gap="medium")
        with left:
            _show_chart(slide.chart, key)
        with right:
            for name, table in narrow:
                _show_table(table, name, words)
        numbered = [one for one in numbered if one not in narrow]
    for name, table in numbered:
        _show_table(table, name, words)


def _unbroken(text: str) -> str:
    """A cell whose figures and short names stay on one line."""
    told = plain(text)
    return told.replace(" ", NBSP) if len(told) <= ON_ONE_LINE else told


def _show_chart(chart: Chart, key: str, size: tuple[int, int] = (ROW, LETTERS)) -> None:
    st.caption(plain(f"{chart.title} · {chart.unit}"))
    st.plotly_chart(
        slide_figure(chart, paint(), size),
        theme=None,
        key=f"slide-{key}",
        config=picture(key),
        alt="; ".join(f"{bar.name}: {bar.text}" for bar in chart.bars),
    )


def slide_figure(chart: Chart, colours: Paint, size: tuple[int, int] = (ROW, LETTERS)) -> go.Figure:
    """Horizontal bars, `size` = (height of a bar, of letters); a waterfall stands near its amounts, so that its steps
    can be seen."""
    bars = chart.bars
    figure = go.Figure(
        go.Bar(
            orientation="h",
            x=[bar.end - bar.start for bar in bars],
            base=[bar.start for bar in bars],
            y=[figure_text(bar.name, 40) for bar in bars],
            marker={"color": [_colour(bar, colours) for bar in bars]},
            error_x=_ranges(bars, colours),
            hoverinfo="skip",
        )
    )
    figure.add_scatter(
        mode="text",
        x=[max(bar.start, bar.end, bar.high or bar.end) for bar in bars],
        y=[figure_text(bar.name, 40) for bar in bars],
        text=[f" {figure_text(bar.text)}" for bar in bars],
        textposition="middle right",
        cliponaxis=False,
        hoverinfo="skip",
    )
    figure.update_layout(
        template=template(colours),
        height=size[0] * len(bars) + 24,
        font={"size": size[1]},
        xaxis={"visible": False, "range": _span(chart)},
        yaxis={"autorange": "reversed", "automargin": True},
        bargap=0.35,
    )
    return figure


def _ranges(bars: Sequence[Bar], colours: Paint) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [max(0.0, (bar.high or bar.end) - bar.end) for bar in bars],
        "arrayminus": [max(0.0, bar.end - (bar.low if bar.low is not None else bar.end)) for bar in bars],
        "color": colours.text,
        "thickness": 1.5,
        "width": 0,
        "visible": any(bar.low is not None for bar in bars),
    }


def _span(chart: Chart) -> list[float]:
    room = max(BAR_ENDS, 1 + LETTER * max((len(bar.text) for bar in chart.bars), default=0))
    ends = [value for bar in chart.bars for value in (bar.start, bar.end, bar.low, bar.high) if value is not None]
    if chart.floats:
        reached = [bar.end for bar in chart.bars]
        least, most = min(reached), max(reached)
        low = max(0.0, least - 0.6 * (most - least))
        return [low, low + (most - low) * room]
    return [min(0.0, *ends), max(ends, default=1.0) * room or 1.0]


def _colour(bar: Bar, colours: Paint) -> str:
    own = colours.groups.get(bar.colour) or {"worse": colours.worse, "better": colours.better}.get(bar.colour)
    return own.format(alpha="0.85") if own else colours.bar


def _show_table(table: SlideTable, key: str, words: Words) -> None:
    st.caption(plain(table.title))
    frame = pd.DataFrame({str(place): [row[place].text for row in table.rows] for place in range(len(table.heads))})
    heads = {
        str(place): st.column_config.Column(head, alignment="right" if _is_figure(table, place) else "left")
        for place, head in enumerate(table.heads)
    }
    st.dataframe(
        frame,
        hide_index=True,
        column_config=heads,
        height="content",
        key=f"table-{key}",
        alt=words.text("Table: {name}.", name=table.title),
    )


def _is_figure(table: SlideTable, place: int) -> bool:
    return any(row[place].written is not Written.TEXT for row in table.rows)
