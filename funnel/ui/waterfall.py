"""The waterfall of a change: from the amount before to the amount now, one bar a line, adding up exactly."""

from dataclasses import dataclass
from decimal import Decimal

from funnel.answers.loss_result import ChangeAnswer, ChangeRow
from funnel.ui.drawing import Drawing, bar_trace
from funnel.ui.loss_figures import Scale
from funnel.ui.marks import Marks, reaching
from funnel.ui.plain import figure_text
from funnel.ui.tables import Column, Kind, Table
from funnel.ui.theme import Paint
from funnel.words import Words

ROW, HEADER = 40, 12
AMOUNT = 0.62
"""Where the bars end and the figures begin, as a share of the width."""
BESIDE = 20
"""Letters of a range that fits beside its amount; with longer ones all ranges stand under theirs."""


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and ends on the scale of amounts, and what stands beside it."""

    name: str
    start: Decimal
    end: Decimal
    told: str
    range: str
    colour: str
    quiet: bool


def bars_of(answer: ChangeAnswer, scale: Scale, words: Words, colours: Paint) -> tuple[Bar, ...]:
    """Before, every line in order, now; lines that are nothing to the cent are left out."""
    whole = colours.bar
    bars = [
        Bar(words.text("before"), Decimal(0), answer.before, scale.figure(answer.before, words), "", whole, quiet=False)
    ]
    reached = answer.before
    for row in answer.rows:
        if row.effect.effect:
            following = reached + row.effect.effect
            bars.append(_bar(row, (reached, following), scale, words, colours))
            reached = following
    bars.append(
        Bar(words.text("now"), Decimal(0), answer.after, scale.figure(answer.after, words), "", whole, quiet=False)
    )
    return tuple(bars)


def line_name(row: ChangeRow, words: Words) -> str:
    """What a line is: the problems of a group, or the line's own name."""
    if row.cause == "factor":
        group = row.key[0] if row.key else ""
        return words.text("problems: {group}", group=words.term(group))
    return words.term(row.cause)


def _bar(row: ChangeRow, ends: tuple[Decimal, Decimal], scale: Scale, words: Words, colours: Paint) -> Bar:
    group = row.key[0] if row.cause == "factor" and row.key else ""
    own = colours.groups.get(group)
    worse = row.effect.effect < 0
    colour = own.format(alpha="0.85") if own else (colours.worse if worse else colours.better).format(alpha="0.55")
    told = ("+" if not worse else "−") + scale.figure(abs(row.effect.effect), words)
    return Bar(line_name(row, words), *ends, told, scale.range(row.effect, words), colour, quiet=not row.sure)


def waterfall_figure(bars: tuple[Bar, ...], colours: Paint) -> Drawing:
    """The figure; its scale starts near the amounts, so that the lines can be seen."""
    marks = Marks(colours)
    low, high = _span(bars)
    under = max(len(bar.range) for bar in bars) > BESIDE
    for place, bar in enumerate(bars):
        _figures(marks, place, bar, last=place in (0, len(bars) - 1), under=under)
        marks.hairline(place + 0.5)
    margin = marks.left_labels([figure_text(bar.name, 34) for bar in bars], 14)
    starts = [max(float(min(bar.start, bar.end)), low) for bar in bars]
    figure = Drawing(
        colours,
        bar_trace(
            orientation="h",
            base=starts,
            x=[max(float(max(bar.start, bar.end)), low) - start for bar, start in zip(bars, starts, strict=True)],
            y=list(range(len(bars))),
            width=0.55,
            marker={"color": [bar.colour for bar in bars], "cornerradius": 2},
            hovertext=[f"{figure_text(bar.name, 60)}<br>{bar.told} {bar.range}" for bar in bars],
            hovertemplate="%{hovertext}<extra></extra>",
        ),
    )
    marks.set_on(
        figure,
        height=HEADER + ROW * len(bars) + 12,
        margin={"l": margin},
        xaxis={"visible": False, "range": reaching(low, high, AMOUNT)},
        yaxis={"visible": False, "range": [len(bars) - 0.5, -0.6]},
    )
    return figure


def _span(bars: tuple[Bar, ...]) -> tuple[float, float]:
    inner = [float(value) for bar in bars[1:-1] for value in (bar.start, bar.end)]
    ends = [float(bars[0].end), float(bars[-1].end), *inner]
    reach = max(ends) - min(ends) or max(ends) or 1.0
    low = max(0.0, min(ends) - 0.6 * reach) if min(ends) >= 0 else min(ends)
    return low, max(ends) + 0.03 * reach


def _figures(marks: Marks, place: int, bar: Bar, *, last: bool, under: bool) -> None:
    colour = marks.colours.quiet if bar.quiet else marks.colours.text
    text = f"<b>{bar.told}</b>" if last else bar.told
    raised = 0.2 if under and bar.range else 0.0
    marks.note(text, 1.0 if under else 0.77, place - raised, anchor="right", colour=colour, across=True)
    marks.note(bar.range, 1.0, place + raised, anchor="right", size=11.5, colour=marks.colours.quiet, across=True)


def waterfall_table(bars: tuple[Bar, ...], words: Words) -> Table:
    """The figure as a table."""
    return Table(
        (
            Column(words.text("line"), Kind.TEXT, tuple(bar.name for bar in bars)),
            Column(words.text("amount"), Kind.WRITTEN, tuple(bar.told for bar in bars)),
            Column(words.text("range"), Kind.WRITTEN, tuple(bar.range for bar in bars)),
        )
    )


def waterfall_alt(bars: tuple[Bar, ...], words: Words) -> str:
    """The figure in words."""
    told = ", ".join(f"{bar.name} {bar.told}" for bar in bars)
    return words.text("Waterfall from before to now: {lines}.", lines=told)
