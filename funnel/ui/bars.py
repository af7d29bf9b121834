"""The card "From click to kept order": one horizontal bar a step, its count and its rates in columns beside it."""

from dataclasses import dataclass
from datetime import timedelta

from funnel.answers.result import FunnelAnswer, StepCount
from funnel.terms import Step
from funnel.ui.drawing import Drawing, Trace, bar_trace
from funnel.ui.marks import Marks, reaching
from funnel.ui.tables import Column, Kind, Table
from funnel.ui.theme import Paint
from funnel.words import Words

ROW = 40
HEADER = 34


@dataclass(frozen=True)
class Room:
    """How the card's width is shared out: end of the bars, right edges of the columns, size of the letters."""

    bars_end: float
    columns: tuple[float, float, float, float]
    letters: float
    of_first: bool = True
    """Whether the share of the first step has room too; the table always holds it."""


WIDE = Room(0.30, (0.45, 0.64, 0.81, 1.0), 15)
NARROW = Room(0.2, (0.39, 0.68, 0.68, 1.0), 13, of_first=False)


@dataclass(frozen=True)
class Row:
    """One line of the card, everything already written out."""

    step: Step
    name: str
    count: int | None
    told: tuple[str, str, str, str]
    """Count, share of the previous step, share of the first, change."""
    hover: str
    change: float | None = None
    """The change when it is outside noise; None otherwise."""


def rows_of(answer: FunnelAnswer, words: Words, kept_days: int, real: dict[Step, float]) -> tuple[Row, ...]:
    """Lines of the card; `real` holds the steps whose change is outside noise, with the change."""
    return tuple(
        _row(each, words, _kept_note(answer, each.step, words), real.get(each.step))
        if each.count is not None
        else _hole(each.step, _why_hole(answer, each.step, words, kept_days), words)
        for each in answer.total.steps
    )


def _kept_note(answer: FunnelAnswer, step: Step, words: Words) -> str:
    """Kept orders of a period that is not ripe to its end cover its first days only."""
    if step is not Step.KEPT or answer.kept_until is None or answer.kept_until >= answer.period.end:
        return ""
    return words.text("until {day}", day=words.day(answer.kept_until))


def _row(each: StepCount, words: Words, note: str, change: float | None) -> Row:
    name, difference = words.term(each.step), difference_of(each)
    told = (
        words.number(each.count),
        "" if each.of_previous is None else words.percent(each.of_previous),
        "" if each.of_first is None else words.percent(each.of_first),
        note or ("" if difference is None else words.points(difference)),
    )
    return Row(each.step, name, each.count, told, f"{name}: {told[0]}", change)


def difference_of(each: StepCount) -> float | None:
    """Change of the step's rate, full days only, as a share."""
    now = each.comparable if each.comparable is not None else each.of_previous
    return None if now is None or each.of_previous_before is None else now - each.of_previous_before


def _hole(step: Step, why: str, words: Words) -> Row:
    name = words.term(step)
    return Row(step, name, None, (words.number(None), "", "", why), f"{name}: {why}")


def _why_hole(answer: FunnelAnswer, step: Step, words: Words, kept_days: int) -> str:
    ripe = answer.period.end + timedelta(days=kept_days)
    if step is Step.KEPT and answer.kept_until is not None and answer.kept_until < answer.period.end:
        return words.text("matures {day}", day=words.day(ripe))
    return words.text("not measured")


def bars_figure(rows: tuple[Row, ...], compared: bool, words: Words, colours: Paint, room: Room = WIDE) -> Drawing:
    """The card's figure; height grows with the number of steps."""
    marks = Marks(colours)
    _headers(marks, words, compared, room)
    for place, row in enumerate(rows):
        _columns(marks, place, row, room)
    margin = marks.left_labels([row.name for row in rows], room.letters)
    most = max((row.count or 0 for row in rows), default=0) or 1
    figure = Drawing(colours, _bars(rows, colours))
    marks.set_on(
        figure,
        height=HEADER + ROW * len(rows) + 16,
        margin={"l": margin},
        xaxis={"visible": False, "range": reaching(0, most, room.bars_end)},
        yaxis={"visible": False, "range": [len(rows) - 0.5, -1.4]},
    )
    return figure


def _bars(rows: tuple[Row, ...], colours: Paint) -> Trace:
    return bar_trace(
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


def _headers(marks: Marks, words: Words, compared: bool, room: Room) -> None:
    change = words.text("change") if compared else ""
    heads = (words.text("count"), words.text("of previous"), words.text("of first") if room.of_first else "", change)
    size = min(12.5, room.letters - 1)
    for place, text in zip(room.columns, heads, strict=True):
        marks.note(text, place, -0.95, anchor="right", size=size, colour=marks.colours.quiet, across=True)
    marks.hairline(-0.5)


def _columns(marks: Marks, place: int, row: Row, room: Room) -> None:
    told = row.told if room.of_first else (*row.told[:2], "", row.told[3])
    for at, text, colour in zip(room.columns, told, _ink(row, marks.colours), strict=True):
        marks.note(text, at, place, anchor="right", size=room.letters, colour=colour, across=True)
    if row.count is None:
        line = {"color": marks.colours.quiet, "width": 1, "dash": "dot"}
        marks.shape(type="rect", xref="x domain", x0=0, x1=room.bars_end, y0=place - 0.25, y1=place + 0.25, line=line)
    marks.hairline(place + 0.5)


def _ink(row: Row, colours: Paint) -> tuple[str, str, str, str]:
    if row.count is None:
        return colours.text, colours.quiet, colours.quiet, colours.quiet
    if row.change is None:
        return colours.text, colours.text, colours.quiet, colours.quiet
    changed = colours.worse_text if row.change < 0 else colours.better_text
    return colours.text, colours.text, colours.quiet, changed


def bars_table(answer: FunnelAnswer, rows: tuple[Row, ...], words: Words) -> Table:
    """The figure as a table."""
    steps = answer.total.steps
    return Table(
        (
            Column(words.text("step"), Kind.TEXT, tuple(row.name for row in rows)),
            Column(words.text("count"), Kind.COUNT, tuple(row.count for row in rows)),
            Column(words.text("of previous"), Kind.SHARE, tuple(each.of_previous for each in steps)),
            Column(words.text("of first"), Kind.SHARE, tuple(each.of_first for each in steps)),
            Column(words.text("change"), Kind.WRITTEN, tuple(row.told[3] for row in rows)),
        )
    )


def bars_alt(rows: tuple[Row, ...], words: Words) -> str:
    """The figure in words."""
    said = ", ".join(f"{row.name} {row.told[0]}" for row in rows)
    return words.text("Horizontal bars, one a step: {steps}.", steps=said)
