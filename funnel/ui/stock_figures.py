"""Pictures of stock: over-stock beside missed sales in money, and the days on which products run out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from funnel.answers.listing import ListAnswer, ListRow
from funnel.terms import OTHER
from funnel.ui.drawing import Drawing, Trace, bar_trace, scatter_trace
from funnel.ui.marks import CARD, PER_SIGN, PHONE, Marks, reaching
from funnel.ui.plain import figure_text
from funnel.ui.theme import Paint, narrow
from funnel.words import Words

ROW = 30
HEADER = 34
OF_EACH_SIDE = 6
SOONEST = 14
NAME, NAME_ON_A_PHONE = 26, 14
"""Letters of a product's name that fit beside its bar."""
FIGURE = 0.46
"""Width of a figure in pixels for every pixel of its size; letters are wider."""
LEAST_OF_BARS = 24
"""Pixels that bars keep beside the longest texts."""
GAP = "\N{EN SPACE}"


@dataclass(frozen=True)
class Both:
    """One product: money in over-stock and money missed, each with its range."""

    name: str
    over: float
    over_ends: tuple[float, float]
    missed: float
    missed_ends: tuple[float, float]


def conflict_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Bars to the left: over-stock; to the right: missed sales; whiskers: their 90 % ranges."""
    both = _both_sides(answer)
    marks = Marks(colours)
    places = list(range(len(both)))
    sides = (
        _side(places, [-one.over for one in both], [_turned(one.over_ends) for one in both], colours.bar, colours),
        _side(
            places,
            [one.missed for one in both],
            [one.missed_ends for one in both],
            colours.groups["assortment"].format(alpha="1"),
            colours,
        ),
    )
    for place, one in enumerate(both):
        _amounts(marks, place, one, words, answer.currency)
    margin = marks.left_labels([one.name for one in both], 14)
    lines = 2 if narrow() else 1
    _heads(marks, words)
    figure = Drawing(colours, *sides)
    marks.set_on(
        figure,
        height=lines * HEADER + ROW * len(both) + 12,
        margin={"l": margin},
        barmode="overlay",
        xaxis={"visible": False, "range": conflict_reach(both, margin, words, answer.currency)},
        yaxis={"visible": False, "range": [len(both) - 0.5, -0.3 - 1.1 * lines]},
    )
    return figure


def conflict_reach(both: Sequence[Both], margin: int, words: Words, currency: str) -> list[float]:
    """Range of the axis that leaves room for the longest text of each side beyond its longest bar."""
    over = max((max(one.over_ends[1], one.over) for one in both), default=0.0)
    missed = max((max(one.missed_ends[1], one.missed) for one in both), default=0.0)
    heads = _head_words(words)
    left, right = (
        max([*(FIGURE * 13 * len(_money(one, words, currency)) for one in amounts), PER_SIGN * 12.5 * letters]) + 12
        for amounts, letters in (
            ([one.over for one in both], len(heads[0])),
            ([one.missed for one in both], max(map(len, heads[1].split("<br>")))),
        )
    )
    bars = max((PHONE if narrow() else CARD) - margin - left - right, LEAST_OF_BARS)
    unit = (over + missed or 1.0) / bars
    return [-over - left * unit, missed + right * unit]


def _both_sides(answer: ListAnswer) -> list[Both]:
    """The largest of each side, missed sales first."""
    told = [_both(row, answer) for row in answer.rows if row.key[0] != OTHER]
    missed = sorted((one for one in told if one.missed > 0), key=lambda one: -one.missed)[:OF_EACH_SIDE]
    over = sorted((one for one in told if one not in missed), key=lambda one: -one.over)[:OF_EACH_SIDE]
    return [*missed, *(one for one in over if one.over > 0)]


def _both(row: ListRow, answer: ListAnswer) -> Both:
    over, missed = answer.metrics.index("overstock_value"), answer.metrics.index("missed_sales")
    return Both(_name(row), _figure(row, over), _ends(row, over), _figure(row, missed), _ends(row, missed))


def _name(row: ListRow) -> str:
    return figure_text(row.title or row.key[0], NAME_ON_A_PHONE if narrow() else NAME)


def _figure(row: ListRow, place: int) -> float:
    return float(row.values[place] or 0)


def _ends(row: ListRow, place: int) -> tuple[float, float]:
    ends = row.ranges[place] if row.ranges else None
    return (float(ends[0]), float(ends[1])) if ends else (_figure(row, place), _figure(row, place))


def _turned(ends: tuple[float, float]) -> tuple[float, float]:
    return -ends[1], -ends[0]


def _side(
    places: list[int], values: list[float], ends: Sequence[tuple[float, float]], colour: str, colours: Paint
) -> Trace:
    return bar_trace(
        orientation="h",
        x=values,
        y=places,
        width=0.5,
        marker={"color": colour, "cornerradius": 3},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [high - value for value, (_, high) in zip(values, ends, strict=True)],
            "arrayminus": [value - low for value, (low, _) in zip(values, ends, strict=True)],
            "color": colours.quiet,
            "thickness": 1.2,
            "width": 3,
        },
        hoverinfo="skip",
    )


def _amounts(marks: Marks, place: int, one: Both, words: Words, currency: str) -> None:
    if one.over > 0:
        end = -max(one.over_ends[1], one.over)
        marks.note(_money(one.over, words, currency) + GAP, end, place, anchor="right", size=13)
    if one.missed > 0:
        end = max(one.missed_ends[1], one.missed)
        marks.note(GAP + _money(one.missed, words, currency), end, place, anchor="left", size=13)
    marks.hairline(place + 0.5)


def _money(amount: float, words: Words, currency: str) -> str:
    return words.money(Decimal(round(amount)), currency)


def _heads(marks: Marks, words: Words) -> None:
    quiet, (over, missed) = marks.colours.quiet, _head_words(words)
    marks.note(over + GAP, 0, -0.95, anchor="right", size=12.5, colour=quiet)
    marks.note(GAP + missed, 0, -1.2 if narrow() else -0.95, anchor="left", size=12.5, colour=quiet)
    marks.hairline(-0.5)


def _head_words(words: Words) -> tuple[str, str]:
    missed = words.text("missed sales")
    return words.text("over-stock"), missed.replace(" ", f"<br>{GAP}") if narrow() else missed


def conflict_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words."""
    said = "; ".join(
        f"{one.name}: {_money(one.over, words, answer.currency)}, {_money(one.missed, words, answer.currency)}"
        for one in _both_sides(answer)
    )
    return words.text("Over-stock to the left, missed sales to the right, by product: {said}.", said=said)


@dataclass(frozen=True)
class End:
    """One product: the days it may run out on."""

    name: str
    early: date
    middle: date
    late: date


def ends_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """A dot on the day a stock is expected to run out, a line over its 90 % range."""
    ends = _soonest(answer)
    marks = Marks(colours)
    for place, one in enumerate(ends):
        line = {"color": colours.groups["assortment"].format(alpha="0.45"), "width": 7}
        marks.shape(type="line", x0=one.early, x1=one.late, y0=place, y1=place, line=line, layer="below")
        marks.note(words.day(one.middle), 1, place, anchor="right", size=13, across=True)
        marks.hairline(place + 0.5)
    marks.hairline(-0.5)
    margin = marks.left_labels([one.name for one in ends], 14)
    figure = Drawing(colours, _dots(ends, words, colours))
    written = max((len(words.day(one.middle)) for one in ends), default=0) * PER_SIGN * 13 + 12
    marks.set_on(
        figure,
        height=HEADER + ROW * len(ends) + 12,
        margin={"l": margin, "t": 26},
        xaxis={
            "type": "date",
            "side": "top",
            **_ticks(ends, words, 1 - written / ((PHONE if narrow() else CARD) - margin)),
        },
        yaxis={"visible": False, "range": [len(ends) - 0.5, -0.5]},
    )
    return figure


def _soonest(answer: ListAnswer) -> list[End]:
    place = answer.metrics.index("days_to_empty")
    told = [_end(row, place, answer) for row in answer.rows if row.key[0] != OTHER and row.ranges and row.ranges[place]]
    return sorted(told, key=lambda one: (one.middle, one.late, one.name))[:SOONEST]


def _end(row: ListRow, place: int, answer: ListAnswer) -> End:
    today = answer.period.end if answer.period else date.min
    early, late = _ends(row, place)
    return End(
        _name(row),
        *(today + timedelta(days=round(days)) for days in (early, _figure(row, place), late)),
    )


def _dots(ends: Sequence[End], words: Words, colours: Paint) -> Trace:
    return scatter_trace(
        x=[one.middle for one in ends],
        y=list(range(len(ends))),
        mode="markers",
        marker={"size": 11, "color": colours.groups["assortment"].format(alpha="1")},
        hovertext=[_told(one, words) for one in ends],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _told(one: End, words: Words) -> str:
    days = {"middle": words.day(one.middle), "early": words.day(one.early), "late": words.day(one.late)}
    return words.text("{name}: {middle} ({early} to {late})", name=one.name, **days)


def _ticks(ends: Sequence[End], words: Words, share: float) -> dict[str, object]:
    """Some days of the axis, in the reader's words, on the `share` of it beside which other days are written."""
    first, last = min(one.early for one in ends), max(one.late for one in ends)
    parts = 1 if narrow() else 3
    days = [first + (last - first) * part / parts for part in range(parts + 1)]
    reach = [date.fromordinal(round(day)) for day in reaching(first.toordinal() - 1, last.toordinal() + 1, share)]
    return {
        "tickangle": 0,
        "range": [day.isoformat() for day in reach],
        "tickvals": [day.isoformat() for day in days],
        "ticktext": [words.day(day) for day in days],
    }


def ends_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words."""
    said = "; ".join(_told(one, words) for one in _soonest(answer))
    return words.text("Days on which products run out, expected and 90 % range: {said}.", said=said)


def has_ends(answer: ListAnswer) -> bool:
    """Whether any product has a forecast to draw."""
    return bool(_soonest(answer))


def has_conflict(answer: ListAnswer) -> bool:
    """Whether any product is over-stocked or missed."""
    return bool(_both_sides(answer))
