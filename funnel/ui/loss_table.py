"""The table groups × steps: money lost, in each group's colour, stronger the more is lost; ranges in the last one."""

from dataclasses import dataclass
from textwrap import wrap

from funnel.answers.loss_result import LossAnswer, LossRow
from funnel.terms import Group
from funnel.ui.drawing import Drawing, Trace, scatter_trace
from funnel.ui.loss_figures import Scale
from funnel.ui.marks import Marks
from funnel.ui.plain import figure_text
from funnel.ui.theme import Paint
from funnel.words import Words
from funnel.words.forms import NBSP

ROW, HEADER = 54, 58
NOTHING = "·"
MOST_BESIDE = 15
"""Letters that two heads beside each other have room for on one line."""


@dataclass(frozen=True)
class Cell:
    """One cell with its place; None stands for all groups or steps."""

    x: int
    y: int
    group: str | None
    step: str | None
    row: LossRow | None


@dataclass(frozen=True)
class Written:
    """How cells are written: scale, words, and the loss that takes the full colour."""

    scale: Scale
    words: Words
    most: float


@dataclass(frozen=True)
class GroupTable:
    """Lines by group and step, by group, by step, and all of it. A missing cell has no factor that could lose there."""

    groups: tuple[str, ...]
    steps: tuple[str, ...]
    cells: dict[tuple[str, str], LossRow]
    by_group: dict[str, LossRow]
    by_step: dict[str, LossRow]
    total: LossRow


def group_table(cells: LossAnswer, by_group: LossAnswer, by_step: LossAnswer) -> GroupTable:
    """Put the three answers side by side; the four groups always stand, in their order."""
    named = {(row.key[0], row.key[1]): row for row in cells.rows}
    groups = [group.value for group in Group]
    groups += sorted({group for group, _ in named} - set(groups))
    order = {step: place for place, step in enumerate(STEP_ORDER)}
    steps = sorted({step for _, step in named}, key=lambda step: order.get(step, len(order)))
    return GroupTable(
        tuple(groups),
        tuple(steps),
        named,
        {row.key[0]: row for row in by_group.rows},
        {row.key[0]: row for row in by_step.rows},
        cells.total,
    )


STEP_ORDER = ("session_start", "view_item", "add_to_cart", "begin_checkout", "add_payment_info", "purchase", "kept", "")


def group_figure(table: GroupTable, scale: Scale, words: Words, colours: Paint) -> Drawing:
    """The table as a figure; a click on a cell selects its point, whose customdata holds group and step."""
    marks = Marks(colours)
    columns = [*table.steps, None]
    most = _most(table, scale)
    for y, group in enumerate([*table.groups, None]):
        for x, step in enumerate(columns):
            _draw(marks, Cell(x, y, group, step, _row_of(table, group, step)), Written(scale, words, most))
        marks.hairline(y - 0.5)
    names = [*(_name(group, words) for group in table.groups), words.text("all")]
    margin = marks.left_labels(names, 14, [_swatch(group, colours) for group in table.groups])
    figure = Drawing(colours, _targets(table, scale, words))
    marks.set_on(
        figure,
        height=HEADER + ROW * (len(table.groups) + 1) + 8,
        margin={"t": HEADER, "l": margin},
        xaxis={
            "range": [-0.5, len(columns) - 0.3],
            "tickvals": list(range(len(columns))),
            "ticktext": [*_heads([_head(step, words) for step in table.steps]), words.text("all")],
            "tickfont": {"size": 11},
            "tickangle": 0,
            "side": "top",
        },
        yaxis={"visible": False, "range": [len(table.groups) + 0.5, -0.5]},
    )
    return figure


def _name(group: str, words: Words) -> str:
    return figure_text(words.term(group), 24)


def _head(step: str, words: Words) -> list[str]:
    name = words.term(step) if step else words.text("whole way")
    lines = [figure_text(line, 14) for line in wrap(name, 10, break_long_words=False)]
    return ["→", *lines] if step else lines


def _heads(heads: list[list[str]]) -> list[str]:
    """The heads as text; one too long to stand beside the next is raised by a line."""
    low = [len(lines[-1]) for lines in heads]
    beside = [low[place + 1 : place + 2] + low[max(place - 1, 0) : place] for place in range(len(low))]
    raised = [
        any(own >= each and own + each > MOST_BESIDE for each in near) for own, near in zip(low, beside, strict=True)
    ]
    return ["<br>".join([*lines, NBSP] if up else lines) for lines, up in zip(heads, raised, strict=True)]


def _row_of(table: GroupTable, group: str | None, step: str | None) -> LossRow | None:
    if group is None:
        return table.total if step is None else table.by_step.get(step)
    return table.by_group.get(group) if step is None else table.cells.get((group, step))


def _most(table: GroupTable, scale: Scale) -> float:
    found = (scale.estimate(row) for row in table.cells.values())
    return max((float(one.effect) for one in found if one is not None), default=0.0) or 1.0


def _draw(marks: Marks, cell: Cell, written: Written) -> None:
    scale, words = written.scale, written.words
    found = scale.estimate(cell.row) if cell.row else None
    if cell.row is None or found is None:
        text = NOTHING if cell.row is None else words.number(None)
        marks.note(text, cell.x, cell.y, size=13, colour=marks.colours.quiet)
        return
    inner = cell.group is not None and cell.step is not None
    if inner and found.effect > 0:
        _fill(marks, cell, float(found.effect) / written.most)
    colour = marks.colours.text if cell.row.sure or not inner else marks.colours.quiet
    shown = scale.figure(found.effect, words)
    text = shown if inner else f"<b>{shown}</b>"
    if cell.step is None:
        text += f"<br><span style='font-size:11px;color:{marks.colours.quiet}'>{scale.range(found, words)}</span>"
    marks.note(text, cell.x, cell.y, size=14.5, colour=colour)


def _fill(marks: Marks, cell: Cell, share: float) -> None:
    colour = marks.colours.groups.get(cell.group or "", marks.colours.band)
    fill = colour.format(alpha=f"{0.06 + 0.44 * min(1.0, share):.2f}")
    box = {"x0": cell.x - 0.47, "x1": cell.x + 0.47, "y0": cell.y - 0.44, "y1": cell.y + 0.44}
    marks.shape(type="rect", **box, fillcolor=fill, line={"width": 0}, layer="below")


def _swatch(group: str, colours: Paint) -> str:
    return colours.groups.get(group, colours.band).format(alpha="1")


def _targets(table: GroupTable, scale: Scale, words: Words) -> Trace:
    cells = [(group, step) for group in table.groups for step in table.steps if (group, step) in table.cells]
    hover = [_hover(table.cells[cell], cell, scale, words) for cell in cells]
    return scatter_trace(
        x=[table.steps.index(step) for _, step in cells],
        y=[table.groups.index(group) for group, _ in cells],
        mode="markers",
        marker={"symbol": "square", "size": 30, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[f"{group}|{step}" for group, step in cells],
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _hover(row: LossRow, cell: tuple[str, str], scale: Scale, words: Words) -> str:
    found = scale.estimate(row)
    name = f"{_name(cell[0], words)} · {' '.join(_head(cell[1], words))}"
    if found is None:
        return f"{name}<br>{words.text('not measured')}"
    return f"{name}<br>{scale.amount(found.effect, words)} ({scale.range(found, words)})"


def group_alt(table: GroupTable, scale: Scale, words: Words) -> str:
    """The figure in words."""
    told = [
        f"{words.term(group)} {scale.amount(found.effect, words)}"
        for group, row in table.by_group.items()
        if (found := scale.estimate(row)) is not None
    ]
    return words.text("Table of losses by group and step: {groups}.", groups=", ".join(told))
