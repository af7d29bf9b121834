"""What the team wrote on the time axis: happenings as thin lines, the target as a dotted one, its gap in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from funnel.answers.result import StepCount
from funnel.answers.trends import CONVERSION, Chance, Week
from funnel.board import board_of
from funnel.board.annotations import Annotation
from funnel.board.targets import Target, target_on, targets_for
from funnel.periods import monday_of
from funnel.terms import Counting, Step, Unit
from funnel.ui.drawing import Drawing, scatter_trace
from funnel.ui.filters import FunnelFilters
from funnel.ui.happened import happened
from funnel.ui.here import Here
from funnel.ui.plain import figure_text, plain
from funnel.ui.tables import Kind
from funnel.ui.theme import Paint, narrow
from funnel.ui.trend import HEIGHT, Drawn
from funnel.words import Words
from funnel.words.forms import rounded_estimate

SUMS_OF_MONEY = frozenset({"revenue", "paid_revenue", "kept_revenue"})
"""Their gap is money already."""
ROW = 17
MOST_ROWS = 3
WIDTH, WIDTH_ON_A_PHONE = 480, 240
"""Pixels between the first and the last week: at 200 % zoom of a laptop, so that labels lie apart on wider ones too."""
SIGN = 7
SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class TrendMarks:
    """Happenings of the weeks shown, and the targets of exactly these filters, oldest first."""

    happenings: tuple[Annotation, ...]
    targets: tuple[Target, ...]


def marks_of(here: Here, filters: FunnelFilters, weeks: Sequence[Week], drawn: Drawn, last: StepCount) -> TrendMarks:
    """What the board holds for these weeks; a target only where the line is the figure it was set for."""
    board = board_of(here.store)
    last_day = weeks[-1].monday + SUNDAY
    happenings = happened(here, weeks[0].monday, last_day)
    same = filters.unit is Unit.SESSION and not filters.problem
    if drawn.metric == CONVERSION:
        same = same and filters.counting is Counting.REACHED and not filters.steps and last.step is Step.PURCHASE
    return TrendMarks(happenings, targets_for(board, drawn.metric, filters.question().where) if same else ())


def newest_target(weeks: Sequence[Week], marks: TrendMarks) -> float | None:
    """The target of the newest full week; None where none was set for it."""
    full = [week for week in weeks if week.full]
    target = target_on(marks.targets, full[-1].monday) if full else None
    return target.value if target else None


def draw_marks(
    figure: Drawing, weeks: Sequence[Week], marks: TrendMarks, told: tuple[Drawn, Words], colours: Paint
) -> None:
    """Put them on the figure of these weeks."""
    words = told[1]
    if marks.targets:
        _draw_target(figure, weeks, marks, told, colours)
    drawn = [one for one in marks.happenings if any(week.monday == monday_of(one.day) for week in weeks)]
    labels = placed_labels(drawn, weeks, words, WIDTH_ON_A_PHONE if narrow() else WIDTH)
    rows = max((label.row + 1 for label in labels), default=0)
    if rows:
        figure.lay(height=HEIGHT + rows * ROW, margin={"t": 8 + rows * ROW})
    for one in drawn:
        line = {"color": colours.quiet, "width": 1}
        monday = monday_of(one.day)  # a point stands for its whole week
        figure.shape(type="line", x0=monday, x1=monday, y0=0, y1=1, yref="y domain", line=line, layer="below")
    for label in labels:
        _draw_label(figure, label, colours)


@dataclass(frozen=True)
class Label:
    """The text of a happening, on the lowest row above the figure that has room for it."""

    monday: date
    text: str
    row: int
    side: Literal["left", "right"]


def placed_labels(drawn: Sequence[Annotation], weeks: Sequence[Week], words: Words, width: float) -> list[Label]:
    """Labels that do not lie on each other, the newest first; one without room is left to the words below."""
    first, last = weeks[0].monday, weeks[-1].monday
    a_day = width / max((last - first).days, 1)
    taken: list[list[tuple[float, float]]] = [[] for _ in range(MOST_ROWS)]
    placed = []
    for one in sorted(drawn, key=lambda one: one.day, reverse=True):
        monday, text = monday_of(one.day), f"{words.day(one.day)} {figure_text(one.text, 24)}"
        place, length = (monday - first).days * a_day, (len(text) + 1) * SIGN
        late = monday > first + (last - first) / 2
        start, end = (place - length, place) if late else (place, place + length)
        free = [row for row, spans in enumerate(taken) if all(end <= low or high <= start for low, high in spans)]
        if free:
            taken[free[0]].append((start, end))
            placed.append(Label(monday, text, free[0], "right" if late else "left"))
    return placed


def _draw_label(figure: Drawing, label: Label, colours: Paint) -> None:
    figure.note(
        x=label.monday,
        y=1,
        yref="y domain",
        yshift=label.row * ROW,
        yanchor="bottom",
        xanchor=label.side,
        text=label.text,
        showarrow=False,
        font={"size": 12, "color": colours.quiet},
    )


def _draw_target(
    figure: Drawing, weeks: Sequence[Week], marks: TrendMarks, told: tuple[Drawn, Words], colours: Paint
) -> None:
    drawn, words = told
    values = [found.value if (found := target_on(marks.targets, week.monday)) else None for week in weeks]
    known = [(week.monday, value) for week, value in zip(weeks, values, strict=True) if value is not None]
    if not known:
        return
    figure.add(
        scatter_trace(
            x=[week.monday for week in weeks],
            y=values,
            mode="lines",
            line={"color": colours.text, "width": 1.5, "dash": "dot", "shape": "hv"},
            hoverinfo="skip",
        )
    )
    newest, (begun, first) = newest_target(weeks, marks), known[0]
    above = newest is None or newest >= next(week.value for week in reversed(weeks) if week.full)
    figure.note(
        x=begun,
        y=first,
        text=words.text("target {share}", share=drawn.told(first, words)),
        showarrow=False,
        xanchor="right" if begun > weeks[len(weeks) * 2 // 3].monday else "left",
        yanchor="bottom" if above else "top",
        font={"size": 12.5, "color": colours.text},
    )
    top = max(figure.laid("yaxis")["range"][1], max(value for _, value in known) * 1.2)
    figure.lay(yaxis={"range": [0, top]})


def marks_told(weeks: Sequence[Week], marks: TrendMarks, drawn: Drawn, words: Words) -> list[str]:
    """The same in words, as Markdown: the gap to the target in the newest full week, then every happening."""
    target = newest_target(weeks, marks)
    newest = [week for week in weeks if week.full][-1:]
    told = [plain(gap_told(week, target, drawn, words)) for week in newest if target is not None]
    happened = "; ".join(_happening_told(one, words) for one in marks.happenings)
    return [*told, plain(happened)] if happened else told


def _happening_told(one: Annotation, words: Words) -> str:
    days = words.day(one.day) if one.day == one.till else f"{words.day(one.day)} – {words.day(one.till)}"
    return f"{days} · {words.term(one.kind)}: {one.text}"


def gap_told(week: Week, target: float, drawn: Drawn, words: Words) -> str:
    """How far a week is from its target and what that is in money; a range is the 90 % range of chance."""
    said = words.text(
        "Week of {day}: {share} against the target of {target}.",
        day=words.day(week.monday),
        share=drawn.told(week.value, words),
        target=drawn.told(target, words),
    )
    band = drawn.band(week)
    if band and band[0] <= target <= band[1]:
        return f"{said} {words.text('The difference is within chance.')}"
    gap = abs(target - week.value)
    near, end = sorted(abs(target - end) for end in band) if band else (gap, gap)
    far = _points(gap, words) if drawn.kind is Kind.SHARE else drawn.told(gap, words)
    missing, over = words.text("{points} below", points=far), words.text("{points} above", points=far)
    return f"{said} {missing if target > week.value else over}{_worth((gap, near, end), week, drawn, words)}."


def _points(gap: float, words: Words) -> str:
    return words.points(gap, 2).lstrip("+")


def _worth(gap: tuple[float, float, float], week: Week, drawn: Drawn, words: Words) -> str:
    """`gap` is (middle, near end, far end) in the unit of the figure; "" where money says nothing more."""
    if drawn.metric == CONVERSION:
        return f" {_in_orders(week, gap, drawn, words)}"
    if week.worth is None or drawn.metric in SUMS_OF_MONEY:
        return ""
    money = [Decimal(repr(one)) * week.worth for one in gap]
    if drawn.chance is Chance.NONE:
        return f" {words.text('= {money} in that week', money=words.money(money[0], drawn.currency))}"
    low, middle, high = (rounded_estimate(money[place]) for place in (1, 0, 2))
    told = words.text(
        "= about {money} ({ends}) in that week",
        money=words.money(middle, drawn.currency),
        ends=f"{words.number(low)}–{words.number(high)}",
    )
    return f" {told}"


def _in_orders(week: Week, gap: tuple[float, float, float], drawn: Drawn, words: Words) -> str:
    """Of the conversion: `gap` in shares."""
    orders = [Decimal(repr(share)) * week.base for share in gap]
    middle, near, far = (words.number(rounded_estimate(one)) for one in orders)
    counted = words.text(
        "= about {n} orders ({ends}) on {visits} visits", n=middle, ends=f"{near}–{far}", visits=words.number(week.base)
    )
    if week.worth is None:
        return counted
    money = [rounded_estimate(Decimal(repr(share)) * week.worth) for share in gap]
    amount = words.text(
        "{money} ({ends}) at that week’s mean order",
        money=words.money(money[0], drawn.currency),
        ends=f"{words.number(money[1])}–{words.number(money[2])}",
    )
    return f"{counted}, {amount}"
