"""Contacts of an average day by hour: opened against answered, and who is left waiting."""

from funnel.answers.listing import ListAnswer
from funnel.ui.drawing import Drawing, Trace, bar_trace, scatter_trace
from funnel.ui.service_figures import value_of
from funnel.ui.theme import Paint, narrow
from funnel.words import Words


def staffing_figure(answer: ListAnswer, words: Words, colours: Paint) -> Drawing:
    """Bars for those waiting at the end of the hour, a line each for opened and answered."""
    opened, answered, waiting = (
        _series(answer, name) for name in ("opened_per_day", "answered_per_day", "waiting_contacts")
    )
    names = (words.text("waiting at the end of the hour"), words.text("opened"), words.text("answered"))
    traces = [
        _bars(waiting, colours.band, names[0]),
        _line(opened, colours.worse_text, "solid", names[1]),
        _line(answered, colours.groups["service"].format(alpha="1"), "dot", names[2]),
    ]
    figure = Drawing(colours, *traces)
    hours, step = _hours(answer), 6 if narrow() else 2
    figure.lay(
        height=280,
        margin={"t": 30, "l": 8, "r": 8, "b": 8},
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.14, "font": {"size": 13}},
        hovermode="x unified",
        xaxis={
            "tickvals": list(range(0, 24, step)),
            "ticktext": hours[::step],
            "tickfont": {"size": 12},
            "automargin": True,
        },
        yaxis={
            "showgrid": True,
            "gridcolor": colours.line,
            "tickfont": {"size": 12},
            "rangemode": "tozero",
            "nticks": 4,
            "automargin": True,
        },
    )
    return figure


def _hours(answer: ListAnswer) -> list[str]:
    return [row.key[0] for row in answer.rows]


def _series(answer: ListAnswer, name: str) -> list[float | None]:
    values = [value_of(answer, row, name) for row in answer.rows]
    return [None if value is None else round(float(value), 3) for value in values]


def _bars(values: list[float | None], colour: str, name: str) -> Trace:
    return bar_trace(
        x=list(range(len(values))), y=values, marker={"color": colour}, name=name, hovertemplate="%{y:.2f}"
    )


def _line(values: list[float | None], colour: str, dash: str, name: str) -> Trace:
    return scatter_trace(
        x=list(range(len(values))),
        y=values,
        mode="lines+markers",
        line={"color": colour, "width": 2.5, "dash": dash},
        marker={"size": 5, "color": colour},
        name=name,
        hovertemplate="%{y:.2f}",
    )


def staffing_alt(answer: ListAnswer, words: Words) -> str:
    """The figure in words: the hour with most people waiting, or with most contacts where answers are unknown."""
    waiting = _series(answer, "waiting_contacts")
    series = waiting if any(waiting) else _series(answer, "opened_per_day")
    place = max(range(len(series)), key=lambda hour: series[hour] or 0)
    told = {"hour": _hours(answer)[place], "number": words.number(series[place], 2)}
    if any(waiting):
        return words.text(
            "Contacts by hour on an average day; most are waiting at the end of the hour from {hour}: {number}.", **told
        )
    return words.text("Contacts by hour on an average day; most are opened in the hour from {hour}: {number}.", **told)
