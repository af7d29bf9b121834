"""Pictures of the service lists: first response by hour of the week, deliveries promised and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final

from funnel.answers.listing import ListAnswer, ListRow, Value
from funnel.terms import OTHER
from funnel.ui.drawing import Drawing, Trace, bar_trace, heatmap_trace
from funnel.ui.marks import Marks, reaching
from funnel.ui.plain import figure_text
from funnel.ui.theme import Paint, narrow
from funnel.words import Words

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS: Final = tuple(f"{hour:02d}:00" for hour in range(24))
TOO_FEW: Final = 3
"""Contacts of an hour below which its median is drawn pale."""
ROW: Final = 34
MOST_BARS: Final = 12
MINUTE, HOUR = 60, 3600
TINTS: Final = ("0.06", "0.60")
"""How strong the colour of the shortest wait is, and of the longest."""


def value_of(answer: ListAnswer, row: ListRow, name: str) -> Value:
    """The value of one metric of a row; None where the list does not have it."""
    return row.values[answer.metrics.index(name)] if name in answer.metrics else None


def hours_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Hour by weekday: the median first response time, darker the longer."""
    found = {row.key: row for row in answer.rows}
    places = [(day, hour) for day in WEEKDAYS for hour in HOURS if (day, hour) in found]
    waits = {place: _number(value_of(answer, found[place], "reply_p50")) for place in places}
    told = [place for place in places if waits[place] is not None and not _is_few(answer, found[place])]
    pale = [place for place in places if place not in told]
    marks = Marks(colours)
    margin = marks.left_labels([words.term(day) for day in WEEKDAYS], 13)
    drawn = [
        _cells(_Cells(answer, pale, waits), words, (colours.unsure, colours.unsure), colours.quiet),
        _cells(_Cells(answer, told, waits), words, tuple(colours.worse.format(alpha=a) for a in TINTS), colours.text),
    ]
    figure = Drawing(colours, *drawn)
    marks.set_on(
        figure,
        height=40 + ROW * len(WEEKDAYS),
        margin={"l": margin, "t": 30, "b": 6},
        xaxis={
            "range": [-0.5, 23.5],
            "tickvals": list(range(0, 24, 6 if narrow() else 2)),
            "ticktext": [HOURS[hour] for hour in range(0, 24, 6 if narrow() else 2)],
            "tickfont": {"size": 12},
            "side": "top",
        },
        yaxis={"visible": False, "range": [6.5, -0.5]},
    )
    return figure


@dataclass(frozen=True)
class _Cells:
    """Hours of the week that are drawn alike, and the median of every hour."""

    answer: ListAnswer
    places: Sequence[tuple[str, str]]
    waits: Mapping[tuple[str, str], float | None]


def _is_few(answer: ListAnswer, row: ListRow) -> bool:
    return (_number(value_of(answer, row, "contacts")) or 0) < TOO_FEW


def _cells(cells: _Cells, words: Words, tints: Sequence[str], ink: str) -> Trace:
    """One field of squares: a shape and a text for each would take a browser three times as long."""
    known = [wait for wait in cells.waits.values() if wait is not None]
    found = {row.key: row for row in cells.answer.rows}
    shown = frozenset(cells.places)

    def grid(told: Callable[[tuple[str, str]], Any], nothing: str | None) -> list[list[Any]]:
        return [[told((day, hour)) if (day, hour) in shown else nothing for hour in HOURS] for day in WEEKDAYS]

    return heatmap_trace(
        x=list(range(len(HOURS))),
        y=list(range(len(WEEKDAYS))),
        z=grid(lambda place: _strength(cells.waits[place], known), None),
        zmin=0,
        zmax=1,
        colorscale=[[place / (len(tints) - 1), tint] for place, tint in enumerate(tints)],
        showscale=False,
        xgap=2,
        ygap=3,
        text=grid(lambda place: "" if (wait := cells.waits[place]) is None else _short(wait, words), ""),
        texttemplate="" if narrow() else "%{text}",
        textfont={"size": 11.5, "color": ink},
        hovertext=grid(lambda place: _hover(cells.answer, found[place], words), ""),
        hovertemplate="%{hovertext}<extra></extra>",
        hoverongaps=False,
    )


def _strength(wait: float | None, waits: list[float]) -> float:
    """From 0 to 1 the longer the wait, on a scale of ratios: a minute more matters at one minute, not at one day."""
    if wait is None:
        return 0.0
    low, high = min(waits), max(waits)
    return log(max(wait, 1) / max(low, 1)) / log(high / max(low, 1)) if high > max(low, 1) else 0.0


def _short(wait: float, words: Words) -> str:
    if wait < HOUR:
        return f"{max(1, round(wait / MINUTE)) if wait else 0}′"
    if wait < 48 * HOUR:
        return words.text("{hours}h", hours=round(wait / HOUR))
    return words.text("{days}d", days=round(wait / HOUR / 24))


def _hover(answer: ListAnswer, row: ListRow, words: Words) -> str:
    return words.text(
        "{day} {hour}: median {p50}, nine in ten within {p90}; {contacts} contacts, {unanswered} unanswered",
        day=words.term(row.key[0]),
        hour=row.key[1],
        p50=words.duration(_number(value_of(answer, row, "reply_p50"))),
        p90=words.duration(_number(value_of(answer, row, "reply_p90"))),
        contacts=words.number(value_of(answer, row, "contacts")),
        unanswered=words.percent(_number(value_of(answer, row, "unanswered_share"))),
    )


def _number(value: Value) -> float | None:
    return None if value is None else float(value)


def hours_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words: the slowest hour."""
    timed = [row for row in answer.rows if value_of(answer, row, "reply_p50") is not None and row.key[0] != OTHER]
    if not timed:
        return words.text("Hours of the week; no first answer is known.")
    slowest = max(timed, key=lambda row: _number(value_of(answer, row, "reply_p50")) or 0)
    return words.text(
        "Hours of the week by median first response time; the longest is {wait} on {day} at {hour}.",
        wait=words.duration(_number(value_of(answer, slowest, "reply_p50"))),
        day=words.term(slowest.key[0]),
        hour=slowest.key[1],
    )


def deliveries_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """One bar a category: deliveries due, the late ones in the colour of loss."""
    rows = _drawn(answer)
    marks = Marks(colours)
    late = [_number(value_of(answer, row, "late_orders")) or 0 for row in rows]
    due = [_number(value_of(answer, row, "due_orders")) or 0 for row in rows]
    for place, row in enumerate(rows):
        marks.note(_late_told(answer, row, words), 1, place, anchor="right", size=13, across=True)
    margin = marks.left_labels([figure_text(words.term(row.key[0]), 22) for row in rows], 14)
    bars = [
        _bar([all_due - bad for all_due, bad in zip(due, late, strict=True)], colours.bar, words.text("on time")),
        _bar(late, colours.worse.format(alpha="0.85"), words.text("late")),
    ]
    figure = Drawing(colours, *bars)
    marks.set_on(
        figure,
        barmode="stack",
        height=24 + ROW * len(rows),
        margin={"l": margin},
        xaxis={"visible": False, "range": reaching(0, max(due, default=1) or 1, 0.5 if narrow() else 0.72)},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.5]},
    )
    return figure


def _drawn(answer: ListAnswer) -> list[ListRow]:
    return [row for row in answer.rows if value_of(answer, row, "due_orders")][:MOST_BARS]


def _bar(values: list[float], colour: str, name: str) -> Trace:
    return bar_trace(
        orientation="h",
        x=values,
        y=list(range(len(values))),
        width=0.55,
        marker={"color": colour},
        name=name,
        hovertemplate=f"{name}: %{{x}}<extra></extra>",
    )


def _late_told(answer: ListAnswer, row: ListRow, words: Words) -> str:
    return words.text(
        "{share} late ({late} of {due})",
        share=words.percent(_number(value_of(answer, row, "late_share"))),
        late=words.number(value_of(answer, row, "late_orders")),
        due=words.number(value_of(answer, row, "due_orders")),
    )


def deliveries_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words: every category with its share of late deliveries."""
    said = ", ".join(f"{words.term(row.key[0])} {_late_told(answer, row, words)}" for row in _drawn(answer))
    return words.text("Horizontal bars, one a category: {categories}.", categories=said)
