"""The card "From click to kept order": one horizontal bar a step, its count and its rates in columns beside it."""

from dataclasses import dataclass
from datetime import timedelta

import plotly.graph_objects as go

from funnel.answers.result import FunnelAnswer, StepCount
from funnel.terms import Step
from funnel.ui.theme import Paint, template
from funnel.words import Words

ROW = 40
HEADER = 34
PER_SIGN = 8
BARS_END = 0.40
COLUMNS = (0.57, 0.78, 1.0)


@dataclass(frozen=True)
class Row:
    """One line of the card, everything already written out."""

    step: Step
    name: str
    count: int | None
    told: tuple[str, str, str]
    hover: str
    change: float | None = None
    """The change when it is outside noise; None otherwise."""


def rows_of(answer: FunnelAnswer, words: Words, kept_days: int, real: dict[Step, float]) -> tuple[Row, ...]:
    """Lines of the card; `real` holds the steps whose change is outside noise, with the change."""
    return tuple(
        _row(each, words, real.get(each.step))
        if each.count is not None
        else _hole(each.step, _why_hole(answer, each.step, words, kept_days), words)
        for each in answer.total.steps
    )


def _row(each: StepCount, words: Words, change: float | None) -> Row:
    name, difference = words.term(each.step), difference_of(each)
    told = (
        words.number(each.count),
        "" if each.of_previous is None else words.percent(each.of_previous),
        "" if difference is None else words.points(difference),
    )
    hover = words.text(
        "{step}: {count} · {share} of the first step",
        step=name,
        count=told[0],
        share=words.percent(each.of_first),
    )
    return Row(each.step, name, each.count, told, hover, change)


def difference_of(each: StepCount) -> float | None:
    """Change of the step's rate, full days only, as a share."""
    now = each.comparable if each.comparable is not None else each.of_previous
    return None if now is None or each.of_previous_before is None else now - each.of_previous_before


def _hole(step: Step, why: str, words: Words) -> Row:
    name = words.term(step)
    return Row(step, name, None, (words.number(None), "", why), f"{name}: {why}")


def _why_hole(answer: FunnelAnswer, step: Step, words: Words, kept_days: int) -> str:
    ripe = answer.period.end + timedelta(days=kept_days)
    if step is Step.KEPT and answer.kept_until is not None and answer.kept_until < answer.period.end:
        return words.text("matures {day}", day=words.day(ripe))
    return words.text("not measured")


def bars_figure(rows: tuple[Row, ...], compared: bool, words: Words, colours: Paint) -> go.Figure:
    """The card's figure; height grows with the number of steps."""
    figure = go.Figure(layout={"template": template(colours), "height": HEADER + ROW * len(rows) + 16})
    figure.add_trace(_bars(rows, colours))
    most = max((row.count or 0 for row in rows), default=0) or 1
    figure.update_xaxes(visible=False, range=[0, most], domain=[0, BARS_END])
    figure.update_yaxes(range=[len(rows) - 0.5, -1.4], visible=False)
    left_labels(figure, [row.name for row in rows], colours, 15)
    _headers(figure, words, colours, compared)
    for place, row in enumerate(rows):
        _columns(figure, place, row, colours)
    return figure


def left_labels(figure: go.Figure, names: list[str], colours: Paint, size: float) -> None:
    """Names of the rows, set flush left in a margin wide enough for the longest."""
    margin = 16 + round(max((len(name) for name in names), default=0) * PER_SIGN * size / 15)
    figure.update_layout(margin={"l": margin})
    for place, name in enumerate(names):
        figure.add_annotation(
            xref="paper",
            yref="y",
            x=0,
            y=place,
            xshift=-margin + 4,
            xanchor="left",
            text=name,
            showarrow=False,
            font={"color": colours.text, "size": size},
        )


def _bars(rows: tuple[Row, ...], colours: Paint) -> go.Bar:
    return go.Bar(
        orientation="h",
        x=[row.count or 0 for row in rows],
        y=list(range(len(rows))),
        width=0.5,
        marker={"color": colours.bar, "cornerradius": 3},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
        customdata=[str(row.step) for row in rows],
        hovertext=[row.hover for row in rows],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _headers(figure: go.Figure, words: Words, colours: Paint, compared: bool) -> None:
    heads = (words.text("count"), words.text("of previous"), words.text("change") if compared else "")
    for place, text in zip(COLUMNS, heads, strict=True):
        _right(figure, place, -0.95, text, {"color": colours.quiet, "size": 12.5})
    hairline(figure, -0.5, colours)


def _columns(figure: go.Figure, place: int, row: Row, colours: Paint) -> None:
    for at, text, colour in zip(COLUMNS, row.told, _ink(row, colours), strict=True):
        _right(figure, at, place, text, {"color": colour, "size": 15})
    if row.count is None:
        figure.add_shape(
            type="rect",
            xref="x domain",
            x0=0,
            x1=1,
            y0=place - 0.25,
            y1=place + 0.25,
            line={"color": colours.quiet, "width": 1, "dash": "dot"},
        )
    hairline(figure, place + 0.5, colours)


def _ink(row: Row, colours: Paint) -> tuple[str, str, str]:
    if row.count is None:
        return colours.text, colours.quiet, colours.quiet
    if row.change is None:
        return colours.text, colours.text, colours.quiet
    return colours.text, colours.text, colours.worse_text if row.change < 0 else colours.better_text


def _right(figure: go.Figure, at: float, place: float, text: str, font: dict[str, str | float]) -> None:
    figure.add_annotation(
        xref="paper",
        yref="y",
        x=at,
        y=place,
        xanchor="right",
        text=text,
        showarrow=False,
        font=font,
    )


def hairline(figure: go.Figure, place: float, colours: Paint) -> None:
    """A rule across the whole row, its label included."""
    figure.add_shape(
        type="line",
        xref="paper",
        x0=-1,
        x1=1,
        y0=place,
        y1=place,
        line={"color": colours.line, "width": 1},
        layer="below",
    )


def bars_alt(rows: tuple[Row, ...], words: Words) -> str:
    """The figure in words."""
    said = ", ".join(f"{row.name} {row.told[0]}" for row in rows)
    return words.text("Horizontal bars, one a step: {steps}.", steps=said)
