"""The card of two dimensions: a figure a cell, colour for the change, "cannot tell" where visits are few."""

from dataclasses import dataclass
from textwrap import wrap

from funnel.answers.result import FunnelAnswer, Segment
from funnel.maths.differences import real_changes
from funnel.terms import OTHER, Dimension
from funnel.ui.drawing import Drawing, Trace, scatter_trace
from funnel.ui.marks import Marks
from funnel.ui.measures import Form, Reading, Sides, change_of, difference_text, reading, reading_text
from funnel.ui.plain import figure_text
from funnel.ui.tables import Column, Kind, Table
from funnel.ui.theme import Paint, narrow
from funnel.words import Words

ROW, ROW_ON_A_PHONE = 34, 44
HEADER, HEADER_ON_A_PHONE = 38, 66
MOST_ROWS, MOST_COLUMNS = 14, 6
ALL = ""
"""Code of the column and row that are not cut."""
FULL_COLOUR = {Form.SHARE: 0.16, Form.COUNT: 0.5, Form.MONEY: 0.5}


@dataclass(frozen=True)
class Cell:
    """One cell, its codes and everything it says."""

    row: str
    column: str
    text: str
    change: str
    hover: str
    reading: Reading


@dataclass(frozen=True)
class Grid:
    """The whole table, rows and columns by visits, "other" and "not stated" kept apart and last."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[Cell, ...]
    rows_left_out: int
    real: frozenset[tuple[str, ...]] = frozenset()
    """Places whose change is outside chance, all cells judged together."""


@dataclass(frozen=True)
class Cut:
    """The answers behind the table for one stretch of days: both dimensions, and each alone for the margins."""

    cells: FunnelAnswer
    by_row: FunnelAnswer
    by_column: FunnelAnswer

    def lines(self) -> dict[tuple[str, str], Segment]:
        """Every line by its codes; the margins under ALL."""
        lines = {(line.key[0], line.key[1]): line for line in self.cells.rows}
        lines |= {(line.key[0], ALL): line for line in self.by_row.rows}
        lines |= {(ALL, line.key[0]): line for line in self.by_column.rows}
        return lines | {(ALL, ALL): self.cells.total}


def grid_of(now: Cut, full: Cut | None, before: Cut | None, measure: str, words: Words) -> Grid:
    """The table of `measure`: all days, coloured by full days against the days before."""
    rows = _codes(now.by_row)
    columns = _codes(now.by_column)[:MOST_COLUMNS]
    shown = rows[:MOST_ROWS]
    lines, full_lines = now.lines(), full.lines() if full else {}
    before_lines = before.lines() if before else {}
    made = [
        _cell(place, reading(Sides(lines[place], full_lines.get(place), before_lines.get(place)), measure), words, now)
        for place in ((row, column) for row in (*shown, ALL) for column in (*columns, ALL))
        if place in lines
    ]
    changes = [change for cell in made if (change := change_of(cell.reading, (cell.row, cell.column)))]
    real = frozenset(change.name for change in real_changes(changes))
    return Grid((*shown, ALL), (*columns, ALL), tuple(made), len(rows) - len(shown), real)


def _codes(answer: FunnelAnswer) -> tuple[str, ...]:
    codes = [line.key[0] for line in answer.rows]
    return tuple(sorted(codes, key=lambda code: (code == "not_stated", code == OTHER)))


def _cell(codes: tuple[str, str], found: Reading, words: Words, now: Cut) -> Cell:
    text, change = reading_text(found, words, now.cells.currency), difference_text(found, words)
    name = " · ".join(figure_text(words.term(code)) for code in codes if code)
    visits = "" if found.base is None else words.text("out of {n}", n=words.number(found.base))
    hover = "<br>".join(part for part in (name or words.text("all"), f"{text} {change}", visits) if part.strip())
    return Cell(*codes, text, change, hover, found)


def heat_figure(grid: Grid, words: Words, colours: Paint) -> Drawing:
    """The table as a figure; a click on a cell selects its point, whose customdata holds both codes."""
    marks, phone = Marks(colours), narrow()
    for cell in grid.cells:
        _fill(marks, grid, cell)
    for place in range(len(grid.rows)):
        marks.hairline(place - 0.5)
    names = [_head(code, words) for code in grid.rows]
    margin = marks.left_labels([_folded(name) for name in names] if phone else names, 12.5 if phone else 14)
    header = HEADER_ON_A_PHONE if phone else HEADER
    figure = Drawing(colours, _targets(grid), _texts(grid, colours, phone))
    marks.set_on(
        figure,
        height=header + (ROW_ON_A_PHONE if phone else ROW) * len(grid.rows) + 10,
        margin={"t": header - 10, "l": margin},
        xaxis={
            "range": [-0.5, len(grid.columns) - 0.5],
            "tickvals": list(range(len(grid.columns))),
            "ticktext": [_head(code, words) for code in grid.columns],
            "tickfont": {"size": 11 if phone else 12.5},
            "tickangle": -35 if phone else 0,
            "side": "top",
        },
        yaxis={"visible": False, "range": [len(grid.rows) - 0.5, -0.5]},
    )
    return figure


def _head(code: str, words: Words) -> str:
    return figure_text(words.term(code), 22) if code else words.text("all")


def _folded(name: str) -> str:
    return "<br>".join(wrap(name, 13, break_long_words=False))


def _targets(grid: Grid) -> Trace:
    return scatter_trace(
        x=[grid.columns.index(cell.column) for cell in grid.cells],
        y=[grid.rows.index(cell.row) for cell in grid.cells],
        mode="markers",
        marker={"symbol": "square", "size": 30, "opacity": 0},
        selected={"marker": {"opacity": 0}},
        unselected={"marker": {"opacity": 0}},
        customdata=[f"{cell.row}|{cell.column}" for cell in grid.cells],
        hovertext=[cell.hover for cell in grid.cells],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _texts(grid: Grid, colours: Paint, phone: bool) -> Trace:
    """What stands in the cells, as one trace: a note for each would take a browser several times as long.

    On a phone the change stands under its figure.
    """
    unsure = [_is_unsure(cell) for cell in grid.cells]
    chosen = {"textfont": {"color": colours.text}}
    return scatter_trace(
        x=[grid.columns.index(cell.column) for cell in grid.cells],
        y=[grid.rows.index(cell.row) for cell in grid.cells],
        mode="text",
        text=[_said(cell, "<br>" if phone else " ") for cell in grid.cells],
        textfont={
            "size": [12 if few else 14.5 for few in unsure],
            "color": [colours.quiet if few else colours.text for few in unsure],
        },
        selected=chosen,
        unselected=chosen,
        hoverinfo="skip",
        cliponaxis=False,
    )


def _said(cell: Cell, between: str) -> str:
    text = cell.text.replace(" ", between)
    return text + (f"{between}<span style='font-size:11px'>{cell.change}</span>" if cell.change else "")


def _is_unsure(cell: Cell) -> bool:
    return cell.reading.value is not None and not cell.reading.can_tell


def _fill(marks: Marks, grid: Grid, cell: Cell) -> None:
    x, y, colours = grid.columns.index(cell.column), grid.rows.index(cell.row), marks.colours
    real = (cell.row, cell.column) in grid.real
    fill = colours.unsure if _is_unsure(cell) else tint(cell.reading, real, colours)
    if fill:
        box = {"x0": x - 0.5, "x1": x + 0.5, "y0": y - 0.5, "y1": y + 0.5}
        marks.shape(type="rect", **box, fillcolor=fill, line={"width": 0}, layer="below")


def heat_table(grid: Grid, words: Words) -> Table:
    """The figure as a table: in each cell its figure and the change."""
    told = {(cell.row, cell.column): f"{cell.text} {cell.change}".strip() for cell in grid.cells}

    def name(code: str) -> str:
        return words.term(code) if code else words.text("all")

    heads = Column(words.term(Dimension.CHANNEL), Kind.TEXT, tuple(map(name, grid.rows)))
    columns = (
        Column(name(code), Kind.WRITTEN, tuple(told.get((row, code), "") for row in grid.rows)) for code in grid.columns
    )
    return Table((heads, *columns))


def tint(found: Reading, real: bool, colours: Paint) -> str | None:
    """Colour of the change, stronger the larger it is, pale within chance; None when there is nothing to compare."""
    if found.difference is None:
        return None
    strength = min(1.0, abs(found.difference) / _full_colour(found)) * (0.6 if real else 0.16)
    colour = colours.worse if found.difference < 0 else colours.better
    return colour.format(alpha=f"{strength:.2f}")


def _full_colour(found: Reading) -> float:
    """Change that takes the full colour: for shares at most 16 points, less where the share itself is small."""
    most = FULL_COLOUR[found.form]
    if found.form is Form.SHARE and found.before:
        return min(most, max(0.005, float(found.before) * FULL_COLOUR[Form.COUNT]))
    return most


def drilled(chosen: str) -> dict[str, str]:
    """Filters a clicked cell stands for: its row's and its column's code, where they are not "all"."""
    row, _, column = chosen.partition("|")
    pairs = ((Dimension.CHANNEL, row), (Dimension.DEVICE, column))
    return {str(dimension): code for dimension, code in pairs if code}
