"""The card of the weekly trend: one line, its 90 % band, the week that is still filling up in grey."""

from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from funnel.answers.result import FunnelAnswer, StepCount
from funnel.maths.differences import wilson_band
from funnel.ui.tables import Column, Kind, Table
from funnel.ui.theme import Paint, template
from funnel.words import Words

HEIGHT = 210


@dataclass(frozen=True)
class Week:
    """One week: visits at the first measured step, those of them at the last, and whether it is full."""

    monday: date
    base: int
    count: int
    full: bool

    @property
    def share(self) -> float:
        """Share of the first step's visits at the last."""
        return self.count / self.base


def weeks_of(answer: FunnelAnswer, last: StepCount) -> tuple[Week, ...]:
    """Weeks in order that measured both ends; `last` is the step whose share is drawn."""
    weeks = [_week(line.key[0], line.steps, last, answer.immature_from) for line in answer.rows]
    return tuple(sorted((week for week in weeks if week), key=lambda week: week.monday))


def _week(code: str, steps: tuple[StepCount, ...], last: StepCount, immature_from: date | None) -> Week | None:
    first = next((each for each in steps if each.count is not None and each.step != "click"), None)
    end = next((each for each in steps if each.step == last.step), None)
    if first is None or not first.count or end is None or end.count is None:
        return None
    monday = date.fromisoformat(code)
    full = immature_from is None or monday + timedelta(days=6) < immature_from
    return Week(monday, first.count, end.count, full)


def trend_figure(weeks: tuple[Week, ...], words: Words, colours: Paint) -> go.Figure:
    """The figure of `weeks`; the newest full week carries its value."""
    figure = go.Figure(layout={"template": template(colours), "height": HEIGHT})
    days = [week.monday for week in weeks]
    bands = _bands(weeks)
    figure.add_trace(_edge(days, [high for _, high in bands], None))
    figure.add_trace(_edge(days, [low for low, _ in bands], colours.band))
    full = [week for week in weeks if week.full]
    _line(figure, full, words, colours.bar)
    if len(full) < len(weeks):
        _line(figure, [*full[-1:], *(week for week in weeks if not week.full)], words, colours.quiet, "dot")
    _last_value(figure, full or list(weeks), words, colours)
    figure.update_xaxes(
        tickvals=days[:: max(1, -(-len(days) // 6))],
        ticktext=[words.day(day) for day in days[:: max(1, -(-len(days) // 6))]],
        tickfont={"size": 12.5},
        automargin=True,
    )
    _share_axis(figure, [high for _, high in bands], words, colours)
    return figure


def _bands(weeks: tuple[Week, ...]) -> list[tuple[float, float]]:
    return [wilson_band(week.count, week.base) or (week.share, week.share) for week in weeks]


def _edge(days: list[date], values: list[float], fill: str | None) -> go.Scatter:
    return go.Scatter(
        x=days,
        y=values,
        mode="lines",
        line={"width": 0},
        fill="tonexty" if fill else None,
        fillcolor=fill,
        hoverinfo="skip",
    )


def _line(figure: go.Figure, weeks: list[Week], words: Words, colour: str, dash: str = "solid") -> None:
    figure.add_trace(
        go.Scatter(
            x=[week.monday for week in weeks],
            y=[week.share for week in weeks],
            mode="lines+markers",
            line={"color": colour, "width": 2.5, "dash": dash},
            marker={"size": 6, "color": colour},
            hovertext=[_hover(week, words) for week in weeks],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )


def _hover(week: Week, words: Words) -> str:
    day, share = words.day(week.monday, year=True), words.percent(week.share, 2)
    counts = words.text("{count} of {base}", count=words.number(week.count), base=words.number(week.base))
    still = "" if week.full else "<br>" + words.text("still filling up")
    return f"{words.text('week of {day}', day=day)}<br>{share} ({counts}){still}"


def _last_value(figure: go.Figure, weeks: list[Week], words: Words, colours: Paint) -> None:
    if weeks:
        last = weeks[-1]
        figure.add_annotation(
            x=last.monday,
            y=last.share,
            text=f"<b>{words.percent(last.share, 2)}</b>",
            showarrow=False,
            yshift=18,
            font={"color": colours.text, "size": 14},
        )


def _share_axis(figure: go.Figure, highs: list[float], words: Words, colours: Paint) -> None:
    top = max(highs, default=0.01) * 1.2
    marks = [0.0, top / 2.4, top / 1.2]
    figure.update_yaxes(
        range=[0, top],
        tickvals=marks,
        ticktext=[words.percent(mark, 1) for mark in marks],
        tickfont={"size": 12.5},
        showgrid=True,
        gridcolor=colours.line,
        automargin=True,
    )


def trend_table(weeks: tuple[Week, ...], words: Words) -> Table:
    """The figure as a table: a line a week, with its counts and the ends of its band."""
    bands = _bands(weeks)
    named = tuple(
        words.day(week.monday, year=True) + ("" if week.full else f" · {words.text('still filling up')}")
        for week in weeks
    )
    return Table(
        (
            Column(words.text("week"), Kind.TEXT, named),
            Column(words.text("at the first step"), Kind.COUNT, tuple(week.base for week in weeks)),
            Column(words.text("of them at the last"), Kind.COUNT, tuple(week.count for week in weeks)),
            Column(words.text("share"), Kind.SHARE, tuple(week.share for week in weeks)),
            Column(words.text("from"), Kind.SHARE, tuple(low for low, _ in bands)),
            Column(words.text("to"), Kind.SHARE, tuple(high for _, high in bands)),
        )
    )


def trend_alt(weeks: tuple[Week, ...], words: Words) -> str:
    """The figure in words: first and last week."""
    if not weeks:
        return words.text("No week to draw.")
    return words.text(
        "Line by week with a 90 % band: {first} in the week of {first_day}, {last} in the week of {last_day}.",
        first=words.percent(weeks[0].share, 2),
        first_day=words.day(weeks[0].monday, year=True),
        last=words.percent(weeks[-1].share, 2),
        last_day=words.day(weeks[-1].monday, year=True),
    )
