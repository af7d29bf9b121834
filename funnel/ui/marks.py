"""Text and rules of a figure, gathered and set at once.

Text stands in traces and in labels of an axis: a browser measures every note of a layout by itself, which takes several
times as long as drawing the whole figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from funnel.ui.drawing import Drawing, Trace, scatter_trace
from funnel.ui.theme import Paint

PER_SIGN = 8 / 15
"""Width of a letter in pixels for every pixel of its size."""
PHONE, CARD = 330, 600
"""Pixels of the narrowest figure of rows on a phone, and on anything larger."""
SIDES = {"left": "middle right", "center": "middle center", "right": "middle left"}
"""Where Plotly puts a text that begins, stands or ends at its place."""
ACROSS, BESIDE = "9", "9"
"""Numbers of the axes that reach over the figure's whole width and hold the names of its rows."""


@dataclass(frozen=True)
class Note:
    """One text: `across` counts x from 0 to 1 over the whole width instead of along the axis."""

    text: str
    x: object
    y: float
    anchor: Literal["left", "center", "right"]
    size: float
    colour: str
    across: bool


@dataclass
class Marks:
    """Texts, rules and names of the rows of one figure, being gathered."""

    colours: Paint
    notes: list[Note] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def note(
        self,
        text: str,
        x: object,
        y: float,
        *,
        anchor: Literal["left", "center", "right"] = "center",
        size: float = 15,
        colour: str = "",
        across: bool = False,
    ) -> None:
        """One text; its `anchor` stands at `x`."""
        self.notes.append(Note(text, x, y, anchor, size, colour or self.colours.text, across))

    def shape(self, **what: Any) -> None:
        """One rectangle or line."""
        self.shapes.append(what)

    def hairline(self, place: float) -> None:
        """A rule across the whole row, its label included."""
        line = {"color": self.colours.line, "width": 1}
        self.shape(type="line", xref="paper", x0=-1, x1=1, y0=place, y1=place, line=line, layer="below")

    def left_labels(self, names: Sequence[str], size: float, swatches: Sequence[str] = ()) -> int:
        """Names of the rows, flush left, the first ones behind a swatch of their colour; the margin that is wide
        enough for the longest."""
        indent = 2 if swatches else 0
        longest = max((len(line) for name in names for line in name.split("<br>")), default=0)
        margin = 16 + round((indent + longest) * PER_SIGN * size)
        signs = [f"<span style='color:{colour}'>■</span>\N{EN SPACE}" for colour in swatches]
        told = [sign + name for sign, name in zip([*signs, *[""] * (len(names) - len(signs))], names, strict=True)]
        self.names = {
            "ticklabelstandoff": 4 - margin,  # an axis shifted as a whole has the figure drawn twice
            "tickvals": list(range(len(names))),
            "ticktext": told,
            "tickfont": {"color": self.colours.text, "size": size},
        }
        return margin

    def set_on(self, figure: Drawing, **layout: Any) -> None:
        """Put everything gathered on `figure`."""
        figure.add(*_traces(self.notes, bool(self.names)))
        if self.names:
            layout |= {f"xaxis{ACROSS}": _ACROSS, f"yaxis{BESIDE}": self._beside(layout)}
        figure.lay(shapes=self.shapes, **layout)

    def _beside(self, layout: dict[str, Any]) -> dict[str, Any]:
        inside = {"anchor": "free", "position": 0, "side": "left", "ticklabelposition": "inside", "ticks": ""}
        return {**inside, "overlaying": "y", "range": layout["yaxis"]["range"], **self.names}


_ACROSS = {"anchor": f"y{BESIDE}", "overlaying": "x", "range": [0, 1], "visible": False}


def reaching(low: float, high: float, share: float) -> list[float]:
    """Range of an axis whose marks from `low` to `high` fill the first `share` of the figure.

    The axis itself is as wide as the figure: another one laid over it would catch every click meant for a mark.
    """
    return [low, low + (high - low) / share]


def _traces(notes: Iterable[Note], named: bool) -> Iterable[Trace]:
    """One trace for all texts of a colour and place: texts that are not chosen would else lose their colour."""
    held: dict[tuple[bool, str], list[Note]] = {}
    for note in notes:
        held.setdefault((note.across, note.colour), []).append(note)
    if named and not any(across for across, _ in held):
        yield _trace([], "", across=True)  # an axis is drawn where a trace stands on it
    for (across, colour), told in held.items():
        yield _trace(told, colour, across=across)


def _trace(told: Sequence[Note], colour: str, *, across: bool) -> Trace:
    chosen = {"textfont": {"color": colour}} if colour else {}
    return scatter_trace(
        mode="text",
        x=[note.x for note in told] or [None],
        y=[note.y for note in told] or [None],
        text=[note.text for note in told],
        textposition=[SIDES[note.anchor] for note in told],
        textfont={"size": [note.size for note in told], **({"color": colour} if colour else {})},
        selected=chosen,
        unselected=chosen,
        hoverinfo="skip",
        cliponaxis=False,
        showlegend=False,
        **({"xaxis": f"x{ACROSS}", "yaxis": f"y{BESIDE}"} if across else {}),
    )
