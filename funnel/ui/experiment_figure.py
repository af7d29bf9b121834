"""The picture of an experiment: each comparison as a point with its range, no difference as a line."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap

import plotly.graph_objects as go

from funnel.answers.experiment_result import Reading, Reads, SplitAnswer, StagedAnswer
from funnel.ui.tables import Column, Kind, Table
from funnel.ui.theme import Paint, template
from funnel.words import Words, msgid

ROW, NARROW_ROW = 46, 84
LINE = 38
"""Letters in a line of a phone."""
NAMES = {
    Reads.ORDERS: msgid("orders per visit"),
    Reads.MONEY: msgid("money per visit"),
    Reads.MEAN_ORDER: msgid("mean order"),
}


@dataclass(frozen=True)
class Point:
    """One comparison: relative difference with both ends; `quiet` where it only explains."""

    name: str
    value: float
    low: float
    high: float
    quiet: bool = False


def points_of_split(answer: SplitAnswer, words: Words) -> list[Point]:
    """Orders, money and mean order, then money and mean order without the dearest orders."""
    found = [_point(one, words.text(NAMES[one.reads]), quiet=one.reads is Reads.MEAN_ORDER) for one in answer.readings]
    for each in answer.without:
        for one in each.readings:
            if one.reads is not Reads.ORDERS:
                name = words.plural(
                    "{name} without the dearest order",
                    "{name} without the {n} dearest orders",
                    each.orders,
                    name=words.text(NAMES[one.reads]),
                )
                found.append(_point(one, name, quiet=True))
    return found


def _point(one: Reading, name: str, *, quiet: bool) -> Point:
    return Point(name, one.lift.relative or 0.0, one.safe.low, one.safe.high, quiet)


def points_of_stage(answer: StagedAnswer, words: Words) -> list[Point]:
    """Orders and money per visit."""
    read = ((Reads.ORDERS, answer.orders), (Reads.MONEY, answer.money))
    return [
        Point(words.text(NAMES[reads]), one.relative, one.relative_range.low, one.relative_range.high)
        for reads, one in read
        if one is not None
    ]


def lift_figure(points: Sequence[Point], words: Words, colours: Paint, *, phone: bool = False) -> go.Figure:
    """One row a point; on a phone its name stands over it, for beside it no room would be left."""
    write = _named_over if phone else _written_over
    figure = go.Figure(
        go.Scatter(
            mode="markers",
            x=[point.value for point in points],
            y=[point.name for point in points],
            marker={"size": 11, "color": [colours.quiet if point.quiet else colours.bar for point in points]},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [_finite(point.high - point.value) for point in points],
                "arrayminus": [_finite(point.value - point.low) for point in points],
                "color": colours.quiet,
                "thickness": 2,
                "width": 0,
            },
            hoverinfo="skip",
        )
    )
    line = {"color": colours.text, "width": 1, "dash": "dot"}
    figure.update_layout(
        template=template(colours),
        height=(NARROW_ROW if phone else ROW) * len(points) + 40,
        annotations=[write(point, words, colours) for point in points],
        shapes=[{"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "line": line, "layer": "below"}],
        xaxis={"visible": False},
        yaxis={"autorange": "reversed", "automargin": True, "showticklabels": not phone},
    )
    return figure


def _written_over(point: Point, words: Words, colours: Paint) -> dict[str, object]:
    """The figure over its mark, on the card's own colour: the line of no change does not run through it."""
    place = {"x": point.value, "y": point.name, "yshift": 18, "showarrow": False}
    return {**place, "text": told(point, words), "bgcolor": colours.card, "borderpad": 0}


def _named_over(point: Point, words: Words, colours: Paint) -> dict[str, object]:
    """Name and figure over the mark, from the left end of the picture on."""
    place = {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "yanchor": "bottom",
        "y": point.name,
        "yshift": 9,
        "showarrow": False,
    }
    text = "<br>".join([*wrap(point.name, LINE), told(point, words)])
    return {**place, "text": text, "align": "left", "bgcolor": colours.card, "borderpad": 0}


def lift_table(points: Sequence[Point], words: Words) -> Table:
    """The figure as a table."""
    return Table(
        (
            Column(words.text("measure"), Kind.TEXT, tuple(point.name for point in points)),
            Column(words.text("change"), Kind.WRITTEN, tuple(_percent(point.value, words) for point in points)),
            Column(words.text("from"), Kind.WRITTEN, tuple(_percent(point.low, words) for point in points)),
            Column(words.text("to"), Kind.WRITTEN, tuple(_percent(point.high, words) for point in points)),
        )
    )


def told(point: Point, words: Words) -> str:
    """The point with its range."""
    ends = " … ".join(_percent(end, words) for end in (point.low, point.high))
    return f"{_percent(point.value, words)} ({ends})"


def _percent(share: float, words: Words) -> str:
    if not isfinite(share):
        return words.number(None)
    return f"{'+' if share > 0 else '−' if share < 0 else ''}{words.percent(abs(share), 1)}"


def _finite(width: float) -> float:
    return width if isfinite(width) else 0.0
