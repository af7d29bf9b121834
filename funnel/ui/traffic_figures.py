"""Pictures of traffic: cost against money, mix against conversion, customers who come back; places of sale in money."""

from collections.abc import Sequence
from typing import Final

from funnel.answers.listing import ListAnswer, ListRow
from funnel.terms import OTHER, Dimension
from funnel.ui.drawing import Drawing, Trace, bar_trace, scatter_trace
from funnel.ui.marks import CARD, PER_SIGN, PHONE, Marks
from funnel.ui.plain import figure_text
from funnel.ui.service_figures import value_of
from funnel.ui.theme import Paint, narrow
from funnel.words import Words

ROW: Final = 36
MOST_BARS: Final = 10
MOST_COHORTS: Final = 24
TEXT: Final = 11.5
Series = tuple[str, str, Sequence[float | None]]
"""Name, colour and values of one row of bars."""


def cost_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Ad cost, revenue and kept revenue of the dearest rows, on one scale of money."""
    rows = _named(answer)[:MOST_BARS]
    traffic = colours.groups["traffic"]
    series: list[Series] = [
        (words.text("Ad cost"), colours.worse.format(alpha="0.85"), _values(answer, rows, "ad_cost")),
        (words.text("Revenue by analytics"), traffic.format(alpha="0.35"), _values(answer, rows, "revenue")),
        (words.text("Kept revenue"), traffic.format(alpha="0.9"), _values(answer, rows, "kept_revenue")),
    ]
    return _bars(answer, rows, series, words, colours)


def cost_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words."""
    told = ", ".join(
        f"{_name(row, words)} {_money(answer, row, 'ad_cost', words)} → {_money(answer, row, 'revenue', words)}"
        for row in _named(answer)[:MOST_BARS]
    )
    return words.text("Bars of ad cost, revenue and kept revenue; from cost to revenue: {rows}.", rows=told)


def has_costs(answer: ListAnswer) -> bool:
    """Whether any row has ad cost."""
    return any(value_of(answer, row, "ad_cost") is not None for row in answer.rows)


def places_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Money of every place of sale."""
    rows = _named(answer)[:MOST_BARS]
    money = _values(answer, rows, "sold_money")
    return _bars(answer, rows, [(words.text("Money of orders by place of sale"), colours.bar, money)], words, colours)


def places_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words."""
    told = ", ".join(f"{_name(row, words)} {_money(answer, row, 'sold_money', words)}" for row in _named(answer))
    return words.text("Bars of money by place of sale: {rows}.", rows=told)


def mix_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Visits with a payment more or fewer, by mix and by conversion: all segments together, then the strongest."""
    rows = [*([answer.total] if answer.total else []), *_named(answer)[: MOST_BARS - 2]]
    series: list[Series] = [
        (words.text("Payments by another mix of visits"), colours.band, _values(answer, rows, "mix_effect")),
        (
            words.text("Payments by another conversion"),
            colours.groups["traffic"].format(alpha="0.9"),
            _values(answer, rows, "rate_effect"),
        ),
    ]
    return _bars(answer, rows, series, words, colours, money=False)


def mix_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words: both effects of all visits together."""
    total = answer.total
    if total is None:
        return ""
    mix, rate = (_number(answer, total, name) for name in ("mix_effect", "rate_effect"))
    return words.text(
        "Bars of visits with a payment more or fewer: {mix} by another mix of visits, {rate} by another conversion.",
        mix=words.signed(mix, 1),
        rate=words.signed(rate, 1),
    )


def has_effects(answer: ListAnswer) -> bool:
    """Whether there is a period to set these days against."""
    return answer.total is not None and value_of(answer, answer.total, "mix_effect") is not None


def cohort_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Month of the first order by months since: share of its customers who ordered; months still running are grey."""
    rows = [row for row in _named(answer) if row.key[1] != "0"]
    sizes = {row.key[0]: value_of(answer, row, "cohort_customers") for row in _named(answer)}
    firsts = sorted(sizes)[-MOST_COHORTS:]
    shares = [_number(answer, row, "ordering_share") or 0.0 for row in rows]
    marks = Marks(colours)
    for row in rows:
        if row.key[0] in firsts:
            _cohort_cell(marks, answer, row, (firsts.index(row.key[0]), max(shares)), words)
    names = [f"{first} · {words.number(sizes[first])}" for first in firsts]
    since = sorted({int(row.key[1]) for row in rows if row.key[0] in firsts})
    figure = Drawing(colours, _cohort_hovers(answer, rows, firsts, words))
    marks.set_on(
        figure,
        height=44 + ROW * len(firsts),
        margin={"l": marks.left_labels(names, 13), "t": 34, "b": 6},
        xaxis={
            "range": [0.5, max(since) + 0.5],
            "tickvals": since,
            "ticktext": [f"+{month}" for month in since],
            "tickfont": {"size": 12},
            "side": "top",
        },
        yaxis={"visible": False, "range": [len(firsts) - 0.5, -0.5]},
    )
    return figure


def _cohort_cell(marks: Marks, answer: ListAnswer, row: ListRow, scale: tuple[int, float], words: Words) -> None:
    (y, most), x = scale, int(row.key[1])
    share, running = _number(answer, row, "ordering_share") or 0.0, _is_running(answer, row)
    strength = 0.06 + 0.6 * (share / most if most else 0.0)
    fill = marks.colours.unsure if running else marks.colours.groups["traffic"].format(alpha=f"{strength:.2f}")
    box = {"x0": x - 0.48, "x1": x + 0.48, "y0": y - 0.45, "y1": y + 0.45}
    marks.shape(type="rect", **box, fillcolor=fill, line={"width": 0}, layer="below")
    marks.note(words.percent(share), x, y, size=12, colour=marks.colours.quiet if running else "")


def _is_running(answer: ListAnswer, row: ListRow) -> bool:
    """Whether the month of this cell is not over."""
    if answer.immature_from is None:
        return False
    year, month = (int(part) for part in row.key[0].split("-"))
    return year * 12 + month + int(row.key[1]) >= answer.immature_from.year * 12 + answer.immature_from.month


def _cohort_hovers(answer: ListAnswer, rows: Sequence[ListRow], firsts: Sequence[str], words: Words) -> Trace:
    shown = [row for row in rows if row.key[0] in firsts]
    return scatter_trace(
        x=[int(row.key[1]) for row in shown],
        y=[firsts.index(row.key[0]) for row in shown],
        mode="markers",
        marker={"symbol": "square", "size": 26, "opacity": 0},
        hovertext=[
            f"{row.key[0]} +{row.key[1]}: {words.number(value_of(answer, row, 'ordering_customers'))} · "
            f"{_money(answer, row, 'customer_money', words)}"
            for row in shown
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def cohort_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words."""
    total = answer.total
    size = value_of(answer, total, "cohort_customers") if total else None
    return words.text(
        "Cells by month of the first order and months since: share of its customers who ordered; {n} customers in all.",
        n=words.number(size),
    )


def has_later_months(answer: ListAnswer) -> bool:
    """Whether any cohort has a month after its first."""
    return any(len(row.key) == 2 and row.key[1] not in ("0", OTHER) for row in answer.rows)


def _named(answer: ListAnswer) -> list[ListRow]:
    return [row for row in answer.rows if set(row.key) != {OTHER}]


def _name(row: ListRow, words: Words) -> str:
    """A campaign keeps the name its source gives it, even where a code of ours is spelt the same."""
    own = row.opens[:1] and row.opens[0][0] is Dimension.CAMPAIGN
    return " · ".join(code if own else words.term(code) for code in row.key) if row.key else words.text("all")


def _number(answer: ListAnswer, row: ListRow, name: str) -> float | None:
    value = value_of(answer, row, name)
    return None if value is None else float(value)


def _values(answer: ListAnswer, rows: Sequence[ListRow], name: str) -> list[float | None]:
    return [_number(answer, row, name) for row in rows]


def _money(answer: ListAnswer, row: ListRow, name: str, words: Words) -> str:
    value = value_of(answer, row, name)
    return words.money(value, answer.currency)


def _bars(
    answer: ListAnswer,
    rows: Sequence[ListRow],
    series: Sequence[Series],
    words: Words,
    colours: Paint,
    *,
    money: bool = True,
) -> Drawing:
    """Bars beside each other, one group a row, the first row on top."""
    marks = Marks(colours)
    margin = marks.left_labels([figure_text(_name(row, words), 18 if narrow() else 30) for row in rows], 13)
    traces = [
        bar_trace(
            orientation="h",
            x=list(values),
            y=list(range(len(rows))),
            name=name,
            marker={"color": colour},
            text=["" if value is None else _told(value, answer, words, money=money) for value in values],
            textposition="outside",
            textfont={"size": TEXT, "color": colours.quiet},
            cliponaxis=False,
            hovertemplate=f"{name}: %{{text}}<extra></extra>",
        )
        for name, colour, values in series
    ]
    figure = Drawing(colours, *traces)
    known = [value for _, _, values in series for value in values if value is not None]
    low, high = min([*known, 0.0]), max([*known, 0.0])
    room = (high - low or 1.0) * room_of(
        [text for trace in traces for text in trace["text"]], margin, ends=1 + (low < 0)
    )
    marks.set_on(
        figure,
        height=40 + (14 + 16 * len(series)) * len(rows),
        margin={"l": margin, "t": 34, "b": 6},
        barmode="group",
        bargap=0.25,
        showlegend=len(series) > 1,
        legend={
            "orientation": "h",
            "x": 0,
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 12.5},
            "traceorder": "normal",
        },
        xaxis={"visible": False, "range": [low - (room if low < 0 else 0), high + room]},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -0.5]},
    )
    return figure


def room_of(texts: Sequence[str], margin: int, *, ends: int) -> float:
    """Room beyond the bars that the longest text at their ends needs, as a share of the bars; `ends` that have it."""
    width = max(map(len, texts), default=0) * PER_SIGN * TEXT + 8
    share = min(0.45, width / ((PHONE if narrow() else CARD) - margin))
    return max(0.35 if narrow() else 0.14, share / (1 - share * ends))


def _told(value: float, answer: ListAnswer, words: Words, *, money: bool) -> str:
    return words.money(value, answer.currency) if money else words.signed(value, 1)
