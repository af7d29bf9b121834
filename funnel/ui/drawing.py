"""Figures as plain data. Plotly's own objects check every property of every figure again and again, which takes longer
than all the rest of a screen; here the tests check them, once.

Streamlit hands every figure to the browser's Plotly twice. The second time nothing is drawn again where the data have a
revision, the look stands in the layout itself and no template beside it is compared.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure

from funnel.ui.theme import Paint, axis_look, look

Trace = dict[str, Any]
AXES = ("xaxis", "yaxis")


class Drawing(BaseFigure):
    """Traces and layout of one figure, handed on as they are: Streamlit takes them for a figure that was checked."""

    def __init__(self, colours: Paint, *traces: Trace, **layout: Any) -> None:
        self._traces = list(traces)
        self._axis = axis_look(colours)
        self._laid: dict[str, Any] = {**look(colours), "datarevision": 1}
        self.lay(**layout)

    def add(self, *traces: Trace) -> None:
        """Draw more."""
        self._traces += traces

    def lay(self, **layout: Any) -> None:
        """Set parts of the layout; what an axis or margin holds already stays, unless it is set anew."""
        for name, told in layout.items():
            held = self._laid.get(name, self._axis if name.startswith(AXES) else None)
            self._laid[name] = {**held, **told} if isinstance(held, Mapping) and isinstance(told, Mapping) else told

    def laid(self, name: str) -> Any:
        """A part of the layout; None where it was not set."""
        return self._laid.get(name)

    def note(self, **annotation: Any) -> None:
        """One text with a place of its own."""
        self._laid.setdefault("annotations", []).append(annotation)

    def shape(self, **shape: Any) -> None:
        """One line or rectangle."""
        self._laid.setdefault("shapes", []).append(shape)

    def choosable(self) -> None:
        """Points can be clicked: told at once what Streamlit would set after drawing, which draws everything again."""
        self.lay(clickmode="event+select", hovermode="closest", dragmode="pan")

    def to_dict(self) -> dict[str, Any]:
        """What the browser is sent."""
        return {"data": self._traces, "layout": self._laid}

    def checked(self) -> go.Figure:
        """The same as Plotly's own objects; raises ValueError where a property is none of Plotly's."""
        return go.Figure(self.to_dict())


def bar_trace(**told: Any) -> Trace:
    """A trace of bars."""
    return {"type": "bar", **told}


def scatter_trace(**told: Any) -> Trace:
    """A trace of points, lines or texts."""
    return {"type": "scatter", **told}


def heatmap_trace(**told: Any) -> Trace:
    """A trace of coloured fields."""
    return {"type": "heatmap", **told}
