"""Text and rules of a figure, gathered and set at once: one by one they cost Plotly the square of their number."""

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from funnel.ui.theme import Paint

PER_SIGN = 8 / 15
"""Width of a letter in pixels for every pixel of its size."""


@dataclass
class Marks:
    """Annotations and shapes of one figure, being gathered."""

    colours: Paint
    notes: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def note(self, text: str, **place: Any) -> None:
        """One text without an arrow."""
        self.notes.append({"text": text, "showarrow": False, **place})

    def shape(self, **what: Any) -> None:
        """One rectangle or line."""
        self.shapes.append(what)

    def hairline(self, place: float) -> None:
        """A rule across the whole row, its label included."""
        line = {"color": self.colours.line, "width": 1}
        self.shape(type="line", xref="paper", x0=-1, x1=1, y0=place, y1=place, line=line, layer="below")

    def left_labels(self, names: list[str], size: float) -> int:
        """Names of the rows, flush left; returns the margin that is wide enough for the longest."""
        margin = 16 + round(max((len(name) for name in names), default=0) * PER_SIGN * size)
        font = {"color": self.colours.text, "size": size}
        for place, name in enumerate(names):
            self.note(name, xref="paper", yref="y", x=0, y=place, xshift=4 - margin, xanchor="left", font=font)
        return margin

    def set_on(self, figure: go.Figure, **layout: Any) -> None:
        """Put everything gathered on `figure`."""
        figure.update_layout(annotations=self.notes, shapes=self.shapes, **layout)
