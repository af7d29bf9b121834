"""The card of the weekly trend: one line, its 90 % band, the week that is still filling up in grey."""

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10

from funnel.answers.result import FunnelAnswer, Segment, StepCount
from funnel.answers.trends import CONVERSION, Chance, Week
from funnel.maths.differences import count_band, wilson_band
from funnel.metrics import metric
from funnel.ui.drawing import Drawing, Trace, scatter_trace
from funnel.ui.marks import PER_SIGN
from funnel.ui.tables import Column, Kind, Table, kind_of, written
from funnel.ui.theme import Paint
from funnel.words import Words

HEIGHT = 210
SMALL = 12.5
"""Size of the letters on both axes."""
CENTS_BELOW = 1000
"""Money from here on is written without cents."""


@dataclass(frozen=True)
class Drawn:
    """What the line is: a metric, the chance it is under, and the currency of money."""

    metric: str = CONVERSION
    chance: Chance = Chance.SHARE
    currency: str = ""

    @property
    def kind(self) -> Kind:
        """How the figure is written."""
        return kind_of(metric(self.metric))

    def told(self, value: float, words: Words, digits: int = 2) -> str:
        """The figure as it is read."""
        if self.kind is Kind.SHARE:
            return words.percent(value, digits)
        if self.kind is Kind.MONEY:
            return words.money(value, self.currency, digits if abs(value) < CENTS_BELOW and value % 1 else 0)
        return written(value, self.kind, words, self.currency)

    def band(self, week: Week) -> tuple[float, float] | None:
        """The 90 % range of chance; None where none is stated."""
        if self.chance is Chance.SHARE:
            return wilson_band(float(week.count), float(week.base))
        return count_band(float(week.count)) if self.chance is Chance.COUNT else None


CONVERSION_DRAWN = Drawn()


def weeks_of(answer: FunnelAnswer, last: StepCount) -> tuple[Week, ...]:
    """Weeks in order that measured both ends; `last` is the step whose share is drawn."""
    weeks = [_week(line, last, answer.immature_from) for line in answer.rows]
    return tuple(sorted((week for week in weeks if week), key=lambda week: week.monday))


def _week(line: Segment, last: StepCount, immature_from: date | None) -> Week | None:
    first = next((each for each in line.steps if each.count is not None and each.step != "click"), None)
    end = next((each for each in line.steps if each.step == last.step), None)
    if first is None or not first.count or end is None or end.count is None:
        return None
    monday = date.fromisoformat(line.key[0])
    full = immature_from is None or monday + timedelta(days=6) < immature_from
    worth = line.money.revenue / line.money.orders if line.money.revenue is not None and line.money.orders else None
    return Week(monday, first.count, end.count, full, worth * first.count if worth is not None else None)


def trend_figure(
    weeks: tuple[Week, ...],
    words: Words,
    colours: Paint,
    drawn: Drawn = CONVERSION_DRAWN,
    target: float | None = None,
) -> Drawing:
    """The figure of `weeks`; the newest full week carries its value, on the side where its `target` is not."""
    figure = Drawing(colours, height=HEIGHT)
    days = [week.monday for week in weeks]
    bands = _bands(weeks, drawn)
    figure.add(_edge(days, [high for _, high in bands], None), _edge(days, [low for low, _ in bands], colours.band))
    full = [week for week in weeks if week.full]
    _line(figure, full, (drawn, words), colours.bar)
    if len(full) < len(weeks):
        _line(figure, [*full[-1:], *(week for week in weeks if not week.full)], (drawn, words), colours.quiet, "dot")
    if weeks:
        newest = (full or weeks)[-1]
        _newest_value(figure, newest, (drawn, words), colours, below=target is not None and target >= newest.value)
    told = days[:: max(1, -(-len(days) // 6))]
    days_told = {"tickvals": told, "ticktext": [words.day(day) for day in told], "tickfont": {"size": SMALL}}
    figure.lay(xaxis=days_told, margin={"b": 30, "r": 34})
    _axis(figure, [high for _, high in bands], (drawn, words), colours)
    return figure


def _bands(weeks: tuple[Week, ...], drawn: Drawn) -> list[tuple[float, float]]:
    return [drawn.band(week) or (week.value, week.value) for week in weeks]


def _edge(days: list[date], values: list[float], fill: str | None) -> Trace:
    return scatter_trace(
        x=days,
        y=values,
        mode="lines",
        line={"width": 0},
        fill="tonexty" if fill else None,
        fillcolor=fill,
        hoverinfo="skip",
    )


def _line(figure: Drawing, weeks: list[Week], told: tuple[Drawn, Words], colour: str, dash: str = "solid") -> None:
    figure.add(
        scatter_trace(
            x=[week.monday for week in weeks],
            y=[week.value for week in weeks],
            mode="lines+markers",
            line={"color": colour, "width": 2.5, "dash": dash},
            marker={"size": 6, "color": colour},
            hovertext=[_hover(week, *told) for week in weeks],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )


def _hover(week: Week, drawn: Drawn, words: Words) -> str:
    day, figure = words.day(week.monday, year=True), drawn.told(week.value, words)
    still = "" if week.full else "<br>" + words.text("still filling up")
    return f"{words.text('week of {day}', day=day)}<br>{figure}{_counts(week, drawn, words)}{still}"


def _counts(week: Week, drawn: Drawn, words: Words) -> str:
    if drawn.chance is not Chance.SHARE:
        return ""
    counts = words.text("{count} of {base}", count=words.number(week.count), base=words.number(week.base))
    return f" ({counts})"


def _newest_value(figure: Drawing, week: Week, told: tuple[Drawn, Words], colours: Paint, *, below: bool) -> None:
    drawn, words = told
    figure.note(
        x=week.monday,
        y=week.value,
        text=f"<b>{drawn.told(week.value, words)}</b>",
        showarrow=False,
        yshift=-18 if below else 18,
        font={"color": colours.text, "size": 14},
    )


def _axis(figure: Drawing, highs: list[float], told: tuple[Drawn, Words], colours: Paint) -> None:
    drawn, words = told
    highest = max(highs, default=0.0) or 0.01
    step = highest / 2 if drawn.kind is Kind.SHARE else _round_step(highest / 2)
    top, marks = max(highest, 2 * step) * (1.2 if drawn.kind is Kind.SHARE else 1.1), [0.0, step, 2 * step]
    grid = {"showgrid": True, "gridcolor": colours.line, "range": [0, top]}
    told_marks = [drawn.told(mark, words, 1) for mark in marks]
    figure.lay(
        yaxis={**grid, "tickvals": marks, "ticktext": told_marks, "tickfont": {"size": SMALL}},
        margin={"l": 16 + round(max(map(len, told_marks)) * PER_SIGN * SMALL)},
    )


def _round_step(least: float) -> float:
    """The nearest round number from `least` on: 1, 2, 3, 5 or 8 of a power of ten."""
    size = 10 ** floor(log10(least))
    return next(one * size for one in (1, 2, 3, 5, 8, 10) if one * size >= least)


def trend_table(weeks: tuple[Week, ...], words: Words, drawn: Drawn = CONVERSION_DRAWN) -> Table:
    """The figure as a table: a line a week, with the counts of a share and the ends of the band."""
    named = tuple(
        words.day(week.monday, year=True) + ("" if week.full else f" · {words.text('still filling up')}")
        for week in weeks
    )
    name = words.text("share") if drawn.metric == CONVERSION else words.text(metric(drawn.metric).name)
    columns = [Column(words.text("week"), Kind.TEXT, named)]
    if drawn.metric == CONVERSION:
        columns += [
            Column(words.text("at the first step"), Kind.COUNT, tuple(week.base for week in weeks)),
            Column(words.text("of them at the last"), Kind.COUNT, tuple(week.count for week in weeks)),
        ]
    columns.append(Column(name, drawn.kind, tuple(week.value for week in weeks)))
    if drawn.chance is not Chance.NONE:
        ends = tuple(zip(*_bands(weeks, drawn), strict=True)) or ((), ())
        heads = (words.text("from"), words.text("to"))
        columns += [Column(head, drawn.kind, tuple(end)) for head, end in zip(heads, ends, strict=True)]
    return Table(tuple(columns), drawn.currency)


def trend_alt(weeks: tuple[Week, ...], words: Words, drawn: Drawn = CONVERSION_DRAWN) -> str:
    """The figure in words: first and last week."""
    if not weeks:
        return words.text("No week to draw.")
    return words.text(
        "Line by week{band}: {first} in the week of {first_day}, {last} in the week of {last_day}.",
        band="" if drawn.chance is Chance.NONE else words.text(" with a 90 % band"),
        first=drawn.told(weeks[0].value, words),
        first_day=words.day(weeks[0].monday, year=True),
        last=drawn.told(weeks[-1].value, words),
        last_day=words.day(weeks[-1].monday, year=True),
    )
