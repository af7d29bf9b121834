"""What the team wrote on the time axis: happenings as thin lines, the target as a dotted one, its gap in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import plotly.graph_objects as go

from funnel.answers.result import FunnelAnswer, StepCount
from funnel.board import board_of
from funnel.board.annotations import Annotation, annotations_between
from funnel.board.targets import Target, target_on, targets_for
from funnel.maths.differences import wilson_band
from funnel.periods import monday_of
from funnel.terms import Counting, Step, Unit
from funnel.ui.filters import FunnelFilters
from funnel.ui.here import Here
from funnel.ui.plain import figure_text, plain
from funnel.ui.theme import Paint
from funnel.ui.trend import HEIGHT, Week
from funnel.words import Words
from funnel.words.forms import rounded_estimate

METRIC = "visit_conversion"
ROW = 17
MOST_ROWS = 3
SUNDAY = timedelta(days=6)


@dataclass(frozen=True)
class TrendMarks:
    """Happenings of the weeks shown, and the targets of exactly these filters, oldest first."""

    happenings: tuple[Annotation, ...]
    targets: tuple[Target, ...]


def marks_of(here: Here, filters: FunnelFilters, weeks: Sequence[Week], last: StepCount) -> TrendMarks:
    """What the board holds for these weeks; a target only where the line is the rate it was set for."""
    board = board_of(here.store)
    happenings = annotations_between(board, weeks[0].monday, weeks[-1].monday + SUNDAY)
    same = (
        filters.unit is Unit.SESSION
        and filters.counting is Counting.REACHED
        and not (filters.steps or filters.problem)
        and last.step is Step.PURCHASE
    )
    return TrendMarks(happenings, targets_for(board, METRIC, filters.question().where) if same else ())


def draw_marks(figure: go.Figure, weeks: Sequence[Week], marks: TrendMarks, words: Words, colours: Paint) -> None:
    """Put them on the figure of these weeks."""
    if marks.targets:
        _draw_target(figure, weeks, marks.targets, words, colours)
    drawn = [one for one in marks.happenings if any(week.monday == monday_of(one.day) for week in weeks)]
    rows = min(len(drawn), MOST_ROWS)
    if rows:
        figure.update_layout(height=HEIGHT + rows * ROW, margin_t=8 + rows * ROW)
    half = weeks[0].monday + (weeks[-1].monday - weeks[0].monday) / 2
    for place, one in enumerate(drawn):
        _draw_happening(figure, one, (place % MOST_ROWS, one.day > half), words, colours)


def _draw_happening(figure: go.Figure, one: Annotation, place: tuple[int, bool], words: Words, colours: Paint) -> None:
    """A line at the week it began in, since a point stands for its whole week; its label above, on its own row."""
    row, late = place
    monday = monday_of(one.day)
    line = {"color": colours.quiet, "width": 1}
    figure.add_shape(type="line", x0=monday, x1=monday, y0=0, y1=1, yref="y domain", line=line, layer="below")
    figure.add_annotation(
        x=monday,
        y=1,
        yref="y domain",
        yshift=row * ROW,
        yanchor="bottom",
        xanchor="right" if late else "left",
        text=f"{words.day(one.day)} {figure_text(one.text, 24)}",
        showarrow=False,
        font={"size": 12, "color": colours.quiet},
    )


def _draw_target(
    figure: go.Figure, weeks: Sequence[Week], held: Sequence[Target], words: Words, colours: Paint
) -> None:
    values = [found.value if (found := target_on(held, week.monday)) else None for week in weeks]
    known = [(week.monday, value) for week, value in zip(weeks, values, strict=True) if value is not None]
    if not known:
        return
    figure.add_trace(
        go.Scatter(
            x=[week.monday for week in weeks],
            y=values,
            mode="lines",
            line={"color": colours.text, "width": 1.5, "dash": "dot", "shape": "hv"},
            hoverinfo="skip",
        )
    )
    figure.add_annotation(
        x=known[0][0],
        y=known[0][1],
        text=words.text("target {share}", share=words.percent(known[0][1], 2)),
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"size": 12.5, "color": colours.text},
    )
    top = max(figure.layout.yaxis.range[1], max(value for _, value in known) * 1.2)
    figure.update_yaxes(range=[0, top])


def marks_told(answer: FunnelAnswer, weeks: Sequence[Week], marks: TrendMarks, words: Words) -> list[str]:
    """The same in words, as Markdown: the gap to the target in the newest full week, then every happening."""
    full = [week for week in weeks if week.full]
    target = target_on(marks.targets, full[-1].monday) if full else None
    told = [plain(gap_told(full[-1], target.value, _worth(answer, full[-1]), words))] if target else []
    return told + [plain(_happening_told(one, words)) for one in marks.happenings]


def _happening_told(one: Annotation, words: Words) -> str:
    days = words.day(one.day) if one.day == one.till else f"{words.day(one.day)} – {words.day(one.till)}"
    return f"{days} · {words.term(one.kind)}: {one.text}"


def _worth(answer: FunnelAnswer, week: Week) -> tuple[Decimal, str] | None:
    """What an order of the week brought by analytics, and its currency; None where no money is known."""
    line = next((one for one in answer.rows if one.key == (week.monday.isoformat(),)), None)
    if line is None or line.money.revenue is None or not line.money.orders:
        return None
    return line.money.revenue / line.money.orders, answer.currency


def gap_told(week: Week, target: float, worth: tuple[Decimal, str] | None, words: Words) -> str:
    """How far a week is from its target: in points, orders and money; the range is the 90 % range of chance."""
    said = words.text(
        "Week of {day}: {share} against the target of {target}.",
        day=words.day(week.monday),
        share=words.percent(week.share, 2),
        target=words.percent(target, 2),
    )
    low, high = wilson_band(week.count, week.base) or (week.share, week.share)
    if low <= target <= high:
        return f"{said} {words.text('The difference is within chance.')}"
    gap, (near, far) = abs(target - week.share), sorted((abs(target - low), abs(target - high)))
    missing = words.text("{points} below", points=_points(gap, words))
    over = words.text("{points} above", points=_points(gap, words))
    return " ".join((said, missing if target > week.share else over, _in_orders(week, (gap, near, far), worth, words)))


def _points(gap: float, words: Words) -> str:
    return words.points(gap, 2).lstrip("+")


def _in_orders(week: Week, gap: tuple[float, float, float], worth: tuple[Decimal, str] | None, words: Words) -> str:
    """`gap` is (middle, near end, far end), shares."""
    orders = [Decimal(repr(share * week.base)) for share in gap]
    middle, near, far = (words.number(rounded_estimate(one)) for one in orders)
    counted = words.text(
        "= about {n} orders ({ends}) on {visits} visits", n=middle, ends=f"{near}–{far}", visits=words.number(week.base)
    )
    if worth is None:
        return f"{counted}."
    money = [rounded_estimate(one * worth[0]) for one in orders]
    amount = words.text(
        "{money} ({ends}) at that week’s mean order",
        money=words.money(money[0], worth[1]),
        ends=f"{words.number(money[1])}–{words.number(money[2])}",
    )
    return f"{counted}, {amount}."
